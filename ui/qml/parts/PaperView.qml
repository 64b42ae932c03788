import QtQuick
import Kiosk
import ".."

// A page to look at: whole, or closer and moved by a finger. Whoever does not know that glass can be pushed, or has a
// keypad, goes over it part by part with `onwards`.
Item {
    id: paper

    property Shot shot: null
    property string name: ""
    property int part: 0 // 0: the whole page
    readonly property real shape: whole.picture.height > 0 ? whole.picture.width / whole.picture.height : 0.7
    readonly property real fit: Math.min(width - 2 * Theme.hair, (height - 2 * Theme.hair) * shape)
    readonly property real near: width >= 1.35 * fit && width <= 3 * fit ? width : 2 * fit
    readonly property int across: Math.max(1, Math.ceil((near - 0.15 * width) / (0.85 * width)))
    readonly property int down: Math.max(1, Math.ceil((near / shape - 0.15 * height) / (0.85 * height)))
    readonly property bool closer: part > 0
    readonly property bool last: part === across * down

    function onwards(): void {
        part = last ? 0 : part + 1
        if (!closer)
            return
        const column = (part - 1) % across, row = Math.floor((part - 1) / across)
        table.contentX = across > 1 ? column / (across - 1) * (near - table.width) : (near - table.width) / 2
        table.contentY = down > 1 ? row / (down - 1) * (near / shape - table.height) : 0
    }

    onShotChanged: part = 0

    Rectangle {
        visible: !paper.closer
        anchors.centerIn: whole
        width: whole.width + 2 * Theme.hair
        height: whole.height + 2 * Theme.hair
        color: Theme.paper
        border.color: Theme.line
        border.width: Theme.hair
    }

    PicturePrint {
        id: whole

        objectName: "page"
        visible: !paper.closer
        anchors.centerIn: parent
        width: paper.fit
        height: paper.fit / paper.shape
        longest: 1600
        shot: paper.shot
        Accessible.role: Accessible.Graphic
        Accessible.name: paper.name
    }

    Flickable {
        id: table

        visible: paper.closer
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        contentWidth: Math.max(width, paper.near)
        contentHeight: Math.max(height, paper.near / paper.shape)

        PicturePrint {
            objectName: "page_close"
            width: paper.near
            height: paper.near / paper.shape
            shot: paper.closer ? paper.shot : null
            Accessible.role: Accessible.Graphic
            Accessible.name: paper.name
        }
    }

    Rectangle {
        visible: paper.closer
        anchors.fill: parent
        color: "transparent"
        border.color: Theme.line
        border.width: Theme.hair
    }
}
