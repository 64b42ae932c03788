import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseTurnView view

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
        }
    ]

    Choices {
        id: list

        anchors.fill: parent
        columns: 1
        row: Math.min(Math.round(220 * Theme.type), (height - 2 * Theme.gap) / 3)
        choices: screen.view.choices
        onChosen: key => screen.view.choose(key)
    }
}
