pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ReviewDocumentView view
    readonly property bool several: view.shots.length > 1
    readonly property real beside: Theme.portrait ? column : buttons.x - Theme.gap // the page beside or above the buttons

    backs: false
    share: 0.36
    onHome: view.home()

    head: [
        Words {
            width: parent.width
            visible: Theme.portrait || !Theme.large
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.portrait && !Theme.large ? Theme.h1 : Theme.h2
            strong: true
        },
        Words {
            width: parent.width
            text: screen.view.hint
        }
    ]

    PaperView {
        id: paper

        anchors.top: parent.top
        anchors.bottom: strip.top
        anchors.bottomMargin: Theme.gap
        width: screen.beside
        shot: screen.view.shot
        name: screen.view.place
    }

    Row {
        id: strip

        readonly property int room: Math.max(1, Math.floor((width + spacing) / (Theme.target + spacing)))
        readonly property int count: Math.min(room, screen.view.shots.length)
        readonly property int from: Math.max(0, Math.min(screen.view.at - Math.floor(room / 2), screen.view.shots.length - room))
        readonly property real each: Math.min(Theme.target * 1.3, (width - (count - 1) * spacing) / Math.max(1, count))

        anchors.bottom: Theme.portrait ? buttons.top : parent?.bottom
        anchors.bottomMargin: screen.several && Theme.portrait ? Theme.gap : 0
        width: screen.beside
        height: screen.several ? Theme.target * 1.2 : 0
        visible: screen.several
        spacing: 16

        Repeater {
            model: strip.count

            Press {
                id: thumb

                required property int index
                readonly property int at: strip.from + index
                readonly property bool chosen: at === screen.view.at

                objectName: "page_" + (at + 1)
                width: strip.each
                height: strip.height
                text: screen.view.pageLabels[at] ?? ""
                onClicked: screen.view.show(at)

                background: Rectangle {
                    radius: 8
                    color: thumb.chosen ? Theme.brandSoft : Theme.paper
                    border.color: thumb.chosen ? Theme.brand : Theme.line
                    border.width: thumb.chosen ? 3 * Theme.hair : Theme.hair
                }

                contentItem: Item {
                    PicturePrint {
                        readonly property real shape: picture.height > 0 ? picture.width / picture.height : 0.7

                        anchors.centerIn: parent
                        width: Math.min(parent.width - 16, (parent.height - 16) * shape)
                        height: width / shape
                        longest: 240
                        shot: screen.view.shots[thumb.at] ?? null
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    Grid {
        id: buttons

        readonly property real each: (width - (columns - 1) * spacing) / columns

        anchors.bottom: parent.bottom
        anchors.right: parent.right
        width: Theme.portrait ? parent.width : 0.34 * parent.width
        columns: Theme.portrait ? 2 : 1
        spacing: Theme.portrait ? Theme.gap : 16

        ActionButton {
            objectName: "closer"
            width: buttons.each
            height: Theme.target
            text: paper.closer ? (paper.last ? screen.view.labels.whole : screen.view.labels.onwards) : screen.view.labels.closer
            icon_: paper.closer ? (paper.last ? Icons.page : Icons.more) : Icons.search
            size: Theme.body
            onClicked: paper.onwards()
        }

        ActionButton {
            objectName: "again"
            width: buttons.each
            height: Theme.target
            text: screen.view.labels.again
            icon_: Icons.camera
            size: Theme.body
            onClicked: screen.view.again()
        }

        ActionButton {
            objectName: "remove"
            width: buttons.each
            height: Theme.target
            text: screen.view.labels.remove
            icon_: Icons.erase
            size: Theme.body
            onClicked: screen.view.remove()
        }

        ActionButton {
            objectName: "next"
            visible: screen.view.mayTakeMore
            width: buttons.each
            height: Theme.target
            text: screen.view.labels.next
            icon_: Icons.page
            size: Theme.body
            onClicked: screen.view.next()
        }
    }

    actions: ActionButton {
        objectName: "keep"
        width: parent?.width ?? 0
        primary: true
        text: screen.view.labels.keep
        icon_: Icons.check
        onClicked: screen.view.keep()
    }
}
