pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskBench

Panel {
    id: root

    required property Desk desk

    cable: root.desk.scannerCable
    english: "code scanner"
    label: "扫码器"

    ColumnLayout {
        anchors.fill: parent
        spacing: 12

        Rectangle {
            Layout.fillWidth: true
            border.color: Paint.housingEdge
            color: Paint.housing
            implicitHeight: 84
            radius: 14

            Rectangle {
                anchors.centerIn: parent
                border.color: "#46525F"
                color: Paint.slot
                height: 48
                radius: 8
                width: parent.width - 60

                Rectangle {
                    id: beam

                    anchors.verticalCenter: parent.verticalCenter
                    color: Paint.laser
                    height: 3
                    opacity: 0.35
                    radius: 2
                    width: parent.width - 24
                    x: 12

                    SequentialAnimation {
                        id: flash

                        NumberAnimation {
                            duration: 60
                            property: "opacity"
                            target: beam
                            to: 1
                        }
                        PauseAnimation {
                            duration: 350
                        }
                        NumberAnimation {
                            duration: 200
                            property: "opacity"
                            target: beam
                            to: 0.35
                        }
                    }
                }
            }
        }

        RowLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            spacing: 14

            ColumnLayout {
                Layout.fillHeight: true
                Layout.maximumWidth: Math.min(178, root.width * 0.42)
                spacing: 12

                Rectangle {
                    id: phone

                    Layout.fillHeight: true
                    Layout.maximumHeight: 340
                    Layout.preferredWidth: Math.min(178, root.width * 0.42)
                    border.color: "#000000"
                    border.width: 2
                    color: "#15181D"
                    radius: 26

                    transform: Translate {
                        id: reach
                    }

                    SequentialAnimation {
                        id: hold

                        NumberAnimation {
                            duration: 110
                            easing.type: Easing.OutCubic
                            property: "y"
                            target: reach
                            to: -18
                        }
                        PauseAnimation {
                            duration: 280
                        }
                        NumberAnimation {
                            duration: 160
                            property: "y"
                            target: reach
                            to: 0
                        }
                    }

                    Rectangle {
                        anchors.fill: parent
                        anchors.bottomMargin: 22
                        anchors.leftMargin: 8
                        anchors.rightMargin: 8
                        anchors.topMargin: 22
                        color: "#F4F6F8"
                        radius: 6

                        Column {
                            anchors.centerIn: parent
                            spacing: 8
                            width: parent.width - 12

                            Text {
                                color: root.desk.phone.good ? "#0B6B3A" : Paint.broken
                                elide: Text.ElideRight
                                font.family: Paint.family
                                font.pixelSize: 14
                                font.weight: Font.Bold
                                horizontalAlignment: Text.AlignHCenter
                                text: root.desk.phone.label
                                width: parent.width
                            }

                            Image {
                                anchors.horizontalCenter: parent.horizontalCenter
                                cache: false
                                fillMode: Image.PreserveAspectFit
                                height: width
                                smooth: false
                                source: root.desk.phone.picture
                                width: parent.width
                            }

                            Text {
                                color: Paint.inkSoft
                                elide: Text.ElideRight
                                font.family: Paint.family
                                font.pixelSize: 12
                                horizontalAlignment: Text.AlignHCenter
                                maximumLineCount: 3
                                text: root.desk.phone.below
                                width: parent.width
                                wrapMode: Text.Wrap
                            }
                        }
                    }
                }

                Push {
                    objectName: "hold_up"
                    Layout.alignment: Qt.AlignTop
                    Layout.fillWidth: true
                    enabled: root.desk.phone.ready
                    english: "hold before the scanner"
                    label: "举到扫码窗前"
                    strong: true
                    onPushed: {
                        hold.restart();
                        flash.restart();
                        root.desk.show();
                    }
                }
            }

            ListView {
                id: list

                objectName: "codes"
                Layout.fillHeight: true
                Layout.fillWidth: true
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                model: root.desk.codes
                spacing: 5

                delegate: Rectangle {
                    id: row

                    required property int index
                    required property var modelData
                    readonly property bool chosen: index === root.desk.codeIndex

                    objectName: "code_" + index
                    activeFocusOnTab: true
                    border.color: activeFocus ? Paint.glow : chosen ? Paint.well : Paint.edge
                    border.width: activeFocus ? 3 : chosen ? 2 : 1
                    color: chosen ? "#E6F4EC" : Paint.paper
                    height: 46
                    radius: 8
                    width: list.width
                    Accessible.name: row.modelData.label + " " + row.modelData.detail
                    Accessible.role: Accessible.RadioButton
                    Accessible.checked: row.chosen
                    Accessible.onPressAction: root.desk.codeIndex = row.index
                    Keys.onSpacePressed: root.desk.codeIndex = row.index

                    Rectangle {
                        color: row.modelData.good ? Paint.well : Paint.broken
                        height: parent.height - 14
                        radius: 2
                        width: 4
                        x: 6
                        y: 7
                    }

                    Column {
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - 24
                        x: 17

                        Text {
                            color: Paint.ink
                            elide: Text.ElideRight
                            font.family: Paint.family
                            font.pixelSize: 13
                            font.weight: Font.Medium
                            text: row.modelData.label
                            width: parent.width
                        }

                        Text {
                            color: Paint.inkSoft
                            elide: Text.ElideRight
                            font.family: Paint.family
                            font.pixelSize: 11
                            text: row.modelData.detail
                            width: parent.width
                        }
                    }

                    TapHandler {
                        onTapped: root.desk.codeIndex = row.index
                    }
                }
            }
        }
    }
}
