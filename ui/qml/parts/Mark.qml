import QtQuick
import ".."

// One of several answers, with a sign before it; `on`: it is chosen.
Press {
    id: mark

    property bool on: false
    property string sign: ""
    property real size: Theme.small

    background: Rectangle {
        radius: mark.radius
        color: mark.on ? Theme.brand : mark.down ? Theme.brandSoft : Theme.paper
        border.color: mark.on ? Theme.brand : Theme.line
        border.width: Theme.hair
    }

    contentItem: Item {
        Row {
            anchors.left: parent.left
            anchors.leftMargin: 28
            anchors.verticalCenter: parent.verticalCenter
            spacing: 28

            Icon {
                id: face

                visible: mark.sign !== ""
                anchors.verticalCenter: parent.verticalCenter
                path: mark.sign
                ink: mark.on ? Theme.brandInk : Theme.ink
                size: mark.height * 0.62
                weight: 1.6
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, mark.availableWidth - 56 - (face.visible ? face.width + 28 : 0))
                text: mark.text
                size: mark.size
                strong: true
                color: mark.on ? Theme.brandInk : Theme.ink
                Accessible.ignored: true
            }
        }
    }
}
