pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskBench

Panel {
    id: root

    required property Desk desk

    cable: root.desk.readerCable
    english: "ID-card reader"
    label: "身份证阅读器"

    ColumnLayout {
        anchors.fill: parent
        spacing: 12

        Rectangle {
            Layout.fillWidth: true
            border.color: Paint.housingEdge
            color: Paint.housing
            implicitHeight: 178
            radius: 14

            Rectangle {
                id: pad

                anchors.centerIn: parent
                border.color: root.desk.laidCards.length > 0 ? Paint.glow : "#46525F"
                border.width: root.desk.laidCards.length > 0 ? 3 : 2
                color: "#333C48"
                height: 146
                radius: 12
                width: 226

                Column {
                    anchors.centerIn: parent
                    spacing: 2
                    visible: root.desk.laidCards.length === 0

                    Text {
                        anchors.horizontalCenter: parent.horizontalCenter
                        color: Paint.housingInk
                        font.family: Paint.family
                        font.pixelSize: 15
                        text: "读卡区"
                    }

                    Text {
                        anchors.horizontalCenter: parent.horizontalCenter
                        color: "#8793A2"
                        font.family: Paint.family
                        font.pixelSize: 11
                        text: "tap a card to lay it here"
                    }
                }
            }

            Repeater {
                model: root.desk.laidCards

                CardFace {
                    required property int index
                    required property var modelData

                    objectName: "laid_" + modelData.label
                    kind: modelData.kind
                    number: modelData.number
                    person: modelData.person
                    remark: modelData.remark
                    rotation: index ? 9 : -2
                    width: 186
                    height: 117
                    x: pad.x + 20 + 14 * index
                    y: pad.y + 14 + 8 * index

                    TapHandler {
                        onTapped: root.desk.lift()
                    }
                }
            }
        }

        RowLayout {
            Layout.fillWidth: true
            spacing: 8

            Text {
                Layout.fillWidth: true
                color: Paint.inkSoft
                elide: Text.ElideRight
                font.family: Paint.family
                font.pixelSize: Paint.small
                text: "样卡，人物虚构\nsample cards, invented people"
                wrapMode: Text.Wrap
            }

            Push {
                objectName: "lift"
                enabled: root.desk.laidCards.length > 0
                english: "take away"
                implicitHeight: 46
                label: "拿走"
                onPushed: root.desk.lift()
            }

            Switch {
                objectName: "lay_two"
                english: "two at once"
                implicitHeight: 46
                label: "叠放两张"
                on: root.desk.laidCards.length > 1
                onFlipped: root.desk.laidCards.length > 1 ? root.desk.lift() : root.desk.layTwo()
            }
        }

        GridView {
            id: tray

            objectName: "tray"
            Layout.fillHeight: true
            Layout.fillWidth: true
            boundsBehavior: Flickable.StopAtBounds
            cellHeight: cellWidth * 0.66
            cellWidth: Math.floor(width / 2)
            clip: true
            model: root.desk.cards

            delegate: Item {
                id: place

                required property var modelData
                readonly property bool away: root.desk.laidCards.some(card => card.label === modelData.label)

                height: tray.cellHeight
                width: tray.cellWidth

                Rectangle {
                    anchors.fill: face
                    border.color: Paint.edge
                    color: "transparent"
                    radius: 8
                }

                CardFace {
                    id: face

                    objectName: "card_" + place.modelData.label
                    activeFocusOnTab: true
                    border.color: activeFocus ? Paint.glow : "#9FB3C4"
                    border.width: activeFocus ? 3 : 1
                    height: parent.height - 8
                    kind: place.modelData.kind
                    number: place.modelData.number
                    opacity: place.away ? 0.15 : 1
                    person: place.modelData.person
                    remark: place.modelData.remark
                    width: parent.width - 8
                    Accessible.name: place.modelData.person + " " + place.modelData.remark
                    Accessible.role: Accessible.Button
                    Accessible.onPressAction: root.desk.lay(place.modelData.label)
                    Keys.onSpacePressed: root.desk.lay(place.modelData.label)

                    TapHandler {
                        onTapped: place.away ? root.desk.lift() : root.desk.lay(place.modelData.label)
                    }
                }
            }
        }
    }
}
