import QtQuick
import ".."

// A column that may be longer than its place: it moves under the finger and with Page Up and Page Down, follows the
// focus, and shows by a bar how much there is.
Flickable {
    id: scroll

    property alias spacing: column.spacing
    default property alias content: column.data
    readonly property bool longer: contentHeight > height

    function to(y: real): void {
        contentY = Math.max(0, Math.min(contentHeight - height, y))
    }

    function follow(item: Item): void {
        let around = item
        while (around && around !== column)
            around = around.parent
        if (!around)
            return // it lies beside what is read, or over it: the button that reads on, too
        const at = item.mapToItem(column, 0, 0)
        if (at.y < contentY || at.y + item.height > contentY + height)
            to(at.y - (height - item.height) / 2)
    }

    contentWidth: width
    contentHeight: column.implicitHeight
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    interactive: longer
    clip: true
    Keys.onPressed: event => {
        if (event.key !== Qt.Key_PageDown && event.key !== Qt.Key_PageUp)
            return
        to(contentY + (event.key === Qt.Key_PageDown ? 0.8 : -0.8) * height)
        event.accepted = true
    }

    Connections {
        target: scroll.Window.window

        function onActiveFocusItemChanged(): void {
            scroll.follow(scroll.Window.activeFocusItem)
        }
    }

    Column {
        id: column

        width: scroll.width - (scroll.longer ? 28 : 0)
    }

    Rectangle {
        visible: scroll.longer
        parent: scroll
        anchors.right: parent?.right
        y: scroll.height * scroll.visibleArea.yPosition
        width: 12
        height: Math.max(40, scroll.height * scroll.visibleArea.heightRatio)
        radius: 6
        color: Theme.line
    }
}
