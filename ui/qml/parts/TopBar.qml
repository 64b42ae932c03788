import QtQuick
import Kiosk
import ".."

// The terminal's face: hall, clock, and the slot that every paper comes out of. While something is under way the
// lamp runs along the slot.
Rectangle {
    id: bar

    required property FrameView frame
    property bool clock: true
    property bool busy: false

    signal entrance // of the technicians: five taps on the hall's name

    height: Theme.topBar
    color: Theme.bezel

    Item {
        objectName: "entrance"
        width: hall.x + hall.width
        height: parent.height

        TapHandler {
            onTapped: if (tapCount === 5)
                bar.entrance()
        }
    }

    FittedWords {
        id: hall

        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.right: side.left
        anchors.rightMargin: 24
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -8
        text: bar.frame.hall
        most: Math.min(Theme.body, 40)
        least: 30
        strong: true
        color: Theme.bezelInk
        maximumLineCount: 2
        lineHeight: 0.85
    }

    Row {
        id: side

        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: hall.verticalCenter
        spacing: 28

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: open.implicitWidth + 36
            height: 52
            radius: 26
            color: "transparent"
            border.color: Theme.lamp
            border.width: Theme.hair

            Words {
                id: open

                anchors.centerIn: parent
                text: bar.frame.open24
                size: 30
                strong: true
                color: Theme.lamp
            }
        }

        Words {
            visible: bar.clock
            text: bar.frame.clock
            size: 48
            strong: true
            color: Theme.bezelInk
        }
    }

    Rectangle {
        id: slot

        x: Theme.margin - 28
        width: parent.width - 2 * x
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -9
        height: 18
        radius: 9
        color: Theme.slot
        clip: true

        Rectangle {
            id: light

            visible: bar.busy
            y: 5
            height: 8
            radius: 4
            width: 260
            color: Theme.slotLight

            NumberAnimation on x {
                running: bar.busy
                from: -260
                to: slot.width
                duration: 1400
                loops: Animation.Infinite
            }
        }
    }
}
