import QtQuick
import QtQuick.Layouts
import ".."

// A list to choose from, a page at a time: nothing to scroll, nothing hidden under a finger.
Item {
    id: list

    required property var choices
    required property string moreLabel
    property int page: 0
    readonly property real row: Math.round(196 * Math.max(1, Theme.type * 0.98))
    readonly property int fitting: Math.max(1, Math.floor((height + Theme.gap) / (row + Theme.gap)))
    readonly property bool paged: choices.length > fitting
    readonly property int perPage: paged ? Math.max(1, Math.floor((height - Theme.button) / (row + Theme.gap))) : fitting
    readonly property int pages: Math.ceil(choices.length / perPage)

    signal chosen(key: string)

    Column {
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: list.choices.slice(list.page * list.perPage, (list.page + 1) * list.perPage)

            Press {
                id: choice

                required property var modelData
                readonly property bool shut: modelData.shut !== ""

                objectName: "choice_" + modelData.key
                width: list.width
                height: list.row
                text: [modelData.lead, modelData.title, modelData.detail, modelData.note].filter(each => each !== "").join("，")
                onClicked: list.chosen(modelData.key)

                background: Rectangle {
                    radius: choice.radius
                    color: choice.down ? Theme.brandSoft : choice.shut ? Theme.ground : Theme.paper
                    border.color: Theme.line
                    border.width: Theme.hair
                }

                contentItem: RowLayout {
                    spacing: 32

                    Words {
                        Layout.leftMargin: 36
                        Layout.preferredWidth: Math.min(implicitWidth, choice.width * 0.36)
                        text: choice.modelData.lead
                        size: Theme.h2
                        strong: true
                        color: choice.shut ? Theme.inkSoft : Theme.brand
                        Accessible.ignored: true
                    }

                    Rectangle {
                        Layout.preferredWidth: Theme.hair
                        Layout.preferredHeight: choice.height * 0.56
                        color: Theme.edge
                    }

                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 2

                        Words {
                            Layout.fillWidth: true
                            text: choice.modelData.title
                            size: Theme.body * 1.1
                            strong: true
                            color: choice.shut ? Theme.inkSoft : Theme.ink
                            Accessible.ignored: true
                        }

                        Words {
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: choice.modelData.detail
                            size: Theme.small
                            color: Theme.inkSoft
                            Accessible.ignored: true
                        }

                        RowLayout {
                            visible: choice.modelData.note !== ""
                            spacing: 10

                            Icon {
                                path: choice.shut ? Icons.clock : Icons.check
                                ink: choice.shut ? Theme.warn : Theme.brand
                                size: Theme.small
                            }

                            Words {
                                Layout.fillWidth: true
                                text: choice.modelData.note
                                size: Theme.small
                                strong: true
                                color: choice.shut ? Theme.warn : Theme.brand
                                Accessible.ignored: true
                            }
                        }
                    }

                    Icon {
                        Layout.rightMargin: 32
                        path: Icons.next
                        ink: choice.shut ? Theme.inkSoft : Theme.brand
                        size: 48
                    }
                }
            }
        }

        ActionButton {
            objectName: "more"
            visible: list.paged
            width: list.width
            text: list.moreLabel + "  " + (list.page + 1) + " / " + list.pages
            icon_: Icons.more
            size: Theme.body
            onClicked: list.page = (list.page + 1) % list.pages
        }
    }
}
