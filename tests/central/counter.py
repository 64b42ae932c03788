"""An office with the sample item on its shelf, a register in memory, and the hands of a citizen at a terminal."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from central.contract.application import (
    ApplicationReceived,
    BeginApplication,
    Begun,
    ByCard,
    Decision,
    MaterialSent,
    Paper,
    ReadPaper,
    SubmitApplication,
)
from central.contract.source import DataSource, SourceAnswer
from central.office import Desk
from central.services import applicants, applications, commands, explanations, materials, papers
from central.services.refusals import Refusal
from central.shelf import Shelf, Volume
from central.sources.answers import Heard, silent, understand
from central.sources.registers import Question, Registers
from tests.central.house import House, moment

ASSETS = Path(__file__).parents[2] / "assets"
GUOAN = ByCard(id_number="110105196003070013", name="陈国安", nation="汉", address="晨光路18号")
OTHER = ByCard(id_number="11010519491231002X", name="李秀英")
OLD = {
    "name": "陈国安",
    "birth": "1960-03-07",
    "deceased": False,
    "hukou_local": True,
    "address": "晨光路18号",
    "residence_permit": False,
}


class Memory(Registers):
    """Answers from memory, through the office's own reading of answers; silent when it is told to be."""

    def __init__(self) -> None:
        super().__init__(None)
        self.people: dict[str, dict[str, Any]] = {GUOAN.id_number: OLD}
        self.silent = False
        self.as_of = moment("09:59")
        self.asked: list[Question] = []

    def ask(self, questions: Iterable[Question], now: datetime) -> dict[str, Heard]:
        heard = {}
        for question in questions:
            self.asked.append(question)
            code, known = question.source.source, self.people.get(question.by["id_number"])
            answer = SourceAnswer(found=known is not None, as_of=self.as_of, values=known or {})
            said = silent(code, "told to be") if self.silent else None
            heard[code] = said or understand(question.source, answer.model_dump_json().encode(), now)
        return heard


@cache
def jpeg(shade: int = 200) -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, shade, shade)).save(picture, "JPEG")
    return picture.getvalue()


def item_document(change: Callable[[dict[str, Any]], None] = lambda _: None) -> bytes:
    """The sample item, changed."""
    document = json.loads((ASSETS / "items" / "senior_card.json").read_text("utf-8"))
    change(document)
    return json.dumps(document, ensure_ascii=False).encode()


class Counter:
    """Hands for the services; each goes the way that the route goes."""

    def __init__(self, house: House, *items: bytes) -> None:
        self.house, self.office, self.kiosk = house, house.office, house.kiosk
        self.register = Memory()
        source = DataSource.model_validate_json((ASSETS / "sources" / "population.json").read_bytes())
        self.office.shelf = Shelf(map(Volume.of, items or [item_document()]), [source])
        self.office.registers = self.register
        house.at("10:00")

    def begin(self, applicant: Any = GUOAN, **other: Any) -> Begun:
        wanted = {"item": "senior_card", "version": 1, "applicant": applicant, "consents": ("population",)} | other
        return applications.begin(self.office, self.kiosk, BeginApplication(**wanted))

    def upload(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        assert materials.keep(self.office, self.kiosk, digest, content).digest == digest
        return digest

    def application(self, **other: Any) -> SubmitApplication:
        """An application that is approved; its portrait is uploaded."""
        portrait = MaterialSent(material="portrait", media_type="image/jpeg", pages=(self.upload(jpeg()),))
        wanted = {
            "application_id": secrets.token_hex(16),
            "item": "senior_card",
            "version": 1,
            "applicant": GUOAN,
            "consents": ("population",),
            "answers": {"phone": "13800138001"},
            "materials": (portrait,),
            "asked_at": self.house.clock.at - timedelta(seconds=3),
        }
        return SubmitApplication(**(wanted | other))

    def submit(
        self, wanted: SubmitApplication | None = None, key: str | None = None, **other: Any
    ) -> ApplicationReceived:
        """Submitted; a refusal is raised again."""
        wanted = wanted or self.application(**other)
        refused: list[Refusal] = []
        command = self.house.command(key)
        answer = commands.answered(self.office, command) or commands.carry_out(
            self.office,
            command,
            applications.prepare(self.office, self.kiosk, wanted),
            lambda _desk, refusal: refused.append(refusal),
        )
        if refused:
            raise refused[0]
        return ApplicationReceived.model_validate_json(answer.body)

    def decision(self, application_id: str, applicant: Any = GUOAN) -> Decision:
        person = applicants.known(self.office, self.kiosk, applicant)
        return explanations.read(self.office, applications.owned(self.office, application_id, person))

    def paper(self, application_id: str, applicant: Any = GUOAN, document: str = "card") -> Paper:
        person = applicants.known(self.office, self.kiosk, applicant)
        application = applications.owned(self.office, application_id, person)
        wanted = ReadPaper(application_id=application_id, document=document, applicant=applicant)
        return papers.read(self.office, self.kiosk, application, wanted, "https://hall.example.gov.cn/")

    def do(self, work: Callable[[Desk], Any]) -> Any:
        return self.house.desk(work)
