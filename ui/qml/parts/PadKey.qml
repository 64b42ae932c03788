import QtQuick
import ".."

// A key of a pad: a sign, a word or a drawing. Quiet: it types nothing. Lit: it stands for what is on now.
Press {
    id: key

    property string icon_: ""
    property real size: Theme.h2
    property bool quiet: false
    property bool lit: false

    radius: 14

    // How wide a text is, in its own size; Latin letters take about two thirds.
    function em(text: string): real {
        let sum = 0
        for (let at = 0; at < text.length; at++)
            sum += text.charCodeAt(at) < 0x2000 ? 0.68 : 1
        return sum
    }

    background: Rectangle {
        radius: key.radius
        color: key.down ? Theme.brandSoft : key.lit ? Theme.brand : key.quiet ? Theme.ground : Theme.paper
        border.color: key.down && Theme.contrast ? Theme.brand : Theme.line
        border.width: Theme.hair
    }

    contentItem: Item {
        Words {
            visible: key.icon_ === ""
            anchors.centerIn: parent
            text: key.text
            size: Math.min(key.size, key.height * 0.6, (key.width - 8) / Math.max(1, key.em(key.text)))
            strong: true
            color: key.lit ? Theme.brandInk : Theme.ink
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }

        Icon {
            visible: key.icon_ !== ""
            anchors.centerIn: parent
            path: key.icon_
            size: Math.min(key.size, Theme.h2 * 1.3)
        }
    }
}
