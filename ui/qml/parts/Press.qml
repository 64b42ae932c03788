import QtQuick
import QtQuick.Templates as T
import ".."

// Whatever can be pressed: by finger, mouse, Enter or Space. The name is its text, the id its objectName.
T.AbstractButton {
    id: press

    property real radius: Theme.radius

    implicitWidth: Theme.target
    implicitHeight: Theme.target
    focusPolicy: Qt.StrongFocus
    activeFocusOnTab: true
    scale: down && Theme.moving ? 0.98 : 1
    Accessible.id: objectName
    Accessible.name: text
    Accessible.focusable: true
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    Behavior on scale {
        NumberAnimation {
            duration: Theme.press
        }
    }

    Rectangle {
        visible: press.visualFocus
        anchors.fill: parent
        anchors.margins: -Theme.ring - 4
        radius: press.radius + Theme.ring + 4
        color: "transparent"
        border.color: Theme.focus
        border.width: Theme.ring
        z: 1
    }
}
