import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseAgentView view

    share: 0.4
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

    Choices {
        id: list

        anchors.fill: parent
        columns: 1
        row: Math.round(160 * Theme.type)
        choices: screen.view.choices
        onChosen: key => screen.view.choose(key)
    }

    actions: MoreButton {
        label: screen.view.moreLabel
        page: list.page
        pages: list.pages
        visible: list.paged
        width: parent?.width ?? 0
        onClicked: list.turn()
    }
}
