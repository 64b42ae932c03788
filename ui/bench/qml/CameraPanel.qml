pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import KioskBench

Panel {
    id: root

    required property Desk desk
    required property Eye eye

    readonly property var sitterNames: ({
        elder: ["老人正对", "well placed"],
        aside: ["偏了", "aside"],
        far: ["太远", "too far"],
        tilted: ["头歪", "tilted"],
        eyes_closed: ["闭眼", "eyes closed"],
        two: ["两个人", "two people"]
    })

    readonly property var sheetNames: ({
        page: ["一页合同", "a page"],
        card: ["一张证", "a card"],
        cut_off: ["没放全", "cut off"],
        two_pages: ["两页", "two pages"]
    })

    english: "camera"
    label: "摄像头"
    unwell: root.eye.fault !== ""

    ColumnLayout {
        anchors.fill: parent
        spacing: 12

        Rectangle {
            Layout.fillWidth: true
            border.color: Paint.housingEdge
            color: Paint.housing
            implicitHeight: width * 0.75 + 24
            radius: 14

            Image {
                anchors.fill: parent
                anchors.margins: 12
                cache: false
                fillMode: Image.PreserveAspectCrop
                opacity: root.eye.fault === "black" ? 0.08 : root.eye.fault === "lost" || root.eye.fault === "stuck" ? 0.4 : 1
                source: "image://bench/" + root.eye.picture
            }

            Rectangle {
                anchors.right: parent.right
                anchors.rightMargin: 22
                anchors.top: parent.top
                anchors.topMargin: 22
                color: root.eye.lit ? Paint.broken : Paint.slot
                height: 16
                radius: 8
                width: 16
                Accessible.name: root.eye.lit ? "拍摄中 on" : "未开 off"
                Accessible.role: Accessible.Indicator
            }
        }

        Text {
            Layout.fillWidth: true
            color: Paint.inkSoft
            font.family: Paint.family
            font.pixelSize: Paint.body
            text: root.eye.lit ? "终端正在看  ·  the terminal is looking" : "终端没有打开摄像头  ·  the terminal has it off"
            wrapMode: Text.Wrap
        }

        Push {
            objectName: "hold_to_camera"
            Layout.fillWidth: true
            english: "hold the phone before the camera"
            label: "把手机举到镜头前"
            strong: true
            onPushed: root.desk.holdToCamera()
        }

        Flow {
            Layout.fillWidth: true
            spacing: 8

            Repeater {
                model: root.eye.sitters

                Push {
                    required property string modelData

                    objectName: "sitter_" + modelData
                    english: root.sitterNames[modelData][1]
                    label: root.sitterNames[modelData][0]
                    onPushed: root.eye.stand(modelData)
                }
            }

            Repeater {
                model: root.eye.sheets

                Push {
                    required property string modelData

                    objectName: "sheet_" + modelData
                    english: root.sheetNames[modelData][1]
                    label: root.sheetNames[modelData][0]
                    onPushed: root.eye.lay(modelData)
                }
            }

            Push {
                objectName: "nobody"
                english: "nobody"
                label: "走开"
                onPushed: root.eye.leave()
            }
        }

        Item {
            Layout.fillHeight: true
        }
    }

    switches: Repeater {
        model: [["frozen", "画面定住", "frozen"], ["black", "遮黑", "black"], ["stuck", "不出图", "stuck"], ["lost", "掉线", "lost"], ["slow", "很慢", "slow"]]

        Switch {
            required property var modelData

            objectName: "camera_" + modelData[0]
            english: modelData[2]
            label: modelData[1]
            on: root.eye.fault === modelData[0]
            onFlipped: root.eye.fault = on ? "" : modelData[0]
        }
    }
}
