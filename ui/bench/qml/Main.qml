pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskBench

Window {
    id: root

    required property Desk desk

    color: Paint.bench
    height: 880
    minimumHeight: 700
    minimumWidth: (root.desk.eye ? 1320 : 1080) + (root.desk.tray ? 240 : 0)
    title: "硬件台 · Bench"
    visible: true
    width: (root.desk.eye ? 1380 : 1260) + (root.desk.tray ? 240 : 0)
    x: Math.max(0, Screen.width - width - 24) // the terminal's window opens beside it
    y: Math.max(0, (Screen.height - height) / 3)

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 18
        spacing: 14

        RowLayout {
            Layout.fillWidth: true
            spacing: 12

            Text {
                color: Paint.ink
                font.family: Paint.family
                font.pixelSize: 24
                font.weight: Font.Bold
                text: "硬件台"
            }

            Text {
                Layout.fillWidth: true
                color: Paint.inkSoft
                elide: Text.ElideRight
                font.family: Paint.family
                font.pixelSize: Paint.body
                text: "这里就是终端的硬件：同样的线，同样的字节  ·  The terminal's hardware: the same wires, the same bytes"
            }

            Push {
                objectName: "restore"
                english: "put everything right"
                label: "全部恢复"
                onPushed: root.desk.restore()
            }
        }

        RowLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            spacing: 14
            uniformCellSizes: true

            ReaderPanel {
                Layout.fillHeight: true
                Layout.fillWidth: true
                desk: root.desk
            }

            ScannerPanel {
                Layout.fillHeight: true
                Layout.fillWidth: true
                desk: root.desk
            }

            PrinterPanel {
                Layout.fillHeight: true
                Layout.fillWidth: true
                desk: root.desk
                onEnlarge: slip => {
                    big.source = slip;
                    zoom.visible = true;
                }
            }

            Loader {
                Layout.fillHeight: true
                Layout.fillWidth: true
                active: root.desk.tray !== null
                visible: active

                sourceComponent: TrayPanel {
                    tray: root.desk.tray
                }
            }

            Loader {
                Layout.fillHeight: true
                Layout.fillWidth: true
                active: root.desk.eye !== null
                visible: active

                sourceComponent: CameraPanel {
                    desk: root.desk
                    eye: root.desk.eye
                }
            }
        }
    }

    Rectangle {
        id: zoom

        anchors.fill: parent
        color: "#B0202020"
        visible: false

        Flickable {
            anchors.centerIn: parent
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            contentHeight: big.implicitHeight
            height: Math.min(parent.height - 40, contentHeight)
            width: big.implicitWidth

            Image {
                id: big

                cache: false
            }
        }

        TapHandler {
            onTapped: zoom.visible = false
        }
    }
}
