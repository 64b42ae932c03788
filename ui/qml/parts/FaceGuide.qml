import QtQuick
import QtQuick.Shapes
import ".."

// Where the head belongs: an oval over the camera's picture, everything else pale. The ring fills while all is right.
Item {
    id: guide

    property rect head: Qt.rect(0, 0, 0, 0)
    property real steady: 0
    property bool fine: false
    readonly property real rx: head.width / 2
    readonly property real ry: head.height / 2
    readonly property real cx: head.x + rx
    readonly property real cy: head.y + ry

    function frame(w: real, h: real): string {
        return "M0 0H" + w + "V" + h + "H0Z"
    }

    function oval(grow: real): string {
        const a = rx + grow, b = ry + grow
        return "M" + (cx - a) + " " + cy + "A" + a + " " + b + " 0 1 0 " + (cx + a) + " " + cy
            + "A" + a + " " + b + " 0 1 0 " + (cx - a) + " " + cy + "Z"
    }

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeWidth: -1
            fillColor: Theme.veil
            fillRule: ShapePath.OddEvenFill

            PathSvg {
                path: guide.frame(guide.width, guide.height) + guide.oval(18)
            }
        }

        ShapePath {
            strokeColor: Theme.bezelInk
            strokeWidth: 12
            fillColor: "transparent"

            PathSvg {
                path: guide.oval(18)
            }
        }
    }

    Shape {
        anchors.fill: parent
        visible: guide.fine

        ShapePath {
            strokeColor: Theme.brand
            strokeWidth: 20
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: guide.cx
                centerY: guide.cy
                radiusX: guide.rx + 18
                radiusY: guide.ry + 18
                startAngle: -90
                sweepAngle: 360 * guide.steady
            }
        }
    }
}
