pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property AskForDocumentView view

    exits: false
    onBack: view.back()
    onHome: view.home()

    head: [
        Words {
            width: parent.width
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: screen.view.hint
            size: Theme.portrait ? Theme.h2 : Theme.body
        }
    ]

    Column {
        id: steps

        width: parent.width
        spacing: Theme.large && !Theme.portrait ? 12 : 28

        Repeater {
            model: screen.view.steps

            Row {
                id: step

                required property string modelData

                width: parent?.width ?? 0
                spacing: 28

                Icon {
                    id: sign

                    y: 10
                    path: Icons.check
                    ink: Theme.brand
                    size: Theme.body
                    weight: 2.6
                }

                Words {
                    width: step.width - sign.width - step.spacing
                    text: step.modelData
                    size: Theme.portrait && !Theme.large ? Theme.h2 : Theme.large && !Theme.portrait ? Theme.small : Theme.body
                }
            }
        }
    }

    Picture {
        readonly property real room: choices.y - steps.height

        anchors.horizontalCenter: parent.horizontalCenter
        y: steps.height + (room - height) / 2
        size: Math.min(360, room - 80)
        visible: size > 140
        name: "page"
    }

    Column {
        id: choices

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        ActionButton {
            objectName: "way_" + screen.view.choices[0].key
            width: parent.width
            primary: true
            text: screen.view.choices[0].label
            icon_: Icons.camera
            onClicked: screen.view.choose(screen.view.choices[0].key)
        }

        RowLayout {
            width: parent.width
            visible: ways.count > 0
            spacing: Theme.gap

            Repeater {
                id: ways

                model: screen.view.choices.slice(1)

                ActionButton {
                    required property var modelData

                    objectName: "way_" + modelData.key
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                    text: modelData.label
                    size: Theme.body
                    onClicked: screen.view.choose(modelData.key)
                }
            }
        }
    }
}
