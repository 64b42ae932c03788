import QtQuick
import ".."

// One block of a page that is read: a title, and what belongs under it.
Rectangle {
    id: block

    property string title: ""
    default property alias content: inside.data
    readonly property real begins: y + inside.y // on the page

    width: parent?.width ?? 0
    height: inside.implicitHeight + 48
    radius: Theme.radius
    color: Theme.paper
    border.color: Theme.edge
    border.width: Theme.hair

    Column {
        id: inside

        x: 32
        y: 22
        width: parent.width - 64
        spacing: 14

        Words {
            width: parent.width
            text: block.title
            size: Theme.h2
            strong: true
        }
    }
}
