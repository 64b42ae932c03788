pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property TakeResultView view

    exits: false
    backs: false
    torn: true
    drop: Theme.portrait ? 40 : 26
    onHome: view.home()

    head: [
        Words {
            width: parent.width
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Words {
            objectName: "paper"
            width: parent.width
            text: screen.view.paperTitle
            size: Theme.h1
            strong: true
        },
        Repeater {
            model: screen.view.lines

            Item {
                id: line

                required property var modelData

                width: parent?.width ?? 0
                height: Math.max(label.implicitHeight, value.implicitHeight)

                Words {
                    id: label

                    width: Math.min(implicitWidth, line.width * 0.4)
                    text: line.modelData.label
                    size: Theme.small
                    color: Theme.inkSoft
                }

                Words {
                    id: value

                    anchors.right: parent.right
                    width: line.width - label.width - 24
                    horizontalAlignment: Text.AlignRight
                    text: line.modelData.value
                    size: Theme.small
                    strong: true
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                }
            }
        },
        Row {
            width: parent.width
            topPadding: 10
            spacing: 36

            CodePrint {
                id: code

                objectName: "code"
                width: Theme.portrait ? (Theme.large ? 320 : 420) : Theme.large ? 230 : 300
                height: width
                payload: screen.view.address
                Accessible.role: Accessible.Graphic
                Accessible.name: screen.view.scanHint
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - code.width - parent.spacing
                text: screen.view.scanHint
                size: Theme.large && !Theme.portrait ? Theme.small : Theme.body
            }
        }
    ]

    Column {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: 28

        Row {
            width: parent.width
            spacing: 24

            Icon {
                id: arrow

                anchors.verticalCenter: parent.verticalCenter
                path: screen.view.noticeTitle === "" ? Icons.down : Icons.phone
                ink: Theme.brand
                size: Theme.h1 * 1.1
                weight: 2.6
            }

            Words {
                objectName: "title"
                width: parent.width - arrow.width - 24
                text: screen.view.title
                size: Theme.h1
                strong: true
            }
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: screen.view.follows
            size: Theme.large ? Theme.body : Theme.h2
        }

        Notice {
            width: parent.width
            title: screen.view.noticeTitle
            text: screen.view.noticeText
        }
    }

    actions: Grid {
        width: parent?.width ?? 0
        columns: 2
        spacing: Theme.gap

        ActionButton {
            objectName: "done"
            width: screen.view.rates ? (parent.width - Theme.gap) / 2 : parent.width
            primary: !screen.view.rates
            text: screen.view.doneLabel
            size: Theme.body
            icon_: Icons.check
            onClicked: screen.view.done()
        }

        ActionButton {
            objectName: "rate"
            visible: screen.view.rates
            width: (parent.width - Theme.gap) / 2
            primary: true
            text: screen.view.rateLabel
            size: Theme.body
            icon_: Icons.next
            iconLast: true
            onClicked: screen.view.rate()
        }
    }
}
