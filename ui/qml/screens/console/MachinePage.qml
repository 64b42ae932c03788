pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import "../.."
import "../../parts"

ConsolePage {
    id: screen

    required property MachinePageView view

    title: view.title

    Scroll {
        anchors.fill: parent
        spacing: 44

        Repeater {
            model: screen.view.settings

            Column {
                id: setting

                required property var modelData

                width: parent?.width ?? 0
                spacing: 16

                Words {
                    width: parent.width
                    text: setting.modelData.title
                    size: Theme.h2
                    strong: true
                }

                Words {
                    width: parent.width
                    visible: text !== ""
                    text: setting.modelData.note
                    color: Theme.inkSoft
                }

                Row {
                    visible: setting.modelData.adjustable
                    spacing: Theme.gap

                    ActionButton {
                        objectName: setting.modelData.key + "_less"
                        width: Theme.button * 1.3
                        text: "−"
                        Accessible.name: setting.modelData.less
                        onClicked: screen.view.less(setting.modelData.key)
                    }

                    Item {
                        anchors.verticalCenter: parent.verticalCenter
                        width: setting.width - 2 * (Theme.button * 1.3 + Theme.gap)
                        height: Theme.display

                        Rectangle {
                            anchors.bottom: parent.bottom
                            width: parent.width
                            height: 16
                            radius: 8
                            color: "transparent"
                            border.color: Theme.line
                            border.width: Theme.hair

                            Rectangle {
                                width: Math.max(parent.height, parent.width * setting.modelData.percent / 100)
                                height: parent.height
                                radius: 8
                                color: Theme.brand
                            }
                        }

                        Words {
                            anchors.horizontalCenter: parent.horizontalCenter
                            objectName: setting.modelData.key
                            text: setting.modelData.value
                            strong: true
                        }
                    }

                    ActionButton {
                        objectName: setting.modelData.key + "_more"
                        width: Theme.button * 1.3
                        text: "+"
                        Accessible.name: setting.modelData.more
                        onClicked: screen.view.more(setting.modelData.key)
                    }
                }
            }
        }
    }
}
