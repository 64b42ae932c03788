import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ReviewAnswersView view

    share: 0.36
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
            size: Theme.h1
            strong: true
        },
        Words {
            width: parent.width
            text: screen.view.hint
            color: Theme.inkSoft
        }
    ]

    Answers {
        id: list

        anchors.fill: parent
        rows: screen.view.rows
        changeLabel: screen.view.changeLabel
        moreLabel: screen.view.moreLabel
        onChanged: key => screen.view.change(key)
    }

    actions: ActionButton {
        objectName: "submit"
        visible: list.seen
        width: parent?.width ?? 0
        primary: true
        text: screen.view.submitLabel
        icon_: Icons.check
        onClicked: screen.view.submit()
    }
}
