"""How complete an item is: which fields of GB/T 39046-2020 table 4 (事项管理) an editor has filled.

Only fields that say something when they are empty are counted. A quantity limit, a special procedure or a joint
department may rightly be absent; fields that the document's schema demands are always there. The fields of a material
count once for each material. Opening hours, place and online address belong to halls and are no part of an item.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from central.contract.item import ItemDocument


@dataclass(frozen=True)
class Completeness:
    """`filled` of the fields `wanted`. `missing`: the others by name and place."""

    filled: int
    wanted: int
    missing: tuple[str, ...]

    @property
    def score(self) -> int:
        """0 to 100, rounded down, so that 100 means nothing is missing."""
        return 100 * self.filled // self.wanted


def of_item(item: ItemDocument) -> Completeness:
    """The share of fields that are filled."""
    fields = list(_fields(item))
    missing = tuple(f"{name} ({place})" for name, place, filled in fields if not filled)
    return Completeness(len(fields) - len(missing), len(fields), missing)


def of_catalogue(items: Iterable[ItemDocument]) -> int:
    """The mean of its items, rounded down; 0 for none."""
    scores = [of_item(item).score for item in items]
    return sum(scores) // len(scores) if scores else 0


def _fields(item: ItemDocument) -> Iterable[tuple[str, str, bool]]:
    yield "基本编码", "base_code", bool(item.base_code)
    yield "实施编码", "implementing_code", bool(item.implementing_code)
    yield "设定依据条款", "legal_basis.*.article", any(basis.article for basis in item.legal_basis)
    yield "设定依据版本", "legal_basis.*.version", any(basis.version for basis in item.legal_basis)
    yield "统一社会信用代码", "body.credit_code", bool(item.body.credit_code)
    yield "承办机构", "body.office", item.body.office is not None
    yield "法定办结时限", "legal_limit", item.legal_limit is not None
    yield "承诺办结时限", "promised_limit", item.promised_limit is not None
    yield "受理条件", "conditions", bool(item.conditions)
    yield "办理流程", "steps", bool(item.steps)
    yield "服务主题", "themes", bool(item.themes or item.life_events)
    yield "收费依据", "fee", not item.fee.charged or (item.fee.basis is not None and item.fee.amount is not None)
    yield "结果样本", "documents", any(paper.lines for paper in item.documents)
    yield "咨询电话", "contact.enquiry", bool(item.contact.enquiry)
    yield "监督电话", "contact.supervision", bool(item.contact.supervision)
    yield "常见问题", "questions", bool(item.questions)
    yield "申请材料", "materials", bool(item.materials)
    for number, material in enumerate(item.materials):
        yield "材料获取渠道", f"materials.{number}.how_to_get", material.how_to_get is not None
        yield "材料出具单位", f"materials.{number}.issued_by", material.issued_by is not None
