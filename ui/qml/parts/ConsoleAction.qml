import QtQuick
import ".."

// A button of the service console: as large as a finger needs, no larger.
ActionButton {
    implicitHeight: Theme.target
    leftPadding: 24
    rightPadding: 24
    size: Math.min(Theme.body, 44)
}
