pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."

// Answers to look through, a page at a time; as many rows on a page as their words leave room for.
Item {
    id: list

    required property var rows
    property string changeLabel: ""
    property string moreLabel: ""
    property int page: 0
    property bool seen: !paged // the last page has been on the screen
    readonly property bool paged: pageStarts(height).length > 1
    readonly property var starts: pageStarts(paged ? height - Theme.button - Theme.gap : height)
    readonly property int pages: starts.length
    readonly property bool last: page >= pages - 1
    readonly property int from: starts[Math.min(page, pages - 1)]
    readonly property int to: last ? rows.length : starts[page + 1]

    signal changed(key: string)

    function pageStarts(room: real): list<int> {
        const found = [0]
        let used = 0
        for (let at = 0; at < answers.count; at++) {
            const tall = (answers.itemAt(at) as Answer)?.tall ?? 0
            if (used > 0 && used + tall > room) {
                found.push(at)
                used = 0
            }
            used += tall
        }
        return found
    }

    onPagesChanged: page = Math.min(page, pages - 1)
    onPageChanged: seen = seen || page >= pages - 1

    component Answer: Item {
        id: answer

        required property var modelData
        required property int index
        readonly property real pagesTall: modelData.pages.length > 0 ? Theme.target * 1.1 + 12 : 0
        readonly property real wordsTall: label.implicitHeight + value.implicitHeight + (modelData.source === "" ? 0 : source.implicitHeight) + pagesTall
        readonly property real sectionTall: modelData.section === "" ? 0 : section.implicitHeight + 28
        readonly property real tall: sectionTall + Math.max(wordsTall + 32, modelData.key === "" ? 0 : change.implicitHeight + 24)

        width: list.width
        height: tall
        visible: index >= list.from && index < list.to

        Words {
            id: section

            visible: answer.modelData.section !== ""
            y: 8
            width: parent.width
            text: answer.modelData.section
            strong: true
            color: Theme.brand
        }

        Item {
            id: words

            y: answer.sectionTall + (answer.tall - answer.sectionTall - answer.wordsTall) / 2
            width: parent.width - (answer.modelData.key === "" ? 0 : change.width + 24)
            height: answer.wordsTall

            Words {
                id: label

                width: parent.width
                text: answer.modelData.label
                size: Theme.small
                color: Theme.inkSoft
            }

            Words {
                id: value

                anchors.top: label.bottom
                width: parent.width
                text: answer.modelData.value
                strong: true
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }

            Words {
                id: source

                anchors.top: value.bottom
                visible: text !== ""
                width: parent.width
                text: answer.modelData.source
                size: Theme.small
                color: Theme.brand
            }

            Row {
                anchors.bottom: parent.bottom
                height: answer.pagesTall > 0 ? answer.pagesTall - 12 : 0
                spacing: 12

                Repeater {
                    model: answer.modelData.pages.slice(0, 6)

                    Rectangle {
                        id: frame

                        required property Shot modelData

                        height: parent?.height ?? 0
                        width: thumb.width + 2 * Theme.hair
                        color: Theme.paper
                        border.color: Theme.line
                        border.width: Theme.hair

                        PicturePrint {
                            id: thumb

                            anchors.centerIn: parent
                            height: parent.height - 2 * Theme.hair
                            width: picture.height > 0 ? height * picture.width / picture.height : height
                            longest: 240
                            shot: frame.modelData
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }

        ActionButton {
            id: change

            objectName: "change_" + answer.modelData.key
            visible: answer.modelData.key !== ""
            anchors.right: parent.right
            y: answer.sectionTall + (answer.tall - answer.sectionTall - height) / 2
            implicitHeight: Theme.target
            text: list.changeLabel
            size: Theme.body
            Accessible.name: list.changeLabel + " " + answer.modelData.label
            onClicked: list.changed(answer.modelData.key)
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hair
            color: Theme.edge
        }
    }

    Column {
        width: parent.width

        Repeater {
            id: answers

            model: list.rows

            Answer {}
        }
    }

    MoreButton {
        label: list.moreLabel
        page: list.page
        pages: list.pages
        visible: list.paged
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.button
        primary: !list.seen
        onClicked: list.page = (list.page + 1) % list.pages
    }
}
