pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."

// Chinese by the letters of its sound, with words to choose from above the keys; capitals, figures and signs besides.
Item {
    id: pad

    required property WordsPad board
    readonly property var rows: board.rows // three: ten, nine and seven keys
    readonly property var candidates: board.candidates
    readonly property var labels: board.labels
    property int page: 0
    readonly property real slit: 8
    readonly property int offers: Theme.portrait ? 2 : 1
    readonly property real tall: (height - (offers + 3) * slit) / (offers + 4)
    readonly property int cells: 6
    readonly property var pages: packed()
    readonly property var offered: pages[Math.min(page, pages.length - 1)]
    readonly property real half: (width + slit) / 20

    function span(text: string): int {
        return text.length <= 2 ? 1 : text.length <= 4 ? 2 : text.length <= 7 ? 3 : cells - 1
    }

    // Candidates laid into cells, page by page; the last cell of a page turns it.
    function packed(): var {
        const found = [[]]
        let row = 0
        let at = 0
        for (let place = 0; place < candidates.length; place++) {
            const wide = span(candidates[place])
            if (at + wide > (row === offers - 1 ? cells - 1 : cells)) {
                row++
                at = 0
            }
            if (row === offers) {
                found.push([])
                row = 0
            }
            found[found.length - 1].push({
                text: candidates[place],
                place: place,
                row: row,
                at: at,
                wide: wide
            })
            at += wide
        }
        return found
    }

    function signs(): var {
        const found = []
        for (let row = 0; row < 3; row++) {
            for (let at = 0; at < rows[row].length; at++)
                found.push({
                    sign: rows[row][at],
                    row: row,
                    at: 2 * at + [0, 1, 3][row]
                })
        }
        return found
    }

    onCandidatesChanged: page = 0

    component WordKey: PadKey {
        height: pad.tall
    }

    Words {
        visible: pad.candidates.length === 0
        x: 8
        width: parent.width - 16
        height: pad.offers * (pad.tall + pad.slit) - pad.slit
        verticalAlignment: Text.AlignVCenter
        text: pad.labels.idle
        color: Theme.inkSoft
    }

    Repeater {
        model: pad.offered

        WordKey {
            required property var modelData
            readonly property real cell: (pad.width + pad.slit) / pad.cells

            objectName: "candidate_" + modelData.place
            x: modelData.at * cell
            y: modelData.row * (pad.tall + pad.slit)
            width: modelData.wide * cell - pad.slit
            text: modelData.text
            onClicked: pad.board.choose(modelData.place)
        }
    }

    WordKey {
        objectName: "candidates_more"
        visible: pad.pages.length > 1
        x: pad.width - width
        y: (pad.offers - 1) * (pad.tall + pad.slit)
        width: (pad.width + pad.slit) / pad.cells - pad.slit
        quiet: true
        text: pad.labels.more
        icon_: Icons.more
        onClicked: pad.page = (pad.page + 1) % pad.pages.length
    }

    Repeater {
        model: pad.signs()

        WordKey {
            required property var modelData

            objectName: "key_" + modelData.sign
            x: modelData.at * pad.half
            y: (pad.offers + modelData.row) * (pad.tall + pad.slit)
            width: 2 * pad.half - pad.slit
            text: modelData.sign
            onClicked: pad.board.press(modelData.sign)
        }
    }

    WordKey {
        objectName: "clear"
        y: (pad.offers + 2) * (pad.tall + pad.slit)
        width: 3 * pad.half - pad.slit
        quiet: true
        size: Theme.small
        text: pad.labels.clear
        onClicked: pad.board.clear()
    }

    WordKey {
        objectName: "erase"
        autoRepeat: true // held down it takes back one after the other
        x: pad.width - width
        y: (pad.offers + 2) * (pad.tall + pad.slit)
        width: 3 * pad.half - pad.slit
        quiet: true
        text: pad.labels.erase
        icon_: Icons.erase
        onClicked: pad.board.erase()
    }

    Repeater {
        model: [
            {
                layer: "pinyin",
                label: pad.labels.pinyin
            },
            {
                layer: "latin",
                label: pad.labels.latin
            },
            {
                layer: "figures",
                label: pad.labels.figures
            }
        ]

        WordKey {
            required property var modelData
            required property int index

            objectName: "layer_" + modelData.layer
            x: index * 4 * pad.half
            y: (pad.offers + 3) * (pad.tall + pad.slit)
            width: 4 * pad.half - pad.slit
            size: Theme.body
            lit: pad.board.layer === modelData.layer
            text: modelData.label
            onClicked: pad.board.turn(modelData.layer)
        }
    }

    WordKey {
        objectName: "space"
        x: 12 * pad.half
        y: (pad.offers + 3) * (pad.tall + pad.slit)
        width: 8 * pad.half - pad.slit
        size: Theme.body
        text: pad.labels.space
        onClicked: pad.board.press(" ")
    }
}
