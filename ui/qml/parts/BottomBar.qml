pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk
import ".."

// Always there, inside reach: type size, contrast, language, a person.
Rectangle {
    id: bar

    required property Stage stage

    signal help

    height: Theme.bottomBar
    color: Theme.ground

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.edge
    }

    component ModeButton: Press {
        id: mode

        property string icon_: ""
        property bool on: false

        Layout.fillWidth: true
        Layout.preferredHeight: Theme.target
        radius: Theme.target / 2
        checkable: false
        leftPadding: 12
        rightPadding: 12

        background: Rectangle {
            radius: mode.radius
            color: mode.on ? Theme.brand : mode.down ? Theme.brandSoft : "transparent"
            border.color: mode.on ? Theme.brand : Theme.line
            border.width: Theme.hair
        }

        contentItem: Item {
            Row {
                id: row

                anchors.centerIn: parent
                spacing: 12

                Icon {
                    id: sign

                    anchors.verticalCenter: parent.verticalCenter
                    path: mode.icon_
                    size: 36
                    ink: mode.on ? Theme.brandInk : Theme.ink
                }

                FittedWords {
                    anchors.verticalCenter: parent.verticalCenter
                    room: mode.availableWidth - sign.width - row.spacing
                    width: Math.min(implicitWidth, room)
                    text: mode.text
                    most: Math.min(Theme.small, 36)
                    strong: mode.on
                    color: mode.on ? Theme.brandInk : Theme.ink
                    lineHeight: 0.85
                    Accessible.ignored: true
                }
            }
        }
    }

    RowLayout {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap
        uniformCellSizes: true

        ModeButton {
            objectName: "mode_large"
            text: Theme.large ? bar.stage.frame.normalLabel : bar.stage.frame.largeLabel
            icon_: Icons.letters
            on: Theme.large
            onClicked: bar.stage.toggleLarge()
        }

        ModeButton {
            objectName: "mode_contrast"
            text: bar.stage.frame.contrastLabel
            icon_: Icons.contrast
            on: Theme.contrast
            onClicked: bar.stage.toggleContrast()
        }

        ModeButton {
            objectName: "mode_language"
            text: bar.stage.frame.languageLabel
            icon_: Icons.globe
            onClicked: bar.stage.toggleLanguage()
        }

        ModeButton {
            objectName: "help"
            text: bar.stage.frame.helpLabel
            icon_: Icons.person
            onClicked: bar.help()
        }
    }
}
