pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk
import ".."
import "../parts"

// Time runs down a rail; what stands side by side may be done side by side. A stage is a lane with its name above.
Page {
    id: screen

    required property ShowPlanView view
    readonly property bool list: view.listed || Theme.large

    share: 0.38
    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => reading.page(event)

    head: [
        Words {
            width: parent.width
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Row {
            width: parent.width
            spacing: 28

            Column {
                width: parent.width - (code.visible ? code.width + parent.spacing : 0)
                spacing: 8

                Words {
                    objectName: "title"
                    width: parent.width
                    text: screen.view.title
                    size: Theme.h2
                    strong: true
                }

                Words {
                    width: parent.width
                    text: screen.view.count
                }
            }

            Column {
                id: code

                visible: screen.view.address !== "" && Theme.portrait
                width: 240 // a plan's address is long: three pixels to a module
                spacing: 4

                CodePrint {
                    objectName: "code"
                    width: parent.width
                    height: width
                    payload: screen.view.address
                    Accessible.role: Accessible.Graphic
                    Accessible.name: screen.view.scanHint
                }

                Words {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: screen.view.scanHint
                    size: Math.min(Theme.small, 30)
                }
            }
        },
        Row {
            visible: screen.view.address !== "" && !Theme.portrait
            width: parent.width
            topPadding: 10
            spacing: 24

            CodePrint {
                id: wide

                width: Theme.large ? 190 : 240
                height: width
                payload: screen.view.address
                Accessible.role: Accessible.Graphic
                Accessible.name: screen.view.scanHint
            }

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - wide.width - parent.spacing
                text: screen.view.scanHint
            }
        }
    ]

    Reading {
        id: reading

        anchors.fill: parent
        spacing: 20
        moreLabel: screen.view.moreLabel
        topLabel: screen.stage.frame.topLabel
        ways: screen.view.agentLabel === "" ? [] : [
            {
                key: "agent",
                label: screen.view.agentLabel
            }
        ]
        onChosen: screen.view.agent()

        Notice {
            width: parent?.width ?? 0
            calm: screen.view.printed
            picture: reading.scroll.contentY > 0 ? "" : screen.view.ofPaper ? Icons.printer : Icons.warn
            title: screen.view.noticeTitle
            text: screen.view.noticeText
        }

        Words {
            width: parent?.width ?? 0
            visible: text !== ""
            text: screen.view.missing
            size: Theme.small
            color: Theme.warn
        }

        Repeater {
            model: screen.view.stages

            Column {
                id: stage

                required property var modelData

                width: parent?.width ?? 0

                Rectangle {
                    width: parent.width
                    height: named.implicitHeight + 20
                    radius: 12
                    color: Theme.brandSoft
                    border.color: Theme.brand
                    border.width: Theme.contrast ? Theme.hair : 0

                    Words {
                        id: named

                        x: 22
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - 44
                        text: stage.modelData.title
                        size: Math.min(Theme.h2, 50)
                        strong: true
                        color: Theme.brand
                    }
                }

                Repeater {
                    model: stage.modelData.rows

                    Item {
                        id: row

                        required property var modelData
                        required property int index
                        readonly property int columns: screen.list ? 1 : Math.min(screen.stage.language === "en" ? 2 : 3, modelData.cards.length)

                        width: parent?.width ?? 0
                        height: content.implicitHeight + 28

                        Rectangle {
                            x: 13
                            width: 4
                            height: parent.height
                            color: row.modelData.today ? Theme.lamp : Theme.edge
                        }

                        Rectangle {
                            x: 2
                            y: 14 + (when.implicitHeight - height) / 2
                            width: 26
                            height: width
                            radius: width / 2
                            color: row.modelData.today ? Theme.lamp : Theme.ground
                            border.color: row.modelData.today ? Theme.ink : Theme.line
                            border.width: Theme.hair * 1.5
                        }

                        Column {
                            id: content

                            x: 46
                            y: 14
                            width: parent.width - x
                            spacing: 10

                            Words {
                                id: when

                                width: parent.width
                                text: row.modelData.when
                                strong: true
                                color: row.modelData.today ? Theme.ink : Theme.inkSoft
                            }

                            GridLayout {
                                width: parent.width
                                columns: row.columns
                                columnSpacing: 16
                                rowSpacing: 16
                                uniformCellWidths: true

                                Repeater {
                                    model: row.modelData.cards

                                    PlanCard {
                                        required property var modelData

                                        Layout.fillWidth: true
                                        Layout.fillHeight: true
                                        step: modelData
                                        whole: screen.list
                                        onClicked: screen.view.choose(modelData.key)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }

        Words {
            width: parent?.width ?? 0
            text: screen.view.caveat
            size: Theme.small
            color: Theme.inkSoft
        }
    }

    actions: Row {
        id: ways

        width: parent?.width ?? 0
        spacing: Theme.gap

        ActionButton {
            id: other

            objectName: "other_view"
            visible: !Theme.large
            text: screen.view.otherLabel
            size: Theme.body
            onClicked: screen.view.turn()
        }

        ActionButton {
            objectName: "print_plan"
            width: ways.width - (other.visible ? other.width + ways.spacing : 0)
            primary: true
            text: screen.view.printLabel
            size: Theme.body
            icon_: Icons.printer
            onClicked: screen.view.print()
        }
    }
}
