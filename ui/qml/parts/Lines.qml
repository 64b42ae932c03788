pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A list for staff: sign and words say how each line is, colour only says it again.
// A line: key, title, detail, value, tone (good, warn, bad, off or ""), and whether it leads anywhere (opens).
Column {
    id: list

    required property var lines
    property string empty: ""
    property string prefix: "line_"
    property Flickable within: null // the list's window: the software renderer does not cut drawings off at its edge
    readonly property real from: within ? within.contentY - y : 0
    readonly property real to: within ? from + within.height : height

    signal opened(key: string)

    function sign(tone: string): string {
        return {
            good: Icons.check,
            warn: Icons.warn,
            bad: Icons.stop,
            off: Icons.clock
        }[tone] ?? ""
    }

    function ink(tone: string): color {
        return {
            good: Theme.brand,
            warn: Theme.warn,
            bad: Theme.error
        }[tone] ?? Theme.inkSoft
    }

    Words {
        visible: list.lines.length === 0
        width: list.width
        text: list.empty
        color: Theme.inkSoft
    }

    Repeater {
        model: list.lines

        Press {
            id: line

            required property var modelData
            readonly property color tone: list.ink(modelData.tone)
            readonly property bool drawn: y + height / 2 - Theme.h2 / 2 >= list.from && y + height / 2 + Theme.h2 / 2 <= list.to

            objectName: list.prefix + modelData.key
            width: list.width
            height: Math.max(Theme.target, words.implicitHeight + 32)
            text: [modelData.title, modelData.value, modelData.detail].filter(each => each !== "").join("，")
            hoverEnabled: false
            focusPolicy: modelData.opens ? Qt.StrongFocus : Qt.NoFocus
            activeFocusOnTab: modelData.opens
            Accessible.role: modelData.opens ? Accessible.Button : Accessible.ListItem
            onClicked: if (modelData.opens)
                list.opened(modelData.key)

            background: Rectangle {
                color: line.down && line.modelData.opens ? Theme.brandSoft : "transparent"

                Rectangle {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: Theme.hair
                    color: Theme.edge
                }
            }

            contentItem: RowLayout {
                spacing: 24

                Icon {
                    visible: path !== ""
                    opacity: line.drawn ? 1 : 0
                    path: list.sign(line.modelData.tone)
                    ink: line.tone
                    size: Theme.h2
                    weight: 2.6
                }

                ColumnLayout {
                    id: words

                    Layout.fillWidth: true
                    spacing: 0

                    Words {
                        Layout.fillWidth: true
                        text: line.modelData.title
                        strong: true
                        Accessible.ignored: true
                    }

                    Words {
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: line.modelData.detail
                        size: Theme.small
                        color: line.modelData.tone === "bad" || line.modelData.tone === "warn" ? line.tone : Theme.inkSoft
                        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                        Accessible.ignored: true
                    }
                }

                Words {
                    Layout.maximumWidth: line.width * 0.45
                    visible: text !== ""
                    horizontalAlignment: Text.AlignRight
                    text: line.modelData.value
                    color: line.tone
                    strong: true
                    Accessible.ignored: true
                }

                Icon {
                    visible: line.modelData.opens
                    opacity: line.drawn ? 1 : 0
                    path: Icons.next
                    ink: Theme.brand
                    size: 44
                }
            }
        }
    }
}
