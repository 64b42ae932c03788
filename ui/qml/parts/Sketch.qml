import QtQuick
import ".."

// A drawing of a few strokes on a square of 100, in the ink and the lamp of the door that it stands on.
Item {
    id: sketch

    property color ink: Theme.ink
    property color fill: Theme.paper
    property color glow: Theme.lamp
    readonly property real stroke: Theme.contrast ? 4 : 3
    default property alias strokes: square.data

    Accessible.ignored: true

    Item {
        id: square

        anchors.centerIn: parent
        width: 100
        height: 100
        scale: Math.min(sketch.width, sketch.height) / 100
    }
}
