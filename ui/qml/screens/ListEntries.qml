import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ListEntriesView view

    share: 0.4
    onBack: view.back()
    onHome: view.home()

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
            width: parent.width
            text: screen.view.hint
            color: Theme.inkSoft
        },
        Words {
            objectName: "notice"
            visible: text !== "" && screen.view.wrong === ""
            width: parent.width
            text: screen.view.notice
            color: Theme.brand
        },
        Words {
            objectName: "wrong"
            visible: text !== ""
            width: parent.width
            text: screen.view.wrong
            strong: true
            color: Theme.error
            Accessible.role: Accessible.AlertMessage
        }
    ]

    Entries {
        anchors.fill: parent
        entries: screen.view.entries
        canAdd: screen.view.canAdd
        wanted: !screen.view.enough
        emptyLabel: screen.view.emptyLabel
        addLabel: screen.view.addLabel
        changeLabel: screen.view.changeLabel
        removeLabel: screen.view.removeLabel
        moreLabel: screen.view.moreLabel
        onAdded: screen.view.add()
        onChanged: key => screen.view.change(key)
        onRemoved: key => screen.view.remove(key)
    }

    actions: ActionButton {
        objectName: "next"
        visible: screen.view.enough
        width: parent?.width ?? 0
        primary: true
        iconLast: true
        text: screen.view.nextLabel
        icon_: Icons.next
        onClicked: screen.view.finish()
    }
}
