import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseCaseView view

    share: 0.4
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

        anchors.top: parent.top
        anchors.bottom: other.visible ? other.top : parent.bottom
        anchors.bottomMargin: other.visible ? Theme.gap : 0
        width: parent.width
        columns: 1
        row: Math.min(height, Math.round((Theme.large ? (Theme.portrait ? 232 : 216) : Theme.portrait ? 200 : 188) * Theme.type))
        choices: screen.view.choices
        onChosen: key => screen.view.choose(key)
    }

    Row {
        id: other

        visible: screen.view.companyLabel !== "" || screen.view.agreementsLabel !== ""
        anchors.bottom: parent.bottom
        anchors.bottomMargin: -8
        width: parent.width
        spacing: Theme.gap

        ActionButton {
            id: company

            objectName: "company"
            visible: text !== ""
            width: parent.width - (agreements.visible ? agreements.width + parent.spacing : 0)
            height: Theme.button
            text: screen.view.companyLabel
            size: Theme.body
            onClicked: screen.view.ofCompany()
        }

        ActionButton {
            id: agreements

            objectName: "agreements"
            visible: text !== ""
            width: company.visible ? (parent.width - parent.spacing) * 0.42 : parent.width
            height: Theme.button
            text: screen.view.agreementsLabel
            size: Theme.body
            icon_: Icons.person
            onClicked: screen.view.agreements()
        }
    }

    actions: MoreButton {
        height: Theme.button
        label: screen.view.moreLabel
        page: list.page
        pages: list.pages
        visible: list.paged
        width: parent?.width ?? 0
        onClicked: list.turn()
    }
}
