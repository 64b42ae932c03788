import QtQuick
import Kiosk
import "../.."
import "../../parts"

ConsolePage {
    id: screen

    required property TestingView view

    title: view.title

    Scroll {
        id: scroll

        anchors.fill: parent
        visible: screen.view.over
        spacing: 20

        Notice {
            objectName: "result"
            width: parent.width
            calm: screen.view.passed
            picture: calm ? Icons.check : Icons.stop
            title: screen.view.resultTitle
            text: screen.view.resultText
        }

        Lines {
            width: parent.width
            within: scroll
            lines: screen.view.lines
        }
    }

    Words {
        id: task

        visible: !screen.view.over
        width: parent.width
        text: screen.view.task
        size: Theme.h2
        strong: true
    }

    Picture {
        anchors.top: task.bottom
        anchors.topMargin: 32
        anchors.horizontalCenter: parent.horizontalCenter
        visible: !screen.view.over && name !== "" && size > 120
        size: Math.min(Theme.portrait ? 420 : 300, parent.height - task.height - 64)
        name: screen.view.picture
    }

    actions: [
        ConsoleAction {
            objectName: "again"
            visible: screen.view.over
            primary: true
            text: screen.frame.againLabel
            onClicked: screen.view.again()
        },
        ConsoleAction {
            objectName: "back"
            text: screen.frame.backLabel
            icon_: Icons.back
            onClicked: screen.view.back()
        }
    ]
}
