import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ReviewPortraitView view

    backs: false
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
            text: screen.view.hint
            size: Theme.h2
        }
    ]

    Item {
        anchors.top: parent.top
        anchors.bottom: again.top
        anchors.bottomMargin: Theme.portrait ? 48 : 24
        width: parent.width

        Rectangle {
            anchors.centerIn: onPaper
            width: onPaper.width + 40
            height: onPaper.height + 40
            color: Theme.paper
            border.color: Theme.edge
            border.width: Theme.hair
        }

        PicturePrint {
            id: onPaper

            readonly property real shape: picture.height > 0 ? picture.width / picture.height : 1

            objectName: "portrait"
            anchors.centerIn: parent
            height: Math.min(parent.height - 40, (parent.width - 40) / shape)
            width: height * shape
            shot: screen.view.shot
            Accessible.role: Accessible.Graphic
            Accessible.name: screen.view.title
        }
    }

    ActionButton {
        id: again

        objectName: "again"
        anchors.bottom: parent.bottom
        width: parent.width
        text: screen.view.againLabel
        icon_: Icons.camera
        onClicked: screen.view.again()
    }

    actions: ActionButton {
        objectName: "keep"
        width: parent?.width ?? 0
        primary: true
        text: screen.view.keepLabel
        icon_: Icons.check
        onClicked: screen.view.keep()
    }
}
