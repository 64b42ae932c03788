"""The catalogue on its way to the terminals: what the doorbell says, and what a terminal reports of it.

The content itself travels as TUF targets, one for each item (`items/<item>.json`), data source
(`sources/<source>.json`) and type of project (`projects/<project>.json`), under `/v1/catalogue/metadata/` and
`/v1/catalogue/targets/`.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from central.contract.item import ItemCode, ParameterValue
from central.contract.messages import Code, Line, Message, Moment

__all__ = ["CatalogueHealth", "CatalogueReport", "CatalogueState", "Desired", "ParameterValue"]


class Desired(Message):
    """GET /v1/kiosk/desired?since=N&wait=S: what this terminal should run; 304 when nothing is newer than `since`.

    `catalogue`: the newest version of the targets metadata that this terminal may switch to (the rollout's wave); none:
    stay. `withdrawn`: a version that did harm and must not be run; whoever runs it goes back to the one before.
    """

    version: int = Field(ge=0)
    catalogue: int | None = Field(default=None, ge=1)
    withdrawn: tuple[int, ...] = ()
    parameters: dict[ItemCode, dict[Code, ParameterValue]] = Field(default_factory=dict)


class CatalogueHealth(Message):
    """GET /v1/catalogue/health: what is published here, and what somebody has to do about it.

    `warnings`: `expires_soon` (less than three days), `expired`, `broken` (what lies there is not what was signed).
    """

    version: int = Field(ge=0)
    expires: Moment | None = None
    warnings: tuple[Code, ...] = ()


class CatalogueState(StrEnum):
    NONE = "none"  # nothing has ever been installed
    CURRENT = "current"
    STAGED = "staged"  # checked, waits for the end of the session
    FAILED = "failed"  # did not pass its own check here
    ROLLED_BACK = "rolled_back"  # ran, did harm, and was taken back
    STALE = "stale"  # its time stamp has expired: it goes on serving, and says so


class CatalogueReport(Message):
    """How a terminal stands to the catalogue; part of its report."""

    state: CatalogueState
    running: int | None = Field(default=None, ge=1)
    tried: int | None = Field(default=None, ge=1)
    fault: Code | None = None
    detail: Line = Field(default="", max_length=200)
