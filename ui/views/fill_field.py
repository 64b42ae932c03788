"""One field of a form: a question, what has been typed or chosen, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.form import Control
from kiosk.form import check as form_check
from kiosk.form import entry as form_entry
from kiosk.form import regions
from kiosk.form.check import Wrong
from kiosk.form.entry import Pad
from kiosk.form.words_entry import WordsEntry
from kiosk.scenes import WishScene
from kiosk.texts import Wording, glue
from kiosk.wishes.application import FillField
from ui.views import shared_words
from ui.views.screen import Relay, ScreenView
from ui.views.words_pad import WordsPad

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_YES_NO = {"yes": True, "no": False}
_UP = "up"
"""Among the regions: one level up."""


@QmlElement
class FillFieldView(ScreenView):
    """What stands in the field. What a source filled in stays as it is until a key is pressed."""

    keeps = True
    changed = Signal()
    step = Property(str, shared_words.step, notify=changed)

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: FillField = scene.wish  # type: ignore[assignment]
        self._field = self._wish.field
        self._pad = form_entry.pad(self._field)
        held = self._wish.value
        if held is None and self._wish.filled is not None:
            held = self._wish.filled.value
        self._held: Any = held
        self._kept = held is not None
        self._typed = form_entry.typed(self._field, held)
        self._words = WordsEntry("" if self._masked else self._typed, form_entry.spelling(self._field).length)
        self._board = WordsPad(self._words, wording, self) if self._pad is Pad.WORDS else None
        if self._board is not None:
            self._board.typed.connect(self._spelled)
            self._board.refused.connect(self._mistyped)
            self._board.turned.connect(self.changed)
        self._chosen = self._options_of(held)
        self._around = regions.above(str(held)) if self._field.control is Control.REGION and held else ""
        self._wrong: Wrong | None = None
        self._touched = False
        self._done = False

    def refresh(self) -> None:
        self.changed.emit()
        if self._board is not None:
            self._board.refresh()

    # ------------------------------------------------------------ what is asked

    @Property(str, notify=changed)
    def service(self) -> str:
        return self._wording.words(self._wish.item.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        entry = self._wish.entry
        if entry is None:
            return self._wording.words(self._field.words)
        nth = self._wording.text("list_entries.nth", number=entry.number, entry=entry.group.entry or "")
        return self._wording.text("fill.entry", nth=glue(nth), field=self._field.words)

    @Property(str, notify=changed)
    def hint(self) -> str:
        if self._field.hint is not None:
            return self._wording.words(self._field.hint)
        code = f"fill.hint.{self._field.control.value}"
        return self._wording.text(code) if self._wording.texts.has(code) else ""

    @Property(str, notify=changed)
    def origin(self) -> str:
        """Who filled it in; empty once somebody changed it."""
        filled = self._wish.filled
        if filled is None or not self._kept or self._held != filled.value:
            return ""
        if self._wish.source is not None:
            return self._wording.text("fill.from_source", source=self._wish.source)
        return self._wording.text("fill.from_card")

    @Property(str, notify=changed)
    def pad(self) -> str:
        """digits, signs, words or options."""
        return self._pad.value

    # ------------------------------------------------------------ what stands in it

    @Property(str, notify=changed)
    def shown(self) -> str:
        """What is typed, in groups to be read."""
        if self._masked:
            return str(self._held)
        return " ".join(form_entry.grouped(self._field, self._typed)) + self._words.letters

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def places(self) -> list[dict[str, str | bool | int]]:
        """Boxes of a date, each with text, length, the word behind it, and whether the next digit goes there."""
        spelled = form_entry.spelling(self._field)
        if not spelled.marks or self._masked:
            return []
        groups = form_entry.grouped(self._field, self._typed)
        here = next((at for at, each in enumerate(groups) if len(each) < spelled.groups[at]), len(groups) - 1)
        return [
            {
                "text": groups[at],
                "length": spelled.groups[at],
                "mark": self._wording.text(f"fill.mark.{mark}"),
                "here": at == here,
            }
            for at, mark in enumerate(spelled.marks)
        ]

    @Property(str, notify=changed)
    def unit(self) -> str:
        """The word behind a number."""
        if self._field.unit is not None:
            return self._wording.words(self._field.unit)
        return self._wording.text("fill.yuan") if self._field.control is Control.MONEY else ""

    @Property(str, notify=changed)
    def wrong(self) -> str:
        """What is wrong and what to do; empty while all is well."""
        if self._wrong is not None:
            return self._wording.text(f"fill.wrong.{self._wrong.code}", self._wrong.facts)
        notice = self._wish.notice
        return self._wording.advice(notice) if notice and not self._touched else ""

    @Property(str, notify=changed)
    def extraKey(self) -> str:
        """The key beside the zero."""
        return form_entry.extra_key(self._field)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def signs(self) -> list[str]:
        """The keys of a board of signs."""
        return list(form_entry.keys(self._field, "" if self._anew else self._typed))

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def options(self) -> list[dict[str, str | bool]]:
        """Per option: key, title, whether it is chosen."""
        titles: dict[str, str]
        if self._field.control is Control.REGION:
            titles = (
                {_UP: self._wording.text("fill.other_region", place=regions.name(self._around))} if self._around else {}
            )
            titles |= regions.below(self._around)
        elif self._field.control is Control.YES_NO:
            titles = {key: self._wording.text(f"fill.{key}") for key in _YES_NO}
        else:
            titles = {key: self._wording.words(words) for key, words in self._field.options.items()}
        return [{"key": key, "title": title, "chosen": key in self._chosen} for key, title in titles.items()]

    @Property(bool, notify=changed)
    def several(self) -> bool:
        """Several options may be chosen."""
        return self._several

    @Property(WordsPad, constant=True)
    def board(self) -> WordsPad | None:
        """The pinyin pad, of a field that has one."""
        return self._board

    # ------------------------------------------------------------ labels

    @Property(bool, notify=changed)
    def canFinish(self) -> bool:
        """Choosing one option is an answer already; there is something to press when one is chosen or none is fine."""
        return self._pad is not Pad.OPTIONS or self._several or bool(self._chosen) or not self._field.required

    @Property(str, notify=changed)
    def nextLabel(self) -> str:
        empty = not self._typed and not self._chosen and not self._kept
        return self._wording.text("fill.skip" if empty and not self._field.required else "button.next")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("button.more")

    @Property(str, notify=changed)
    def eraseLabel(self) -> str:
        return self._wording.text("enter.erase")

    @Property(str, notify=changed)
    def clearLabel(self) -> str:
        return self._wording.text("enter.clear")

    # ------------------------------------------------------------ what the citizen does

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad. What cannot stand there is not taken."""
        if self._board is not None:
            self._board.press(key)
            return
        if self._done or self._pad is Pad.OPTIONS:
            return
        before = "" if self._anew else self._typed
        typed = form_entry.pressed(self._field, before, key)
        if typed is None:
            if len(key) == 1:
                self._complain(Wrong("key"))
        else:
            self._put(typed)

    @Slot()
    def erase(self) -> None:
        """Take the last one back; of what is masked, all."""
        if self._board is not None:
            self._board.erase()
        elif not self._done:
            self._put("" if self._masked else self._typed[:-1])

    @Slot()
    def clear(self) -> None:
        """Begin again."""
        if self._board is not None:
            self._board.clear()
        elif not self._done:
            self._put("")

    @Slot(str)
    def choose(self, key: str) -> None:
        """This option: the answer, or one of several."""
        if self._done or key not in self._option_keys:
            return
        self._touched, self._kept = True, False
        if self._field.control is Control.REGION and (key == _UP or regions.below(key)):
            self._around = regions.above(self._around) if key == _UP else key
            self._chosen = []
            self._complain(None)
            return
        if not self._several:
            self._chosen = [key]
            self.finish()
            return
        self._chosen = [each for each in self._chosen if each != key] if key in self._chosen else [*self._chosen, key]
        self._complain(None)

    @Slot()
    def finish(self) -> None:
        """Give the value, if it can be right."""
        if self._done:
            return
        value = self._value()
        if self._words.letters:
            self._complain(Wrong("pending"))
            return
        problem = None if self._masked else form_check.wrong(self._field, value)
        self._done = problem is None
        self._complain(problem)
        if self._done:
            if self._board is not None:
                self._board.closed = True
            self._relay.answer(self, value)

    # ------------------------------------------------------------ within

    @property
    def _several(self) -> bool:
        return self._field.control is Control.CHOICES

    @property
    def _option_keys(self) -> tuple[str, ...]:
        if self._field.control is Control.REGION:
            return (_UP, *regions.below(self._around))
        return tuple(_YES_NO if self._field.control is Control.YES_NO else self._field.options)

    @property
    def _masked(self) -> bool:
        filled = self._wish.filled
        return self._kept and filled is not None and filled.masked and self._held == filled.value

    @property
    def _anew(self) -> bool:
        """The next key begins again: what stands there was filled in, or was given before."""
        return self._kept

    @Slot()
    def _spelled(self) -> None:
        self._put(self._words.text)

    @Slot()
    def _mistyped(self) -> None:
        self._complain(Wrong("key"))

    def _put(self, typed: str) -> None:
        self._typed, self._kept, self._touched = typed, False, True
        self._complain(form_check.so_far(self._field, typed))

    def _complain(self, problem: Wrong | None) -> None:
        self._wrong = problem
        self.changed.emit()

    def _value(self) -> Any:
        if self._kept:
            return self._held
        if self._pad is not Pad.OPTIONS:
            return form_entry.value(self._field, self._typed)
        order = [each for each in self._field.options if each in self._chosen]
        if self._several:
            return order or None
        if self._field.control is Control.YES_NO:
            return _YES_NO[self._chosen[0]] if self._chosen else None
        return self._chosen[0] if self._chosen else None

    def _options_of(self, value: Any) -> list[str]:
        if isinstance(value, bool):
            return [key for key, meaning in _YES_NO.items() if meaning is value]
        if self._field.control is Control.REGION:
            return [str(value)] if value else []
        held = value if isinstance(value, list) else [value]
        return [key for key in self._field.options if key in held]
