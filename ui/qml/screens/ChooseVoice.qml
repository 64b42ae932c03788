import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseVoiceView view

    share: Theme.large ? 0.36 : 0.4
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
        anchors.fill: parent
        columns: Theme.portrait ? 1 : 2
        lead: Theme.portrait ? 108 * Theme.type : 96
        row: Theme.portrait ? Math.min(Math.round(220 * Theme.type), (height - 3 * Theme.gap) / 4) : (height - Theme.gap) / 2
        choices: screen.view.choices
        onChosen: key => screen.view.choose(key)
    }
}
