import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property TakePaperView view

    exits: false
    backs: false
    torn: true
    drop: Theme.portrait ? 40 : 26
    notch: front.y + front.notch + (torn ? 48 : 40)

    head: TicketFront {
        id: front

        width: parent?.width ?? 0
        ticket: screen.view.ticket
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: 12

        Row {
            width: parent.width
            spacing: 24

            Icon {
                id: arrow

                anchors.verticalCenter: parent.verticalCenter
                path: Icons.down
                ink: Theme.brand
                size: Theme.h1 * 1.1
                weight: 2.6
            }

            Words {
                objectName: "title"
                width: parent.width - arrow.width - 24
                text: screen.view.title
                size: Theme.h1
                strong: true
            }
        }

        Words {
            width: parent.width
            text: screen.view.hint
            size: Theme.h2
        }

        Words {
            width: parent.width
            visible: !Theme.large
            text: screen.view.rule
            color: Theme.inkSoft
        }
    }

    actions: ActionButton {
        objectName: "done"
        width: parent?.width ?? 0
        primary: true
        visible: !screen.view.followed
        text: screen.view.doneLabel
        icon_: Icons.check
        onClicked: screen.view.done()
    }
}
