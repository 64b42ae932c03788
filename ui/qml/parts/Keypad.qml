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

    component NumberKey: PadKey {
        radius: Theme.radius
        size: quiet ? Theme.body : Theme.display
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.target
    }

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

        NumberKey {
            required property string modelData

            objectName: "key_" + modelData
            text: modelData
            onClicked: pad.pressed(modelData)
        }
    }

    NumberKey {
        visible: pad.extra !== ""
        objectName: pad.extra === "." ? "key_point" : "key_" + pad.extra
        text: pad.extra
        onClicked: pad.pressed(pad.extra)
    }

    NumberKey {
        visible: pad.extra === ""
        objectName: "key_clear"
        text: pad.clearLabel
        quiet: true
        onClicked: pad.cleared()
    }

    NumberKey {
        objectName: "key_0"
        text: "0"
        onClicked: pad.pressed("0")
    }

    NumberKey {
        objectName: "key_erase"
        autoRepeat: true // held down it takes back one after the other
        text: pad.eraseLabel
        quiet: true
        size: Theme.display
        icon_: Icons.erase
        onClicked: pad.erased()
    }
}
