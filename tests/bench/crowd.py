"""Invented people past seventy, as many as a figure needs: a file for the register, and who they say they are.

They carry sequence codes that no person of their age has ever been given, and are named after solar terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from devices.bench.cards import checked

ASSETS = Path(__file__).parents[2] / "assets"
ADDRESS = "北京市朝阳区晨光路3号院1号楼502室"
_FAMILIES = "林孙何袁唐邓冯蒋沈韩杨朱秦许"
_TERMS = ("立春", "雨水", "惊蛰", "清明", "谷雨", "小满", "芒种", "夏至", "处暑", "白露", "寒露", "霜降", "立冬")
_FIRST_BIRTH = date(1936, 1, 1)
_SEQUENCES = (996, 997, 998, 999)  # an even one is a woman's
_DAYS = 5_000


@dataclass(frozen=True)
class Elder:
    """Somebody who has lived here for long."""

    name: str
    birth: date
    seventeen: str  # of the ID number, without its check digit

    @property
    def number(self) -> str:
        return checked(self.seventeen)


def elders(count: int) -> list[Elder]:
    """So many, no two with the same number."""
    assert count <= _DAYS * len(_SEQUENCES)
    people = []
    for place in range(count):
        birth = _FIRST_BIRTH + timedelta(days=place % _DAYS)
        name = _FAMILIES[place % len(_FAMILIES)] + _TERMS[place % len(_TERMS)]
        people.append(Elder(name, birth, f"110105{birth:%Y%m%d}{_SEQUENCES[place // _DAYS]}"))
    return people


def register_files(people: Sequence[Elder], directory: Path) -> list[Path]:
    """The register's files of people: its own, and one of these people."""
    tables = [
        f'[[person]]\nlabel = "elder_{place}"\nname = "{one.name}"\nnation = "汉"\nbirth = {one.birth}\n'
        f'sex = "{("female", "male")[int(one.seventeen[-1]) % 2]}"\naddress = "{ADDRESS}"\n'
        f'number = "{one.number}"\nphone = "13800138100"\n'
        for place, one in enumerate(people)
    ]
    crowd = directory / "crowd.toml"
    crowd.write_text("\n".join(tables), "utf-8")
    return [ASSETS / "halls" / "demo_people.toml", ASSETS / "register" / "people.toml", crowd]
