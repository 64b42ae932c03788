import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ProblemView view

    backs: false
    onHome: view.home()

    head: [
        Words {
            visible: text !== ""
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
            objectName: "text"
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

    Picture {
        anchors.horizontalCenter: parent.horizontalCenter
        y: (who.y - height) / 2
        size: Math.min(Theme.portrait ? 380 : 260, who.y - 64)
        visible: size > 140
        name: screen.view.picture
    }

    Notice {
        id: who

        anchors.bottom: parent.bottom
        width: parent.width
        calm: true
        picture: Icons.person
        title: screen.view.remedy
        text: screen.stage.frame.helpWhere
    }

    actions: ActionButton {
        objectName: "retry"
        visible: screen.view.retryable
        width: parent?.width ?? 0
        primary: true
        text: screen.view.retryLabel
        onClicked: screen.view.retry()
    }
}
