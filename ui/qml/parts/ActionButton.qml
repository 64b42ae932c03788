import QtQuick
import ".."

// A button with words and perhaps an icon, which gives way where the words have no line of their own with it.
// Primary: the one thing to do here.
Press {
    id: action

    property bool primary: false
    property string icon_: ""
    property bool iconLast: false
    property real size: Theme.h2
    readonly property real iconRoom: icon_ === "" ? 0 : size * 0.95 + row.spacing
    readonly property bool pictured: icon_ !== "" && (label.implicitWidth > availableWidth || label.implicitWidth + iconRoom <= availableWidth)
    readonly property color ink: primary ? Theme.brandInk : Theme.ink

    implicitHeight: Math.max(Theme.button, label.implicitHeight + 40)
    implicitWidth: label.implicitWidth + iconRoom + leftPadding + rightPadding
    leftPadding: 32
    rightPadding: 32

    background: Rectangle {
        radius: action.radius
        color: action.primary ? (action.down ? Theme.brandDown : Theme.brand) : (action.down ? Theme.brandSoft : Theme.paper)
        border.color: action.primary ? Theme.brand : Theme.line
        border.width: action.down && Theme.contrast ? 2 * Theme.hair : Theme.hair
    }

    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: 20
            layoutDirection: action.iconLast ? Qt.RightToLeft : Qt.LeftToRight

            Icon {
                id: sign

                visible: action.pictured
                anchors.verticalCenter: parent.verticalCenter
                path: action.icon_
                ink: action.ink
                size: action.size * 0.95
                weight: 2.4
            }

            Words {
                id: label

                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, action.availableWidth - (action.pictured ? action.iconRoom : 0))
                text: action.text
                size: action.size
                strong: true
                color: action.ink
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
