pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property BrowseCatalogueView view
    readonly property bool searching: view.mode === "search"
    readonly property bool doors: view.mode === "doors"

    share: searching ? 0.42 : 0.46
    backs: doors
    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            view.erase()
        else if (event.text >= (searching ? " " : "!"))
            view.press(event.text)
        else
            return
        event.accepted = true
    }

    head: [
        Words {
            width: parent.width
            visible: !screen.searching
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Words {
            objectName: "title"
            width: parent.width
            visible: !screen.searching
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Press {
            id: field

            objectName: "search"
            width: parent.width
            height: Math.max(Theme.target, typed.implicitHeight + 36)
            text: screen.view.typed === "" ? screen.view.hint : screen.view.typed
            onClicked: screen.view.search()

            background: Rectangle {
                radius: field.radius
                color: field.down ? Theme.brandSoft : Theme.paper
                border.color: screen.searching ? Theme.brand : Theme.line
                border.width: screen.searching ? 2 * Theme.hair : Theme.hair
            }

            contentItem: Item {
                Icon {
                    id: lens

                    x: 24
                    anchors.verticalCenter: parent.verticalCenter
                    path: Icons.search
                    ink: Theme.brand
                    size: Theme.body * 1.2
                    weight: 2.4
                }

                Words {
                    id: typed

                    objectName: "typed"
                    anchors.left: lens.right
                    anchors.leftMargin: 20
                    anchors.right: parent.right
                    anchors.rightMargin: 20
                    anchors.verticalCenter: parent.verticalCenter
                    text: field.text
                    size: Theme.body
                    strong: screen.view.typed !== ""
                    color: screen.view.typed !== "" ? Theme.ink : Theme.inkSoft
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    Accessible.ignored: true
                }
            }
        },
        Words {
            width: parent.width
            visible: screen.searching && screen.view.typed !== "" && list.choices.length === 0
            text: screen.view.hint
            size: Theme.small
            strong: true
            color: Theme.warn
        }
    ]

    RowLayout {
        id: groupings

        visible: screen.doors
        width: parent.width
        spacing: 16
        uniformCellSizes: true

        Repeater {
            model: screen.view.groupings

            Press {
                id: tab

                required property var modelData

                objectName: "by_" + modelData.key
                Layout.fillWidth: true
                Layout.preferredHeight: Math.max(Theme.target, 88)
                text: modelData.label
                radius: Theme.target / 2
                onClicked: screen.view.group(modelData.key)

                background: Rectangle {
                    radius: tab.radius
                    color: tab.modelData.on ? Theme.brand : tab.down ? Theme.brandSoft : "transparent"
                    border.color: tab.modelData.on ? Theme.brand : Theme.line
                    border.width: Theme.hair
                }

                contentItem: Item {
                    Words {
                        anchors.centerIn: parent
                        width: Math.min(implicitWidth, parent.width - 16)
                        horizontalAlignment: Text.AlignHCenter
                        text: tab.text
                        size: Math.min(Theme.body, 42)
                        lineHeight: 0.85
                        strong: tab.modelData.on
                        color: tab.modelData.on ? Theme.brandInk : Theme.ink
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    Choices {
        id: list

        readonly property bool beside: screen.searching && !Theme.portrait // on the paper's side, below it

        x: beside ? -screen.column - Theme.margin : 0
        y: groupings.visible ? groupings.height + Theme.gap : beside ? screen.paperHeight - 16 : 0
        width: beside ? screen.column : parent.width
        height: (beside ? parent.height + screen.barHeight + 32 : screen.searching ? pad.y - Theme.gap : parent.height) - y
        columns: screen.doors && !Theme.large ? 2 : 1
        lead: (screen.doors ? 110 : 140) * Theme.type
        row: Math.round((screen.doors ? 130 : 180) * Theme.type)
        choices: screen.view.choices
        onChosen: key => screen.view.choose(key)

        Connections {
            function onChanged(): void {
                list.page = Math.min(list.page, Math.max(0, list.pages - 1))
            }

            target: screen.view
        }
    }

    PinyinPad {
        id: pad

        visible: screen.searching
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.portrait ? 6 * 96 + 5 * slit : Math.min(parent.height, 5 * 112 + 4 * slit)
        board: screen.view.board
    }

    actions: Row {
        id: ways

        width: parent?.width ?? 0
        spacing: Theme.gap

        ActionButton {
            objectName: "up"
            visible: !screen.doors
            width: list.paged ? (ways.width - ways.spacing) / 2 : ways.width
            text: screen.view.upLabel
            size: Theme.body
            icon_: Icons.back
            onClicked: screen.view.up()
        }

        MoreButton {
            label: screen.view.moreLabel
            page: list.page
            pages: list.pages
            visible: list.paged
            width: screen.doors ? ways.width : (ways.width - ways.spacing) / 2
            onClicked: list.turn()
        }
    }
}
