import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property SignPromiseView view

    exits: false
    onBack: view.back()
    onHome: view.home()

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
            size: Theme.portrait || !Theme.large ? Theme.h1 : Theme.h2
            strong: true
        },
        Scroll {
            id: reading

            readonly property real room: screen.height * (Theme.portrait ? 0.4 : 1) - (Theme.portrait ? 0 : 110)

            objectName: "promise"
            width: parent.width
            height: Math.max(Theme.target, Math.min(contentHeight, room - y))
            spacing: 18
            activeFocusOnTab: longer
            onAtYEndChanged: if (atYEnd)
                screen.view.read()
            onHeightChanged: if (atYEnd)
                screen.view.read()
            Component.onCompleted: if (atYEnd)
                screen.view.read()

            Words {
                objectName: "which_counts"
                visible: text !== ""
                width: parent.width
                text: screen.view.whichCounts
                size: Theme.small
                color: Theme.warn
            }

            Words {
                width: parent.width
                text: screen.view.promise
            }

            Words {
                objectName: "in_other_words"
                visible: text !== ""
                width: parent.width
                text: screen.view.inOtherWords
                color: Theme.inkSoft
            }

            Words {
                visible: text !== ""
                width: parent.width
                text: screen.view.consequence
                strong: true
            }

            Words {
                visible: text !== ""
                width: parent.width
                text: screen.view.consequenceInOtherWords
                color: Theme.inkSoft
            }
        }
    ]

    SignaturePane {
        id: pane

        anchors.top: parent.top
        anchors.bottom: wrong.top
        anchors.bottomMargin: 8
        width: parent.width
        hint: screen.view.paneHint
        empty: screen.view.empty
        onDrawn: (points, width, height) => screen.view.stroke(points, width, height)
    }

    Words {
        id: wrong

        objectName: "wrong"
        anchors.bottom: ways.top
        anchors.bottomMargin: 12
        width: parent.width
        text: screen.view.wrong === "" ? screen.view.otherWays : screen.view.wrong
        size: Theme.small
        strong: screen.view.wrong !== ""
        color: screen.view.wrong === "" ? Theme.inkSoft : Theme.error
        Accessible.role: screen.view.wrong === "" ? Accessible.StaticText : Accessible.AlertMessage
    }

    Row {
        id: ways

        anchors.bottom: parent.bottom
        width: parent.width
        spacing: Theme.gap

        ActionButton {
            objectName: "decline"
            width: (parent.width - parent.spacing) / 2
            text: screen.view.declineLabel
            size: Theme.body
            onClicked: screen.view.decline()
        }

        ActionButton {
            objectName: "clear"
            width: (parent.width - parent.spacing) / 2
            text: screen.view.clearLabel
            icon_: Icons.erase
            size: Theme.body
            onClicked: {
                pane.wipe()
                screen.view.clear()
            }
        }
    }

    actions: ActionButton {
        objectName: "sign"
        width: parent?.width ?? 0
        primary: true
        text: screen.view.signLabel
        icon_: Icons.check
        onClicked: screen.view.sign()
    }
}
