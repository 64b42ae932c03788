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
            visible: text !== ""
            width: parent.width
            text: screen.view.reason
            size: Theme.h2
            strong: true
            color: Theme.warn
        },
        Words {
            objectName: "text"
            width: parent.width
            text: screen.view.text
            size: Theme.h2
        },
        Words {
            visible: !screen.view.starting
            width: parent.width
            text: screen.view.code
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Picture {
        anchors.horizontalCenter: parent.horizontalCenter
        y: (who.y - height) / 2
        size: Math.min(Theme.portrait ? 460 : 340, who.y - 64)
        visible: size > 140
        name: screen.view.picture
    }

    Notice {
        id: who

        anchors.bottom: parent.bottom
        visible: !screen.view.starting
        width: parent.width
        calm: true
        picture: Icons.person
        title: screen.view.instead
        text: screen.stage.frame.helpWhere
    }
}
