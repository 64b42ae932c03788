"""The screens of a form, with a citizen's afternoon in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from central.contract import form
from central.contract.application import Filled
from central.contract.form import FormField
from central.contract.item import ItemDocument, Sentence
from central.contract.messages import Words
from kiosk.scenes import Scene, Service, WishScene
from kiosk.wishes.application import (
    EntryOf,
    FillField,
    ListEntries,
    Phrase,
    ReviewAnswers,
    ReviewLine,
    SignPromise,
)
from kiosk.wishes.wish import ScreenWish
from kiosk.words.answer import entry_said

ITEMS = Path(__file__).parents[2] / "assets/items"
SENIOR_CARD = ItemDocument.model_validate_json((ITEMS / "senior_card.json").read_bytes())


def field(control: str, question: tuple[str, str], *, required: bool = True, **schema: Any) -> FormField:
    """One field as a form describes it; `x_hint` stands for `x-hint`."""
    hints = {name.replace("x_", "x-"): value for name, value in schema.items()}
    words = {"zh_CN": question[0], "en": question[1]}
    written = {"type": "string", "x-control": control, "x-words": words, **hints}
    return form.fields({"type": "object", "properties": {"it": written}, "required": ["it"] if required else []})[0]


def options(*words: tuple[str, str, str]) -> dict[str, dict[str, str]]:
    return {code: {"zh_CN": chinese, "en": english} for code, chinese, english in words}


PHONE = field("phone", ("联系电话", "Phone number"), required=False, pattern="^1[3-9][0-9]{9}$")
BIRTH = field("date", ("孩子哪一天出生", "When was the child born?"), format="date")
MONTH = field("month", ("从哪个月开始停保", "From which month?"), pattern="^[0-9]{4}-[0-9]{2}$")
ID_NUMBER = field("id_number", ("配偶的身份证号", "Your spouse's ID number"))
CREDIT = field("credit_code", ("统一社会信用代码", "Unified social credit code"))
PLATE = field("plate", ("车牌号", "Plate number"))
BANK = field("bank_card", ("收款银行卡号", "Bank card to be paid to"))
MONEY = field("money", ("每月工资", "Monthly wage"), type="number", minimum=0, maximum=1_000_000)
LIVING = field(
    "choice",
    ("您现在怎么住", "How do you live now?"),
    x_options=options(
        ("own", "自己的房子", "My own flat"),
        ("rent", "租房，有租赁合同", "Rented, with a contract"),
        ("family", "住在子女或亲友家", "With children, relatives or friends"),
        ("dormitory", "单位宿舍", "Employer's dormitory"),
        ("other", "其他", "Something else"),
    ),
)
NEEDS = field(
    "choices",
    ("需要哪些服务", "Which services do you need?"),
    type="array",
    minItems=1,
    x_options=options(
        ("meals", "送餐", "Meals"),
        ("cleaning", "打扫", "Cleaning"),
        ("bathing", "助浴", "Bathing"),
        ("company", "陪同看病", "Company to the doctor's"),
        ("talk", "上门探望", "Visits"),
        ("emergency", "紧急呼叫", "Emergency call"),
        ("repair", "小修小补", "Small repairs"),
        ("rehab", "康复训练", "Rehabilitation"),
    ),
)
ADDRESS = field("address", ("现在住在哪里", "Where do you live now?"), maxLength=60)
NAME = field("name", ("配偶的姓名", "Your spouse's name"), maxLength=30)
REGION = field("region", ("住在哪个区", "Which district?"), pattern="^[1-9][0-9]{5}$")
ALONE = field("yes_no", ("是否独自居住", "Do you live alone?"), type="boolean")

NUMBER = field("number", ("家里住几口人", "How many live with you?"), type="integer", minimum=1, maximum=20,
               x_unit={"zh_CN": "人", "en": "people"})  # fmt: skip
DIGITS = field("digits", ("住院号", "Hospital number"), maxLength=12)
TEXT = field("text", ("备注", "Remarks"), required=False, maxLength=60)

FAMILY = field(
    "group",
    ("一起住的家人", "Family members who live with you"),
    type="array",
    minItems=1,
    maxItems=6,
    uniqueItems=True,
    x_hint={"zh_CN": "不用写您自己。", "en": "Leave yourself out."},
    x_entry={"zh_CN": "位家人", "en": "Family member"},
    items={
        "type": "object",
        "properties": {
            "name": {
                "type": "string",
                "maxLength": 20,
                "x-control": "name",
                "x-words": {"zh_CN": "姓名", "en": "Name"},
            },
            "id_number": {
                "type": "string",
                "x-control": "id_number",
                "x-words": {"zh_CN": "身份证号", "en": "ID number"},
            },
            "relation": {
                "type": "string",
                "x-control": "choice",
                "x-words": {"zh_CN": "是您的什么人？", "en": "Who is it to you?"},
                "x-options": options(
                    ("spouse", "配偶", "Spouse"), ("child", "子女", "Child"), ("other", "其他", "Other")
                ),
            },
        },
        "required": ["name", "id_number", "relation"],
    },
)
RELATIVES: tuple[dict[str, Any], ...] = (
    {"name": "郑大寒", "id_number": "110102199901209982", "relation": "spouse"},
    {"name": "欧阳小雪", "id_number": "110102201011229965", "relation": "child"},
    {"name": "郑寒", "id_number": "11010519491231002X", "relation": "other"},
)

PROMISE = Sentence(
    zh_CN="本人承诺：一、已知晓办理老年优待证的条件；二、提供的身份信息和居住信息真实、准确、完整；"
    "三、同意办理机关向人口信息库核对上述信息；四、情况发生变化的，三十日内告知办理机关。",
    en="I promise that I know the conditions of the senior benefit card, that what I told about who I am and where "
    "I live is true and complete, that the office may check it with the population register, and that I will tell the "
    "office within thirty days of any change.",
)
CONSEQUENCE = Sentence(
    zh_CN="承诺不实的，撤销证件，记入信用记录，并承担相应法律责任。",
    en="If this is untrue the card is withdrawn and it goes on record.",
)


def shown(wish: ScreenWish[Any]) -> WishScene:
    return WishScene(Service.TAKE_BOOKED_TICKET, wish, back=True)


def fill(field: FormField, **more: Any) -> WishScene:
    return shown(FillField(SENIOR_CARD, field, **{"step": 2, "steps": 5, **more}))


def listed(*entries: dict[str, Any], **more: Any) -> WishScene:
    return shown(ListEntries(SENIOR_CARD, FAMILY, entries, **{"step": 2, "steps": 5, **more}))


REVIEW = ReviewAnswers(
    SENIOR_CARD,
    (
        (
            "申请人",
            (
                ReviewLine("姓名", "张*英", source="居民身份证"),
                ReviewLine("身份证号", "440***********002X", source="居民身份证"),
                ReviewLine("联系电话", "138****8001", key="phone"),
            ),
        ),
        (
            "居住情况",
            (
                ReviewLine("您现在怎么住", "租房，有租赁合同", key="living"),
                ReviewLine("住址", "光明区公明街道振明路与民生路交汇处幸福花园 3 栋 2 单元 1201 室", key="address"),
                ReviewLine(FAMILY.words, Phrase("entries", {"n": 2, "entry": FAMILY.entry or ""}), key="field.family"),
                *(
                    ReviewLine(
                        Phrase("entry", {"number": number, "entry": FAMILY.entry or ""}),
                        entry_said(FAMILY, entry),
                        key=f"field.family.{number}",
                    )
                    for number, entry in enumerate(RELATIVES[:2], start=1)
                ),
                ReviewLine("户籍", "本市户籍", source="人口信息库"),
            ),
        ),
        ("材料", (ReviewLine("近期免冠照片", "现场拍摄，1 张", key="portrait"), ReviewLine("备注", "", key="note"))),
    ),
)

FORM_SCENES: dict[str, Scene] = {
    "fill_phone": fill(PHONE),
    "fill_phone_filled": fill(
        PHONE,
        filled=Filled(value="138****8001", source="population", masked=True),
        source=Words(zh_CN="人口信息库", en="Population register"),
    ),
    "fill_date": fill(BIRTH, value="1956-03-08"),
    "fill_month": fill(MONTH),
    "fill_id_number": fill(ID_NUMBER, value="11010519491231002X"),
    "fill_credit_code": fill(CREDIT, value="91350100M000100Y43"),
    "fill_plate": fill(PLATE),
    "fill_plate_end": fill(PLATE, value="粤B12345"),
    "fill_bank_card": fill(BANK, value="6222020000000000000"),
    "fill_money": fill(MONEY, value=3650.5),
    "fill_choice": fill(LIVING, value="rent", filled=Filled(value="rent")),
    "fill_choices": fill(NEEDS, value=["meals", "company"]),
    "fill_name": fill(NAME),
    "fill_address": fill(ADDRESS, value="光明区公明街道振明路与民生路交汇处幸福花园3栋2单元1201室"),
    "fill_address_typing": fill(ADDRESS, value="光明区"),
    "fill_region": fill(REGION),
    "fill_region_chosen": fill(REGION, value="440311"),
    "fill_yes_no": fill(ALONE),
    "fill_number": fill(NUMBER, value=4),
    "fill_wrong": fill(ID_NUMBER, value="110105194912310029"),
    "fill_wrong_date": fill(BIRTH, value="2025-02-29"),
    "fill_entry_name": fill(FAMILY.parts[0], step=1, steps=3, entry=EntryOf(FAMILY, 2)),
    "fill_entry_id_number": fill(FAMILY.parts[1], step=2, steps=3, entry=EntryOf(FAMILY, 2)),
    "list_entries_empty": listed(),
    "list_entries": listed(*RELATIVES[:2]),
    "list_entries_removed": listed(*RELATIVES, removed=True),
    "list_entries_full": listed(*RELATIVES, *RELATIVES),
    "review_answers": shown(REVIEW),
    "review_answers_short": shown(ReviewAnswers(SENIOR_CARD, REVIEW.sections[:1])),
    "sign_promise": shown(SignPromise(SENIOR_CARD, PROMISE, CONSEQUENCE)),
}
"""By the name of the picture."""
