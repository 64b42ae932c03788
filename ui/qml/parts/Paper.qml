import QtQuick
import QtQuick.Shapes
import ".."

// Ticket paper: it hangs out of the slot, or lies there torn off. `notch` is where the perforation runs, 0 for none.
Item {
    id: paper

    property bool torn: false
    property real notch: 0
    property color fill: Theme.paper
    readonly property real tooth: 14

    // One edge of teeth from left to right, or back.
    function teeth(from: real, to: real, y: real): string {
        const count = Math.max(1, Math.round(Math.abs(to - from) / (2 * tooth)))
        const step = (to - from) / (2 * count)
        let path = ""
        for (let i = 1; i <= count; i++)
            path += "L" + (from + (2 * i - 1) * step) + " " + (y + tooth) + "L" + (from + 2 * i * step) + " " + y
        return path
    }

    function outline(w: real, h: real): string {
        const r = 22
        const bottom = h - tooth
        const top = torn ? 0 : -40
        let path = "M0 " + top + (torn ? teeth(0, w, top) : "L" + w + " " + top)
        if (notch > 0)
            path += "L" + w + " " + (notch - r) + "A" + r + " " + r + " 0 0 0 " + w + " " + (notch + r)
        path += "L" + w + " " + bottom + teeth(w, 0, bottom)
        if (notch > 0)
            path += "L0 " + (notch + r) + "A" + r + " " + r + " 0 0 0 0 " + (notch - r)
        return path + "Z"
    }

    Shape {
        anchors.fill: parent

        ShapePath {
            fillColor: paper.fill
            strokeColor: Theme.edge
            strokeWidth: Theme.hair
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: paper.outline(paper.width, paper.height)
            }
        }
    }

    Dashes {
        visible: paper.notch > 0
        x: 44
        y: paper.notch - 1
        width: paper.width - 88
    }
}
