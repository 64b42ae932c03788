import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property CapturePortraitView view
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
                path: !preview.live ? Icons.clock : screen.fine ? Icons.check : Icons.person
                ink: screen.fine || !preview.live ? Theme.brand : Theme.warn
                size: Theme.h1
                weight: 2.6
            }

            Words {
                objectName: "sentence"
                width: parent.width - sign.width - parent.spacing
                text: preview.live ? screen.view.sentences[preview.guidance] ?? screen.view.moment : screen.view.moment
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

    Item {
        anchors.fill: parent

        CameraPreview {
            id: preview

            objectName: "preview"
            anchors.fill: parent
            lens: screen.stage.lens
            mirrored: true
            Accessible.role: Accessible.Graphic
            Accessible.name: screen.view.cameraOn
        }

        FaceGuide {
            anchors.fill: parent
            visible: preview.live
            head: preview.picture.width > 0 ? preview.placed(screen.view.head(preview.picture)) : Qt.rect(0, 0, 0, 0)
            steady: preview.steady
            fine: screen.fine
        }
    }

    actions: ActionButton {
        objectName: "press"
        width: parent?.width ?? 0
        primary: true
        enabled: preview.acceptable
        text: screen.view.pressLabel
        icon_: Icons.camera
        onClicked: screen.view.press()
    }
}
