pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The last of the ways beside the first, which is the one thing to do: as they are read, and reached by keys.
Row {
    id: row

    required property var ways // per way: key, label
    readonly property var ends: ways.length > 1 ? [ways[ways.length - 1], ways[0]] : ways

    signal chosen(key: string)

    spacing: Theme.gap

    Repeater {
        model: row.ends

        ActionButton {
            required property var modelData
            required property int index

            objectName: "way_" + modelData.key
            primary: index === row.ends.length - 1
            width: row.ends.length === 1 ? row.width : (row.width - row.spacing) * (primary ? 0.56 : 0.44)
            height: Theme.button
            size: Theme.body
            text: modelData.label
            icon_: Icons.way(modelData.key)
            onClicked: row.chosen(modelData.key)
        }
    }
}
