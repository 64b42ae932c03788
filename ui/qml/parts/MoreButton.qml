import QtQuick
import ".."

// To the next page of a list, and to the first after the last. Where it is stands in one piece: 1/2.
ActionButton {
    id: more

    required property string label
    required property int page // from 0
    required property int pages

    objectName: "more"
    text: label + " " + (page + 1) + "\u2060/\u2060" + pages
    icon_: Icons.more
    size: Theme.body
}
