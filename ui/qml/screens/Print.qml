import QtQuick
import Kiosk
import ".."
import "../parts"

// The ticket comes out of the slot while the printer works.
Page {
    id: screen

    required property PrintView view

    objectName: "print_page"
    exits: false
    backs: false
    notch: front.y + front.notch + (torn ? 48 : 40)
    drop: -height * 0.42 * (1 - out)

    property real out: Theme.moving ? 0 : 1

    NumberAnimation on out {
        running: Theme.moving
        from: 0
        to: 1
        duration: 1200
        easing.type: Easing.OutQuad
    }

    head: TicketFront {
        id: front

        width: parent?.width ?? 0
        ticket: screen.view.ticket
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: 12

        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        }

        Words {
            width: parent.width
            text: screen.view.hint
            size: Theme.h2
            color: Theme.inkSoft
        }
    }
}
