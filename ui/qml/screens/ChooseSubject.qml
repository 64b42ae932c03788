import QtQuick
import Kiosk
import ".."
import "../parts"

Page {
    id: screen

    required property ChooseSubjectView view

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

    Options {
        anchors.fill: parent
        options: screen.view.options
        moreLabel: screen.view.moreLabel
        onChosen: key => screen.view.choose(key)
    }
}
