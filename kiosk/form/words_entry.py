"""Typing words: what stands there, the letters of sound that no character was chosen for yet, and the pad's layers.

Nothing is kept beyond the field.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.form.pinyin import MOST_LETTERS, Candidate, pinyin

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Layer(StrEnum):
    """What the keys of the pad stand for."""

    PINYIN = "pinyin"
    LATIN = "latin"
    FIGURES = "figures"


KEYS: dict[Layer, tuple[str, ...]] = {
    Layer.PINYIN: _LETTERS,
    Layer.LATIN: tuple(row.upper() for row in _LETTERS),
    Layer.FIGURES: ("1234567890", "-/#·，。、（）", "省市区路号栋室"),
}
"""Rows of ten, nine and seven."""

_ALLOWED = frozenset("".join(row for rows in KEYS.values() for row in rows) + "abcdefghijklmnopqrstuvwxyz ")


class WordsEntry:
    """One field of words being typed, at most `length` characters long."""

    def __init__(self, text: str, length: int, layer: Layer = Layer.PINYIN) -> None:
        self.text = text[:length]
        self.letters = ""
        self.layer = layer
        self.candidates: tuple[Candidate, ...] = ()
        self._length = length

    def press(self, key: str) -> bool:
        """A key of the pad or of a keyboard. False: it cannot stand there."""
        if len(key) != 1 or key not in _ALLOWED:
            return False
        if self.layer is Layer.PINYIN and key.isascii() and key.isalpha():
            self._compose((self.letters + key.lower())[:MOST_LETTERS])
        elif self.letters and key == " ":
            self.choose(0)
        elif not self.letters and len(self.text) < self._length:
            self.text += key
        return True

    def choose(self, place: int) -> None:
        """The candidate at that place; the letters that it does not stand for wait on."""
        if 0 <= place < len(self.candidates):
            chosen = self.candidates[place]
            self.text = (self.text + chosen.text)[: self._length]
            self._compose(self.letters[chosen.used :])

    def erase(self) -> None:
        """Take the last letter back, or the last character."""
        if self.letters:
            self._compose(self.letters[:-1])
        else:
            self.text = self.text[:-1]

    def clear(self) -> None:
        """Begin again."""
        self.text = ""
        self._compose("")

    def turn(self, layer: Layer) -> None:
        """Other keys; letters that wait for a character are dropped."""
        self.layer = layer
        self._compose("")

    def _compose(self, letters: str) -> None:
        self.letters = letters
        self.candidates = pinyin().candidates(letters) if letters else ()
