pragma Singleton
import QtQuick

// Own drawings on a grid of 96: what a screen is about, for those who read pictures faster than words. `lit` is the
// part that the lamp falls on.
QtObject {
    readonly property var lines: ({
            printer: "M24 34 V12 H72 V34 M24 70 H16 Q10 70 10 64 V40 Q10 34 16 34 H80 Q86 34 86 40 V64 Q86 70 80 70 H72 M24 56 H72 V86 H24 Z M34 66 H62 M34 76 H52 M73 45 h1",
            link: "M6 48 H22 M22 34 H38 V62 H22 Z M38 42 H46 M38 54 H46 M90 48 H76 M76 34 V62 H70 Q57 62 57 48 Q57 34 70 34 Z M46 22 L48 28 M56 20 L54 27 M46 74 L48 68 M56 76 L54 69",
            clock: "M48 12 A36 36 0 1 1 47.99 12 Z M48 26 V48 L62 57",
            search: "M64 34 V10 H16 V84 H44 M28 26 H52 M28 40 H42 M62 44 A17 17 0 1 1 61.99 44 Z M74 73 L88 88",
            card: "M14 22 H82 Q88 22 88 28 V68 Q88 74 82 74 H14 Q8 74 8 68 V28 Q8 22 14 22 Z M20 38 H44 M20 49 H38 M20 61 H46 M67 34 A7.5 7.5 0 1 1 66.99 34 Z M54 63 Q54 53 67 53 Q80 53 80 63",
            code: "M32 8 H64 Q72 8 72 16 V80 Q72 88 64 88 H32 Q24 88 24 80 V16 Q24 8 32 8 Z M44 16 H52 M34 30 H45 V41 H34 Z M51 30 H62 V41 H51 Z M34 47 H45 V58 H34 Z M52 49 h1 M61 49 h1 M56 57 H61 M40 76 H56",
            camera: "M8 28 H28 L34 17 H62 L68 28 H88 V80 H8 Z M48 36 A17 17 0 1 1 47.99 36 Z M78 38 h.1",
            page: "M8 20 V8 H20 M76 8 H88 V20 M88 76 V88 H76 M20 88 H8 V76 M26 18 H58 L70 30 V78 H26 Z M58 18 V30 H70 M36 42 H60 M36 53 H60 M36 64 H50",
            desk: "M48 10 A13 13 0 1 1 47.99 10 Z M22 60 Q22 42 48 42 Q74 42 74 60 M6 60 H90 M14 60 V88 H82 V60",
            ticket: "M20 8 H76 V50 A7 7 0 0 0 76 64 V86 L69 80 L62 86 L55 80 L48 86 L41 80 L34 86 L27 80 L20 86 V64 A7 7 0 0 0 20 50 Z M32 20 H46 M32 30 H64 V46 H32 Z M36 57 h2 M47 57 h2 M58 57 h2 M32 69 H56",
            hall: "M6 86 H90 M16 86 V42 M80 86 V42 M8 42 H88 L48 12 Z M30 54 V74 M66 54 V74 M41 86 V56 H55 V86 M48 28 h.1",
            calendar: "M14 20 H82 V86 H14 Z M14 40 H82 M32 10 V28 M64 10 V28 M28 54 H40 M28 70 H40 M54 52 H70 V72 H54 Z"
        })
    readonly property var lit: ({
            printer: "M24 56 H72 V86 H24 Z",
            link: "M22 34 H38 V62 H22 Z",
            clock: "M48 48 L48 12 A36 36 0 0 1 78 68 Z",
            search: "M62 44 A17 17 0 1 1 61.99 44 Z",
            card: "M67 34 A7.5 7.5 0 1 1 66.99 34 Z M54 63 Q54 53 67 53 Q80 53 80 63 Z",
            code: "M34 30 H45 V41 H34 Z M51 30 H62 V41 H51 Z M34 47 H45 V58 H34 Z",
            camera: "M48 36 A17 17 0 1 1 47.99 36 Z",
            page: "M58 18 L70 30 H58 Z",
            desk: "M14 60 H82 V88 H14 Z",
            ticket: "M32 30 H64 V46 H32 Z",
            hall: "M41 86 V56 H55 V86 Z",
            calendar: "M54 52 H70 V72 H54 Z"
        })
}
