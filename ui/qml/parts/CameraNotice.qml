import QtQuick
import ".."

// That the camera is on, in words and with the lamp that burns meanwhile.
Row {
    id: notice

    property string text: ""

    spacing: 20

    Rectangle {
        id: lamp

        anchors.verticalCenter: parent.verticalCenter
        width: 26
        height: width
        radius: width / 2
        color: Theme.lamp
        border.color: Theme.ink
        border.width: Theme.hair
    }

    Words {
        width: notice.width - lamp.width - notice.spacing
        text: notice.text
        color: Theme.inkSoft
    }
}
