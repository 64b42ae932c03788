pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Cards of a group, a page at a time, each with two ways: change it, or take it out. Below the last one: another.
Item {
    id: list

    required property var entries
    property bool canAdd: true
    property bool wanted: false // another one has to be there
    property string emptyLabel: ""
    property string addLabel: ""
    property string changeLabel: ""
    property string removeLabel: ""
    property string moreLabel: ""
    property int page: 0
    readonly property bool wide: width >= 900 * Theme.type
    readonly property bool beside: wide || !Theme.portrait // the two buttons below the cards
    readonly property real least: wide ? Math.max(Theme.target + 32, 160 * Theme.type) : 2 * Theme.target + Theme.gap + 32
    readonly property real row: tallest(cards.count)
    readonly property real low: Math.max(Theme.button, 2.7 * Theme.body + 40) // words on two lines
    readonly property real half: beside && paged && canAdd ? (width - Theme.gap) / 2 : width
    readonly property real room: height + Theme.gap - (canAdd ? low + Theme.gap : 0)
    readonly property bool paged: entries.length > fit(room)
    readonly property real rest: room - (canAdd && beside ? 0 : low + Theme.gap)
    readonly property int perPage: Math.max(1, fit(paged ? rest : room))
    readonly property int pages: Math.max(1, Math.ceil(entries.length / perPage))

    signal added
    signal changed(key: string)
    signal removed(key: string)

    function fit(tall: real): int {
        return Math.floor(tall / (row + Theme.gap))
    }

    // All cards are as high as the one with most to say.
    function tallest(count: int): real {
        let tall = least
        for (let at = 0; at < count; at++)
            tall = Math.max(tall, (cards.itemAt(at) as Card)?.tall ?? 0)
        return tall
    }

    onPagesChanged: page = Math.min(page, pages - 1)
    Component.onCompleted: page = pages - 1 // where the one that was added last stands

    component Card: Rectangle {
        id: card

        required property var modelData
        required property int index
        readonly property real tall: words.implicitHeight + 32

        width: list.width
        height: list.row
        visible: Math.floor(index / list.perPage) === list.page
        radius: Theme.radius
        color: Theme.paper
        border.color: Theme.edge
        border.width: Theme.hair

        Rectangle {
            id: lead

            x: 24
            anchors.verticalCenter: parent.verticalCenter
            width: 84 * Theme.type
            height: width
            radius: 14
            color: Theme.brandSoft

            Words {
                anchors.centerIn: parent
                text: card.modelData.key
                size: Theme.h2
                strong: true
                color: Theme.brand
                Accessible.name: card.modelData.name
            }
        }

        Column {
            id: words

            anchors.left: lead.right
            anchors.leftMargin: 28
            anchors.right: ways.left
            anchors.rightMargin: 24
            anchors.verticalCenter: parent.verticalCenter

            Words {
                width: parent.width
                text: card.modelData.title
                strong: true
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }

            Words {
                width: parent.width
                text: card.modelData.detail
                size: Theme.small
                color: Theme.inkSoft
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }
        }

        Grid {
            id: ways

            anchors.right: parent.right
            anchors.rightMargin: 16
            anchors.verticalCenter: parent.verticalCenter
            columns: list.wide ? 2 : 1
            spacing: Theme.gap

            ActionButton {
                id: change

                objectName: "change_" + card.modelData.key
                width: Math.max(implicitWidth, remove.implicitWidth)
                height: Theme.target
                text: list.changeLabel
                size: Theme.body
                Accessible.name: list.changeLabel + " " + card.modelData.name
                onClicked: list.changed(card.modelData.key)
            }

            ActionButton {
                id: remove

                objectName: "remove_" + card.modelData.key
                width: Math.max(implicitWidth, change.implicitWidth)
                height: Theme.target
                text: list.removeLabel
                size: Theme.body
                Accessible.name: list.removeLabel + " " + card.modelData.name
                onClicked: list.removed(card.modelData.key)
            }
        }
    }

    Column {
        width: parent.width
        spacing: Theme.gap

        Words {
            visible: list.entries.length === 0
            width: parent.width
            topPadding: Theme.gap
            bottomPadding: Theme.gap
            text: list.emptyLabel
            color: Theme.inkSoft
        }

        Repeater {
            id: cards

            model: list.entries

            Card {}
        }

        Grid {
            width: parent.width
            columns: list.beside ? 2 : 1
            spacing: Theme.gap

            MoreButton {
                label: list.moreLabel
                page: list.page
                pages: list.pages
                visible: list.paged
                width: list.half
                height: list.low
                size: list.wide ? Theme.body : Theme.small
                onClicked: list.page = (list.page + 1) % list.pages
            }

            ActionButton {
                objectName: "add"
                visible: list.canAdd
                width: list.half
                height: list.low
                primary: list.wanted
                text: list.addLabel
                icon_: Icons.plus
                size: list.wide ? Theme.body : Theme.small
                onClicked: list.added()
            }
        }
    }
}
