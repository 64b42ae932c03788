pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// A list to choose from, a page at a time: nothing to scroll, nothing hidden under a finger.
Item {
    id: list

    required property var choices
    property int columns: 1
    property real lead: 100
    property real row: 160
    property int page: 0
    readonly property int rows: Math.max(1, Math.floor((height + Theme.gap) / (row + Theme.gap)))
    readonly property bool paged: choices.length > perPage
    readonly property int perPage: rows * columns
    readonly property int pages: Math.ceil(choices.length / perPage)

    signal chosen(key: string)

    function turn(): void {
        page = (page + 1) % pages
    }

    onPagesChanged: page = Math.min(page, Math.max(0, pages - 1))

    Grid {
        id: grid

        columns: list.columns
        spacing: Theme.gap

        Repeater {
            model: list.choices.slice(list.page * list.perPage, (list.page + 1) * list.perPage)

            Press {
                id: choice

                required property var modelData
                readonly property bool shut: modelData.shut !== ""
                readonly property string tone: modelData.tone ?? (shut ? "warn" : "good")

                objectName: "choice_" + modelData.key
                width: (list.width - (list.columns - 1) * Theme.gap) / list.columns
                height: list.row
                text: [modelData.lead, modelData.below, modelData.title, modelData.detail, modelData.note].filter(each => each !== "").join("，")
                leftPadding: 28
                rightPadding: 24
                onClicked: list.chosen(modelData.key)

                background: Rectangle {
                    radius: choice.radius
                    color: choice.down ? Theme.brandSoft : choice.shut ? Theme.ground : Theme.paper
                    border.color: Theme.line
                    border.width: Theme.hair
                }

                contentItem: RowLayout {
                    spacing: 28

                    Sign {
                        visible: choice.modelData.lead === ""
                        kind: choice.modelData.sign ?? "check"
                        tone: choice.tone
                        size: Theme.h1
                    }

                    Rectangle {
                        visible: choice.modelData.lead !== ""
                        Layout.preferredWidth: list.lead
                        Layout.preferredHeight: leadColumn.implicitHeight + 16
                        radius: 14
                        color: choice.shut ? "transparent" : Theme.brandSoft

                        Column {
                            id: leadColumn

                            anchors.centerIn: parent
                            width: parent.width

                            Words {
                                width: parent.width
                                horizontalAlignment: Text.AlignHCenter
                                text: choice.modelData.lead
                                size: Theme.h2 * 1.15
                                strong: true
                                color: choice.shut ? Theme.inkSoft : Theme.brand
                                Accessible.ignored: true
                            }

                            Words {
                                width: parent.width
                                visible: text !== ""
                                horizontalAlignment: Text.AlignHCenter
                                text: choice.modelData.below
                                size: Theme.small
                                color: Theme.inkSoft
                                Accessible.ignored: true
                            }
                        }
                    }

                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 0

                        Words {
                            Layout.fillWidth: true
                            text: choice.modelData.title
                            strong: true
                            lineHeight: 0.88
                            color: choice.shut ? Theme.inkSoft : Theme.ink
                            Accessible.ignored: true
                        }

                        Words {
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: choice.modelData.detail
                            size: Theme.small
                            lineHeight: 0.9
                            color: Theme.inkSoft
                            Accessible.ignored: true
                        }

                        RowLayout {
                            visible: choice.modelData.note !== ""
                            spacing: 10

                            Sign {
                                visible: choice.modelData.lead !== ""
                                kind: choice.shut ? "clock" : "check"
                                tone: choice.tone
                                size: Theme.small
                            }

                            Words {
                                Layout.fillWidth: true
                                text: choice.modelData.note
                                size: Theme.small
                                strong: true
                                lineHeight: 0.9
                                color: Theme.tint(choice.tone)
                                Accessible.ignored: true
                            }
                        }
                    }

                    Icon {
                        visible: list.columns === 1
                        path: Icons.next
                        ink: choice.shut ? Theme.inkSoft : Theme.brand
                        size: 48
                    }
                }
            }
        }
    }
}
