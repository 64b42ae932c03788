pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

// The right stands on the paper: who, for whom, until when. Below it the steps, and what was done by it.
Page {
    id: screen

    required property ShowAgreementView view

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
                id: state

                anchors.verticalCenter: parent.verticalCenter
                kind: screen.view.sign
                tone: screen.view.tone
                size: Theme.h1 * 1.1
            }

            Words {
                objectName: "title"
                width: parent.width - state.width - 24
                text: screen.view.title
                size: Theme.h1
                strong: true
                color: Theme.tint(screen.view.tone)
            }
        },
        Words {
            objectName: "who"
            width: parent.width
            text: screen.view.who
            strong: true
        },
        Words {
            width: parent.width
            visible: text !== ""
            text: screen.view.company
        },
        Words {
            width: parent.width
            text: screen.view.span
            size: Theme.small
        },
        Words {
            width: parent.width
            text: screen.view.number
            size: Theme.small
            color: Theme.inkSoft
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

        Block {
            title: screen.view.stepsTitle

            Repeater {
                model: screen.view.steps

                Item {
                    id: step

                    required property var modelData

                    width: parent?.width ?? 0
                    height: screen.view.acting ? take.height : named.implicitHeight

                    Words {
                        id: named

                        visible: !screen.view.acting
                        width: parent.width
                        text: step.modelData.name
                    }

                    ActionButton {
                        id: take

                        objectName: "step_" + step.modelData.key
                        visible: screen.view.acting
                        width: parent.width
                        height: Math.max(Theme.target, implicitHeight)
                        text: step.modelData.name
                        size: Theme.body
                        icon_: reading.shows(step.mapToItem(reading.scroll.contentItem, 0, 0).y, step.height) ? Icons.next : ""
                        iconLast: true
                        onClicked: screen.view.take(step.modelData.key)
                    }
                }
            }
        }

        Block {
            title: screen.view.happenedTitle

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
                            width: Math.min(implicitWidth, parent.width)
                            text: event.modelData.what
                            strong: true
                            color: event.index === 0 ? Theme.brand : Theme.ink
                        }
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: event.modelData.about
                        size: Theme.small
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: event.modelData.why
                        size: Theme.small
                        strong: true
                        color: Theme.warn
                    }
                }
            }
        }

        Block {
            title: screen.view.canTitle

            Words {
                width: parent?.width ?? 0
                text: screen.view.can
            }

            Words {
                width: parent?.width ?? 0
                visible: text !== ""
                text: screen.view.howToEnd
            }
        }
    }

    actions: EndWays {
        width: parent?.width ?? 0
        ways: screen.view.ways
        onChosen: key => screen.view.choose(key)
    }
}
