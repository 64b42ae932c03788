pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ShowReceiptView view

    exits: false
    backs: false

    head: [
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Words {
            width: parent.width
            text: screen.view.numberLabel
            color: Theme.inkSoft
        },
        Words {
            objectName: "number"
            width: parent.width
            text: screen.view.number
            size: Math.min(Theme.display * 1.2, parent.width / 8.6)
            strong: true
            color: Theme.brand
            wrapMode: Text.NoWrap
        }
    ]

    Column {
        width: parent.width
        spacing: Theme.large && !Theme.portrait ? 16 : 32

        Notice {
            width: parent.width
            title: screen.view.noticeTitle
            text: screen.view.noticeText
        }

        Repeater {
            model: screen.view.follows

            Row {
                id: line

                required property var modelData

                width: parent?.width ?? 0
                spacing: 24

                Icon {
                    id: sign

                    y: 8
                    path: line.modelData.waits ? Icons.clock : Icons.check
                    ink: line.modelData.waits ? Theme.warn : Theme.brand
                    size: Theme.body
                    weight: 2.6
                }

                Words {
                    width: line.width - sign.width - line.spacing
                    text: line.modelData.text
                    strong: line.modelData.waits
                    size: Theme.portrait && !Theme.large ? Theme.h2 : Theme.large && !Theme.portrait ? Theme.small : Theme.body
                }
            }
        }
    }

    actions: Row {
        id: ways

        width: parent?.width ?? 0
        spacing: Theme.gap

        ActionButton {
            objectName: "print"
            visible: !screen.view.printed
            width: (ways.width - Theme.gap) / 2
            text: screen.view.printLabel
            icon_: Icons.printer
            size: Theme.body
            onClicked: screen.view.print()
        }

        ActionButton {
            objectName: "done"
            width: screen.view.printed ? ways.width : (ways.width - Theme.gap) / 2
            primary: true
            text: screen.view.doneLabel
            icon_: Icons.check
            size: Theme.body
            onClicked: screen.view.done()
        }
    }
}
