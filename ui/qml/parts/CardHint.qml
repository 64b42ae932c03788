pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import ".."

// An identity card, laid flat on the reader.
Item {
    id: hint

    property color ink: Theme.ink
    property color fill: Theme.paper
    property color glow: Theme.lamp
    property bool moving: Theme.moving
    property real near: 1
    readonly property real at: moving ? near : 1
    readonly property real u: Math.min(width, height) / 100

    Accessible.ignored: true

    SequentialAnimation on near {
        running: hint.moving && hint.visible
        loops: Animation.Infinite

        PauseAnimation {
            duration: 900
        }

        NumberAnimation {
            from: 0
            to: 1
            duration: 700
            easing.type: Easing.OutCubic
        }

        PauseAnimation {
            duration: 3200
        }

        NumberAnimation {
            from: 1
            to: 0
            duration: 500
            easing.type: Easing.InCubic
        }
    }

    Item {
        anchors.centerIn: parent
        width: 100 * hint.u
        height: 100 * hint.u

        // the reader and its glow
        Rectangle {
            x: 6 * hint.u
            y: 56 * hint.u
            width: 88 * hint.u
            height: 42 * hint.u
            radius: 7 * hint.u
            color: hint.ink

            Rectangle {
                anchors.fill: parent
                anchors.margins: 4.5 * hint.u
                radius: 4 * hint.u
                color: hint.at > 0.85 ? hint.glow : "transparent"
                border.color: hint.glow
                border.width: Math.max(2, 1.6 * hint.u)
            }
        }

        // the card
        Rectangle {
            x: 15 * hint.u
            y: (30 - 14 * (1 - hint.at)) * hint.u
            width: 70 * hint.u
            height: 44 * hint.u
            radius: 5 * hint.u
            color: hint.fill
            border.color: hint.ink
            border.width: Math.max(2, 2 * hint.u)

            Repeater {
                model: [24, 30, 18]

                Rectangle {
                    required property int index
                    required property int modelData

                    x: 7 * hint.u
                    y: (8 + 7.5 * index) * hint.u
                    width: modelData * hint.u
                    height: 2.6 * hint.u
                    radius: height / 2
                    color: hint.ink
                }
            }

            Rectangle {
                x: 7 * hint.u
                y: 34 * hint.u
                width: 42 * hint.u
                height: 2.6 * hint.u
                radius: height / 2
                color: hint.ink
            }

            Shape {
                x: 44 * hint.u
                y: 6 * hint.u
                width: 20 * hint.u
                height: 24 * hint.u

                ShapePath {
                    strokeWidth: 0
                    strokeColor: "transparent"
                    fillColor: hint.ink
                    scale: Qt.size(hint.u, hint.u)

                    PathSvg {
                        path: "M10 1 A5.5 6 0 1 1 9.99 1 Z M0 24 C0 17 4 14.5 10 14.5 C16 14.5 20 17 20 24 Z"
                    }
                }
            }
        }
    }
}
