import QtQuick
import QtQuick.Shapes
import Kiosk
import ".."

// The camera's picture with round corners; while there is none, a calm drawing in its place. What lies over the
// picture goes in as children and takes its places from `preview`.
Item {
    id: pane

    property alias lens: seen.lens
    property alias mirrored: seen.mirrored
    property string name: ""
    readonly property CameraPreview preview: seen
    default property alias over: layer.data

    function corners(w: real, h: real, r: real): string {
        const arc = "a" + r + " " + r + " 0 0 0 "
        return "M0 0H" + w + "V" + h + "H0Z M0 " + r + "V" + (h - r) + arc + r + " " + r + "H" + (w - r) + arc + r + " " + -r
            + "V" + r + arc + -r + " " + -r + "H" + r + arc + -r + " " + r + "Z"
    }

    Rectangle {
        visible: !seen.live
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.brandSoft
        border.color: Theme.line
        border.width: Theme.hair

        Picture {
            anchors.centerIn: parent
            size: Math.min(parent.width, parent.height) * 0.4
            name: "camera"
        }
    }

    CameraPreview {
        id: seen

        objectName: "preview"
        anchors.fill: parent
        Accessible.role: Accessible.Graphic
        Accessible.name: pane.name
    }

    Item {
        id: layer

        visible: seen.live
        anchors.fill: parent
    }

    Shape {
        visible: seen.live
        anchors.fill: parent

        ShapePath {
            strokeWidth: -1
            fillColor: Theme.ground
            fillRule: ShapePath.OddEvenFill

            PathSvg {
                path: pane.corners(pane.width, pane.height, Theme.radius)
            }
        }
    }
}
