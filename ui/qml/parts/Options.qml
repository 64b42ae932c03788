pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Options of one question, a page at a time; a mark says which are chosen, round for one of them, square for several.
Item {
    id: list

    required property var options
    property bool several: false
    property int page: 0
    readonly property string first: options.length > 0 ? options[options.length - 1].key : "" // another list begins anew
    property string moreLabel: ""
    readonly property bool many: options.length > 12
    readonly property bool marked: several || !many
    readonly property real size: many ? Theme.small : Theme.body
    readonly property real mark: Theme.h2 * 1.2
    readonly property var plan: planned(width, height)
    readonly property int perPage: plan.rows * plan.columns
    readonly property int pages: Math.ceil(options.length / perPage)
    readonly property real row: plan.paged ? plan.tall : Math.max(plan.tall, Math.min(1.4 * plan.tall, (height + Theme.gap) / Math.ceil(options.length / plan.columns) - Theme.gap))

    signal chosen(key: string)

    // The fewest columns that show all at once, or else those that show most; no title takes more than three lines.
    function planned(wide: real, high: real): var {
        let best = null
        for (let columns = 1; columns <= 4; columns++) {
            const lines = lined((wide + Theme.gap) / columns - Theme.gap)
            if (best && lines > 3)
                break
            const tall = Math.max(many ? Theme.target : Theme.button, lines * size * 1.34 + 28)
            const all = fit(high, tall)
            const some = fit(high - Theme.button - 2 * Theme.gap, tall)
            const paged = options.length > all * columns
            if (!best || (paged ? some : all) * columns > best.rows * best.columns)
                best = {
                    columns: columns,
                    rows: paged ? some : all,
                    tall: tall,
                    paged: paged
                }
            if (!paged)
                break
        }
        return best
    }

    function fit(high: real, tall: real): int {
        return Math.max(1, Math.floor((high + Theme.gap) / (tall + Theme.gap)))
    }

    // How many lines the longest title takes; a word that no line holds takes too many.
    function lined(wide: real): int {
        const room = 0.94 * (wide - (marked ? 56 + mark + 28 : 56)) / size
        return options.reduce((most, option) => {
            const words = option.title.match(/[\u0021-\u1fff]+/g) ?? []
            return Math.max(most, words.some(word => em(word) > room) ? 9 : Math.ceil(em(option.title) / room))
        }, 1)
    }

    function em(text: string): real {
        let sum = 0
        for (let at = 0; at < text.length; at++)
            sum += text.charCodeAt(at) < 0x2000 ? 0.62 : 1
        return sum
    }

    // The page with what was chosen before, or the first.
    function start(): void {
        page = Math.max(0, Math.floor(options.findIndex(option => option.chosen) / perPage))
    }

    onFirstChanged: start()
    onPagesChanged: page = Math.min(page, Math.max(0, pages - 1))
    Component.onCompleted: start()

    Grid {
        columns: list.plan.columns
        spacing: Theme.gap

        Repeater {
            // A count, not the options: a mark that changes must not build the list anew and take the focus away.
            model: Math.max(0, Math.min(list.perPage, list.options.length - list.page * list.perPage))

            Press {
                id: option

                required property int index
                readonly property var modelData: list.options[list.page * list.perPage + index] ?? {
                    key: "",
                    title: "",
                    chosen: false
                }

                objectName: "option_" + modelData.key
                width: (list.width + Theme.gap) / list.plan.columns - Theme.gap
                height: list.row
                text: modelData.title
                checkable: false
                leftPadding: list.marked ? 32 : 20
                rightPadding: list.marked ? 24 : 36
                Accessible.checkable: true
                Accessible.checked: modelData.chosen
                onClicked: list.chosen(modelData.key)

                background: Rectangle {
                    radius: option.radius
                    color: option.down || option.modelData.chosen ? Theme.brandSoft : Theme.paper
                    border.color: option.modelData.chosen ? Theme.brand : Theme.line
                    border.width: option.modelData.chosen ? 2 * Theme.hair : Theme.hair
                }

                contentItem: Item {
                    Rectangle {
                        id: mark

                        visible: list.marked
                        anchors.verticalCenter: parent.verticalCenter
                        width: list.mark
                        height: width
                        radius: list.several ? 10 : width / 2
                        color: option.modelData.chosen ? Theme.brand : Theme.paper
                        border.color: option.modelData.chosen ? Theme.brand : Theme.line
                        border.width: 2 * Theme.hair

                        Icon {
                            visible: option.modelData.chosen
                            anchors.centerIn: parent
                            path: Icons.check
                            ink: Theme.brandInk
                            size: parent.width * 0.7
                            weight: 3
                        }
                    }

                    Icon {
                        visible: !list.marked && option.modelData.chosen
                        anchors.left: parent.right
                        anchors.leftMargin: -8
                        anchors.verticalCenter: parent.verticalCenter
                        path: Icons.check
                        ink: Theme.brand
                        size: Theme.small
                        weight: 3
                    }

                    Words {
                        anchors.left: list.marked ? mark.right : parent.left
                        anchors.leftMargin: list.marked ? 28 : 0
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        text: option.modelData.title
                        size: list.size
                        strong: true
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    MoreButton {
        label: list.moreLabel
        page: list.page
        pages: list.pages
        visible: list.plan.paged
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.button
        onClicked: list.page = (list.page + 1) % list.pages
    }
}
