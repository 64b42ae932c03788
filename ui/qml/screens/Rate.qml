pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property RateView view

    exits: false
    backs: false
    share: 0.36
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
            width: parent.width
            text: screen.view.receipt
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Column {
        id: levels

        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: screen.view.levels

            Mark {
                required property var modelData

                objectName: "level_" + modelData.level
                width: levels.width
                height: Math.max(88, Math.min(170, (levels.parent.height - 4 * levels.spacing) / 5))
                text: modelData.label
                sign: Icons.faces[modelData.level] ?? ""
                size: Theme.h2
                onClicked: screen.view.choose(modelData.level)
            }
        }
    }

    actions: ActionButton {
        objectName: "skip"
        width: parent?.width ?? 0
        text: screen.view.skipLabel
        size: Theme.body
        onClicked: screen.view.skip()
    }
}
