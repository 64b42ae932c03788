pragma ComponentBehavior: Bound
import QtQuick
import KioskBench

Panel {
    id: root

    required property Desk desk

    signal enlarge(url slip)

    cable: root.desk.printerCable
    english: "receipt printer, 80 mm"
    label: "凭条打印机"
    unwell: root.desk.paper !== "full" || root.desk.coverOpen || root.desk.cutterJammed

    switches: [
        Switch {
            objectName: "near_end"
            english: "paper low"
            label: "纸将尽"
            on: root.desk.paper === "low"
            onFlipped: root.desk.paper = on ? "full" : "low"
        },
        Switch {
            objectName: "empty_paper"
            english: on ? "load a roll" : "paper out"
            label: on ? "装新纸卷" : "纸用完"
            on: root.desk.paper === "out"
            onFlipped: root.desk.paper = on ? "full" : "out"
        },
        Switch {
            objectName: "empty_while_printing"
            english: "out mid-print"
            label: "打印中缺纸"
            on: root.desk.runningOut
            onFlipped: root.desk.runOut()
        },
        Switch {
            objectName: "open_cover"
            english: on ? "close cover" : "open cover"
            label: on ? "关上盖" : "打开盖"
            on: root.desk.coverOpen
            onFlipped: root.desk.coverOpen = !root.desk.coverOpen
        },
        Switch {
            objectName: "jam_cutter"
            english: "jam cutter"
            label: "切刀卡住"
            on: root.desk.cutterJammed
            onFlipped: root.desk.cutterJammed = !root.desk.cutterJammed
        }
    ]

    Item {
        anchors.fill: parent

        Rectangle {
            id: mouth

            bottomLeftRadius: 14
            bottomRightRadius: 14
            color: Paint.tray
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: body.bottom
            anchors.topMargin: -18
            clip: true

            Text {
                anchors.centerIn: parent
                color: Paint.inkSoft
                font.family: Paint.family
                font.pixelSize: Paint.small
                horizontalAlignment: Text.AlignHCenter
                text: root.desk.takenBack ? "没取走的凭条已收回 " + root.desk.takenBack + " 张\nslips taken back" : root.desk.slips ? "凭条已取走\nslip taken" : "凭条从这里出来\nslips come out here"
                visible: root.desk.slip === ""
            }

            Item {
                id: paper

                anchors.horizontalCenter: parent.horizontalCenter
                height: ticket.height
                visible: root.desk.slip !== ""
                width: Math.min(264, parent.width - 40)
                y: 0

                Image {
                    id: ticket

                    cache: false
                    fillMode: Image.PreserveAspectFit
                    mipmap: true
                    source: root.desk.slip === "" ? "" : "image://bench/" + root.desk.slip
                    height: implicitHeight * width / Math.max(1, implicitWidth)
                    width: parent.width

                    onSourceChanged: if (source.toString() !== "")
                        feed.restart()
                }

                NumberAnimation {
                    id: feed

                    duration: 700
                    easing.type: Easing.Linear
                    from: -paper.height
                    property: "y"
                    target: paper
                    to: 20
                }

                TapHandler {
                    onTapped: root.enlarge(ticket.source)
                }
            }
        }

        Rectangle {
            id: body

            border.color: Paint.housingEdge
            color: Paint.housing
            height: 92
            radius: 14
            width: parent.width

            Rectangle {
                anchors.bottom: parent.bottom
                anchors.bottomMargin: 12
                anchors.horizontalCenter: parent.horizontalCenter
                color: Paint.slot
                height: 12
                radius: 4
                width: Math.min(288, parent.width - 30)
            }

            Rectangle {
                id: lid

                color: root.desk.coverOpen ? "#3E4855" : "#343D49"
                height: root.desk.coverOpen ? 20 : 44
                radius: 8
                width: parent.width - 24
                x: 12
                y: 10

                Behavior on height {
                    NumberAnimation {
                        duration: 120
                    }
                }

                Text {
                    anchors.left: parent.left
                    anchors.leftMargin: 12
                    anchors.verticalCenter: parent.verticalCenter
                    color: root.unwell ? "#FFC46B" : Paint.housingInk
                    font.family: Paint.family
                    font.pixelSize: 13
                    text: root.desk.coverOpen ? "上盖已打开 cover open" : root.desk.cutterJammed ? "切刀卡住 cutter jammed" : root.desk.paper === "out" ? "缺纸 paper out" : root.desk.paper === "low" ? "纸将尽 paper low" : "有纸 paper ok"
                }

                Text {
                    anchors.right: parent.right
                    anchors.rightMargin: 12
                    anchors.verticalCenter: parent.verticalCenter
                    color: "#8793A2"
                    font.family: Paint.family
                    font.pixelSize: 12
                    text: "已出 " + root.desk.slips + " 张 slips"
                }
            }
        }

        Push {
            objectName: "tear"
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 12
            anchors.right: parent.right
            anchors.rightMargin: 12
            english: root.desk.held ? "take" : "tear off"
            label: root.desk.held ? "取走" : "撕下"
            visible: root.desk.slip !== ""
            onPushed: root.desk.tear()
        }
    }
}
