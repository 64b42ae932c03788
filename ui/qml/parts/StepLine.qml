pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Steps as a line: what is over is filled and ticked, what is on is ringed, what comes is empty. Words below each.
Row {
    id: line

    required property var steps
    readonly property real cell: width / Math.max(1, steps.length)
    readonly property real dot: Theme.h2
    readonly property real size: { // of all titles: as the longest of them fits
        let least = Theme.small
        for (let i = 0; i < titles.count; i++)
            least = Math.min(least, (titles.itemAt(i) as Step)?.fit ?? least)
        return least
    }

    Repeater {
        id: titles

        model: line.steps

        Step {}
    }

    component Step: Item {
        id: step

        required property var modelData
        required property int index
        readonly property bool done: modelData.state === "done"
        readonly property bool ended: modelData.state === "ended" // before its end
        readonly property bool now: modelData.state === "now"
        readonly property real fit: title.fit

        width: line.cell
        height: words.y + words.height

        Rectangle {
            visible: step.index > 0
            x: -width / 2
            y: (line.dot - height) / 2
            width: line.cell - line.dot - 12
            height: 6
            color: step.done || step.now || step.ended ? Theme.brand : Theme.edge
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: line.dot
            height: width
            radius: width / 2
            color: step.done ? Theme.brand : step.now ? Theme.lamp : step.ended ? Theme.inkSoft : Theme.paper
            border.color: step.done || step.now ? Theme.brand : Theme.line
            border.width: Theme.hair * (step.now ? 2 : 1)

            Words {
                anchors.centerIn: parent
                text: step.done ? "✓" : step.ended ? "–" : step.index + 1
                size: parent.width * 0.58
                strong: true
                color: step.done || step.ended ? Theme.brandInk : step.now && Theme.contrast ? Theme.brandInk : Theme.ink
                Accessible.ignored: true
            }
        }

        Column {
            id: words

            x: 6
            y: line.dot + 8
            width: parent.width - 12

            FittedWords {
                id: title

                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: step.modelData.title
                most: Theme.small
                size: line.size
                strong: step.now || step.done || step.ended
                color: step.now ? Theme.brand : step.done || step.ended ? Theme.ink : Theme.inkSoft
            }

            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                visible: text !== ""
                text: step.modelData.when
                size: Math.min(Theme.small, 34)
                color: Theme.inkSoft
            }
        }
    }
}
