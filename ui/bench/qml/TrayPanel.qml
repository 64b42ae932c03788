pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskBench

// The printer of A4: its newest sheet, and what may be wrong with it.
Panel {
    id: root

    required property Tray tray

    cable: root.tray.cable
    english: "A4 printer"
    label: "A4 打印机"
    unwell: root.tray.troubles.length > 0

    switches: [
        Repeater {
            model: [["paper_out", "缺纸", "paper out"], ["jammed", "卡纸", "jammed"], ["door_open", "门开着", "door open"], ["toner_out", "没墨粉", "no toner"], ["away", "关机", "off"]]

            Switch {
                required property var modelData

                objectName: "a4_" + modelData[0]
                english: modelData[2]
                label: modelData[1]
                on: root.tray.troubles.includes(modelData[0])
                onFlipped: root.tray.flip(modelData[0])
            }
        }
    ]

    ColumnLayout {
        anchors.fill: parent
        spacing: 12

        Rectangle {
            Layout.fillHeight: true
            Layout.fillWidth: true
            color: Paint.tray
            radius: 14

            Text {
                anchors.centerIn: parent
                color: Paint.inkSoft
                font.family: Paint.family
                font.pixelSize: Paint.small
                horizontalAlignment: Text.AlignHCenter
                text: "证明从这里出来\nresults come out here"
                visible: root.tray.sheets === 0
            }

            Rectangle {
                id: sheet

                readonly property real millimetre: height / 297

                anchors.centerIn: parent
                border.color: Paint.edge
                clip: true
                color: Paint.paper
                height: Math.min(parent.height - 24, (parent.width - 24) * 1.414)
                visible: root.tray.sheets > 0
                width: height / 1.414

                Column {
                    anchors.fill: parent
                    anchors.margins: 12 * sheet.millimetre
                    spacing: 2

                    Repeater {
                        model: root.tray.lines

                        Text {
                            required property int index
                            required property string modelData

                            color: index === 1 ? Paint.broken : Paint.ink
                            elide: Text.ElideRight
                            font.family: Paint.family
                            font.pixelSize: Math.max(1, (index === 1 ? 14 : 5) * sheet.millimetre)
                            horizontalAlignment: index < 2 ? Text.AlignHCenter : Text.AlignLeft
                            text: modelData
                            width: parent.width
                        }
                    }
                }

                TapHandler {
                    onTapped: root.tray.open()
                }
            }
        }

        Text {
            Layout.fillWidth: true
            color: Paint.inkSoft
            font.family: Paint.family
            font.pixelSize: Paint.body
            text: "已出 " + root.tray.sheets + " 张，点纸打开 PDF  ·  tap a sheet to open it"
            wrapMode: Text.Wrap
        }

        Push {
            objectName: "a4_lose_answer"
            Layout.fillWidth: true
            english: "lose the next answer"
            label: "丢掉下一个回答"
            onPushed: root.tray.loseAnswer()
        }
    }
}
