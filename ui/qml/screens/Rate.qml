pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property RateView view

    exits: false
    backs: false
    share: 0.36
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
            text: screen.view.hint
        },
        Words {
            width: parent.width
            text: screen.view.receipt
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    component Mark: Press {
        id: mark

        property bool on: false
        property int level: 0

        background: Rectangle {
            radius: mark.radius
            color: mark.on ? Theme.brand : mark.down ? Theme.brandSoft : Theme.paper
            border.color: mark.on ? Theme.brand : Theme.line
            border.width: Theme.hair
        }

        contentItem: Item {
            Row {
                anchors.left: parent.left
                anchors.leftMargin: 28
                anchors.verticalCenter: parent.verticalCenter
                spacing: 28

                Icon {
                    id: face

                    visible: mark.level > 0
                    anchors.verticalCenter: parent.verticalCenter
                    path: Icons.faces[mark.level] ?? ""
                    ink: mark.on ? Theme.brandInk : Theme.ink
                    size: mark.height * 0.62
                    weight: 1.6
                }

                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, mark.availableWidth - 56 - (face.visible ? face.width + 28 : 0))
                    text: mark.text
                    size: mark.level > 0 ? Theme.h2 : Theme.small
                    strong: true
                    color: mark.on ? Theme.brandInk : Theme.ink
                    Accessible.ignored: true
                }
            }
        }
    }

    Column {
        id: levels

        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: screen.view.sends ? screen.view.levels.slice(3) : screen.view.levels

            Mark {
                required property var modelData

                objectName: "level_" + modelData.level
                width: levels.width
                height: Math.max(88, Math.min(170, (levels.parent.height - 4 * levels.spacing) / 5))
                text: modelData.label
                level: modelData.level
                on: modelData.on
                onClicked: screen.view.choose(modelData.level)
            }
        }

        Grid {
            id: reasons

            visible: screen.view.sends
            width: parent.width
            columns: 2
            spacing: Theme.gap

            Repeater {
                model: screen.view.reasons

                Mark {
                    required property var modelData

                    objectName: "reason_" + modelData.key
                    width: (reasons.width - reasons.spacing) / 2
                    height: Math.max(Theme.target, 100 * Theme.type)
                    text: modelData.label
                    on: modelData.on
                    onClicked: screen.view.turn(modelData.key)
                }
            }
        }
    }

    actions: Grid {
        width: parent?.width ?? 0
        columns: screen.view.sends ? 2 : 1
        spacing: Theme.gap

        ActionButton {
            objectName: "skip"
            width: (parent.width - (parent as Grid).spacing * ((parent as Grid).columns - 1)) / (parent as Grid).columns
            text: screen.view.skipLabel
            size: Theme.body
            onClicked: screen.view.skip()
        }

        ActionButton {
            objectName: "send"
            visible: screen.view.sends
            width: (parent.width - Theme.gap) / 2
            primary: true
            text: screen.view.sendLabel
            size: Theme.body
            icon_: Icons.check
            onClicked: screen.view.send()
        }
    }
}
