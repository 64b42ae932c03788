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
        topLabel: screen.stage.frame.topLabel

        Repeater {
            model: screen.view.facts

            Item {
                id: fact

                required property var modelData

                width: parent?.width ?? 0
                height: told.height

                Sign {
                    id: state

                    y: (told.size * 1.3 - height) / 2
                    opacity: reading.shows(fact.y + y, height) ? 1 : 0
                    kind: fact.modelData.sign
                    tone: fact.modelData.tone
                    size: told.size * 1.15
                }

                Words {
                    id: told

                    anchors.left: state.right
                    anchors.leftMargin: 20
                    anchors.right: parent.right
                    text: fact.modelData.text
                    strong: fact.modelData.tone === "bad"
                    color: Theme.tint(fact.modelData.tone === "bad" ? "bad" : "calm")
                    size: Theme.large && !Theme.portrait ? Theme.small : Theme.body
                }
            }
        }

        Rectangle {
            width: parent.width
            height: said.height + 56
            radius: Theme.radius
            color: screen.view.answer === "" ? Theme.paper : Theme.brandSoft
            border.color: screen.view.answer === "" ? Theme.edge : Theme.brand
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
                    color: screen.view.answer === "" ? Theme.inkSoft : Theme.brand
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
