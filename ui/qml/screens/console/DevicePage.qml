import QtQuick
import Kiosk
import "../.."
import "../../parts"

ConsolePage {
    id: screen

    required property DevicePageView view

    title: view.title

    Scroll {
        id: scroll

        anchors.fill: parent
        spacing: 20

        Notice {
            objectName: "state"
            width: parent.width
            calm: screen.view.well
            picture: calm ? Icons.check : Icons.warn
            title: screen.view.stateTitle
            text: screen.view.stateText
        }

        Facts {
            width: parent.width
            facts: screen.view.facts
        }

        Words {
            topPadding: 12
            text: screen.view.historyLabel
            strong: true
            color: Theme.brand
        }

        Lines {
            width: parent.width
            within: scroll
            lines: screen.view.history
            empty: screen.view.historyEmpty
        }
    }

    actions: [
        ConsoleAction {
            objectName: "test"
            visible: screen.view.mayTest
            primary: true
            text: screen.view.testLabel
            icon_: Icons.check
            onClicked: screen.view.test()
        },
        ConsoleAction {
            objectName: "refilled"
            visible: screen.view.mayRefill
            text: screen.view.refilledLabel
            icon_: Icons.down
            onClicked: screen.view.refilled()
        },
        ConsoleAction {
            objectName: "assign"
            visible: screen.view.mayAssign
            text: screen.view.assignLabel
            icon_: Icons.keypad
            onClicked: screen.view.assign()
        },
        ConsoleAction {
            objectName: "undo"
            visible: screen.view.mayUndo
            text: screen.view.undoLabel
            icon_: Icons.erase
            onClicked: screen.view.undo()
        },
        ConsoleAction {
            objectName: "back"
            text: screen.frame.backLabel
            icon_: Icons.back
            onClicked: screen.view.back()
        }
    ]
}
