pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property AgreeToSourcesView view

    share: 0.4
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
            text: screen.view.hint
            color: Theme.inkSoft
        }
    ]

    Reading {
        id: reading

        anchors.fill: parent
        spacing: Theme.gap
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel

        Repeater {
            model: screen.view.sources

            SwitchRow {
                id: row

                required property string modelData

                objectName: "source_" + modelData
                width: parent?.width ?? 0
                on: screen.view.agreed.includes(modelData)
                title: screen.view.words[modelData].title
                detail: screen.view.words[modelData].detail
                warning: screen.view.words[modelData].sensitive
                state_: on ? screen.view.onLabel : screen.view.offLabel
                onClicked: screen.view.turn(modelData)
            }
        }
    }

    actions: ActionButton {
        objectName: "next"
        width: parent?.width ?? 0
        primary: screen.view.any
        iconLast: true
        size: Theme.large ? Theme.body : Theme.h2
        text: screen.view.nextLabel
        icon_: Icons.next
        onClicked: screen.view.finish()
    }
}
