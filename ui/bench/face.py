"""What is printed on a sample card, so that a person can choose one from the tray."""

from __future__ import annotations

from devices.bench.cards import OK, BenchCard
from devices.id_card import CardLayout
from devices.id_card_text import parse
from devices.states import Fault

LAYOUTS = {
    CardLayout.RESIDENT: "居民身份证",
    CardLayout.HK_MO_TW: "港澳台居民居住证",
    CardLayout.FOREIGNER_2017: "外国人永久居留证 2017",
    CardLayout.FOREIGNER_2023: "外国人永久居留证 2023",
}
REMARKS = {
    "sun_expired": "已过有效期 expired",
    "chen_child": "儿童 a child's",
    "rare_characters": "生僻字 rare characters",
    "rare_planes": "生僻字 more rare characters",
    "blank_fields": "空白字段 blank fields",
    "unreadable": "读不出 damaged chip",
    "unselectable": "选不中 cannot be selected",
    "bus_card": "公交卡 a bus card",
    "denies_reader": "拒绝认证 denies this reader",
    "counterfeit": "伪造 counterfeit",
    "unverified": "验证不过 unverified",
    "wrong_sex": "性别不符 sex contradicts number",
    "wrong_digit": "校验位错 wrong check digit",
    "unknown_layout": "未知版式 unknown layout",
}


def face(card: BenchCard) -> dict[str, str]:
    """Name, number (its middle hidden), remark, and `kind`: a layout, or `unreadable` when no terminal can use it."""
    remark = REMARKS.get(card.label, "")
    try:
        read = parse(card.text)
    except Fault:
        read = None
    if read is None or card.select_status != OK or card.read_status != OK:
        return {"label": card.label, "person": "", "number": "", "remark": remark or card.label, "kind": "unreadable"}
    return {
        "label": card.label,
        "person": read.name or read.english_name,
        "number": read.number[:6] + "·" * (len(read.number) - 10) + read.number[-4:],
        "remark": remark or LAYOUTS[read.layout],
        "kind": read.layout.value,
    }
