import QtQuick
import Kiosk
import ".."

// The ticket as it stands on paper: the number first, and huge.
Column {
    id: front

    required property TicketFace ticket
    readonly property real notch: upper.height + spacing / 2

    spacing: 48

    Column {
        id: upper

        width: parent.width
        spacing: 4

        Words {
            text: front.ticket.kind
            color: Theme.brand
            strong: true
        }

        Item {
            width: parent.width
            height: Theme.giant * 0.92

            Words {
                objectName: "number"
                anchors.fill: parent
                anchors.leftMargin: -Theme.giant * 0.03
                verticalAlignment: Text.AlignVCenter
                text: front.ticket.number
                size: Theme.giant
                strong: true
                font.letterSpacing: -Theme.giant * 0.015
                Accessible.name: front.ticket.spoken
            }
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
        spacing: 12

        Repeater {
            model: front.ticket.lines

            Item {
                id: line

                required property var modelData

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
    }
}
