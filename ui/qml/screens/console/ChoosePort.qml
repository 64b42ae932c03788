import QtQuick
import Kiosk
import "../../parts"

ConsolePage {
    id: screen

    required property ChoosePortView view

    title: view.title

    Scroll {
        id: scroll

        anchors.fill: parent
        spacing: 20

        Words {
            objectName: "task"
            width: parent.width
            text: screen.view.task
        }

        Lines {
            width: parent.width
            within: scroll
            prefix: "port_"
            lines: screen.view.lines
            empty: screen.view.empty
            onOpened: key => screen.view.choose(key)
        }
    }

    actions: ConsoleAction {
        objectName: "back"
        text: screen.frame.backLabel
        icon_: Icons.back
        onClicked: screen.view.back()
    }
}
