pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ExplainView view

    exits: false
    onBack: view.back()
    onHome: view.home()

    head: [
        Words {
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        BigNumber {
            visible: text !== ""
            width: parent.width
            text: screen.view.number
            size: Theme.giant * 0.8
        },
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Words {
            visible: text !== ""
            width: parent.width
            text: screen.view.about
            color: Theme.inkSoft
        },
        Words {
            objectName: "text"
            width: parent.width
            text: screen.view.text
            size: Theme.h2
        }
    ]

    Picture {
        anchors.horizontalCenter: parent.horizontalCenter
        y: (choices.y - height) / 2
        size: Math.min(Theme.portrait ? 380 : 260, choices.y - 64)
        visible: size > 140 && screen.view.number === ""
        name: screen.view.picture
    }

    Column {
        id: choices

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: screen.view.choices

            ActionButton {
                required property var modelData
                required property int index

                objectName: "next_" + modelData.key
                width: parent?.width ?? 0
                primary: index === 0
                text: modelData.label
                onClicked: screen.view.choose(modelData.key)
            }
        }
    }
}
