import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property WaitingView view

    exits: view.mayLeave
    backs: false
    onHome: view.home()

    head: [
        Words {
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
            size: Theme.h2
            color: Theme.inkSoft
        },
        Progress {
            width: parent.width
        }
    ]

    Picture {
        anchors.centerIn: parent
        size: Math.min(Theme.portrait ? 440 : 360, parent.height - 40)
        name: screen.view.picture
    }
}
