import QtQuick
import ".."

// What went wrong and what to do, in words, icon and colour.
Rectangle {
    id: notice

    property string title: ""
    property string text: ""
    property string picture: Icons.warn
    property bool calm: false
    readonly property color tone: calm ? Theme.brand : Theme.warn

    visible: title !== "" || text !== ""
    implicitHeight: column.implicitHeight + 48
    radius: Theme.radius
    color: calm ? Theme.brandSoft : Theme.warnSoft
    border.color: tone
    border.width: Theme.hair

    Icon {
        id: sign

        x: 32
        anchors.verticalCenter: parent.verticalCenter
        path: notice.picture
        ink: notice.tone
        size: Theme.h2 * 1.25
        weight: 2.2
    }

    Column {
        id: column

        anchors.left: sign.right
        anchors.leftMargin: 28
        anchors.right: parent.right
        anchors.rightMargin: 32
        anchors.verticalCenter: parent.verticalCenter
        spacing: 4

        Words {
            width: parent.width
            visible: text !== ""
            text: notice.title
            strong: true
            color: notice.tone
            Accessible.role: Accessible.AlertMessage
        }

        Words {
            width: parent.width
            visible: text !== ""
            text: notice.text
            color: Theme.contrast ? notice.tone : Theme.ink
        }
    }
}
