pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

// Three blocks: what next stands on the paper, progress and materials below it or beside it.
Page {
    id: screen

    required property ShowCaseView view
    readonly property bool roomy: Theme.portrait || !Theme.large // else the paper has no room for the limits

    readonly property bool codeBelow: !Theme.portrait || Theme.large // the paper has no room for the code either

    exits: false
    share: 0.42
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
        Row {
            width: parent.width
            spacing: 24

            Sign {
                id: light

                anchors.verticalCenter: parent.verticalCenter
                kind: screen.view.sign
                tone: screen.view.tone
                size: Theme.h1 * 1.1
            }

            Words {
                objectName: "title"
                width: parent.width - light.width - 24
                text: screen.view.title
                size: Theme.h1
                strong: true
                color: Theme.tint(screen.view.tone)
            }
        },
        Words {
            objectName: "next_step"
            width: parent.width
            text: screen.view.next
            strong: true
        },
        Item {
            width: parent.width
            height: Math.max(beside.implicitHeight, code.visible ? code.height : 0)

            Column {
                id: beside

                anchors.bottom: parent.bottom
                width: parent.width - (code.visible ? code.width + 28 : 0)
                spacing: 14

                Limits {
                    visible: screen.roomy
                    width: parent.width
                }

                Words {
                    width: parent.width
                    text: screen.view.number
                    size: Theme.small
                    color: Theme.inkSoft
                }

                Words {
                    width: parent.width
                    visible: code.visible
                    text: screen.view.scanHint
                    size: Theme.small
                }
            }

            Code {
                id: code

                anchors.bottom: parent.bottom
                anchors.right: parent.right
                visible: screen.view.address !== "" && !screen.codeBelow
            }
        }
    ]

    Reading {
        id: reading

        anchors.top: parent.top
        anchors.bottom: between.visible ? between.top : parent.bottom
        anchors.bottomMargin: between.visible ? Theme.gap : 0
        width: parent.width
        spacing: 28
        moreLabel: screen.view.moreLabel

        Notice {
            width: parent?.width ?? 0
            calm: screen.view.noticeCalm
            picture: reading.scroll.contentY > 0 ? "" : calm ? Icons.check : Icons.warn
            title: screen.view.noticeTitle
            text: screen.view.noticeText
        }

        Words {
            objectName: "late_reason"
            width: parent?.width ?? 0
            visible: text !== ""
            text: screen.view.lateReason
            strong: true
            color: Theme.error
        }

        Block {
            visible: !screen.roomy
            title: screen.view.nextTitle

            Limits {
                width: parent?.width ?? 0
            }
        }

        Block {
            title: screen.view.progressTitle

            StepLine {
                width: parent?.width ?? 0
                steps: screen.view.steps
            }

            Repeater {
                model: screen.view.events

                Column {
                    id: event

                    required property var modelData
                    required property int index

                    width: parent?.width ?? 0
                    spacing: 2

                    Flow {
                        width: parent.width
                        spacing: 18

                        Words {
                            text: event.modelData.when
                            size: Theme.small
                            lineHeight: 1.2
                            color: Theme.inkSoft
                        }

                        Words {
                            text: event.modelData.what
                            strong: true
                            color: event.index === 0 ? Theme.brand : Theme.ink
                        }

                        Words {
                            width: Math.min(implicitWidth, parent.width)
                            text: event.modelData.who
                            size: Theme.small
                            lineHeight: 1.2
                            color: Theme.inkSoft
                        }
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: event.modelData.why
                        size: Theme.small
                    }
                }
            }

            Words {
                width: parent?.width ?? 0
                visible: text !== ""
                text: screen.view.shares
                size: Theme.small
            }
        }

        Block {
            id: materials

            title: screen.view.materialsTitle

            Words {
                width: parent?.width ?? 0
                visible: text !== ""
                text: screen.view.noMaterials
            }

            Repeater {
                model: screen.view.materials

                Item {
                    id: material

                    required property var modelData

                    width: parent?.width ?? 0
                    height: said.implicitHeight

                    Sign {
                        id: state

                        y: 4
                        opacity: reading.shows(material.mapToItem(reading.scroll.contentItem, 0, 0).y, material.height) ? 1 : 0
                        kind: material.modelData.sign
                        tone: material.modelData.tone
                        size: Theme.h2
                    }

                    Flow {
                        id: said

                        anchors.left: state.right
                        anchors.leftMargin: 20
                        anchors.right: parent.right
                        spacing: 20

                        Words {
                            width: Math.min(implicitWidth, parent.width)
                            text: material.modelData.name
                            strong: true
                        }

                        Words {
                            width: Math.min(implicitWidth, parent.width)
                            text: material.modelData.word
                            size: Theme.small
                            lineHeight: 1.2
                            strong: material.modelData.sign === "warn"
                            color: Theme.tint(material.modelData.tone)
                        }
                    }
                }
            }
        }

        Block {
            visible: screen.view.address !== "" && screen.codeBelow
            title: screen.view.scanHint

            Code {}
        }
    }

    component Code: CodePrint {
        objectName: "code"
        width: 290
        height: width
        payload: screen.view.address
        Accessible.role: Accessible.Graphic
        Accessible.name: screen.view.scanHint
    }

    component Limits: Column {
        spacing: 6

        Repeater {
            model: screen.view.clocks

            Words {
                required property var modelData

                width: parent?.width ?? 0
                text: modelData.name + (Theme.large ? "\n" : "　") + modelData.state
                size: Theme.small
            }
        }
    }

    component Block: Rectangle {
        id: block

        property string title: ""
        default property alias content: inside.data

        width: parent?.width ?? 0
        height: inside.implicitHeight + 48
        radius: Theme.radius
        color: Theme.paper
        border.color: Theme.edge
        border.width: Theme.hair

        Column {
            id: inside

            x: 32
            y: 22
            width: parent.width - 64
            spacing: 14

            Words {
                width: parent.width
                text: block.title
                size: Theme.h2
                strong: true
            }
        }
    }

    component Way: ActionButton {
        required property var modelData

        objectName: "way_" + modelData.key
        height: Theme.button
        size: Theme.body
        text: modelData.label
        icon_: modelData.key === "ask_person" ? Icons.person : modelData.key === "home" ? Icons.exit : modelData.key === "print" ? Icons.printer : modelData.key === "urge" ? Icons.clock : ""
        onClicked: screen.view.choose(modelData.key)
    }

    Row {
        id: between

        anchors.bottom: parent.bottom
        anchors.bottomMargin: -8
        visible: screen.view.ways.length > 2
        width: parent.width
        spacing: Theme.gap

        Repeater {
            id: betweenWays

            model: screen.view.ways.slice(1, -1)

            Way {
                width: (between.width - (betweenWays.count - 1) * between.spacing) / betweenWays.count
            }
        }
    }

    actions: Row {
        id: last

        width: parent?.width ?? 0
        spacing: Theme.gap
        layoutDirection: Qt.RightToLeft

        Repeater {
            model: [screen.view.ways[0], screen.view.ways[screen.view.ways.length - 1]]

            Way {
                required property int index

                primary: index === 0
                width: (last.width - last.spacing) * (primary ? 0.56 : 0.44)
            }
        }
    }
}
