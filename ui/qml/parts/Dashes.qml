import QtQuick
import QtQuick.Shapes
import ".."

// The perforation between two parts of a ticket.
Shape {
    id: dashes

    height: 3
    Accessible.ignored: true

    ShapePath {
        strokeColor: Theme.contrast ? Theme.ink : Theme.edge
        strokeWidth: 3
        strokeStyle: ShapePath.DashLine
        dashPattern: [3, 3]
        startX: 0
        startY: 1.5

        PathLine {
            x: dashes.width
            y: 1.5
        }
    }
}
