import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseProjectView view

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
        lead: 100 * Theme.type
        row: Math.round(250 * Theme.type)
        choices: screen.view.choices
        onChosen: key => screen.view.choose(key)
    }

    actions: Row {
        id: ways

        width: parent?.width ?? 0
        spacing: Theme.gap

        MoreButton {
            id: more

            label: screen.view.moreLabel
            page: list.page
            pages: list.pages
            visible: list.paged
            onClicked: list.turn()
        }

        ActionButton {
            objectName: "agreements"
            width: ways.width - (more.visible ? more.width + ways.spacing : 0)
            text: screen.view.agreementsLabel
            size: Theme.body
            icon_: Icons.person
            onClicked: screen.view.agreements()
        }
    }
}
