pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property AgreeToPortraitView view

    exits: false
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
            width: parent.width
            text: screen.view.purpose
            size: Theme.h2
        },
        Words {
            width: parent.width
            text: screen.view.law
            size: Theme.small
            color: Theme.inkSoft
        }
    ]

    Column {
        id: promises

        width: parent.width
        spacing: Theme.large && !Theme.portrait ? 16 : 32

        Repeater {
            model: screen.view.promises

            Row {
                id: promise

                required property string modelData

                width: parent?.width ?? 0
                spacing: 28

                Icon {
                    id: sign

                    y: 10
                    path: Icons.check
                    ink: Theme.brand
                    size: Theme.body
                    weight: 2.6
                }

                Words {
                    width: promise.width - sign.width - promise.spacing
                    text: promise.modelData
                    size: Theme.portrait && !Theme.large ? Theme.h2 : Theme.body
                }
            }
        }
    }

    Picture {
        readonly property real room: choices.y - promises.height

        anchors.horizontalCenter: parent.horizontalCenter
        y: promises.height + (room - height) / 2
        size: Math.min(320, room - 80)
        visible: size > 140
        name: "camera"
    }

    Column {
        id: choices

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        ActionButton {
            objectName: "agree"
            width: parent.width
            primary: true
            text: screen.view.agreeLabel
            icon_: Icons.camera
            onClicked: screen.view.agree()
        }

        ActionButton {
            objectName: "decline"
            width: parent.width
            text: screen.view.declineLabel
            onClicked: screen.view.decline()
        }
    }
}
