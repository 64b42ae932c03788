import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property KeepNumberView view

    exits: false
    backs: false
    notch: front.y + front.notch + (torn ? 48 : 40)

    head: TicketFront {
        id: front

        width: parent?.width ?? 0
        ticket: screen.view.ticket
        footnote: screen.view.code
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: 16

        Row {
            width: parent.width
            spacing: 24

            Icon {
                id: camera

                anchors.verticalCenter: parent.verticalCenter
                path: Icons.camera
                ink: Theme.brand
                size: Theme.h1 * 1.15
                weight: 2.2
            }

            Words {
                objectName: "title"
                width: parent.width - camera.width - 24
                text: screen.view.title
                size: Theme.h1
                strong: true
            }
        }

        Notice {
            width: parent.width
            title: screen.view.why
            text: screen.view.hint
        }
    }

    actions: ActionButton {
        objectName: "done"
        width: parent?.width ?? 0
        primary: true
        text: screen.view.doneLabel
        icon_: Icons.check
        onClicked: screen.view.done()
    }
}
