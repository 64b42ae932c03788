pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ReadItemView view

    share: 0.38
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
            visible: !Theme.large
            text: screen.view.summary
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

        anchors.top: parent.top
        anchors.bottom: paper.top
        anchors.bottomMargin: Theme.gap
        width: parent.width
        spacing: 36
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel

        Notice {
            width: parent?.width ?? 0
            picture: reading.scroll.contentY > 0 ? "" : Icons.clock
            title: screen.view.reasonTitle
            text: screen.view.reasonText
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

    ActionButton {
        id: paper

        objectName: "print_notice"
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -8
        width: parent.width
        text: screen.view.noticeLabel
        size: Theme.body
        icon_: Icons.printer
        onClicked: screen.view.printNotice()
    }

    actions: ActionButton {
        objectName: "apply"
        visible: screen.view.possible
        width: parent?.width ?? 0
        primary: true
        iconLast: true
        text: screen.view.applyLabel
        icon_: Icons.next
        onClicked: screen.view.apply()
    }
}
