import QtQuick

// A sample card, drawn small: invented people only.
Rectangle {
    id: root

    required property string person
    required property string kind
    required property string number
    required property string remark
    readonly property bool resident: root.kind === "resident"
    readonly property real unit: root.width / 150

    implicitHeight: implicitWidth * 0.63
    implicitWidth: 150
    radius: 7 * unit
    border.color: "#9FB3C4"
    gradient: Gradient {
        orientation: Gradient.Horizontal

        GradientStop {
            color: root.kind === "unreadable" ? "#D9D6D0" : root.resident ? "#DCEEF4" : "#E2F0DA"
            position: 0
        }

        GradientStop {
            color: root.kind === "unreadable" ? "#C6C2BA" : root.resident ? "#F6E3E6" : "#F3EBD3"
            position: 1
        }
    }

    Text {
        x: 9 * root.unit
        y: 7 * root.unit
        width: parent.width - 60 * root.unit
        color: Paint.ink
        elide: Text.ElideRight
        font.family: Paint.family
        font.pixelSize: 15 * root.unit
        font.weight: Font.Medium
        text: root.person
    }

    Text {
        x: 9 * root.unit
        y: 29 * root.unit
        width: parent.width - 60 * root.unit
        color: Paint.inkSoft
        elide: Text.ElideRight
        font.family: Paint.family
        font.pixelSize: 10.5 * root.unit
        maximumLineCount: 3
        text: root.remark
        wrapMode: Text.Wrap
    }

    Text {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 6 * root.unit
        x: 9 * root.unit
        color: Paint.ink
        font.family: Paint.family
        font.letterSpacing: 0.4 * root.unit
        font.pixelSize: 9.5 * root.unit
        text: root.number
    }

    // A portrait without a face.
    Rectangle {
        anchors.right: parent.right
        anchors.rightMargin: 9 * root.unit
        clip: true
        color: "#80FFFFFF"
        height: 52 * root.unit
        radius: 3 * root.unit
        visible: root.kind !== "unreadable"
        width: 40 * root.unit
        y: 9 * root.unit

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: "#8CA0B3"
            height: width
            radius: width / 2
            width: 18 * root.unit
            y: 9 * root.unit
        }

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: "#8CA0B3"
            height: 40 * root.unit
            radius: width / 2
            width: 32 * root.unit
            y: 31 * root.unit
        }
    }

    Text {
        anchors.right: parent.right
        anchors.rightMargin: 12 * root.unit
        color: Paint.broken
        font.pixelSize: 34 * root.unit
        font.weight: Font.Bold
        text: "?"
        visible: root.kind === "unreadable"
        y: 10 * root.unit
    }
}
