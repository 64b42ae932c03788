import QtQuick
import QtQuick.Shapes
import ".."

// A drawing of `Icons`; decoration only, its meaning always stands beside it in words.
Shape {
    id: icon

    required property string path
    property color ink: Theme.ink
    property real size: 48
    property real weight: 2

    width: size
    height: size
    Accessible.ignored: true

    ShapePath {
        strokeColor: icon.ink
        strokeWidth: icon.weight * icon.size / 24
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        joinStyle: ShapePath.RoundJoin
        scale: Qt.size(icon.size / 24, icon.size / 24)

        PathSvg {
            path: icon.path
        }
    }
}
