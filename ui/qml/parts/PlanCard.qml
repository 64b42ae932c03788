import QtQuick
import ".."

// One step of a plan. Signs and words say how it stands and whether it decides the end; colour says it again.
Press {
    id: card

    required property var step
    property bool whole: false // with all that is said of it
    readonly property color tone: step.late ? Theme.warn : step.free ? Theme.brand : Theme.inkSoft

    objectName: "step_" + step.key
    implicitHeight: Math.max(Theme.target, column.implicitHeight + 36)
    text: [step.title, step.state, step.critical, step.due, step.room, step.by].filter(each => each !== "").join("，")

    background: Rectangle {
        radius: card.radius
        color: card.down ? Theme.brandSoft : card.step.over ? "transparent" : Theme.paper
        border.color: card.step.critical !== "" ? Theme.brand : Theme.line
        border.width: card.step.critical !== "" ? 2.5 * Theme.hair : Theme.hair
    }

    contentItem: Item {
        Column {
            id: column

            x: 22
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - 44
            spacing: 2

            Words {
                width: parent.width
                text: card.step.title
                strong: true
                lineHeight: 0.9
                color: card.step.over ? Theme.inkSoft : Theme.ink
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: card.whole
                text: card.step.by
                size: Theme.small
                color: Theme.inkSoft
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: card.step.due
                size: Theme.small
                color: Theme.inkSoft
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: card.whole && text !== ""
                text: card.step.room
                size: Theme.small
                color: Theme.inkSoft
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: card.whole || !card.step.waiting
                text: card.step.state
                size: Theme.small
                strong: card.step.free || card.step.late
                color: card.tone
                Accessible.ignored: true
            }

            Words {
                width: parent.width
                visible: text !== ""
                text: card.step.critical
                size: Theme.small
                strong: true
                color: Theme.brand
                Accessible.ignored: true
            }
        }
    }
}
