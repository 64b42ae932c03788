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
    readonly property bool codeBelow: !Theme.portrait // a narrow paper has no room for the code

    exits: false
    share: 0.42
    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => reading.page(event)

    head: [
        Row {
            width: parent.width
            spacing: 24

            Column {
                width: parent.width - (code.visible ? code.width + parent.spacing : 0)
                spacing: 14

                Words {
                    width: parent.width
                    text: screen.view.service
                    strong: true
                    color: Theme.brand
                }

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
                }

                Words {
                    width: parent.width
                    text: screen.view.number
                    size: Theme.small
                    color: Theme.inkSoft
                }
            }

            Column {
                id: code

                visible: screen.view.address !== "" && !screen.codeBelow
                width: 200
                spacing: 4

                PageCode {
                    width: parent.width
                }

                Words {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: screen.view.scanHint
                    size: Math.min(Theme.small, 30)
                }
            }
        },
        Words {
            objectName: "next_step"
            width: parent.width
            text: screen.view.next
            strong: true
        },
        Limits {
            visible: screen.roomy
            width: parent.width
        }
    ]

    Reading {
        id: reading

        anchors.fill: parent
        spacing: 28
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel
        ways: screen.view.ways.slice(1, -1)
        onChosen: key => screen.view.choose(key)

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
            visible: !screen.roomy && screen.view.clocks.length > 0
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

                Item {
                    id: event

                    required property var modelData
                    required property int index

                    width: parent?.width ?? 0
                    height: said.implicitHeight

                    Words {
                        id: when

                        y: what.line - baselineOffset
                        width: Math.round(Theme.small * (screen.stage.language === "en" ? 6.9 : 8))
                        text: event.modelData.when
                        size: Theme.small
                        color: Theme.inkSoft
                    }

                    Column {
                        id: said

                        anchors.left: when.right
                        anchors.right: parent.right

                        Beside {
                            id: what

                            width: parent.width
                            text: event.modelData.what
                            more: event.modelData.who
                            strong: true
                            ink: event.index === 0 ? Theme.brand : Theme.ink
                            moreInk: Theme.inkSoft
                        }

                        Words {
                            width: parent.width
                            visible: text !== ""
                            text: event.modelData.why
                            size: Theme.small
                        }
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
                    height: named.implicitHeight

                    Sign {
                        id: state

                        y: 4
                        opacity: reading.shows(materials.begins + material.y, material.height) ? 1 : 0
                        kind: material.modelData.sign
                        tone: material.modelData.tone
                        size: Theme.h2
                    }

                    Beside {
                        id: named

                        anchors.left: state.right
                        anchors.leftMargin: 20
                        anchors.right: parent.right
                        text: material.modelData.name
                        more: material.modelData.word
                        strong: true
                        moreStrong: material.modelData.sign === "warn"
                        moreInk: Theme.tint(material.modelData.tone)
                    }
                }
            }
        }

        Block {
            visible: screen.view.address !== "" && screen.codeBelow
            title: screen.view.scanHint

            PageCode {}
        }

        Block {
            visible: title !== ""
            title: screen.view.withdrawTitle

            ActionButton {
                objectName: "way_withdraw"
                width: parent?.width ?? 0
                height: Theme.target
                size: Theme.body
                text: screen.view.withdrawLabel
                onClicked: screen.view.choose("withdraw")
            }
        }
    }

    component PageCode: CodePrint {
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

            Beside {
                required property var modelData

                width: parent?.width ?? 0
                text: modelData.name
                more: modelData.state
                size: Theme.small
                ink: Theme.inkSoft
            }
        }
    }

    actions: EndWays {
        width: parent?.width ?? 0
        ways: screen.view.ways
        onChosen: key => screen.view.choose(key)
    }
}
