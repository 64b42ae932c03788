pragma Singleton
import QtQuick

// Every colour, size and duration of the screens. Standard, high contrast and large type are values of the same
// tokens; contrast and large type may be on together. Lengths are design units: the short side of the panel has 1080.
QtObject {
    id: theme

    property bool contrast: false
    property bool large: false
    property bool portrait: true
    property real unitsPerMm: 4.03

    // ---- colour: paper, ink, pine and one lamp
    readonly property color ground: contrast ? "#000000" : "#F2EEE5"
    readonly property color paper: contrast ? "#000000" : "#FFFFFF"
    readonly property color edge: contrast ? "#FFFFFF" : "#D9D3C6"
    readonly property color ink: contrast ? "#FFFFFF" : "#14211C"
    readonly property color inkSoft: contrast ? "#FFFFFF" : "#46534D"
    readonly property color line: contrast ? "#FFFFFF" : "#78827B"
    readonly property color brand: contrast ? "#FFE600" : "#0B5C4A"
    readonly property color brandInk: contrast ? "#000000" : "#FFFFFF"
    readonly property color brandDown: contrast ? "#FFFFFF" : "#063D31"
    readonly property color brandSoft: contrast ? "#000000" : "#E0EDE6"
    readonly property color lamp: contrast ? "#FFE600" : "#FFB81C"
    readonly property color bezel: contrast ? "#000000" : "#0A2F27"
    readonly property color bezelInk: "#FFFFFF"
    readonly property color bezelSoft: contrast ? "#FFFFFF" : "#BFD3CB"
    readonly property color slot: contrast ? "#FFE600" : "#041914"
    readonly property color slotLight: contrast ? "#000000" : "#FFB81C"
    readonly property color warn: contrast ? "#FFE600" : "#7A4300"
    readonly property color warnSoft: contrast ? "#000000" : "#FFF0CC"
    readonly property color error: contrast ? "#FF9C9C" : "#A81C12"
    readonly property color focus: contrast ? "#00E5FF" : "#B35900"
    readonly property color veil: contrast ? "#A6000000" : "#A6F2EEE5"
    readonly property color scrim: contrast ? "#E6000000" : "#CC0A2F27"

    // What a tone looks like: good, calm, warn or bad. Never without its word.
    function tint(tone: string): color {
        return tone === "good" ? brand : tone === "bad" ? error : tone === "warn" ? warn : ink
    }

    // ---- lines
    readonly property real hair: contrast ? 4 : 2
    readonly property real ring: 6
    readonly property real radius: 20

    // ---- type: Noto Sans CJK SC, 400 and 700
    readonly property string family: "Noto Sans CJK SC"
    readonly property real type: Math.max(large ? (portrait ? 1.35 : 1.25) : 1, unitsPerMm / 4.2)
    readonly property real giant: portrait ? 300 : large ? 190 : 232
    readonly property real display: Math.round(76 * Math.min(type, 1.2))
    readonly property real h1: Math.round((portrait ? 64 : 56) * Math.min(type, 1.25))
    readonly property real h2: Math.round((portrait ? 44 : 42) * type)
    readonly property real body: Math.round(36 * type)
    readonly property real small: Math.round(30 * type)

    // ---- space and targets
    readonly property real gap: 24
    readonly property real margin: 56
    readonly property real target: Math.max(88, 20 * unitsPerMm) * (large ? 1.25 : 1)
    readonly property real button: Math.max(112 * (large ? 1.2 : 1), target)
    readonly property real topBar: portrait ? 116 : 100
    readonly property real bottomBar: target + (portrait ? 56 : 40)

    // ---- motion, milliseconds
    readonly property bool moving: !contrast
    readonly property int press: 80
    readonly property int turn: contrast ? 0 : 160
    readonly property int deaf: 250
    readonly property int unattended: 60000
}
