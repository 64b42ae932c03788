import QtQuick
import Kiosk
import ".."
import "../parts"

// Attract and home in one: the time stands there like a called number, the hall's queues are printed below it.
FocusScope {
    id: home

    required property HomeView view
    required property Stage stage
    readonly property bool clock: false
    readonly property bool busy: false
    readonly property real margin: Theme.margin
    readonly property real column: Theme.portrait ? width - 2 * margin : Math.round((width - 3 * margin) * 0.46)

    Paper {
        id: paper

        x: home.margin
        width: home.column
        height: content.implicitHeight + content.y + 40 + tooth
        notch: now.y + now.height + content.y + content.spacing / 2

        Column {
            id: content

            x: 56
            y: 28
            width: parent.width - 112
            spacing: 44

            Column {
                id: now

                width: parent.width

                Item {
                    width: parent.width
                    height: Theme.giant * 0.88

                    Words {
                        objectName: "clock"
                        anchors.fill: parent
                        anchors.leftMargin: -Theme.giant * 0.04
                        verticalAlignment: Text.AlignVCenter
                        text: home.view.clock
                        size: Theme.giant
                        strong: true
                        font.letterSpacing: -Theme.giant * 0.02
                    }
                }

                Item {
                    width: parent.width
                    height: Math.max(greeting.implicitHeight, day.implicitHeight)

                    Words {
                        id: greeting

                        width: parent.width - day.width - 24
                        text: home.view.greeting
                        size: Theme.h2
                        strong: true
                        color: Theme.brand
                    }

                    Words {
                        id: day

                        anchors.right: parent.right
                        anchors.baseline: greeting.baseline
                        text: home.view.day
                        color: Theme.inkSoft
                    }
                }
            }

            Column {
                width: parent.width
                spacing: 12

                BoardTable {
                    width: parent.width
                    rows: home.view.board
                    title: home.view.boardTitle
                    serving: home.view.servingLabel
                    waiting: home.view.waitingLabel
                    limit: Theme.large ? 3 : 5
                }

                Words {
                    width: parent.width
                    visible: text !== ""
                    text: home.view.boardNote
                    size: Theme.small
                    color: Theme.warn
                }
            }
        }
    }

    Item {
        id: doors

        anchors.right: parent.right
        anchors.rightMargin: home.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 40
        anchors.top: parent.top
        anchors.topMargin: Theme.portrait ? paper.height + 28 : 48
        width: Theme.portrait ? home.column : home.width - home.column - 3 * home.margin

        Words {
            id: invitation

            width: parent.width
            text: home.view.invitation
            size: Theme.h2
            strong: true
        }

        Column {
            anchors.top: invitation.bottom
            anchors.topMargin: 20
            anchors.bottom: parent.bottom
            width: parent.width
            spacing: Theme.gap

            Repeater {
                id: repeater

                model: home.view.services

                ServiceDoor {
                    id: door

                    required property ServiceTile modelData
                    required property int index

                    tile: modelData
                    primary: index === 0
                    width: doors.width
                    height: (doors.height - invitation.height - 20 - Theme.gap * (repeater.count - 1)) * (primary ? 0.56 : 0.44)
                    onClicked: home.view.choose(modelData.code)

                    ScanHint {
                        anchors.fill: parent
                        visible: door.primary
                        ink: door.lit ? Theme.brandInk : Theme.inkSoft
                        fill: door.lit ? Theme.brand : Theme.ground
                        glow: door.lit ? (Theme.contrast ? Theme.brandInk : Theme.lamp) : Theme.edge
                        moving: Theme.moving && door.lit
                    }

                    CardHint {
                        anchors.fill: parent
                        visible: !door.primary
                        ink: door.tile.possible ? Theme.ink : Theme.inkSoft
                        fill: Theme.paper
                        glow: door.tile.possible ? Theme.lamp : Theme.edge
                        moving: false
                    }
                }
            }
        }
    }

    Sheet {
        visible: home.view.explaining
        name: home.view.explainedTitle

        Words {
            width: parent.width
            text: home.view.explainedTitle
            size: Theme.h1
            strong: true
        }

        Words {
            width: parent.width
            text: home.view.explainedText
            size: Theme.h2
        }

        ActionButton {
            objectName: "understood"
            width: parent.width
            primary: true
            focus: true
            text: home.view.understoodLabel
            onClicked: home.view.understood()
        }
    }
}
