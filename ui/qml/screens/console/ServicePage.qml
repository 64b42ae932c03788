pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import "../.."
import "../../parts"

ConsolePage {
    id: screen

    required property ServicePageView view

    title: view.title

    Scroll {
        anchors.fill: parent
        spacing: Theme.gap

        Words {
            width: parent.width
            bottomPadding: 12
            text: screen.view.task
            size: Theme.h2
        }

        Repeater {
            model: screen.view.choices

            ActionButton {
                required property var modelData

                objectName: "service_" + modelData.key
                width: parent?.width ?? 0
                primary: modelData.main
                text: modelData.label
                onClicked: screen.view.choose(modelData.key)
            }
        }
    }
}
