"""What was sent with an application, sealed: whose it is, the answers, the pictures. Opened in this one place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from central.contract.application import Applicant, MaterialSent, SubmitApplication
from central.keys import Keys
from central.services.applicants import Somebody
from central.store.applications import Application


@dataclass(frozen=True)
class Content:
    """The applicant, and what was submitted, as JSON. The identity code itself is not kept: whose it was is."""

    person: Somebody
    sent: dict[str, Any]

    @property
    def situation(self) -> dict[str, str]:
        """The option that was chosen in each situation."""
        return dict(self.sent["situation"])

    @property
    def materials(self) -> tuple[MaterialSent, ...]:
        """The pictures that came with it."""
        return tuple(MaterialSent.model_validate(each) for each in self.sent["materials"])

    def submitted_by(self, applicant: Applicant) -> SubmitApplication:
        """The whole as it was sent, by its applicant who is here again."""
        return SubmitApplication.model_validate(self.sent | {"applicant": applicant.model_dump()})


def seal(keys: Keys, wanted: SubmitApplication, person: Somebody) -> bytes:
    """To this application's place, and to be opened nowhere else."""
    sent = wanted.model_dump(mode="json", exclude={"applicant"})
    content = sent | {"by": wanted.applicant.by, "person": person.facts()}
    return keys.seal_record(json.dumps(content, ensure_ascii=False).encode(), _place(wanted.application_id))


def read(keys: Keys, application: Application) -> Content:
    """Raises `RecordBroken` for what was changed."""
    content = json.loads(keys.open_record(application.content, _place(application.application_id)))
    del content["by"]
    return Content(Somebody(**content.pop("person")), content)


def _place(application_id: str) -> str:
    return f"applications/{application_id}"
