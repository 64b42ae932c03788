import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property CaptureDocumentView view
    readonly property CameraPreview preview: camera.preview
    readonly property bool fine: preview.guidance === "hold_still" || preview.guidance === "good"

    share: 0.36
    onBack: view.back()
    onHome: view.home()

    head: [
        Words {
            width: parent.width
            text: screen.view.paper
            strong: true
            color: Theme.brand
        },
        Row {
            width: parent.width
            spacing: 24

            Icon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                path: !screen.preview.live ? Icons.clock : screen.fine ? Icons.check : Icons.page
                ink: screen.fine || !screen.preview.live ? Theme.brand : Theme.warn
                size: Theme.h1
                weight: 2.6
            }

            Words {
                objectName: "sentence"
                width: parent.width - sign.width - parent.spacing
                text: screen.preview.live ? screen.view.sentences[screen.preview.guidance] ?? screen.view.moment : screen.view.moment
                size: Theme.h1
                strong: true
                Accessible.role: Accessible.AlertMessage
            }
        },
        CameraNotice {
            width: parent.width
            text: screen.view.cameraOn
        }
    ]

    // The whole picture, never cut: what cannot be seen here would not be in the page's picture either.
    Item {
        id: table

        readonly property real shape: screen.preview.picture.height > 0 ? screen.preview.picture.width / screen.preview.picture.height : 4 / 3

        anchors.fill: parent

        CameraPane {
            id: camera

            anchors.centerIn: parent
            width: Math.min(table.width, table.height * table.shape)
            height: width / table.shape
            lens: screen.stage.lens
            name: screen.view.cameraOn

            PageGuide {
                anchors.fill: parent
                corners: screen.preview.page
                steady: screen.preview.steady
                fine: screen.fine
            }
        }
    }

    Timer {
        interval: 1000
        repeat: true
        running: true
        onTriggered: {
            if (screen.preview.page.length > 0)
                screen.view.seen()
        }
    }

    actions: ActionButton {
        objectName: "press"
        width: parent?.width ?? 0
        primary: true
        visible: screen.fine || screen.preview.acceptable
        enabled: screen.preview.acceptable
        text: screen.view.pressLabel
        icon_: Icons.camera
        onClicked: screen.view.press()
    }
}
