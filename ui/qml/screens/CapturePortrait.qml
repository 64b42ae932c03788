import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property CapturePortraitView view
    readonly property CameraPreview preview: camera.preview
    readonly property bool fine: preview.guidance === "hold_still" || preview.guidance === "good"

    onBack: view.back()
    onHome: view.home()

    head: [
        Words {
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Row {
            width: parent.width
            spacing: 24

            Icon {
                id: sign

                anchors.verticalCenter: parent.verticalCenter
                path: !screen.preview.live ? Icons.clock : screen.fine ? Icons.check : Icons.person
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

    CameraPane {
        id: camera

        anchors.fill: parent
        lens: screen.stage.lens
        mirrored: true
        name: screen.view.cameraOn

        FaceGuide {
            anchors.fill: parent
            head: screen.preview.picture.width > 0 ? screen.preview.placed(screen.view.head(screen.preview.picture)) : Qt.rect(0, 0, 0, 0)
            steady: screen.preview.steady
            fine: screen.fine
        }
    }

    Timer {
        interval: 1000
        repeat: true
        running: true
        onTriggered: {
            if (screen.preview.face.width > 0)
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
