import QtQuick
import QtQuick.Shapes
import ".."

// Where a page belongs and where it was found: four brackets until there is one, then its own outline, which fills while
// all is right.
Item {
    id: guide

    property list<point> corners: []
    property real steady: 0
    property bool fine: false
    readonly property bool found: corners.length === 4

    function brackets(): string {
        const edge = 0.07 * Math.min(width, height), arm = 0.14 * Math.min(width, height)
        const right = width - edge, bottom = height - edge
        const draw = (x, y, dx, dy) => "M" + (x + dx * arm) + " " + y + "H" + x + "V" + (y + dy * arm)
        return draw(edge, edge, 1, 1) + draw(right, edge, -1, 1) + draw(right, bottom, -1, -1) + draw(edge, bottom, 1, -1)
    }

    function around(share: real): string {
        if (!found)
            return ""
        const ends = [...corners, corners[0]]
        const lengths = corners.map((corner, at) => Math.hypot(ends[at + 1].x - corner.x, ends[at + 1].y - corner.y))
        let left = share * lengths.reduce((sum, length) => sum + length, 0)
        let path = "M" + ends[0].x + " " + ends[0].y
        for (let at = 0; at < 4 && left > 0; at++) {
            const part = Math.min(1, left / Math.max(lengths[at], 1))
            path += "L" + (ends[at].x + part * (ends[at + 1].x - ends[at].x)) + " " + (ends[at].y + part * (ends[at + 1].y - ends[at].y))
            left -= lengths[at]
        }
        return path
    }

    Shape {
        anchors.fill: parent
        visible: !guide.found

        ShapePath {
            strokeColor: Theme.bezelInk
            strokeWidth: 12
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: guide.brackets()
            }
        }
    }

    Shape {
        anchors.fill: parent
        visible: guide.found

        ShapePath {
            strokeColor: Theme.bezel
            strokeWidth: 16
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: guide.around(1) + "Z"
            }
        }

        ShapePath {
            strokeColor: Theme.lamp
            strokeWidth: 8
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: guide.around(1) + "Z"
            }
        }
    }

    Shape {
        anchors.fill: parent
        visible: guide.found && guide.fine

        ShapePath {
            strokeColor: Theme.contrast ? Theme.focus : Theme.brand
            strokeWidth: 20
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: guide.around(guide.steady)
            }
        }
    }
}
