import QtQuick
import ".."

// Something is under way: the lamp runs along its rail.
Item {
    id: rail

    height: 44
    Accessible.ignored: true

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: 14
        radius: 7
        color: Theme.brandSoft
        border.color: Theme.ink
        border.width: Theme.contrast ? 2 : 0
        clip: true

        Rectangle {
            width: parent.width * 0.3
            height: parent.height
            radius: 7
            color: Theme.contrast ? Theme.lamp : Theme.brand

            NumberAnimation on x {
                from: -rail.width * 0.3
                to: rail.width
                duration: 1400
                loops: Animation.Infinite
                running: rail.visible
            }
        }
    }
}
