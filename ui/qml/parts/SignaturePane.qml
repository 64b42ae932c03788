import QtQuick
import ".."

// A pane to draw on with a finger. Each stroke is told when the finger leaves; the ink stays until it is wiped.
Rectangle {
    id: pane

    property string hint: ""
    property bool empty: true
    property var strokes: []

    signal drawn(points: list<real>, width: real, height: real)

    function wipe(): void {
        strokes = []
        ink.requestPaint()
    }

    color: Theme.paper
    radius: Theme.radius
    border.color: Theme.line
    border.width: Theme.hair

    Words {
        visible: pane.empty && pane.strokes.length === 0
        anchors.centerIn: parent
        width: parent.width - 64
        horizontalAlignment: Text.AlignHCenter
        text: pane.hint
        color: Theme.inkSoft
    }

    Canvas {
        id: ink

        readonly property color pen: Theme.ink

        anchors.fill: parent
        onPenChanged: requestPaint()
        onPaint: {
            const context = getContext("2d")
            context.reset()
            context.strokeStyle = ink.pen
            context.lineWidth = 7
            context.lineCap = "round"
            context.lineJoin = "round"
            for (const stroke of pane.strokes) {
                context.beginPath()
                context.moveTo(stroke[0], stroke[1])
                context.lineTo(stroke[0] + 0.1, stroke[1])
                for (let at = 2; at < stroke.length; at += 2)
                    context.lineTo(stroke[at], stroke[at + 1])
                context.stroke()
            }
        }
    }

    MouseArea {
        objectName: "pane"
        anchors.fill: parent
        preventStealing: true
        Accessible.role: Accessible.Canvas
        Accessible.name: pane.hint
        onPressed: mouse => {
            pane.strokes.push([mouse.x, mouse.y])
            pane.strokesChanged()
            ink.requestPaint()
        }
        onPositionChanged: mouse => {
            const stroke = pane.strokes[pane.strokes.length - 1]
            stroke.push(mouse.x, mouse.y)
            ink.requestPaint()
        }
        onReleased: pane.drawn(pane.strokes[pane.strokes.length - 1], width, height)
        onCanceled: {
            pane.strokes.pop()
            pane.strokesChanged()
            ink.requestPaint()
        }
    }
}
