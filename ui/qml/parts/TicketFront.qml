pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."

// The ticket as it stands on paper: the number first, and huge.
Column {
    id: front

    required property TicketFace ticket
    property string footnote: ""
    readonly property real notch: upper.height + spacing / 2

    spacing: Theme.portrait ? 52 : 40

    Column {
        id: upper

        width: parent.width
        spacing: 8

        Words {
            visible: Theme.portrait || !Theme.large
            text: front.ticket.kind
            color: Theme.brand
            strong: true
        }

        BigNumber {
            objectName: "number"
            width: parent.width
            text: front.ticket.number
            spoken: front.ticket.spoken
        }

        Words {
            width: parent.width
            text: front.ticket.item
            size: Theme.h2
            strong: true
        }
    }

    Column {
        width: parent.width
        spacing: Theme.portrait ? 12 : 6

        Repeater {
            model: front.ticket.lines

            Item {
                id: line

                required property var modelData

                visible: !Theme.large || modelData.minor === ""
                width: parent?.width ?? 0
                height: Math.max(label.implicitHeight, value.implicitHeight)

                Words {
                    id: label

                    width: Math.min(implicitWidth, line.width * 0.45)
                    text: line.modelData.label
                    color: Theme.inkSoft
                }

                Words {
                    id: value

                    anchors.right: parent.right
                    width: line.width - label.width - 32
                    horizontalAlignment: Text.AlignRight
                    text: line.modelData.value
                    strong: true
                }
            }
        }

        Words {
            visible: text !== ""
            width: parent.width
            horizontalAlignment: Text.AlignRight
            text: front.footnote
            size: Theme.small
            color: Theme.inkSoft
        }
    }
}
