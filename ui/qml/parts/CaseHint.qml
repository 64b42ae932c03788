pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes

// The way of a case from top to bottom: behind it, where it is, before it.
Sketch {
    id: hint

    Rectangle {
        x: 19
        y: 14
        width: 6
        height: 72
        color: hint.ink
    }

    Repeater {
        model: [30, 42, 30]

        Rectangle {
            required property int index
            required property int modelData

            x: 22 - width / 2
            y: [2, 29, 68][index]
            width: modelData
            height: modelData
            radius: height / 2
            color: [hint.ink, hint.glow, hint.fill][index]
            border.color: hint.ink
            border.width: index === 1 ? 2 * hint.stroke : hint.stroke
        }
    }

    Repeater {
        model: [34, 46, 26]

        Rectangle {
            required property int index
            required property int modelData

            x: 53
            y: [14, 47, 80][index]
            width: modelData
            height: index === 1 ? 8 : 6
            radius: height / 2
            color: hint.ink
        }
    }

    Shape {
        x: 7
        y: 2
        width: 30
        height: 30

        ShapePath {
            strokeColor: hint.fill
            strokeWidth: 4.5
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: "M8 15.5 L13 20.5 L22 10"
            }
        }
    }
}
