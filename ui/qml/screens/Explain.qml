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
        Words {
            visible: screen.view.number !== ""
            width: parent.width
            text: screen.view.number
            size: Theme.giant * 0.7
            lineHeight: 0.8
            strong: true
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
        },
        Words {
            width: parent.width
            topPadding: 12
            text: screen.view.code
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Column {
        anchors.bottom: Theme.portrait ? parent.bottom : undefined
        anchors.verticalCenter: Theme.portrait ? undefined : parent.verticalCenter
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
