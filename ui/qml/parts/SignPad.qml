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

    component SignKey: Press {
        id: key

        property string icon_: ""

        radius: 14
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumWidth: 88
        Layout.minimumHeight: 88

        background: Rectangle {
            radius: key.radius
            color: key.down ? Theme.brandSoft : Theme.paper
            border.color: key.down && Theme.contrast ? Theme.brand : Theme.line
            border.width: Theme.hair
        }

        contentItem: Item {
            Words {
                visible: key.icon_ === ""
                anchors.centerIn: parent
                text: key.text
                size: Math.min(Theme.h2, key.width * 0.5)
                strong: true
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            Icon {
                visible: key.icon_ !== ""
                anchors.centerIn: parent
                path: key.icon_
                size: Theme.h2
            }
        }
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
        Layout.columnSpan: pad.columns - pad.signs.length % pad.columns
        text: pad.eraseLabel
        icon_: Icons.erase
        onClicked: pad.erased()
    }
}
