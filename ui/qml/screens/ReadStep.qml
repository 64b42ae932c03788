pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ReadStepView view
    readonly property bool roomy: Theme.portrait || !Theme.large // else the paper has no room for the note

    share: 0.38
    backs: false
    onHome: view.home()
    Keys.onPressed: event => reading.page(event)

    head: [
        Words {
            width: parent.width
            text: screen.view.service
            size: screen.roomy ? Theme.body : Theme.small
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
            visible: text !== "" && screen.roomy
            text: screen.view.summary
            size: Theme.large ? Theme.small : Theme.body
        },
        Flow {
            width: parent.width
            topPadding: 6
            spacing: 16

            Repeater {
                model: screen.view.marks

                Rectangle {
                    id: mark

                    required property string modelData

                    width: said.implicitWidth + 40
                    height: said.implicitHeight + 16
                    radius: height / 2
                    color: Theme.brandSoft
                    border.color: Theme.brand
                    border.width: Theme.contrast ? Theme.hair : 0

                    Words {
                        id: said

                        anchors.centerIn: parent
                        text: mark.modelData
                        size: Theme.small
                        strong: true
                        color: Theme.brand
                    }
                }
            }
        }
    ]

    Reading {
        id: reading

        anchors.fill: parent
        spacing: 36
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel
        ways: (screen.view.agentLabel === "" ? [] : [
                {
                    key: "agent",
                    label: screen.view.agentLabel
                }
            ]).concat(Theme.large ? [
                {
                    key: "done",
                    label: screen.view.doneLabel
                }
            ] : [])
        onChosen: key => key === "agent" ? screen.view.agent() : screen.view.done()

        Words {
            width: parent?.width ?? 0
            visible: text !== "" && !screen.roomy
            text: screen.view.summary
        }

        Repeater {
            model: screen.view.sections

            Column {
                id: section

                required property var modelData

                width: parent?.width ?? 0
                spacing: 12

                Words {
                    width: parent.width
                    text: section.modelData.title
                    size: Theme.h2
                    strong: true
                    color: Theme.brand
                }

                Repeater {
                    model: section.modelData.lines

                    Column {
                        id: line

                        required property var modelData

                        width: parent?.width ?? 0
                        spacing: 2

                        Words {
                            width: parent.width
                            text: line.modelData.text
                        }

                        Words {
                            width: parent.width
                            visible: text !== ""
                            text: line.modelData.detail
                            size: Theme.small
                            color: Theme.inkSoft
                        }
                    }
                }
            }
        }
    }

    actions: Row {
        id: ways

        width: parent?.width ?? 0
        spacing: Theme.gap

        ActionButton {
            id: over

            objectName: "way_done"
            visible: !Theme.large
            text: screen.view.doneLabel
            size: Theme.body
            icon_: Icons.check
            onClicked: screen.view.done()
        }

        ActionButton {
            objectName: "to_plan"
            width: ways.width - (over.visible ? over.width + ways.spacing : 0)
            primary: true
            text: screen.view.planLabel
            size: Theme.body
            icon_: Icons.back
            onClicked: screen.view.plan()
        }
    }
}
