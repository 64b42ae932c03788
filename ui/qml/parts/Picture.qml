import QtQuick
import QtQuick.Shapes
import ".."

// A drawing of `Pictures`; decoration, its meaning stands beside it in words.
Shape {
    id: picture

    property string name: "desk"
    property real size: 300

    width: size
    height: size
    Accessible.ignored: true

    ShapePath {
        strokeWidth: 0
        strokeColor: "transparent"
        fillColor: Theme.contrast ? "transparent" : Theme.lamp
        scale: Qt.size(picture.size / 96, picture.size / 96)

        PathSvg {
            path: Pictures.lit[picture.name] ?? ""
        }
    }

    ShapePath {
        strokeColor: Theme.ink
        strokeWidth: 2.6 * picture.size / 96
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        joinStyle: ShapePath.RoundJoin
        scale: Qt.size(picture.size / 96, picture.size / 96)

        PathSvg {
            path: Pictures.lines[picture.name] ?? ""
        }
    }
}
