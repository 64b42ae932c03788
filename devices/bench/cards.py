"""Cards to lay on the simulated reader: invented people in all four layouts, and cards that go wrong."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from stdnum.iso7064 import mod_11_2

from devices import id_card_text

DEMO_PEOPLE = Path(__file__).resolve().parents[2] / "assets" / "halls" / "demo_people.toml"
TEXT_CHARS = 128
PHOTO_SIZE = 1024
OK = 0x90


@dataclass(frozen=True)
class BenchCard:
    """What a card's chip holds, and how it behaves in the field.

    `select_status` and `read_status` are what the reader answers at that step; 0x90 is a good card.
    `newest_address` is the added address of command 30 03; most cards have none.
    """

    label: str
    text: bytes  # 256
    photo: bytes  # 1024; noise, for no open encoder exists
    select_status: int = OK
    read_status: int = OK
    newest_address: str = ""

    @property
    def type_mark(self) -> str:
        """Of its layout; "" for a resident's card."""
        return self.text[id_card_text.TYPE_MARK].decode("utf-16-le", "replace").strip(" \0")


def card(label: str, *fields: tuple[int, str]) -> BenchCard:
    """A card whose text holds `(characters, content)` one after the other, blank to the end."""
    text = "".join(content + " " * (size - _units(content)) for size, content in fields)
    raw = (text + " " * (TEXT_CHARS - _units(text))).encode("utf-16-le", "surrogatepass")
    return BenchCard(label, raw, hashlib.shake_128(label.encode()).digest(PHOTO_SIZE))


def resident(
    label: str,
    name: str,
    number: str,
    address: str = "",
    *,
    nation: str = "01",
    valid: tuple[str, str] = ("20180302", "20380302"),
    authority: str = "北京市公安局朝阳分局",
    sex: str = "",
) -> BenchCard:
    """`number`: 17 digits; birth, sex and check digit follow from it, unless `sex` says otherwise."""
    return card(
        label,
        *((15, name), (1, sex or _sex(number)), (2, nation), (8, number[6:14]), (35, address)),
        *((18, checked(number)), (15, authority), (8, valid[0]), (8, valid[1])),
    )


def permit(label: str, name: str, number: str, address: str, pass_number: str) -> BenchCard:
    """Residence permit for Hong Kong, Macao and Taiwan residents; `number` as in `resident`."""
    return card(
        label,
        *((15, name), (1, _sex(number)), (2, ""), (8, number[6:14]), (35, address), (18, checked(number))),
        *((15, "深圳市公安局"), (8, "20230605"), (8, "20280605"), (9, pass_number), (2, "01"), (3, ""), (1, "J")),
    )


def foreigner_2017(label: str, english: str, sex: str, number: str, birth: str) -> BenchCard:
    """Permanent residence of 2017; `number`: 15 characters, its first three the nationality. No Chinese name."""
    return card(
        label,
        *((60, english), (1, sex), (15, number), (3, number[:3]), (15, "")),
        *((8, "20210308"), (8, "20310308"), (8, birth), (2, "01"), (4, "1500"), (1, "I")),
    )


def foreigner_2023(label: str, english: str, name: str, number: str, nationality: str) -> BenchCard:
    """Permanent residence of 2023; `number`: 17 digits that begin with 9."""
    return card(
        label,
        *((15, name), (1, _sex(number)), (2, "01"), (8, number[6:14]), (35, english[:35]), (18, checked(number))),
        *((15, ""), (8, "20240115"), (8, "20340115"), (11, english[35:]), (3, nationality), (1, "Y")),
    )


def checked(number: str) -> str:
    """A number with its check digit."""
    return number + str(mod_11_2.calc_check_digit(number))


def _sex(number: str) -> str:
    return "1" if int(number[16]) % 2 else "2"


def _units(text: str) -> int:
    """Length in UTF-16 code units: a rare character outside the basic plane takes two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def demo_people() -> tuple[BenchCard, ...]:
    """The cards of those who have bookings in the demo hall."""
    nations = {name: code for code, name in id_card_text.nations().items()}
    people = tomllib.loads(DEMO_PEOPLE.read_text(encoding="utf-8"))["person"]
    return tuple(
        resident(p["label"], p["name"], p["number"][:-1], p["address"], nation=nations[p["nation"]]) for p in people
    )


_LI = resident("li_ming", "李明", "11010519880626031", "北京市朝阳区测试路28号")
_ZHAO = resident("unreadable", "赵强", "11010519790911057", "北京市朝阳区测试路7号")

SAMPLES: tuple[BenchCard, ...] = (
    # People. None of them lives anywhere.
    resident(
        "wang_xiuying",
        "王秀英",
        "11010519580417002",
        "北京市朝阳区和平街道测试路1号院3号楼2单元101",
        valid=("20100101", "长期"),
    ),
    _LI,
    resident(
        "bayinna",
        "巴音娜",
        "15010219950228004",
        "呼和浩特市新城区测试街9号",
        nation="02",
        authority="呼和浩特市公安局",
    ),
    resident(
        "rare_characters", "𬎆𠮷\ue863", "53280119760305001", "景洪市测试村", nation="18", authority="景洪市公安局"
    ),
    resident("chen_child", "陈小宝", "11010520190601011", "北京市朝阳区测试路30号", valid=("20240610", "20290610")),
    resident("sun_expired", "孙文静", "11010519850102004", "北京市朝阳区测试路5号", valid=("20050801", "20150801")),
    resident("blank_fields", "周平", "11010519900101035", nation="", valid=("", ""), authority=""),
    permit("hong_kong", "黄家辉", "81000019920814001", "深圳市南山区测试大道66号", "H12345678"),
    permit("taiwan", "林雅婷", "83000019891123002", "深圳市福田区测试路12号", "12345678"),
    foreigner_2017("foreigner_2017", "ROUSSEAU, MARIE CLAIRE", "2", "FRA310078042510", "19780425"),
    foreigner_2023("foreigner_2023", "ANDERSON-FITZGERALD, CHRISTOPHER JONATHAN", "安德森", "91184019810803001", "840"),
    resident("rare_planes", "㐂䶮𠮷𰻝", "32010219830518006", "南京市玄武区测试巷2号", authority="南京市公安局"),
    # Cards that the reader does not read.
    replace(_ZHAO, read_status=0x41),
    replace(_ZHAO, label="bus_card", text=bytes(256), photo=bytes(PHOTO_SIZE), select_status=0x40),
    replace(_ZHAO, label="denies_reader", select_status=0x31),
    replace(_ZHAO, label="counterfeit", read_status=0x32),
    replace(_ZHAO, label="unverified", read_status=0x33),
    replace(_ZHAO, label="unselectable", select_status=0x81),
    # Cards that read well and say something impossible.
    resident("wrong_sex", "吴磊", "11010519790911057", "北京市朝阳区测试路7号", sex="2"),
    replace(_LI, label="wrong_digit", text=_LI.text.replace("60311".encode("utf-16-le"), "60312".encode("utf-16-le"))),
    card("unknown_layout", (15, "未来"), (109, ""), (1, "Z")),
    *demo_people(),
)


def sample(label: str) -> BenchCard:
    """Raises `KeyError`."""
    return {card.label: card for card in SAMPLES}[label]
