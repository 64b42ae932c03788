pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk
import ".."

// A page of the service console: whose visit it is and the way out above, the pages as a rail (below that in portrait,
// at the left in landscape), what came of the last action, then the page itself and its buttons.
FocusScope {
    id: page

    required property Stage stage
    required property string title
    readonly property ConsoleFrame frame: stage.console
    property alias actions: actionRow.data
    default property alias body: bodySlot.data
    readonly property real railWidth: Theme.portrait ? width - 2 * Theme.margin : 300 * Math.min(Theme.type, 1.2)

    focus: true

    signal help

    RowLayout {
        id: head

        anchors.top: parent.top
        anchors.topMargin: Theme.portrait ? 44 : 36
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        spacing: Theme.gap

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Words {
                Layout.fillWidth: true
                text: page.frame.who
                size: Theme.small
                strong: true
                color: Theme.brand
            }

            Words {
                objectName: "title"
                Layout.fillWidth: true
                text: page.title
                size: page.stage.locked && Theme.portrait ? Theme.h2 : Theme.h1
                strong: true
            }
        }

        ActionButton {
            objectName: "help"
            visible: page.stage.locked
            Layout.alignment: Qt.AlignTop
            text: page.stage.frame.helpLabel
            icon_: Icons.person
            size: Theme.body
            onClicked: page.help()
        }

        ActionButton {
            objectName: "leave"
            Layout.alignment: Qt.AlignTop
            text: page.frame.leaveLabel
            icon_: Icons.exit
            size: Theme.body
            onClicked: page.frame.leave()
        }
    }

    Grid {
        id: rail

        anchors.top: head.bottom
        anchors.topMargin: 28
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        width: page.railWidth
        visible: page.frame.pages.length > 0
        enabled: !page.frame.busy
        columns: Theme.portrait ? 3 : 1
        spacing: 16

        Repeater {
            model: page.frame.pages

            Press {
                id: tab

                required property var modelData

                objectName: "page_" + modelData.key
                width: (rail.width - (rail.columns - 1) * rail.spacing) / rail.columns
                height: Math.max(Theme.target, 88)
                text: modelData.label
                onClicked: page.frame.go(modelData.key)

                background: Rectangle {
                    radius: tab.radius
                    color: tab.modelData.here ? Theme.brand : tab.down ? Theme.brandSoft : "transparent"
                    border.color: tab.modelData.here ? Theme.brand : Theme.line
                    border.width: Theme.hair
                }

                contentItem: Item {
                    Words {
                        anchors.centerIn: parent
                        width: Math.min(implicitWidth, parent.width - 16)
                        horizontalAlignment: Text.AlignHCenter
                        text: tab.text
                        size: Math.min(Theme.body, 42)
                        lineHeight: 0.85
                        strong: tab.modelData.here
                        color: tab.modelData.here ? Theme.brandInk : Theme.ink
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    Column {
        id: told

        anchors.top: Theme.portrait && rail.visible ? rail.bottom : head.bottom
        anchors.topMargin: 28
        anchors.left: bodySlot.left
        anchors.right: bodySlot.right
        spacing: 16

        Notice {
            objectName: "notice"
            width: parent.width
            calm: page.frame.noticeCalm
            picture: calm ? Icons.check : Icons.warn
            title: page.frame.noticeTitle
            text: page.frame.noticeText
        }

        Notice {
            objectName: "busy"
            width: parent.width
            calm: true
            picture: Icons.clock
            title: page.frame.busyText
        }
    }

    Item {
        id: bodySlot

        enabled: !page.frame.busy
        anchors.top: told.bottom
        anchors.topMargin: told.height > 0 ? 24 : 0
        anchors.bottom: actionRow.visible ? actionRow.top : parent.bottom
        anchors.bottomMargin: actionRow.visible ? 28 : 40
        anchors.left: Theme.portrait || !rail.visible ? parent.left : rail.right
        anchors.leftMargin: Theme.margin
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
    }

    Flow {
        id: actionRow

        anchors.left: bodySlot.left
        anchors.right: bodySlot.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 40
        spacing: Theme.gap
        visible: children.length > 0
    }
}
