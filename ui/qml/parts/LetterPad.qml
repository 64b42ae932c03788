pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The letters, in the order of the alphabet, for pinyin and initials: whoever never typed finds them as well.
GridLayout {
    id: pad

    property string eraseLabel: ""
    property string clearLabel: ""

    signal pressed(key: string)
    signal erased
    signal cleared

    columns: 7
    columnSpacing: 12
    rowSpacing: 12
    uniformCellWidths: true
    uniformCellHeights: true

    component LetterKey: Press {
        id: key

        property string icon_: ""

        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 88

        background: Rectangle {
            radius: key.radius
            color: key.down ? Theme.brandSoft : key.icon_ !== "" || key.text.length > 1 ? "transparent" : Theme.paper
            border.color: key.down && Theme.contrast ? Theme.brand : Theme.line
            border.width: Theme.hair
        }

        contentItem: Item {
            Words {
                visible: key.icon_ === ""
                anchors.centerIn: parent
                text: key.text
                size: key.text.length > 1 ? Math.min(Theme.small, 36) : Theme.h2
                strong: true
                Accessible.ignored: true
            }

            Icon {
                visible: key.icon_ !== ""
                anchors.centerIn: parent
                path: key.icon_
                size: 52
            }
        }
    }

    Repeater {
        model: [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]

        LetterKey {
            required property string modelData

            objectName: "key_" + modelData
            text: modelData
            onClicked: pad.pressed(modelData)
        }
    }

    LetterKey {
        objectName: "key_clear"
        text: pad.clearLabel
        onClicked: pad.cleared()
    }

    LetterKey {
        objectName: "key_erase"
        text: pad.eraseLabel
        icon_: Icons.erase
        onClicked: pad.erased()
    }
}
