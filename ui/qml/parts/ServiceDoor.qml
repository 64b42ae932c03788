import QtQuick
import Kiosk
import ".."

// The way into a service. What cannot be done now says so, and explains itself when it is pressed.
Press {
    id: door

    required property ServiceTile tile
    property bool primary: false
    property bool compact: false // one of many doors
    property bool crowded: false // one of so many that drawings are small
    property bool narrow: false // beside another: the drawing stands beside the title alone
    default property alias drawing: drawingSlot.data
    readonly property bool lit: primary && tile.possible
    readonly property color ink: lit ? Theme.brandInk : tile.possible ? Theme.ink : Theme.inkSoft
    readonly property color light: Theme.contrast ? Theme.brandInk : Theme.lamp
    readonly property color tone: lit ? Theme.brandInk : tile.possible && !tile.limited ? Theme.brand : Theme.warn

    objectName: "service_" + tile.code
    text: tile.title + "，" + tile.hint + "，" + tile.state
    radius: 28
    implicitHeight: column.implicitHeight + (narrow ? 22 : compact ? 28 : Theme.large ? 40 : 64)

    background: Rectangle {
        radius: door.radius
        color: door.lit ? (door.down ? Theme.brandDown : Theme.brand) : door.down ? Theme.brandSoft : door.tile.possible ? Theme.paper : Theme.ground
        border.color: door.lit ? Theme.brand : Theme.line
        border.width: Theme.hair
    }

    contentItem: Item {
        Column {
            id: column

            anchors.left: parent.left
            anchors.leftMargin: door.narrow ? 32 : 48
            anchors.right: door.narrow ? parent.right : drawingSlot.left
            anchors.rightMargin: door.narrow ? 28 : 16
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6

            Words {
                width: parent.width - (door.narrow ? drawingSlot.width + 16 : 0)
                height: Math.max(implicitHeight, door.narrow ? drawingSlot.height : 0)
                verticalAlignment: Text.AlignVCenter
                text: door.tile.title
                size: door.narrow ? Math.min(Theme.h2, Theme.portrait ? 50 : 46) : door.compact ? Math.min(Theme.h1, 64) : door.primary ? Theme.display : Theme.h1
                strong: true
                color: door.ink
                Accessible.ignored: true
            }

            Words {
                visible: !Theme.large && !door.narrow && (!door.compact || Theme.portrait)
                width: parent.width
                text: door.tile.hint
                color: door.lit ? Theme.brandInk : Theme.inkSoft
                Accessible.ignored: true
            }

            Row {
                spacing: 14
                topPadding: 8

                Rectangle {
                    anchors.verticalCenter: said.verticalCenter
                    width: said.size * 1.4
                    height: width
                    radius: width / 2
                    color: door.lit ? door.light : "transparent"
                    border.color: door.lit ? door.light : door.tone
                    border.width: Theme.hair

                    Icon {
                        anchors.centerIn: parent
                        path: door.tile.possible ? (door.tile.limited ? Icons.stop : Icons.check) : Icons.clock
                        ink: door.lit ? (Theme.contrast ? Theme.brand : Theme.ink) : door.tone
                        size: parent.width * 0.66
                        weight: 3
                    }
                }

                Words {
                    id: said

                    width: door.narrow || door.crowded ? Math.min(implicitWidth, column.width - size * 1.4 - 14) : implicitWidth
                    text: door.tile.state
                    size: door.narrow ? Math.min(Theme.small, 34) : Theme.body
                    strong: true
                    color: door.tone
                    Accessible.ignored: true
                }
            }
        }

        Item {
            id: drawingSlot

            anchors.right: parent.right
            anchors.rightMargin: door.narrow ? 28 : 40
            y: door.narrow ? column.y : (parent.height - height) / 2
            height: door.narrow ? (Theme.portrait ? 92 : 76) : Math.min(parent.height - 40, door.crowded ? 140 : 300)
            width: height * (door.narrow ? 1 : 0.9)
        }
    }
}
