import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property PresentView view

    onBack: view.back()
    onHome: view.home()

    head: [
        Words {
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Words {
            objectName: "code_source"
            visible: text !== ""
            width: parent.width
            text: screen.view.codeSource
            color: Theme.inkSoft
        },
        CameraNotice {
            objectName: "camera"
            visible: screen.view.looking
            width: parent.width
            text: screen.view.cameraHint
        },
        Notice {
            width: parent.width
            title: screen.view.noticeTitle
            text: screen.view.noticeText
        },
        Notice {
            width: parent.width
            text: screen.view.away
        }
    ]

    Item {
        id: ways

        readonly property int count: (screen.view.code ? 1 : 0) + (screen.view.card ? 1 : 0)
        readonly property real cell: (width - (count - 1) * 40) / Math.max(1, count)

        anchors.top: parent.top
        anchors.bottom: typeButton.visible ? typeButton.top : parent.bottom
        anchors.bottomMargin: typeButton.visible ? 40 : 0
        width: parent.width

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: 40

            Column {
                visible: screen.view.code
                width: ways.cell
                spacing: 28

                Item {
                    width: parent.width
                    height: Math.min(width, ways.height - codeWords.height - 28, 620)

                    ScanHint {
                        visible: !screen.view.looking
                        anchors.fill: parent
                    }

                    CameraPane {
                        id: camera

                        visible: screen.view.looking
                        anchors.fill: parent
                        lens: screen.stage.lens
                        name: screen.view.cameraHint

                        CodeFinder {
                            anchors.fill: parent
                            code: camera.preview.code
                        }
                    }
                }

                Words {
                    id: codeWords

                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: screen.view.codeHint
                    size: Theme.large ? Theme.body : Theme.h2
                    strong: true
                }
            }

            Column {
                visible: screen.view.card
                width: ways.cell
                spacing: 28

                CardHint {
                    width: parent.width
                    height: Math.min(width, ways.height - cardWords.height - 28, 620)
                }

                Words {
                    id: cardWords

                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: screen.view.cardHint
                    size: Theme.large ? Theme.body : Theme.h2
                    strong: true
                }
            }
        }
    }

    ActionButton {
        id: typeButton

        objectName: "type"
        visible: screen.view.typed
        anchors.bottom: parent.bottom
        width: parent.width
        text: screen.view.typeLabel
        icon_: Icons.keypad
        size: Theme.body
        onClicked: screen.view.typeInstead()
    }
}
