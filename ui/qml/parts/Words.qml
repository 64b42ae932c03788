import QtQuick
import ".."

// Text as this product sets it: plain, wrapping, never cut.
Text {
    property real size: Theme.body
    property bool strong: false

    font.family: Theme.family
    font.pixelSize: size
    font.weight: strong ? Font.Bold : Font.Normal
    color: Theme.ink
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    lineHeight: 0.95
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text.length === 0
}
