import QtQuick
import Kiosk
import ".."

// A step of a journey: the head stands on the ticket paper that hangs out of the slot, the controls below it
// (portrait) or beside it (landscape), the way back and out at the bottom.
FocusScope {
    id: page

    required property Stage stage
    property alias head: headColumn.data
    property alias notch: paper.notch
    property alias torn: paper.torn
    property real drop: 0
    property alias actions: actionRow.data
    property bool exits: true
    property bool backs: true
    default property alias body: bodySlot.data
    readonly property real bodyHeight: bodySlot.height
    readonly property real column: Theme.portrait ? width - 2 * Theme.margin : Math.round((width - 3 * Theme.margin) * 0.46)

    signal back
    signal home

    Paper {
        id: paper

        x: Theme.margin
        y: page.drop
        width: page.column
        height: headColumn.implicitHeight + headColumn.anchors.topMargin + 64 + tooth

        Column {
            id: headColumn

            anchors.top: parent.top
            anchors.topMargin: page.torn ? 56 : 48
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: 56
            anchors.rightMargin: 56
            spacing: 16
        }
    }

    Item {
        id: bodySlot

        anchors.top: parent.top
        anchors.topMargin: Theme.portrait ? paper.y + paper.height + 40 : Theme.margin
        anchors.bottom: actionRow.top
        anchors.bottomMargin: 32
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: Theme.portrait ? page.column : page.width - page.column - 3 * Theme.margin
    }

    Row {
        id: exitRow

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 32
        spacing: Theme.gap

        ActionButton {
            objectName: "back"
            visible: page.backs && page.stage.canBack
            text: page.stage.frame.backLabel
            icon_: Icons.back
            size: Theme.body
            onClicked: page.back()
        }

        ActionButton {
            objectName: "home"
            visible: page.exits
            text: page.stage.frame.homeLabel
            icon_: Icons.exit
            size: Theme.body
            onClicked: page.home()
        }
    }

    Row {
        id: actionRow

        anchors.left: Theme.portrait ? exitRow.right : bodySlot.left
        anchors.leftMargin: Theme.portrait && exitRow.width > 0 ? Theme.gap : 0
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 32
        height: Theme.portrait || children.length > 0 ? Math.max(Theme.button, childrenRect.height) : 0
        spacing: Theme.gap
    }
}
