pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A board of the very signs that may stand in a code, and the way to take one back.
GridLayout {
    id: pad

    required property var signs
    property string eraseLabel: ""

    signal pressed(key: string)
    signal erased

    columns: Theme.portrait ? 8 : 9
    columnSpacing: 12
    rowSpacing: 12
    uniformCellWidths: true
    uniformCellHeights: true

    component SignKey: PadKey {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumWidth: 88
        Layout.minimumHeight: 88
    }

    Repeater {
        model: pad.signs

        SignKey {
            required property string modelData

            objectName: "key_" + modelData
            text: modelData
            onClicked: pad.pressed(modelData)
        }
    }

    SignKey {
        objectName: "key_erase"
        autoRepeat: true // held down it takes back one after the other
        Layout.columnSpan: pad.columns - pad.signs.length % pad.columns
        text: pad.eraseLabel
        icon_: Icons.erase
        onClicked: pad.erased()
    }
}
