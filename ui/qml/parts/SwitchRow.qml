import QtQuick
import ".."

// Something that is on or off, with what that means: the whole row is the switch.
Press {
    id: row

    property bool on: false
    property string title: ""
    property string detail: ""
    property string warning: ""
    property string state_: ""

    text: [title, state_, detail, warning].filter(each => each !== "").join("，")
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 48)
    leftPadding: 32
    rightPadding: 32

    background: Rectangle {
        radius: row.radius
        color: row.on ? Theme.brandSoft : row.down ? Theme.brandSoft : Theme.paper
        border.color: row.on ? Theme.brand : Theme.line
        border.width: row.on ? 2 * Theme.hair : Theme.hair
    }

    contentItem: Item {
        Column {
            id: words

            anchors.left: parent.left
            anchors.right: lever.left
            anchors.rightMargin: 28
            anchors.verticalCenter: parent.verticalCenter
            spacing: 4

            Words {
                width: parent.width
                text: row.title
                strong: true
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: row.detail
                size: Theme.small
                color: Theme.inkSoft
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: row.warning
                size: Theme.small
                strong: true
                color: Theme.warn
                Accessible.ignored: true
            }
        }

        Column {
            id: lever

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(120, said.implicitWidth)
            spacing: 8

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                width: 112
                height: 60
                radius: 30
                color: row.on ? Theme.brand : Theme.ground
                border.color: row.on ? Theme.brand : Theme.line
                border.width: Theme.hair

                Rectangle {
                    x: row.on ? parent.width - width - 8 : 8
                    anchors.verticalCenter: parent.verticalCenter
                    width: 44
                    height: 44
                    radius: 22
                    color: row.on ? Theme.brandInk : Theme.line
                }
            }

            Words {
                id: said

                anchors.horizontalCenter: parent.horizontalCenter
                text: row.state_
                size: Theme.small
                strong: row.on
                color: row.on ? Theme.brand : Theme.inkSoft
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
