import QtQuick
import Kiosk
import "../../parts"

ConsolePage {
    id: screen

    required property OverviewView view

    title: view.title

    Scroll {
        id: scroll

        anchors.fill: parent
        spacing: 20

        Notice {
            objectName: "service"
            width: parent.width
            calm: screen.view.serving
            picture: calm ? Icons.check : Icons.stop
            title: screen.view.serviceTitle
            text: screen.view.serviceText
        }

        Lines {
            width: parent.width
            within: scroll
            prefix: "device_"
            lines: screen.view.devices
            onOpened: key => screen.view.open(key)
        }

        Facts {
            width: parent.width
            facts: screen.view.facts
        }
    }
}
