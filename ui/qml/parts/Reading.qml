import QtQuick
import ".."

// Something to read that may be longer than its place. Whoever does not know that glass can be pushed has a button.
Item {
    id: reading

    property alias spacing: scroll.spacing
    property alias scroll: scroll
    property string moreLabel: ""
    default property alias content: scroll.content
    readonly property bool longer: scroll.contentHeight > height
    readonly property bool atEnd: scroll.contentY >= scroll.contentHeight - scroll.height - 1

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
        anchors.bottomMargin: reading.longer ? more.height + Theme.gap : 0
        width: parent.width
    }

    ActionButton {
        id: more

        objectName: "read_on"
        visible: reading.longer
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.target
        text: reading.moreLabel
        icon_: reading.atEnd ? Icons.up : Icons.more
        size: Theme.body
        onClicked: reading.turn()
    }
}
