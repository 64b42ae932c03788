import QtQuick
import Kiosk
import ".."

// A step of a journey: the head stands on the ticket paper that hangs out of the slot, the controls below it
// (portrait) or beside it (landscape), the way back and out beside the one thing to do.
FocusScope {
    id: page

    required property Stage stage
    property alias head: headColumn.data
    property alias notch: paper.notch
    property alias torn: paper.torn
    property alias actions: actionSlot.data
    property real drop: 0
    property real share: 0.48
    property bool exits: true
    property bool backs: true
    default property alias body: bodySlot.data
    readonly property real column: Theme.portrait ? width - 2 * Theme.margin : Math.round((width - 3 * Theme.margin) * share)
    readonly property alias paperHeight: paper.height
    readonly property real barHeight: exitRow.width > 0 || actionSlot.children.length > 0 ? Theme.button : 0

    focus: true

    signal back
    signal home

    Paper {
        id: paper

        x: Theme.margin
        y: page.drop
        width: page.column
        height: headColumn.implicitHeight + headColumn.anchors.topMargin + (Theme.portrait ? 64 : 52)

        Column {
            id: headColumn

            anchors.top: parent.top
            anchors.topMargin: page.torn ? 48 : 40
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: 56
            anchors.rightMargin: 56
            spacing: 14
        }
    }

    Item {
        id: bodySlot

        anchors.top: parent.top
        anchors.topMargin: Theme.portrait ? Math.max(0, page.drop) + paper.height + 40 : 48
        anchors.bottom: parent.bottom
        anchors.bottomMargin: page.barHeight > 0 ? page.barHeight + 72 : 40
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: Theme.portrait ? page.column : page.width - page.column - 3 * Theme.margin
    }

    Row {
        id: exitRow

        anchors.left: bodySlot.left
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 40
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

    Item {
        id: actionSlot

        anchors.left: exitRow.right
        anchors.leftMargin: exitRow.width > 0 ? Theme.gap : 0
        anchors.right: bodySlot.right
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 40
        height: childrenRect.height
    }
}
