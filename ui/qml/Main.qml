import QtQuick
import Kiosk
import "parts"

// The window: one screen between top bar and bottom bar, help and the idle question over them. Everything is laid out
// in design units, 1080 across the short side, and scaled to the window as a whole.
Window {
    id: window

    required property Stage stage
    readonly property bool upright: height >= width
    readonly property real factor: upright ? Math.min(width / 1080, height / 1920) : Math.min(width / 1920, height / 1080)
    property bool helping: false

    width: 540
    height: 960
    visible: true
    color: Theme.ground
    title: stage.frame.hall

    Binding {
        target: Theme
        property: "contrast"
        value: window.stage.contrast
    }

    Binding {
        target: Theme
        property: "large"
        value: window.stage.large
    }

    Binding {
        target: Theme
        property: "portrait"
        value: window.upright
    }

    Binding {
        target: Theme
        property: "unitsPerMm"
        value: window.stage.unitsPerMm
    }

    FocusScope {
        id: root

        width: window.width / window.factor
        height: window.height / window.factor
        scale: window.factor
        transformOrigin: Item.TopLeft
        focus: true

        function step(forward: bool): void {
            const from = window.activeFocusItem ?? loader
            from.nextItemInFocusChain(forward)?.forceActiveFocus(forward ? Qt.TabFocusReason : Qt.BacktabFocusReason)
        }

        Keys.onEscapePressed: {
            if (window.helping)
                window.helping = false
            else if (window.stage.frame.idle)
                window.stage.stay()
            else if (window.stage.frame.telling)
                window.stage.understood()
            else if (window.stage.view)
                window.stage.view.back()
        }
        Keys.onDownPressed: step(true)
        Keys.onRightPressed: step(true)
        Keys.onUpPressed: step(false)
        Keys.onLeftPressed: step(false)

        FocusScope {
            id: base

            anchors.fill: parent
            enabled: !help.visible && !told.visible && !idle.visible
            focus: enabled

            Loader {
                id: loader

                property real turned: 1

                anchors.left: parent.left
                anchors.right: parent.right
                anchors.top: topBar.bottom
                anchors.bottom: bottomBar.visible ? bottomBar.top : parent.bottom
                focus: true
                enabled: !settling.running
                opacity: turned
                transform: Translate {
                    y: -36 * (1 - loader.turned)
                }

                NumberAnimation on turned {
                    id: turning

                    running: false
                    from: 0
                    to: 1
                    duration: Theme.turn
                    easing.type: Easing.OutCubic
                }

                function show(): void {
                    window.helping = false
                    if (window.stage.screen === "")
                        return
                    setSource("screens/" + window.stage.screen + ".qml", {
                        view: window.stage.view,
                        stage: window.stage
                    })
                    settling.restart()
                    turning.restart()
                }
            }

            TopBar {
                id: topBar

                width: parent.width
                frame: window.stage.frame
                onEntrance: window.stage.openConsole()
                clock: window.stage.screen !== "Home"
                busy: window.stage.screen === "Waiting" || window.stage.screen === "Print"
            }

            BottomBar {
                id: bottomBar

                visible: !window.stage.screen.startsWith("console/")
                anchors.bottom: parent.bottom
                width: parent.width
                stage: window.stage
                onHelp: window.helping = true
            }
        }

        Timer {
            id: settling

            interval: Theme.deaf
        }

        Timer {
            interval: Theme.unattended
            running: window.helping
            onTriggered: window.helping = false
        }

        Connections {
            target: loader.item as ConsolePage

            function onHelp(): void {
                window.helping = true
            }
        }

        Connections {
            target: window.stage

            function onSceneChanged(): void {
                loader.show()
            }
        }

        Component.onCompleted: loader.show()

        Sheet {
            id: help

            visible: window.helping && !window.stage.frame.idle
            focus: visible
            name: window.stage.frame.helpTitle

            Words {
                width: parent.width
                text: window.stage.frame.helpTitle
                size: Theme.h1
                strong: true
            }

            Words {
                width: parent.width
                text: window.stage.frame.helpDesk
                size: Theme.portrait || !Theme.large ? Theme.h2 : Theme.body
            }

            Words {
                visible: text !== "" && (Theme.portrait || !Theme.large)
                width: parent.width
                text: window.stage.frame.helpPhoneLabel
                color: Theme.inkSoft
            }

            Words {
                visible: text !== ""
                width: parent.width
                text: window.stage.frame.helpPhone
                size: Theme.display
                strong: true
                color: Theme.brand
            }

            Words {
                objectName: "hotline"
                visible: text !== ""
                width: parent.width
                text: window.stage.frame.helpHotline
                size: Theme.portrait || !Theme.large ? Theme.h2 : Theme.body
            }

            Words {
                visible: text !== ""
                width: parent.width
                text: window.stage.frame.helpAddress
                color: Theme.inkSoft
            }

            ActionButton {
                objectName: "speak_up"
                visible: !window.stage.speaking
                width: parent.width
                text: window.stage.frame.voiceLabel
                icon_: Icons.voice
                onClicked: {
                    window.helping = false
                    window.stage.speakUp()
                }
            }

            ActionButton {
                objectName: "help_close"
                width: parent.width
                primary: true
                focus: true
                text: window.stage.frame.closeLabel
                onClicked: window.helping = false
            }
        }

        Sheet {
            id: told

            visible: window.stage.frame.telling && !window.stage.frame.idle
            focus: visible
            name: window.stage.frame.toldTitle

            Words {
                width: parent.width
                text: window.stage.frame.toldTitle
                size: Theme.h1
                strong: true
            }

            Words {
                width: parent.width
                text: window.stage.frame.toldText
                size: Theme.h2
            }

            ActionButton {
                objectName: "understood"
                width: parent.width
                primary: true
                focus: true
                text: window.stage.frame.understoodLabel
                onClicked: window.stage.understood()
            }
        }

        Sheet {
            id: idle

            visible: window.stage.frame.idle
            focus: visible
            name: window.stage.frame.idleTitle

            Words {
                width: parent.width
                text: window.stage.frame.idleTitle
                size: Theme.h1
                strong: true
            }

            BigNumber {
                width: parent.width
                text: window.stage.frame.seconds
                ink: Theme.brand
            }

            Words {
                width: parent.width
                text: window.stage.frame.idleText
                size: Theme.h2
            }

            ActionButton {
                objectName: "stay"
                width: parent.width
                primary: true
                focus: true
                text: window.stage.frame.stayLabel
                onClicked: window.stage.stay()
            }

            ActionButton {
                objectName: "leave"
                width: parent.width
                text: window.stage.frame.leaveLabel
                onClicked: window.stage.leave()
            }
        }
    }
}
