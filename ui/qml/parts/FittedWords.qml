import QtQuick
import ".."

// A text on one line, smaller where it would need a second; below `least` it takes the second all the same.
Words {
    id: fitted

    property real most: Theme.body
    property real least: 26
    property real room: width
    readonly property real fit: Math.max(least, Math.floor(most * Math.min(1, room / Math.max(1, whole.advanceWidth))))

    size: fit

    TextMetrics {
        id: whole

        font.family: Theme.family
        font.pixelSize: fitted.most
        font.weight: fitted.strong ? Font.Bold : Font.Normal
        text: fitted.text
    }
}
