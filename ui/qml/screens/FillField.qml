pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property FillFieldView view
    readonly property bool typing: view.pad !== "options"

    share: view.pad === "words" ? 0.42 : 0.48
    onBack: view.back()
    onHome: view.home()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace && typing)
            view.erase()
        else if (event.text !== "" && typing && event.text >= " ")
            view.press(view.pad === "words" ? event.text : event.text.toUpperCase())
        else
            return
        event.accepted = true
    }

    head: [
        Item {
            width: parent.width
            height: Math.max(service.height, step.height)

            Words {
                id: service

                width: parent.width - (step.visible ? step.width + 24 : 0)
                text: screen.view.service
                strong: true
                color: Theme.brand
            }

            Words {
                id: step

                objectName: "step"
                anchors.right: parent.right
                visible: text !== ""
                text: screen.view.step
                size: Theme.small
                color: Theme.inkSoft
            }
        },
        Words {
            objectName: "title"
            width: parent.width
            text: screen.view.title
            size: Theme.h1
            strong: true
        },
        Words {
            visible: text !== ""
            width: parent.width
            text: screen.view.hint
            color: Theme.inkSoft
        },
        Typed {
            visible: screen.typing
            width: parent.width
            title: screen.view.title
            shown: screen.view.shown
            places: screen.view.places
            unit: screen.view.unit
            amiss: screen.view.wrong !== ""
        },
        Item {
            width: parent.width
            height: Math.max(origin.visible ? origin.height : 0, wrong.height)

            Row {
                id: origin

                visible: screen.view.origin !== "" && screen.view.wrong === ""
                spacing: 14

                Icon {
                    y: 8
                    path: Icons.check
                    ink: Theme.brand
                    size: Theme.small
                    weight: 2.6
                }

                Words {
                    objectName: "origin"
                    width: Math.min(implicitWidth, screen.column - 160)
                    text: screen.view.origin
                    color: Theme.brand
                }
            }

            Words {
                id: wrong

                objectName: "wrong"
                width: parent.width
                text: screen.view.wrong === "" ? " " : screen.view.wrong
                strong: true
                color: Theme.error
                Accessible.role: Accessible.AlertMessage
                Accessible.ignored: screen.view.wrong === ""
            }
        }
    ]

    Loader {
        id: pad

        anchors.top: parent.top
        width: parent.width
        height: screen.view.pad === "digits" ? Math.min(parent.height, 4 * 190 + 3 * Theme.gap) : parent.height
        sourceComponent: screen.view.pad === "digits" ? digits : screen.view.pad === "signs" ? signs : screen.view.pad === "words" ? words_ : options_
    }

    Component {
        id: digits

        Keypad {
            extra: screen.view.extraKey
            eraseLabel: screen.view.eraseLabel
            clearLabel: screen.view.clearLabel
            onPressed: key => screen.view.press(key)
            onErased: screen.view.erase()
            onCleared: screen.view.clear()
        }
    }

    Component {
        id: signs

        SignPad {
            signs: screen.view.signs
            eraseLabel: screen.view.eraseLabel
            onPressed: key => screen.view.press(key)
            onErased: screen.view.erase()
        }
    }

    Component {
        id: words_

        PinyinPad {
            board: screen.view.board
        }
    }

    Component {
        id: options_

        Options {
            options: screen.view.options
            several: screen.view.several
            moreLabel: screen.view.moreLabel
            onChosen: key => screen.view.choose(key)
        }
    }

    actions: ActionButton {
        objectName: "next"
        visible: screen.view.canFinish
        width: parent?.width ?? 0
        primary: true
        iconLast: true
        text: screen.view.nextLabel
        icon_: Icons.next
        onClicked: screen.view.finish()
    }
}
