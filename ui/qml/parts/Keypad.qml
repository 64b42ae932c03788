pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Ten digits, perhaps one more sign, and the way to take one back. Every key is at least 20 mm.
// (An inline component called Key would be taken for Qt.Key by PySide when Python looks at it.)
GridLayout {
    id: pad

    property string extra: "" // X of an ID number, the point of an amount
    property string eraseLabel: ""
    property string clearLabel: ""

    signal pressed(key: string)
    signal erased
    signal cleared

    columns: 3
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap
    uniformCellWidths: true
    uniformCellHeights: true

    component PadKey: Press {
        id: key

        property string icon_: ""
        property bool quiet: false

        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.target

        background: Rectangle {
            radius: key.radius
            color: key.down ? Theme.brandSoft : key.quiet ? "transparent" : Theme.paper
            border.color: key.down && Theme.contrast ? Theme.brand : Theme.line
            border.width: Theme.hair
        }

        contentItem: Item {
            Words {
                visible: key.icon_ === ""
                anchors.centerIn: parent
                text: key.text
                size: key.quiet ? Theme.body : Theme.display
                strong: true
                Accessible.ignored: true
            }

            Icon {
                visible: key.icon_ !== ""
                anchors.centerIn: parent
                path: key.icon_
                size: Theme.h2 * 1.3
            }
        }
    }

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        PadKey {
            required property string modelData

            objectName: "key_" + modelData
            text: modelData
            onClicked: pad.pressed(modelData)
        }
    }

    PadKey {
        visible: pad.extra !== ""
        objectName: pad.extra === "." ? "key_point" : "key_" + pad.extra
        text: pad.extra
        onClicked: pad.pressed(pad.extra)
    }

    PadKey {
        visible: pad.extra === ""
        objectName: "key_clear"
        text: pad.clearLabel
        quiet: true
        onClicked: pad.cleared()
    }

    PadKey {
        objectName: "key_0"
        text: "0"
        onClicked: pad.pressed("0")
    }

    PadKey {
        objectName: "key_erase"
        text: pad.eraseLabel
        quiet: true
        icon_: Icons.erase
        onClicked: pad.erased()
    }
}
