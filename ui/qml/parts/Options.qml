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
    readonly property real size: many ? Theme.small : Theme.body
    readonly property real least: many ? Math.max(Theme.target, size * 3 + 8) : Math.max(Theme.button, size * 2.2 + 40)
    readonly property int fitting: fit(height)
    readonly property int columns: options.length > fitting && width >= 2 * (many ? 330 : 440) * Theme.type ? 2 : 1
    readonly property bool paged: options.length > fitting * columns
    readonly property int rows: paged ? fit(height - Theme.button - 2 * Theme.gap) : fitting
    readonly property int perPage: rows * columns
    readonly property int pages: Math.ceil(options.length / perPage)
    readonly property real row: paged ? least : Math.max(least, Math.min(1.4 * least, (height + Theme.gap) / Math.ceil(options.length / columns) - Theme.gap))

    signal chosen(key: string)

    function fit(tall: real): int {
        return Math.max(1, Math.floor((tall + Theme.gap) / (least + Theme.gap)))
    }

    onFirstChanged: page = 0
    onPagesChanged: page = Math.min(page, Math.max(0, pages - 1))

    Grid {
        columns: list.columns
        spacing: Theme.gap

        Repeater {
            model: list.options.slice(list.page * list.perPage, (list.page + 1) * list.perPage)

            Press {
                id: option

                required property var modelData

                objectName: "option_" + modelData.key
                width: (list.width - (list.columns - 1) * Theme.gap) / list.columns
                height: list.row
                text: modelData.title
                checkable: false
                leftPadding: 32
                rightPadding: 24
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

                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.h2 * 1.2
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

                    Words {
                        anchors.left: mark.right
                        anchors.leftMargin: 28
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

    ActionButton {
        objectName: "more"
        visible: list.paged
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.button
        text: list.moreLabel + "  " + (list.page + 1) + " / " + list.pages
        icon_: Icons.more
        size: Theme.body
        onClicked: list.page = (list.page + 1) % list.pages
    }
}
