pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ShowDecisionView view
    readonly property color tone: ink(view.tone)

    function ink(tone: string): color {
        return tone === "good" ? Theme.brand : tone === "bad" ? Theme.error : Theme.warn
    }

    function sign(tone: string): string {
        return tone === "good" ? Icons.check : tone === "bad" ? Icons.stop : Icons.warn
    }

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

            Icon {
                id: seal

                anchors.verticalCenter: parent.verticalCenter
                path: screen.sign(screen.view.tone)
                ink: screen.tone
                size: Theme.h1 * 1.1
                weight: 2.8
            }

            Words {
                objectName: "title"
                width: parent.width - seal.width - 24
                text: screen.view.title
                size: Theme.h1
                strong: true
                color: screen.tone
            }
        },
        Words {
            width: parent.width
            text: screen.view.hint
        },
        Words {
            width: parent.width
            text: screen.view.receipt + (Theme.large ? "" : "\n" + screen.view.decided)
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Reading {
        id: reading

        anchors.fill: parent
        spacing: 32
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel
        ways: screen.view.ways.slice(1, -1)
        onChosen: key => screen.view.choose(key)

        Notice {
            id: notice

            width: parent?.width ?? 0
            picture: reading.scroll.contentY > 0 ? "" : Icons.warn
            title: screen.view.noticeTitle
            text: screen.view.noticeText
        }

        Repeater {
            model: screen.view.findings

            Item {
                id: finding

                required property var modelData
                readonly property color tone: screen.ink(modelData.tone)

                width: parent?.width ?? 0
                height: words.implicitHeight

                Icon {
                    id: sign

                    y: 6
                    opacity: reading.shows(finding.y + y, height) ? 1 : 0
                    path: screen.sign(finding.modelData.tone)
                    ink: finding.tone
                    size: Theme.h2
                    weight: 2.8
                }

                Column {
                    id: words

                    anchors.left: sign.right
                    anchors.leftMargin: 24
                    anchors.right: parent.right
                    spacing: 4

                    Words {
                        width: parent.width
                        text: finding.modelData.word
                        size: Theme.small
                        strong: true
                        color: finding.tone
                    }

                    Words {
                        width: parent.width
                        text: finding.modelData.sentence
                        strong: true
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: finding.modelData.law
                        size: Theme.small
                        color: Theme.inkSoft
                    }

                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: finding.modelData.seen
                        size: Theme.small
                        color: Theme.inkSoft
                    }
                }
            }
        }
    }

    actions: EndWays {
        width: parent?.width ?? 0
        ways: screen.view.ways
        onChosen: key => screen.view.choose(key)
    }
}
