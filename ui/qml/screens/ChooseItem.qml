import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseItemView view

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
        anchors.fill: parent
        choices: screen.view.choices
        moreLabel: screen.view.pageLabel
        onChosen: key => screen.view.choose(key)
    }
}
