pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Small lines that somebody reads out on the phone.
Column {
    id: list

    required property var facts

    spacing: 6

    Repeater {
        model: list.facts

        Words {
            required property var modelData

            width: list.width
            text: modelData
            size: Theme.small
            color: Theme.inkSoft
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
    }
}
