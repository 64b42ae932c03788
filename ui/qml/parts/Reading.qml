pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Something to read that may be longer than its place. Whoever does not know that glass can be pushed has a button;
// what else there is to do here stands beside it.
Item {
    id: reading

    property alias spacing: scroll.spacing
    property alias scroll: scroll
    required property string moreLabel
    required property string topLabel // at the end, where it leads back
    property var ways: [] // beside it, per way: key, label
    default property alias content: scroll.content
    readonly property bool longer: scroll.contentHeight > height - (ways.length > 0 ? Theme.button + Theme.gap - 8 : 0)
    readonly property bool atEnd: scroll.contentY >= scroll.contentHeight - scroll.height - 1

    signal chosen(key: string)

    // Whether a drawing may be shown: the software renderer does not cut drawings off at the window's edge.
    function shows(top: real, size: real): bool {
        return top >= scroll.contentY && top + size <= scroll.contentY + scroll.height
    }

    function turn(): void {
        scroll.to(atEnd ? 0 : scroll.contentY + 0.8 * scroll.height)
    }

    function page(event: KeyEvent): void {
        if (event.key !== Qt.Key_PageDown && event.key !== Qt.Key_PageUp)
            return
        scroll.to(scroll.contentY + (event.key === Qt.Key_PageDown ? 0.8 : -0.8) * scroll.height)
        event.accepted = true
    }

    Scroll {
        id: scroll

        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.bottomMargin: foot.height > 0 ? foot.height + Theme.gap - 8 : 0
        width: parent.width
    }

    Row {
        id: foot

        readonly property real cell: (width + spacing) / Math.max(1, reading.ways.length + (reading.longer ? 1 : 0)) - spacing
        readonly property real tall: { // as the tallest of them
            let most = reading.ways.length === 0 ? Theme.target : more.visible ? more.implicitHeight : Theme.button
            for (let i = 0; i < others.count; i++)
                most = Math.max(most, others.itemAt(i)?.implicitHeight ?? 0)
            return most
        }

        anchors.bottom: parent.bottom
        anchors.bottomMargin: -8
        width: parent.width
        spacing: Theme.gap

        FootButton {
            id: more

            objectName: "read_on"
            visible: reading.longer
            text: reading.atEnd ? reading.topLabel : reading.moreLabel
            icon_: reading.atEnd ? Icons.up : Icons.more
            onClicked: reading.turn()
        }

        Repeater {
            id: others

            model: reading.ways

            FootButton {
                required property var modelData

                objectName: "way_" + modelData.key
                text: modelData.label
                icon_: Icons.way(modelData.key)
                onClicked: reading.chosen(modelData.key)
            }
        }
    }

    component FootButton: ActionButton {
        width: foot.cell
        height: foot.tall
        leftPadding: 20
        rightPadding: 20
        size: Theme.body
    }
}
