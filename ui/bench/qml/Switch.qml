import QtQuick

// A switch that breaks something: pressed in and red while it is on.
Rectangle {
    id: root

    required property string label
    required property string english
    property bool on: false

    signal flipped

    activeFocusOnTab: true
    implicitWidth: Math.max(72, words.implicitWidth + 22)
    implicitHeight: 46
    radius: 8
    color: root.on ? Paint.broken : press.pressed ? Paint.edge : Paint.paper
    border.width: root.activeFocus ? 3 : 1
    border.color: root.activeFocus ? Paint.glow : root.on ? Paint.broken : Paint.edge

    Accessible.role: Accessible.CheckBox
    Accessible.name: root.label + " " + root.english
    Accessible.checkable: true
    Accessible.checked: root.on
    Accessible.onPressAction: root.flipped()
    Keys.onSpacePressed: root.flipped()
    Keys.onReturnPressed: root.flipped()

    Column {
        id: words

        anchors.centerIn: parent

        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            color: root.on ? "white" : Paint.ink
            font.family: Paint.family
            font.pixelSize: Paint.body
            font.weight: Font.Medium
            text: root.label
            Accessible.ignored: true
        }

        Text {
            anchors.horizontalCenter: parent.horizontalCenter
            color: root.on ? "#FFDAD5" : Paint.inkSoft
            font.family: Paint.family
            font.pixelSize: 11
            text: root.english
            Accessible.ignored: true
        }
    }

    TapHandler {
        id: press

        onTapped: root.flipped()
    }
}
