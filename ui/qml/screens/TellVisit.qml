pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property TellVisitView view

    exits: false
    backs: false
    share: 0.36
    onHome: view.home()

    head: [
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
        }
    ]

    Column {
        id: questions

        width: parent.width
        spacing: Theme.large && !Theme.portrait ? 12 : Theme.gap

        Repeater {
            model: screen.view.questions

            Column {
                id: question

                required property var modelData

                width: questions.width
                spacing: Theme.large && !Theme.portrait ? 4 : 12

                Words {
                    width: parent.width
                    text: question.modelData.text
                    size: Theme.large && !Theme.portrait ? Theme.small : Theme.body
                    strong: true
                }

                Row {
                    width: parent.width
                    spacing: Theme.gap

                    Mark {
                        objectName: question.modelData.key + "_yes"
                        width: (parent.width - Theme.gap) / 2
                        height: Math.max(Theme.target, Theme.portrait ? 120 * Theme.type : 0)
                        text: question.modelData.yes
                        on: screen.view.answers[question.modelData.key] === true
                        sign: on ? Icons.check : ""
                        size: Theme.body
                        Accessible.name: question.modelData.text + " " + text
                        Accessible.checkable: true
                        Accessible.checked: on
                        onClicked: screen.view.turn(question.modelData.key, true)
                    }

                    Mark {
                        objectName: question.modelData.key + "_no"
                        width: (parent.width - Theme.gap) / 2
                        height: Math.max(Theme.target, Theme.portrait ? 120 * Theme.type : 0)
                        text: question.modelData.no
                        on: screen.view.answers[question.modelData.key] === false
                        sign: on ? Icons.check : ""
                        size: Theme.body
                        Accessible.name: question.modelData.text + " " + text
                        Accessible.checkable: true
                        Accessible.checked: on
                        onClicked: screen.view.turn(question.modelData.key, false)
                    }
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
