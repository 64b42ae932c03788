import QtQuick
import ".."

// How something stands, drawn: beside its word, never in its place.
Icon {
    required property string kind
    required property string tone

    path: kind === "check" ? Icons.check : kind === "alarm" ? Icons.alarm : kind === "pause" ? Icons.pause : kind === "calendar" ? Icons.calendar : kind === "stop" ? Icons.stop : kind === "warn" ? Icons.warn : kind === "person" ? Icons.person : kind === "search" ? Icons.search : kind === "page" ? Icons.page : Icons.clock
    ink: Theme.tint(tone)
    weight: 2.6
}
