pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The hall now, like the lines of a receipt: business, number being served, people waiting.
Column {
    id: table

    required property var rows
    property string title: ""
    property string serving: ""
    property string waiting: ""
    property string rest: ""
    property int limit: 6
    readonly property real servingWidth: Math.max(150 * Theme.type, servingHead.implicitWidth) + 24
    readonly property real waitingWidth: Math.max(70 * Theme.type, waitingHead.implicitWidth) + 24
    readonly property real headHeight: heading.implicitHeight + 8
    readonly property real nameSize: Theme.portrait ? Theme.body : Theme.small
    readonly property real rowHeight: Math.ceil(Theme.portrait && !Theme.large ? Theme.h2 * 1.55 : nameSize * 2.45)

    spacing: 0

    Item {
        width: parent.width
        height: table.headHeight

        Words {
            id: heading

            text: table.title
            strong: true
            color: Theme.brand
        }

        Words {
            id: servingHead

            anchors.right: waitingHead.left
            anchors.baseline: heading.baseline
            width: table.servingWidth
            horizontalAlignment: Text.AlignRight
            text: table.serving
            size: Theme.small
            color: Theme.inkSoft
        }

        Words {
            id: waitingHead

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
        model: table.rows.slice(0, Math.max(0, table.limit))

        Item {
            id: row

            required property var modelData
            readonly property bool shut: modelData.closed !== ""

            width: parent?.width ?? 0
            height: table.rowHeight

            Words {
                id: name

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - table.servingWidth - table.waitingWidth
                text: row.modelData.name
                size: table.nameSize
                lineHeight: 0.88
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

    Words {
        visible: table.rows.length > table.limit
        width: parent.width
        topPadding: 8
        text: table.rest
        size: Theme.small
        color: Theme.inkSoft
    }
}
