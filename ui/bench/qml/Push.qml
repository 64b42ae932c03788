import QtQuick

// A button that does something with the hands: hold up, tear off.
Rectangle {
    id: root

    required property string label
    required property string english
    property bool strong: false

    signal pushed

    activeFocusOnTab: enabled
    implicitWidth: words.implicitWidth + 36
    implicitHeight: 48
    radius: 10
    opacity: root.enabled ? 1 : 0.4
    color: root.strong ? (press.pressed ? "#146744" : Paint.well) : press.pressed ? Paint.edge : Paint.paper
    border.width: root.activeFocus ? 3 : 1
    border.color: root.activeFocus ? Paint.glow : root.strong ? "#146744" : Paint.edge

    Accessible.role: Accessible.Button
    Accessible.name: root.label + " " + root.english
    Accessible.onPressAction: root.pushed()
    Keys.onSpacePressed: root.pushed()
    Keys.onReturnPressed: root.pushed()

    Column {
        id: words

        anchors.centerIn: parent

        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            color: root.strong ? "white" : Paint.ink
            font.family: Paint.family
            font.pixelSize: 15
            font.weight: Font.Medium
            text: root.label
            Accessible.ignored: true
        }

        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            color: root.strong ? "#D7F2E5" : Paint.inkSoft
            font.family: Paint.family
            font.pixelSize: 11
            text: root.english
            Accessible.ignored: true
        }
    }

    TapHandler {
        id: press

        onTapped: root.pushed()
    }
}
