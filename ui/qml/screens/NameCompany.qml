import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property NameCompanyView view

    share: 0.42
    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            view.erase()
        else if (event.text !== "" && event.text >= " ")
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
            size: Theme.portrait && !Theme.large ? Theme.h1 : Theme.h2
            strong: true
        },
        Words {
            width: parent.width
            text: screen.view.hint
            size: Theme.small
            color: Theme.inkSoft
        },
        Rectangle {
            width: parent.width
            height: Math.max(Theme.small * 3.4, typed.implicitHeight + 32)
            radius: 14
            color: Theme.ground
            border.color: screen.view.wrong === "" ? Theme.line : Theme.error
            border.width: Theme.hair

            Words {
                id: typed

                objectName: "typed"
                x: 20
                y: 16
                width: parent.width - 40
                text: screen.view.shown
                size: Theme.portrait && !Theme.large ? Theme.body : Theme.small
                wrapMode: Text.WrapAnywhere
                Accessible.role: Accessible.EditableText
                Accessible.name: screen.view.title
                Accessible.ignored: false
            }
        },
        Words {
            objectName: "wrong"
            width: parent.width
            text: screen.view.wrong === "" ? screen.view.room : screen.view.wrong
            size: Theme.small
            strong: screen.view.wrong !== ""
            color: screen.view.wrong === "" ? Theme.inkSoft : Theme.error
            Accessible.role: screen.view.wrong === "" ? Accessible.StaticText : Accessible.AlertMessage
        }
    ]

    PinyinPad {
        anchors.fill: parent
        board: screen.view.board
    }

    actions: ActionButton {
        objectName: "next"
        width: parent?.width ?? 0
        primary: true
        iconLast: true
        text: screen.view.nextLabel
        size: Theme.large ? Theme.body : Theme.h2
        icon_: Icons.next
        onClicked: screen.view.finish()
    }
}
