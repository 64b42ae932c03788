pragma Singleton
import QtQuick

// The bench looks like a workbench, not like the terminal: nobody should mistake one window for the other.
QtObject {
    readonly property color bench: "#E7E1D6"
    readonly property color panel: "#F7F4EE"
    readonly property color tray: "#D5CBBA"
    readonly property color edge: "#CFC6B6"
    readonly property color ink: "#23272E"
    readonly property color inkSoft: "#6A6459"
    readonly property color housing: "#2C333D"
    readonly property color housingEdge: "#1D232B"
    readonly property color housingInk: "#C9D2DE"
    readonly property color slot: "#0E1217"
    readonly property color glow: "#4FB3FF"
    readonly property color laser: "#FF4D3D"
    readonly property color well: "#1F8A5B"
    readonly property color warn: "#B86E00"
    readonly property color broken: "#C0281C"
    readonly property color brokenSoft: "#FBE6E2"
    readonly property color paper: "#FFFFFF"

    readonly property string family: "Noto Sans CJK SC"
    readonly property int title: 19
    readonly property int body: 14
    readonly property int small: 12
}
