import QtQuick
import ".."

// What is behind a door, as a drawing: the code before the scanner, the card on the reader, the paper, the way, the plan.
Item {
    id: drawing

    required property string code
    property color ink: Theme.ink
    property color fill: Theme.paper
    property color mark: ink
    property color glow: Theme.lamp
    property bool moving: false

    ScanHint {
        anchors.fill: parent
        visible: drawing.code === "take_booked_ticket"
        ink: drawing.ink
        fill: drawing.fill
        mark: drawing.mark
        glow: drawing.glow
        moving: drawing.moving
    }

    CardHint {
        anchors.fill: parent
        visible: drawing.code === "take_walk_in_ticket"
        ink: drawing.ink
        fill: drawing.fill
        glow: drawing.glow
        moving: false
    }

    SlipHint {
        anchors.fill: parent
        visible: drawing.code === "apply_for_item"
        ink: drawing.ink
        fill: drawing.fill
        glow: drawing.glow
    }

    CaseHint {
        anchors.fill: parent
        visible: drawing.code === "follow_case"
        ink: drawing.ink
        fill: drawing.fill
        glow: drawing.glow
    }

    PlanHint {
        anchors.fill: parent
        visible: drawing.code === "plan_project"
        ink: drawing.ink
        fill: drawing.fill
        glow: drawing.glow
    }
}
