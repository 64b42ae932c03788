import QtQuick
import Kiosk
import "../.."
import "../../parts"

ConsolePage {
    id: screen

    required property EnterPinView view

    title: view.title
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            view.erase()
        else if (event.text !== "" && "0123456789".includes(event.text))
            view.press(event.text)
        else
            return
        event.accepted = true
    }

    component Entry: Column {
        id: entry

        property string label: ""
        property string shown: ""
        property bool current: false

        spacing: 8

        Words {
            text: entry.label
            strong: entry.current
            color: entry.current ? Theme.brand : Theme.inkSoft
        }

        Item {
            width: parent.width
            height: Theme.display * 1.2

            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: entry.shown
                size: Theme.display
                strong: true
                font.letterSpacing: 8
                wrapMode: Text.NoWrap
                Accessible.role: Accessible.EditableText
                Accessible.name: entry.label
                Accessible.ignored: false
            }

            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: entry.current ? Theme.hair * 3 : Theme.hair
                color: entry.current ? Theme.brand : Theme.line
            }
        }
    }

    Column {
        id: entries

        width: Theme.portrait ? parent.width : (parent.width - Theme.margin) * 0.45
        spacing: 28

        Entry {
            objectName: "number"
            width: parent.width
            label: screen.view.numberLabel
            shown: screen.view.number
            current: !screen.view.typingPin
        }

        Entry {
            objectName: "pin"
            width: parent.width
            label: screen.view.pinLabel
            shown: screen.view.dots
            current: screen.view.typingPin
        }

        Words {
            width: parent.width
            text: screen.view.hint
            color: Theme.inkSoft
        }
    }

    Keypad {
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.top: Theme.portrait ? entries.bottom : parent.top
        anchors.topMargin: Theme.portrait ? 36 : 0
        width: Theme.portrait ? parent.width : (parent.width - Theme.margin) * 0.55
        enabled: screen.view.open
        opacity: enabled ? 1 : 0.4
        eraseLabel: screen.view.eraseLabel
        clearLabel: screen.view.clearLabel
        onPressed: key => screen.view.press(key)
        onErased: screen.view.erase()
        onCleared: screen.view.clear()
    }

    actions: ConsoleAction {
        objectName: "next"
        width: screen.width - 2 * Theme.margin
        primary: true
        iconLast: true
        enabled: screen.view.open
        opacity: enabled ? 1 : 0.4
        text: screen.view.nextLabel
        icon_: Icons.next
        onClicked: screen.view.next()
    }
}
