pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

// Attract and home in one: the time stands there like a called number, the hall's queues are printed below it.
FocusScope {
    id: home

    required property HomeView view
    required property Stage stage
    readonly property real margin: Theme.margin
    readonly property real column: Theme.portrait ? width - 2 * margin : Math.round((width - 3 * margin) * 0.48)

    focus: true

    Paper {
        id: paper

        x: home.margin
        width: home.column
        height: content.y + content.height + 50
        notch: content.y + now.height + content.spacing / 2

        Column {
            id: content

            x: 56
            y: 44
            width: parent.width - 112
            spacing: Theme.portrait ? 52 : 40

            Column {
                id: now

                width: parent.width
                spacing: 8

                BigNumber {
                    objectName: "clock"
                    width: parent.width
                    text: home.view.clock
                    size: !Theme.portrait ? Theme.giant : repeater.count > 3 ? 220 : 320
                }

                Flow {
                    width: parent.width
                    spacing: 24

                    Words {
                        text: home.view.greeting
                        size: Theme.large ? Theme.body : Theme.h2
                        strong: true
                        color: Theme.brand
                    }

                    Words {
                        text: home.view.day
                        size: Theme.large ? Theme.body : Theme.h2
                        color: Theme.inkSoft
                    }
                }
            }

            Column {
                id: hall

                width: parent.width
                spacing: 8

                BoardTable {
                    id: table

                    readonly property real free: home.height - 88 - now.height - content.spacing - (note.visible ? note.height + 8 : 0) - 20
                    readonly property real beside: Theme.portrait ? doors.least + 32 : 40

                    width: parent.width
                    visible: rows.length > 0 && limit > 0
                    rows: home.view.board
                    title: home.view.boardTitle
                    serving: home.view.servingLabel
                    waiting: home.view.waitingLabel
                    rest: home.view.boardRest
                    limit: Math.min(6, Math.floor((free - beside - headHeight - (rows.length * rowHeight > free - beside - headHeight ? Theme.small * 1.4 : 0)) / rowHeight))
                }

                Words {
                    id: note

                    width: parent.width
                    visible: text !== ""
                    text: home.view.boardNote
                    size: Theme.small
                    color: Theme.warn
                }
            }
        }
    }

    Flow {
        id: doors

        readonly property int columns: repeater.count > (Theme.portrait ? 4 : 3) ? 2 : 1
        readonly property bool odd: columns > 1 && repeater.count % 2 === 1 // the first door has its line alone
        readonly property int lines: Math.ceil(repeater.count / columns)
        readonly property list<real> tall: { // how tall each door has to be: those beside each other are of one height
            const found = []
            for (let i = 0; i < repeater.count; i++)
                found.push(repeater.itemAt(i)?.implicitHeight ?? 0)
            for (let i = odd ? 1 : 0; columns > 1 && i + 1 < found.length; i += 2)
                found[i] = found[i + 1] = Math.max(found[i], found[i + 1])
            return found
        }
        readonly property real least: {
            let sum = invitation.height + 40
            for (let i = 0; i < tall.length; i += columns > 1 && !(odd && i === 0) ? 2 : 1)
                sum += tall[i] + Theme.gap
            return sum
        }
        readonly property real spare: Math.max(0, home.height - y - least) / Math.max(1, lines)

        x: Theme.portrait ? home.margin : home.column + 2 * home.margin
        y: Theme.portrait ? paper.height + 32 : 44
        width: Theme.portrait ? home.column : home.width - home.column - 3 * home.margin
        spacing: Theme.gap

        Words {
            id: invitation

            width: parent.width
            text: home.view.invitation
            size: Theme.h2
            strong: true
            color: home.view.calling ? Theme.warn : Theme.ink
        }

        Repeater {
            id: repeater

            model: home.view.services

            ServiceDoor {
                id: door

                required property ServiceTile modelData
                required property int index

                tile: modelData
                primary: index === 0
                compact: repeater.count > 2
                crowded: repeater.count > 3
                narrow: doors.columns > 1 && !(primary && doors.odd)
                width: narrow ? (doors.width - (doors.columns - 1) * doors.spacing) / doors.columns : doors.width
                height: (doors.tall[index] ?? 0) + Math.min(160, doors.spare * (narrow ? 1 : primary ? 1.2 : 0.8))
                onClicked: home.view.choose(modelData.code)

                DoorDrawing {
                    anchors.fill: parent
                    code: door.tile.code
                    ink: door.lit ? Theme.brandInk : door.tile.possible ? Theme.ink : Theme.inkSoft
                    fill: door.lit ? Theme.brandInk : door.tile.possible ? Theme.paper : Theme.ground
                    mark: door.lit ? Theme.brand : ink
                    glow: !door.tile.possible ? Theme.edge : door.lit && Theme.contrast ? Theme.brand : Theme.lamp
                    moving: Theme.moving && door.lit
                }
            }
        }
    }
}
