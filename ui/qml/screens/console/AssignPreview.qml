pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import "../.."
import "../../parts"

ConsolePage {
    id: screen

    required property AssignPreviewView view

    title: view.title

    Scroll {
        anchors.fill: parent
        spacing: 24

        Words {
            width: parent.width
            text: screen.view.task
        }

        Rectangle {
            width: parent.width
            height: diff.implicitHeight + 48
            radius: Theme.radius
            color: Theme.paper
            border.color: Theme.line
            border.width: Theme.hair

            Column {
                id: diff

                x: 28
                y: 24
                width: parent.width - 56
                spacing: 4

                Repeater {
                    model: screen.view.diff

                    Words {
                        required property var modelData

                        width: parent?.width ?? 0
                        text: modelData.text
                        size: Theme.small
                        font.family: "Noto Sans Mono CJK SC"
                        strong: modelData.sign !== " "
                        color: modelData.sign === "+" ? Theme.brand : modelData.sign === "-" ? Theme.error : Theme.inkSoft
                        wrapMode: Text.WrapAnywhere
                    }
                }
            }
        }
    }

    actions: [
        ConsoleAction {
            objectName: "apply"
            primary: true
            text: screen.view.applyLabel
            icon_: Icons.check
            onClicked: screen.view.apply()
        },
        ConsoleAction {
            objectName: "back"
            text: screen.view.cancelLabel
            icon_: Icons.back
            onClicked: screen.view.back()
        }
    ]
}
