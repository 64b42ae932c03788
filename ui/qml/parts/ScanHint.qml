import QtQuick
import QtQuick.Shapes
import ".."

// A phone with a code, held before the scanner's light.
Item {
    id: hint

    property color ink: Theme.ink
    property color fill: Theme.paper
    property color mark: ink
    property color glow: Theme.lamp
    property bool moving: Theme.moving
    property real near: 1
    readonly property real at: moving ? near : 1
    readonly property real u: Math.min(width, height) / 100

    Accessible.ignored: true

    SequentialAnimation on near {
        running: hint.moving && hint.visible
        loops: Animation.Infinite

        NumberAnimation {
            from: 0
            to: 1
            duration: 700
            easing.type: Easing.OutCubic
        }

        PauseAnimation {
            duration: 3600
        }

        NumberAnimation {
            from: 1
            to: 0
            duration: 500
            easing.type: Easing.InCubic
        }

        PauseAnimation {
            duration: 500
        }
    }

    // the light
    Shape {
        anchors.centerIn: parent
        width: 100 * hint.u
        height: 100 * hint.u
        visible: hint.at > 0.85

        ShapePath {
            strokeWidth: 0
            strokeColor: "transparent"
            fillColor: hint.glow
            scale: Qt.size(hint.u, hint.u)

            PathSvg {
                path: "M38 86 L62 86 L76 58 L24 58 Z"
            }
        }
    }

    Item {
        anchors.centerIn: parent
        width: 100 * hint.u
        height: 100 * hint.u

        // the phone
        Rectangle {
            x: 29 * hint.u
            y: (2 - 6 * (1 - hint.at)) * hint.u
            width: 42 * hint.u
            height: 62 * hint.u
            radius: 6 * hint.u
            color: hint.fill
            border.color: hint.ink
            border.width: Math.max(2, 2 * hint.u)

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 4.5 * hint.u
                width: 10 * hint.u
                height: 1.6 * hint.u
                radius: height / 2
                color: hint.mark
            }

            Shape {
                x: 7 * hint.u
                y: 17 * hint.u
                width: 28 * hint.u
                height: 28 * hint.u

                ShapePath {
                    strokeWidth: 0
                    strokeColor: "transparent"
                    fillColor: hint.mark
                    fillRule: ShapePath.OddEvenFill
                    scale: Qt.size(hint.u * 28 / 15, hint.u * 28 / 15)

                    PathSvg {
                        path: "M0 0H6V6H0Z M1 1V5H5V1Z M2 2H4V4H2Z M9 0H15V6H9Z M10 1V5H14V1Z M11 2H13V4H11Z M0 9H6V15H0Z M1 10V14H5V10Z M2 11H4V13H2Z M7 0H8V3H7Z M7 5H8V7H7Z M0 7H3V8H0Z M5 7H6V8H5Z M8 8H10V10H8Z M11 7H13V8H11Z M14 8H15V11H14Z M10 11H12V12H10Z M7 10H8V13H7Z M12 13H15V15H13V14H12Z M8 14H10V15H8Z"
                    }
                }
            }
        }

        // the scanner
        Rectangle {
            x: 22 * hint.u
            y: 84 * hint.u
            width: 56 * hint.u
            height: 14 * hint.u
            radius: 5 * hint.u
            color: hint.ink

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 3.4 * hint.u
                width: 28 * hint.u
                height: 2.6 * hint.u
                radius: height / 2
                color: hint.glow
            }
        }
    }
}
