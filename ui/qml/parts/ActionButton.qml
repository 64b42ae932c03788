import QtQuick
import QtQuick.Layouts
import ".."

// A button with words and perhaps an icon. Primary: the one thing to do here.
Press {
    id: action

    property bool primary: false
    property string icon_: ""
    property bool iconLast: false
    property real size: Theme.h2
    readonly property color ink: primary ? Theme.brandInk : Theme.ink

    implicitHeight: Math.max(Theme.button, label.implicitHeight + 40)
    implicitWidth: row.implicitWidth + 80
    leftPadding: 32
    rightPadding: 32

    background: Rectangle {
        radius: action.radius
        color: action.primary ? (action.down ? Theme.brandDown : Theme.brand) : (action.down ? Theme.brandSoft : Theme.paper)
        border.color: action.primary ? Theme.brand : Theme.line
        border.width: action.down && Theme.contrast ? 2 * Theme.hair : Theme.hair
    }

    contentItem: Item {
        RowLayout {
            id: row

            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width)
            spacing: 20
            layoutDirection: action.iconLast ? Qt.RightToLeft : Qt.LeftToRight

            Icon {
                visible: action.icon_ !== ""
                path: action.icon_
                ink: action.ink
                size: action.size * 0.95
                weight: 2.4
            }

            Words {
                id: label

                Layout.fillWidth: true
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
