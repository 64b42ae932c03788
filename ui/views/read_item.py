"""办事指南: everything about an item before it is begun, in the words of its document."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from central.contract.item import Certainty, LegalBasis, Material, MaterialFrom, Sentence, TimeLimit, Unit
from kiosk.scenes import WishScene
from kiosk.texts import Wording
from kiosk.wishes.application import FromItem, ReadItem
from kiosk.words import measured as measured_words
from ui.views.screen import Relay, ScreenView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ReadItemView(ScreenView):
    """Sections to read, and whether it can be done here and now. What is unconfirmed says so."""

    changed = Signal()

    def __init__(self, scene: WishScene, wording: Wording, relay: Relay) -> None:
        super().__init__(wording, relay)
        self._wish: ReadItem = scene.wish  # type: ignore[assignment]
        self._item = self._wish.item
        self._facts = self._wish.catalogue.facts(self._item)

    @Property(str, notify=changed)
    def service(self) -> str:
        """Whose item it is."""
        return self._wording.words(self._item.body.name)

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._wording.words(self._item.name)

    @Property(str, notify=changed)
    def summary(self) -> str:
        return self._sentence(self._item.summary)

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def marks(self) -> list[str]:
        """What most people want to know: how long, how much, how often to come."""
        say, promised = self._wording.text, self._item.promised_limit or self._item.legal_limit
        return [
            *([self._amount(promised)] if promised else []),
            say("read_item.charged" if self._item.fee.charged else "read_item.free"),
            say("read_item.visits", n=self._item.visits),
        ]

    @Property(str, notify=changed)
    def reasonTitle(self) -> str:
        return self._wording.title(self._wish.reason) if self._wish.reason else ""

    @Property(str, notify=changed)
    def reasonText(self) -> str:
        return self._wording.advice(self._wish.reason) if self._wish.reason else ""

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]
    def sections(self) -> list[dict[str, object]]:
        """Key, title and lines; a line has text and perhaps a small detail below it."""
        return [
            {"key": key, "title": self._wording.text(f"read_item.{key}"), "lines": lines}
            for key, lines in self._sections()
            if lines
        ]

    @Property(bool, notify=changed)
    def possible(self) -> bool:
        return self._wish.reason is None

    @Property(str, notify=changed)
    def applyLabel(self) -> str:
        return self._wording.text("read_item.apply")

    @Property(str, notify=changed)
    def noticeLabel(self) -> str:
        return self._wording.text("read_item.print_notice")

    @Property(str, notify=changed)
    def moreLabel(self) -> str:
        return self._wording.text("reading.more")

    @Slot()
    def apply(self) -> None:
        """Begin, if it is possible."""
        if self._wish.reason is None:
            self._relay.answer(self, FromItem.APPLY)

    @Slot()
    def printNotice(self) -> None:
        """Print the one-time notice (一次性告知)."""
        self._relay.answer(self, FromItem.PRINT_NOTICE)

    # ------------------------------------------------------------ the sections

    def _sections(self) -> Iterator[tuple[str, list[dict[str, str]]]]:
        item, words = self._item, self._wording.words
        yield "conditions", [_line(self._sentence(each.text), self._law(each.basis)) for each in item.conditions]
        yield (
            "situations",
            [
                _line(words(each.question), self._list(words(option.words) for option in each.options))
                for each in item.situations
            ],
        )
        yield "materials", [self._material(each) for each in item.materials]
        yield "fee", self._fee()
        yield "limits", self._limits()
        yield (
            "steps",
            [_line(f"{n}. {words(each.name)}", words(each.by)) for n, each in enumerate(item.steps, 1)],
        )
        follows = self._sentence(item.result.follows) if item.result.follows else ""
        yield "result", [_line(words(item.result.name), follows)]
        yield "legal_basis", [self._basis(each) for each in item.legal_basis]
        yield (
            "questions",
            [_line(self._sentence(each.question), self._sentence(each.answer)) for each in item.questions],
        )
        yield "appeal", [_line(self._sentence(item.appeal))]
        yield (
            "contact",
            [
                _line(self._wording.text("read_item.enquiry", number=item.contact.enquiry)),
                _line(self._wording.text("read_item.supervision", number=item.contact.supervision)),
            ],
        )

    def _material(self, material: Material) -> dict[str, str]:
        say = self._wording.text
        on_paper = material.comes_from is MaterialFrom.DOCUMENT
        where = "document_not_here" if on_paper and self._wish.no_pages else material.comes_from.value
        how = [say(f"read_item.from_{where}")]
        if not material.required:
            how.append(say("read_item.optional"))
        if material.promised:
            how.append(say("read_item.promised"))
        if material.how_to_get:
            how.append(self._sentence(material.how_to_get))
        if material.issued_by:
            how.append(say("read_item.issued_by", by=material.issued_by))
        if material.note:
            how.append(self._sentence(material.note))
        return _line(self._wording.words(material.name), "\n".join(how))

    def _fee(self) -> list[dict[str, str]]:
        fee = self._item.fee
        if not fee.charged:
            return [_line(self._wording.text("read_item.free"))]
        amount = self._sentence(fee.amount) if fee.amount else self._wording.text("read_item.charged")
        return [_line(amount, self._law(fee.basis)), *(_line(self._sentence(each)) for each in fee.waivers)]

    def _limits(self) -> list[dict[str, str]]:
        found = []
        for key, limit in (("promised", self._item.promised_limit), ("legal", self._item.legal_limit)):
            if limit is not None:
                start = self._wording.text(f"read_item.starts_{limit.starts_at.value}")
                shown = self._wording.text(f"read_item.limit_{key}", amount=self._amount(limit))
                note = self._sentence(limit.note) if limit.note else ""
                details = ["" if limit.unit is Unit.AT_ONCE else start, note, self._doubt(limit.certainty)]
                found.append(_line(shown, "\n".join(filter(None, details))))
        return [*found, *self._measured()]

    def _measured(self) -> Iterator[dict[str, str]]:
        if self._wish.measured is not None:
            took = measured_words.said(self._wish.measured, self._wording)
            yield _line(took.text, took.evidence)

    def _amount(self, limit: TimeLimit) -> str:
        return self._wording.text(f"read_item.unit_{limit.unit.value}", n=limit.amount)

    def _basis(self, basis: LegalBasis) -> dict[str, str]:
        shown = f"{self._wording.words(basis.law)}{'' if self._wording.language == 'zh_CN' else ' '}{basis.article}"
        says = self._sentence(basis.says) if basis.says else ""
        return _line(shown.strip(), "\n".join(filter(None, (says, self._doubt(basis.certainty)))))

    def _law(self, code: str | None) -> str:
        if code is None:
            return ""
        basis = self._item.basis(code)
        law = self._wording.words(basis.law)
        return self._wording.text("finding.law", law=law, article=basis.article).strip()

    def _doubt(self, certainty: Certainty) -> str:
        return self._wording.text("read_item.unconfirmed") if certainty is Certainty.UNCONFIRMED else ""

    def _list(self, words: Iterator[str]) -> str:
        return self._wording.text("read_item.between").join(words)

    def _sentence(self, sentence: Sentence) -> str:
        return self._wording.sentence(sentence, self._facts)


def _line(text: str, detail: str = "") -> dict[str, str]:
    return {"text": text, "detail": detail}
