pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

// What follows and what stays; going on is the plain way, and the finger that came here by mistake finds it first.
Page {
    id: screen

    required property ConfirmWithdrawalView view

    exits: false
    share: 0.4
    onBack: view.back()
    onHome: view.home()

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
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Column {
        width: parent.width
        spacing: Theme.portrait ? 28 : 14

        Repeater {
            model: screen.view.sentences

            Row {
                id: sentence

                required property var modelData

                width: parent?.width ?? 0
                spacing: 28

                Sign {
                    id: sign

                    y: 6
                    kind: sentence.modelData.sign
                    tone: sentence.modelData.tone
                    size: Theme.h2
                }

                Words {
                    width: sentence.width - sign.width - sentence.spacing
                    text: sentence.modelData.said
                    size: Theme.portrait && !Theme.large ? Theme.h2 : Theme.body
                }
            }
        }
    }

    ActionButton {
        objectName: "yes"
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -8
        width: parent.width
        height: Theme.button
        text: screen.view.yesLabel
        size: Theme.body
        onClicked: screen.view.withdraw()
    }

    actions: ActionButton {
        objectName: "no"
        width: parent?.width ?? 0
        primary: true
        size: Theme.body
        text: screen.view.noLabel
        onClicked: screen.view.goOn()
    }
}
