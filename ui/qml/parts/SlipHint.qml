pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes

// A paper with its seal, out of the slot.
Sketch {
    id: hint

    Rectangle {
        x: 4
        y: 6
        width: 92
        height: 18
        radius: 7
        color: hint.ink
    }

    Rectangle {
        x: 17
        y: 13
        width: 66
        height: 84
        radius: 4
        color: hint.fill
        border.color: hint.ink
        border.width: hint.stroke

        Repeater {
            model: [42, 42, 20, 14]

            Rectangle {
                required property int index
                required property int modelData

                x: 12
                y: 17 + 14 * index
                width: modelData
                height: 5
                radius: 2.5
                color: hint.ink
            }
        }
    }

    Rectangle {
        x: 48
        y: 56
        width: 38
        height: 38
        radius: 19
        color: hint.glow
        border.color: hint.ink
        border.width: hint.stroke

        Shape {
            anchors.fill: parent

            ShapePath {
                strokeColor: hint.ink
                strokeWidth: 5
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin

                PathSvg {
                    path: "M11 20 L17 26 L28 13"
                }
            }
        }
    }
}
