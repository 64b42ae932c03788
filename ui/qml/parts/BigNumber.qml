import QtQuick
import ".."

// A number to be read from across the hall; only as high as its digits.
Item {
    id: big

    property string text: ""
    property string spoken: text
    property real size: Theme.giant
    property color ink: Theme.ink

    implicitHeight: size * 0.86
    implicitWidth: digits.implicitWidth
    Accessible.role: Accessible.StaticText
    Accessible.name: spoken

    Words {
        id: digits

        x: -big.size * 0.022
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -big.size * 0.045
        text: big.text
        size: big.size
        strong: true
        color: big.ink
        lineHeight: 1
        wrapMode: Text.NoWrap
        font.letterSpacing: -big.size * 0.018
        Accessible.ignored: true
    }
}
