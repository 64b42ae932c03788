pragma Singleton
import QtQuick

// Own drawings on a grid of 24: strokes without fill, drawn in the colour of the text beside them.
QtObject {
    readonly property string check: "M4 12.5 L9.5 18 L20 6.5"
    readonly property string clock: "M12 3 A9 9 0 1 1 11.99 3 Z M12 7 L12 12.4 L15.6 14.6"
    readonly property string stop: "M12 3 A9 9 0 1 1 11.99 3 Z M7.5 12 L16.5 12"
    readonly property string warn: "M12 4 L21.5 20 L2.5 20 Z M12 10 L12 14.5 M12 17 L12 17.2"
    readonly property string alarm: "M12 3 A9 9 0 1 1 11.99 3 Z M12 7.2 L12 13 M12 16.4 L12 16.6"
    readonly property string pause: "M12 3 A9 9 0 1 1 11.99 3 Z M9.6 8.5 L9.6 15.5 M14.4 8.5 L14.4 15.5"
    readonly property string calendar: "M4 6 L20 6 L20 20 L4 20 Z M4 10.5 L20 10.5 M8.5 3.5 L8.5 7.8 M15.5 3.5 L15.5 7.8"
    readonly property string back: "M15 4.5 L7.5 12 L15 19.5"
    readonly property string next: "M9 4.5 L16.5 12 L9 19.5"
    readonly property string exit: "M10 4 L4.5 4 L4.5 20 L10 20 M10.5 12 L20 12 M16 7.5 L20.5 12 L16 16.5"
    readonly property string erase: "M9 5.5 L21 5.5 L21 18.5 L9 18.5 L2.8 12 Z M12 9.3 L17.4 14.7 M17.4 9.3 L12 14.7"
    readonly property string keypad: "M5 5 h.2 M12 5 h.2 M19 5 h.2 M5 11 h.2 M12 11 h.2 M19 11 h.2 M5 17 h.2 M12 17 h.2 M19 17 h.2 M12 22 h.2"
    readonly property string letters: "M2.5 19 L8 5 L13.5 19 M4.6 14 L11.4 14 M15 19 L18.4 10.5 L21.8 19 M16.3 16 L20.5 16"
    readonly property string contrast: "M12 3 A9 9 0 1 1 11.99 3 Z M12 3.5 L12 20.5 M12 7 L16.5 7 M12 10.3 L19 10.3 M12 13.7 L19 13.7 M12 17 L16.5 17"
    readonly property string globe: "M12 3 A9 9 0 1 1 11.99 3 Z M3 12 L21 12 M12 3 C7 8 7 16 12 21 M12 3 C17 8 17 16 12 21"
    readonly property string person: "M12 3.5 A4 4 0 1 1 11.99 3.5 Z M4 20.5 C4 15.8 7.5 13.8 12 13.8 C16.5 13.8 20 15.8 20 20.5"
    readonly property string plus: "M12 4.5 L12 19.5 M4.5 12 L19.5 12"
    readonly property string down: "M12 3.5 L12 19 M5.5 13 L12 19.7 L18.5 13"
    readonly property string camera: "M3 7.5 L7.5 7.5 L9.5 4.5 L14.5 4.5 L16.5 7.5 L21 7.5 L21 19.5 L3 19.5 Z M12 9.3 A3.9 3.9 0 1 1 11.99 9.3 Z"
    readonly property string page: "M5.5 2.8 L14.5 2.8 L19 7.3 L19 21.2 L5.5 21.2 Z M14.5 2.8 L14.5 7.3 L19 7.3 M9 12 L15.5 12 M9 16 L15.5 16"
    readonly property string phone: "M6 3.5 L9.5 3.5 L11 8.5 L8.6 10.2 C9.6 12.4 11.4 14.3 13.7 15.4 L15.5 13 L20.5 14.5 L20.5 18 C20.5 19.5 19.3 20.6 17.9 20.5 C10.2 20 4 13.8 3.5 6.1 C3.4 4.7 4.5 3.5 6 3.5 Z"
    readonly property string voice: "M3.5 4.5 L20.5 4.5 L20.5 16 L12.5 16 L7.5 20.5 L7.5 16 L3.5 16 Z M8 8.7 L16 8.7 M8 11.9 L13 11.9"
    readonly property string more: "M4.5 9 L12 16.5 L19.5 9"
    readonly property string up: "M4.5 15.5 L12 8 L19.5 15.5"
    readonly property string search: "M10.5 3.5 A7 7 0 1 1 10.49 3.5 Z M15.6 15.6 L20.8 20.8"
    readonly property string printer: "M7 9 L7 3.5 L17 3.5 L17 9 M7 17 L3.5 17 L3.5 9 L20.5 9 L20.5 17 L17 17 M7 14 L17 14 L17 20.5 L7 20.5 Z"

    // Five faces, 1 the best: `faces[level]`.
    readonly property string face: "M12 2.5 A9.5 9.5 0 1 1 11.99 2.5 Z M8.5 9 L8.5 10.4 M15.5 9 L15.5 10.4 "
    readonly property list<string> faces: ["", face + "M6.8 13.2 C8 19 16 19 17.2 13.2 Z", face + "M7.5 14.2 C9.5 17.4 14.5 17.4 16.5 14.2", face + "M8 15.4 L16 15.4", face + "M8 16.8 C10 14.4 14 14.4 16 16.8", face + "M7.4 17.8 C9.4 13 14.6 13 16.6 17.8 M6.8 7.6 L9.6 8.4 M17.2 7.6 L14.4 8.4"]

    // Beside the words of a way to go on from here.
    function way(key: string): string {
        return key === "home" ? exit : key.startsWith("print") ? printer : key === "urge" ? clock : key === "done" ? check : key === "keep" ? back : key === "ask_person" || key === "hand_over" || key === "agent" ? person : ""
    }
}
