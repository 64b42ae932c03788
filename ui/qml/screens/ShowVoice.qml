pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ShowVoiceView view

    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => reading.page(event)

    head: [
        Words {
            width: parent.width
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
            text: screen.view.number
            color: Theme.inkSoft
        }
    ]

    Reading {
        id: reading

        anchors.fill: parent
        spacing: Theme.large && !Theme.portrait ? 12 : 24
        moreLabel: screen.view.moreLabel

        Repeater {
            model: screen.view.facts

            Words {
                required property var modelData

                width: parent?.width ?? 0
                text: modelData.text
                strong: modelData.late
                color: modelData.late ? Theme.error : Theme.ink
                size: Theme.large && !Theme.portrait ? Theme.small : Theme.body
            }
        }

        Rectangle {
            width: parent.width
            height: said.height + 56
            radius: Theme.radius
            color: Theme.brandSoft
            border.color: Theme.brand
            border.width: Theme.hair

            Column {
                id: said

                x: 32
                y: 28
                width: parent.width - 64
                spacing: 8

                Words {
                    width: parent.width
                    text: screen.view.answerTitle
                    strong: true
                    color: Theme.brand
                }

                Words {
                    objectName: "answer"
                    visible: text !== ""
                    width: parent.width
                    text: screen.view.answer
                    size: Theme.large || text.length > 120 ? Theme.small : Theme.body
                    wrapMode: Text.Wrap
                }
            }
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
