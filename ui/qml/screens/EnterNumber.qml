import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property EnterNumberView view

    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            view.erase()
        else if (event.text > " " && (view.letters || "0123456789xX".includes(event.text)))
            view.press(event.text.toUpperCase())
        else
            return
        event.accepted = true
    }

    head: [
        Words {
            text: screen.view.service
            strong: true
            color: Theme.brand
        },
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Words {
            width: parent.width
            text: screen.view.hint
            color: Theme.inkSoft
        },
        Typed {
            width: parent.width
            title: screen.view.title
            shown: screen.view.shown
            amiss: screen.view.wrong !== ""
        },
        Words {
            objectName: "wrong"
            width: parent.width
            text: screen.view.wrong === "" ? " " : screen.view.wrong
            strong: true
            color: Theme.error
            Accessible.role: Accessible.AlertMessage
            Accessible.ignored: screen.view.wrong === ""
        }
    ]

    SignPad {
        visible: screen.view.letters
        anchors.top: parent.top
        width: parent.width
        height: Math.min(parent.height, Theme.portrait ? 5 * 150 : parent.height)
        signs: screen.view.signs
        eraseLabel: screen.view.eraseLabel
        onPressed: key => screen.view.press(key)
        onErased: screen.view.erase()
    }

    Keypad {
        visible: !screen.view.letters
        anchors.top: parent.top
        anchors.bottom: Theme.portrait ? undefined : parent.bottom
        width: parent.width
        height: Math.min(parent.height, 4 * 190 + 3 * Theme.gap)
        extra: screen.view.letterX ? "X" : ""
        eraseLabel: screen.view.eraseLabel
        clearLabel: screen.view.clearLabel
        onPressed: key => screen.view.press(key)
        onErased: screen.view.erase()
        onCleared: screen.view.clear()
    }

    actions: ActionButton {
        objectName: "next"
        width: parent?.width ?? 0
        primary: true
        iconLast: true
        text: screen.view.nextLabel
        icon_: Icons.next
        onClicked: screen.view.finish()
    }
}
