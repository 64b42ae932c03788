pragma ComponentBehavior: Bound

import QtQuick
import ".."

// What stands in a field: on one line over a rule, or in the boxes of a date.
Item {
    id: typed

    required property string title
    required property string shown
    property var places: []
    property string unit: ""
    property bool amiss: false
    readonly property bool boxed: places.length > 0
    readonly property real em: widths(shown)

    // How wide a text is, in its own size; digits and Latin letters take less.
    function widths(text: string): real {
        let sum = 1
        for (let at = 0; at < text.length; at++)
            sum += text.charCodeAt(at) < 0x2000 ? 0.64 : 1
        return sum
    }

    height: boxed ? boxes.height + 8 : Math.max(Theme.display * 1.5, words.implicitHeight + 24)

    Words {
        id: words

        property rect end // the last line, where the next sign goes

        objectName: "typed"
        visible: !typed.boxed
        anchors.verticalCenter: parent.verticalCenter
        width: Math.min(implicitWidth, parent.width - (unit.visible ? unit.width + 24 : 0) - 24)
        text: typed.shown
        size: Math.max(Theme.body, Math.min(Theme.display * 1.12, (typed.width - (unit.visible ? unit.width + 24 : 0) - 40) / typed.em))
        strong: true
        wrapMode: Text.WrapAnywhere
        Accessible.role: Accessible.EditableText
        Accessible.name: typed.title
        Accessible.description: typed.shown
        Accessible.ignored: false
        onLineLaidOut: line => {
            if (line.isLast)
                end = Qt.rect(line.x, line.y, line.implicitWidth, line.height)
        }
    }

    Rectangle {
        visible: !typed.boxed
        x: Math.min(words.end.width, words.width) + (typed.shown === "" ? 0 : 8)
        y: words.y + words.end.y + (words.end.height - height) / 2
        width: 6
        height: words.size
        color: Theme.lamp
    }

    Words {
        id: unit

        visible: typed.unit !== "" && !typed.boxed
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: typed.unit
        size: Theme.h2
    }

    Rectangle {
        visible: !typed.boxed
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hair * 2
        color: typed.amiss ? Theme.error : Theme.ink
    }

    Row {
        id: boxes

        visible: typed.boxed
        spacing: 14

        Repeater {
            model: typed.places

            Row {
                id: place

                required property var modelData
                required property int index

                spacing: 14

                Rectangle {
                    width: place.modelData.length * Theme.display * 0.64 + 28
                    height: Theme.display * 1.5
                    radius: 14
                    color: place.modelData.here ? Theme.brandSoft : Theme.paper
                    border.color: typed.amiss ? Theme.error : place.modelData.here ? Theme.brand : Theme.line
                    border.width: place.modelData.here ? 2 * Theme.hair : Theme.hair

                    Words {
                        objectName: "place_" + place.index
                        anchors.centerIn: parent
                        text: place.modelData.text
                        size: Theme.display
                        strong: true
                        wrapMode: Text.NoWrap
                    }
                }

                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    text: place.modelData.mark
                    size: text.length > 1 ? Theme.small * 0.9 : Theme.h2
                    Accessible.ignored: true
                }
            }
        }
    }
}
