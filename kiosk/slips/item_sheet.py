"""What a result says on a sheet of A4, as data: the words of its slip, a portrait, and room for a signature."""

from __future__ import annotations

import base64
import binascii

from central.contract.application import Paper
from central.contract.texts import Phrases
from devices.sheet import Check, Row, Sheet
from kiosk.slips.item import numbers
from kiosk.wishes.application_requests import Result


def result_sheet(result: Result, copy_number: int, terminal: str, texts: Phrases) -> Sheet:
    """A certificate or receipt. The holder is named in full, the number of the identity card stays masked."""
    say, paper = texts.text, result.paper
    issued = paper.issued_at
    return Sheet(
        issuer=texts.words(paper.body),
        title=texts.words(paper.title),
        holder_label=say("slip.holder"),
        holder=paper.holder,
        rows=(
            Row(say("slip.id_number"), paper.holder_number),
            *(Row(texts.words(line.label), line.value) for line in paper.lines),
        ),
        statement=texts.words(paper.statement),
        numbers=tuple(Row(label, value) for label, value in numbers(paper, texts)),
        check=Check(paper.verify_url, say("slip.verify_result"), say("slip.verify_code"), paper.verify_code),
        signature=say("slip.signature"),
        issued_on=say("slip.issued_on", {"year": issued.year, "month": issued.month, "day": issued.day}),
        issued_at=issued,
        foot=say("slip.terminal", {"name": terminal}),
        language=say("slip.language"),
        mark=say("slip.copy", {"n": copy_number}) if copy_number else "",
        caveat="" if result.decided else say("slip.not_decided"),
        portrait=_portrait(paper),
    )


def _portrait(paper: Paper) -> bytes:
    """A picture that does not arrive as one is told by whoever draws the sheet."""
    try:
        return base64.b64decode(paper.portrait, validate=True)
    except binascii.Error:
        return b"?"
