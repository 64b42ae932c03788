import QtQuick
import QtQuick.Shapes
import ".."

// Where a code belongs in the camera's picture, and the outline of one that was found there.
Item {
    id: finder

    property var code: []
    readonly property real side: Math.min(width, height) * 0.62
    readonly property real arm: side * 0.22

    function brackets(x: real, y: real, s: real, a: real): string {
        return "M" + x + " " + (y + a) + "V" + y + "h" + a + "M" + (x + s - a) + " " + y + "h" + a + "v" + a
            + "M" + (x + s) + " " + (y + s - a) + "v" + a + "h" + -a + "M" + (x + a) + " " + (y + s) + "h" + -a + "v" + -a
    }

    function outline(corners: var): string {
        return corners.length < 4 ? "" : "M" + corners.map(at => at.x + " " + at.y).join("L") + "Z"
    }

    Shape {
        anchors.fill: parent
        visible: finder.code.length < 4

        ShapePath {
            strokeColor: Theme.ink
            strokeWidth: 14
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: finder.brackets((finder.width - finder.side) / 2, (finder.height - finder.side) / 2, finder.side, finder.arm)
            }
        }

        ShapePath {
            strokeColor: Theme.lamp
            strokeWidth: 8
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: finder.brackets((finder.width - finder.side) / 2, (finder.height - finder.side) / 2, finder.side, finder.arm)
            }
        }
    }

    Shape {
        anchors.fill: parent
        visible: finder.code.length === 4

        ShapePath {
            strokeColor: Theme.brand
            strokeWidth: 14
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: finder.outline(finder.code)
            }
        }
    }
}
