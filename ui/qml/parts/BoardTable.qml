import QtQuick
import ".."

// The hall now, like the lines of a receipt: business, number being served, people waiting.
Column {
    id: table

    required property var rows
    property string title: ""
    property string serving: ""
    property string waiting: ""
    property int limit: 6
    readonly property real servingWidth: 230 * Math.min(Theme.type, 1.2)
    readonly property real waitingWidth: 130 * Math.min(Theme.type, 1.2)

    spacing: 0

    Item {
        width: parent.width
        height: heading.implicitHeight + 8

        Words {
            id: heading

            text: table.title
            strong: true
            color: Theme.brand
        }

        Words {
            anchors.right: lastHead.left
            anchors.baseline: heading.baseline
            width: table.servingWidth
            horizontalAlignment: Text.AlignRight
            text: table.serving
            size: Theme.small
            color: Theme.inkSoft
        }

        Words {
            id: lastHead

            anchors.right: parent.right
            anchors.baseline: heading.baseline
            width: table.waitingWidth
            horizontalAlignment: Text.AlignRight
            text: table.waiting
            size: Theme.small
            color: Theme.inkSoft
        }
    }

    Repeater {
        model: table.rows.slice(0, table.limit)

        Item {
            id: row

            required property var modelData
            readonly property bool shut: modelData.closed !== ""

            width: parent?.width ?? 0
            height: Math.max(name.implicitHeight, number.implicitHeight) + 8

            Words {
                id: name

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - table.servingWidth - table.waitingWidth
                text: row.modelData.name
            }

            Words {
                id: number

                anchors.right: count.left
                anchors.verticalCenter: parent.verticalCenter
                width: table.servingWidth
                horizontalAlignment: Text.AlignRight
                text: row.modelData.serving
                size: row.shut ? Theme.small : Theme.h2
                strong: !row.shut
                color: row.shut ? Theme.inkSoft : Theme.ink
            }

            Words {
                id: count

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: table.waitingWidth
                horizontalAlignment: Text.AlignRight
                text: row.modelData.waiting
                size: Theme.h2
                color: Theme.inkSoft
            }
        }
    }
}
