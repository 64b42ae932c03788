import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property OutOfServiceView view

    exits: false
    backs: false

    head: [
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.display
            strong: true
        },
        Words {
            objectName: "text"
            width: parent.width
            text: screen.view.reason
            visible: text !== ""
            size: Theme.h2
            strong: true
        },
        Words {
            width: parent.width
            text: screen.view.text
            size: Theme.h2
        },
        Words {
            width: parent.width
            topPadding: 12
            text: screen.view.code
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Words {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        text: screen.view.instead
        size: Theme.h1
        strong: true
        color: Theme.brand
    }
}
