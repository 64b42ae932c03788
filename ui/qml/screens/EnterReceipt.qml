import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property EnterReceiptView view

    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            view.erase()
        else if (event.text !== "" && event.text > " ")
            view.press(event.text)
        else
            return
        event.accepted = true
    }

    head: [
        Words {
            width: parent.width
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
        anchors.top: parent.top
        width: parent.width
        height: Math.min(parent.height, Theme.portrait ? 5 * 150 : parent.height)
        signs: screen.view.signs
        eraseLabel: screen.view.eraseLabel
        onPressed: key => screen.view.press(key)
        onErased: screen.view.erase()
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
