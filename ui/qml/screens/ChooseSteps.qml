pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseStepsView view

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

    ActionButton {
        id: all

        objectName: "all_steps"
        anchors.top: parent.top
        width: parent.width
        text: screen.view.allLabel
        size: Theme.body
        icon_: Icons.check
        onClicked: screen.view.turnAll()
    }

    Reading {
        id: reading

        anchors.top: all.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel

        Repeater {
            model: screen.view.steps

            SwitchRow {
                id: row

                required property string modelData

                objectName: "step_" + modelData
                width: parent?.width ?? 0
                on: screen.view.chosen.includes(modelData)
                title: screen.view.words[modelData].title
                detail: screen.view.words[modelData].detail
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
