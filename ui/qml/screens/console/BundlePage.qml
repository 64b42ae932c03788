import QtQuick
import Kiosk
import "../../parts"

ConsolePage {
    id: screen

    required property BundlePageView view

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
            prefix: "stick_"
            lines: screen.view.lines
            empty: screen.view.empty
            onOpened: key => screen.view.save(key)
        }
    }

    actions: ConsoleAction {
        objectName: "again"
        text: screen.frame.againLabel
        onClicked: screen.view.again()
    }
}
