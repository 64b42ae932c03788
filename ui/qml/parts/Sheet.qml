import QtQuick
import ".."

// A question or an answer over the screen, which rests meanwhile.
FocusScope {
    id: sheet

    property string name: ""
    default property alias content: column.data

    anchors.fill: parent
    Accessible.role: Accessible.Dialog
    Accessible.name: name

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }

    MouseArea {
        anchors.fill: parent
        Accessible.ignored: true
    }

    Paper {
        torn: true
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: Theme.portrait ? 120 : 0
        width: Math.min(parent.width - 2 * Theme.margin, 968)
        height: column.implicitHeight + 2 * 72

        Column {
            id: column

            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: 64
            spacing: 28
        }
    }
}
