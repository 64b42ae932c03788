import QtQuick
import ".."

// A text and what is said of it: on one line where both fit, else below each other.
Item {
    id: beside

    required property string text
    required property string more
    property real size: Theme.body
    property bool strong: false
    property bool moreStrong: false
    property color ink: Theme.ink
    property color moreInk: Theme.ink
    readonly property real line: said.baselineOffset
    readonly property bool fits: said.implicitWidth + 18 + rest.implicitWidth <= width

    implicitHeight: fits || more === "" ? said.height : rest.y + rest.height

    Words {
        id: said

        width: Math.min(implicitWidth, beside.width)
        text: beside.text
        size: beside.size
        strong: beside.strong
        color: beside.ink
    }

    Words {
        id: rest

        x: beside.fits ? said.width + 18 : 0
        y: beside.fits ? said.baselineOffset - baselineOffset : said.height
        width: Math.min(implicitWidth, beside.width)
        text: beside.more
        size: Theme.small
        strong: beside.moreStrong
        color: beside.moreInk
    }
}
