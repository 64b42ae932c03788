pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskBench

// One device of the bench: its lamp and name, what one does with it, and the switches that break its cable.
Rectangle {
    id: root

    required property string label
    required property string english
    property Cable cable: null // none for what is not on one of our wires
    readonly property bool plugged: cable?.plugged ?? true
    readonly property string name: cable?.name ?? ""
    property bool unwell: false
    property alias switches: extra.data
    default property alias scene: stage.data

    color: Paint.panel
    border.color: Paint.edge
    radius: 16

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 16
        spacing: 12

        RowLayout {
            spacing: 10

            Rectangle {
                readonly property bool doubtful: root.unwell || (root.cable !== null && (root.cable.silent || root.cable.noise || root.cable.cut))

                Layout.preferredHeight: 14
                Layout.preferredWidth: 14
                border.color: Qt.darker(color, 1.3)
                color: !root.plugged ? Paint.broken : doubtful ? "#F0A020" : "#37C27F"
                radius: 7
                Accessible.role: Accessible.Indicator
                Accessible.name: !root.plugged ? "断开 unplugged" : doubtful ? "故障 impaired" : "正常 well"
            }

            Text {
                color: Paint.ink
                font.family: Paint.family
                font.pixelSize: Paint.title
                font.weight: Font.Bold
                text: root.label
            }

            Text {
                Layout.alignment: Qt.AlignBaseline
                Layout.fillWidth: true
                color: Paint.inkSoft
                elide: Text.ElideRight
                font.family: Paint.family
                font.pixelSize: Paint.body
                text: root.english
            }
        }

        Item {
            id: stage

            Layout.fillHeight: true
            Layout.fillWidth: true
        }

        Rectangle {
            Layout.fillWidth: true
            color: Paint.edge
            implicitHeight: 1
        }

        Flow {
            id: extra

            Layout.fillWidth: true
            spacing: 8
            visible: children.length > 0
        }

        Flow {
            Layout.fillWidth: true
            spacing: 8
            visible: root.cable !== null

            Switch {
                objectName: root.name + "_pull"
                english: on ? "cable is out" : "pull cable"
                label: on ? "线已拔" : "拔线"
                on: !root.plugged
                onFlipped: root.cable.plugged = !root.plugged
            }

            Switch {
                objectName: root.name + "_silence"
                english: "silence"
                label: "静默"
                on: root.cable?.silent ?? false
                onFlipped: root.cable.silent = !root.cable.silent
            }

            Switch {
                objectName: root.name + "_noise"
                english: "noise"
                label: "噪声"
                on: root.cable?.noise ?? false
                onFlipped: root.cable.noise = !root.cable.noise
            }

            Switch {
                objectName: root.name + "_cut"
                english: "cut answer"
                label: "截断回答"
                on: root.cable?.cut ?? false
                onFlipped: root.cable.cut = !root.cable.cut
            }
        }
    }
}
