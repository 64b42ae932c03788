pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property TellReasonsView view

    exits: false
    backs: false
    share: 0.4
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
            text: screen.view.hint
        },
        Words {
            objectName: "number"
            width: parent.width
            text: screen.view.number
            strong: true
        }
    ]

    Grid {
        id: reasons

        width: parent.width
        columns: 2
        spacing: Theme.gap

        Repeater {
            model: screen.view.reasons

            Mark {
                required property var modelData

                objectName: "reason_" + modelData.key
                width: (reasons.width - reasons.spacing) / 2
                height: Math.max(Theme.target, Math.min(150 * Theme.type, (reasons.parent.height - 3 * reasons.spacing) / 4))
                text: modelData.label
                on: screen.view.chosen.includes(modelData.key)
                size: Theme.portrait && !Theme.large ? Theme.body : Theme.small
                sign: on ? Icons.check : ""
                Accessible.checkable: true
                Accessible.checked: on
                onClicked: screen.view.turn(modelData.key)
            }
        }
    }

    actions: Row {
        id: ways

        width: parent?.width ?? 0
        spacing: Theme.gap

        ActionButton {
            objectName: "more"
            width: (ways.width - Theme.gap) / 2
            text: screen.view.moreLabel
            size: Theme.body
            onClicked: screen.view.more()
        }

        ActionButton {
            objectName: "done"
            width: (ways.width - Theme.gap) / 2
            primary: true
            text: screen.view.doneLabel
            icon_: Icons.check
            size: Theme.body
            onClicked: screen.view.done()
        }
    }
}
