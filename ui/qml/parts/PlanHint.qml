pragma ComponentBehavior: Bound

import QtQuick

// What one after the other takes, over a row of days.
Sketch {
    id: hint

    Repeater {
        model: [[2, 40], [30, 42], [52, 46]]

        Rectangle {
            required property int index
            required property list<int> modelData

            x: modelData[0]
            y: 6 + 26 * index
            width: modelData[1]
            height: 20
            radius: 6
            color: [hint.ink, hint.glow, hint.fill][index]
            border.color: hint.ink
            border.width: hint.stroke
        }
    }

    Rectangle {
        y: 91
        width: 100
        height: 5
        radius: 2.5
        color: hint.ink
    }
}
