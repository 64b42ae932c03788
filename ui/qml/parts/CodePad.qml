pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Digits and letters of a number that stands on paper, in their order, and the way to take one back.
GridLayout {
    id: pad

    required property string alphabet
    property string eraseLabel: ""

    signal pressed(key: string)
    signal erased

    columns: Math.max(8, Math.min(11, Math.floor((width + columnSpacing) / (Theme.target + columnSpacing))))
    columnSpacing: 12
    rowSpacing: 12
    uniformCellWidths: true
    uniformCellHeights: true

    component CodeKey: PadKey {
        size: Theme.display * 0.9
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.target
    }

    Repeater {
        model: pad.alphabet.split("")

        CodeKey {
            required property string modelData

            objectName: "key_" + modelData
            text: modelData
            onClicked: pad.pressed(modelData)
        }
    }

    CodeKey {
        objectName: "key_erase"
        text: pad.eraseLabel
        quiet: true
        icon_: Icons.erase
        onClicked: pad.erased()
    }
}
