import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseItemView view

    share: 0.34
    onBack: view.back()
    onHome: view.home()

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
        }
    ]

    Choices {
        id: list

        anchors.fill: parent
        columns: Theme.portrait || Theme.large ? 1 : 2
        lead: 100 * Theme.type
        row: Math.round((Theme.portrait || Theme.large ? 160 : 184) * (Theme.portrait ? Theme.type : 1))
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
