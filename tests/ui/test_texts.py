"""Every code that can reach a citizen has its words in every language, and facts are filled in as plain text."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import devices
import kiosk
from central.contract.messages import RuleCode, Words
from central.contract.texts import LANGUAGES, TextMissing, Texts
from devices.states import Fault, Link, Remedy
from kiosk.readiness import CODES, OFFICE, SHOWN_TO
from kiosk.scenes import Service
from kiosk.technician.service_mode import Pause
from kiosk.texts import Wording, glue
from kiosk.wishes.wish import Entry, Next, Notice, Way
from tests.ui.scenes import NOW, ZONE, at
from tests.ui.screen import ROOT

TEXTS = Texts(ROOT / "assets/texts")


def modules(package: object) -> Iterator[object]:
    """The vision process's own modules are left out: it tells the terminal no faults, and loads OpenCV."""
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not any(part in found.name for part in ("bench", "__main__", "devices.vision.")):
            yield importlib.import_module(found.name)


def fault_codes() -> set[str]:
    """Of every `Fault` class that terminal and devices know."""
    for package in (devices, kiosk):
        list(modules(package))
    codes, classes = set(), [Fault]
    while classes:
        cls = classes.pop()
        classes += cls.__subclasses__()
        if cls.__module__.split(".")[0] in {"devices", "kiosk"}:
            codes.add(cls.code)
    return codes


def written_codes(*names: str) -> set[str]:
    """First arguments that are written out where `names` are called: `Notice("starting")`, `Waiting(…, "x")`."""
    codes = set()
    for path in [*(ROOT / "kiosk").rglob("*.py"), *(ROOT / "devices").glob("*.py"), *(ROOT / "ui").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
                codes |= {
                    each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return codes


def waiting_codes() -> set[str]:
    from kiosk import waiting

    by_wish = {*waiting._ASKING.values(), *waiting._DOING.values(), *waiting._PRINTING.values()}
    return written_codes("Waiting") | by_wish | {"asking_office", "taking_ticket"}


NOTICES = sorted(
    fault_codes()
    | {rule.value for rule in RuleCode}
    | {f"device_{link.value}" for link in Link}
    | {f"without_{device}" for device in SHOWN_TO}
    | written_codes("Notice", "CodeRefused")
    | {"code_not_ours", "code_forged", "code_expired", "unknown", "not_fitted"}
)


def test_the_codes_are_found() -> None:
    """The list below is taken from the program; it must not be empty by mistake."""
    assert {"device_gone", "paper_out", "office_silent", "too_early", "code_forged", "starting"} <= set(NOTICES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", NOTICES)
def test_every_notice_has_a_title_and_a_way_on(code: str, language: str) -> None:
    assert TEXTS.variants(f"notice.{code}.title", language)
    assert TEXTS.variants(f"notice.{code}.text", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_has_a_text(language: str) -> None:
    wanted = {
        *(f"waiting.{code}" for code in waiting_codes()),
        *(f"enter.{entry.value}.{part}" for entry in Entry for part in ("title", "hint")),
        *(f"next.{choice.value}" for choice in Next),
        *(f"remedy.{remedy.value}" for remedy in Remedy),
        *(f"service.{service.value}.{part}" for service in Service for part in ("title", "hint")),
        *(f"present.without_{way.value}" for way in (*CODES, Way.ID_CARD)),
        *(f"fact.device.{device}" for device in (*SHOWN_TO, "receipt_printer", OFFICE)),
    }
    assert wanted <= TEXTS.keys(language)


def test_both_languages_have_the_same_keys_and_gaps() -> None:
    first, *others = LANGUAGES
    for language in others:
        assert TEXTS.keys(language) == TEXTS.keys(first)
        for key in TEXTS.keys(first):
            gaps = [{*re.findall(r"\{(\w+)\}", text)} for text in TEXTS.variants(key, first)]
            assert gaps == [{*re.findall(r"\{(\w+)\}", text)} for text in TEXTS.variants(key, language)] or key in {
                "calendar.day",
                "keep_number.hint",
            }, key


def test_a_word_that_counts_has_its_number_beside_it() -> None:
    """`{n|day|days}` needs the fact that `{n}` shows, and no number stands before a word that is always many."""
    for language in LANGUAGES:
        for key in TEXTS.keys(language):
            for text in TEXTS.variants(key, language):
                gaps = {*re.findall(r"\{(\w+)\}", text)}
                assert {*re.findall(r"\{(\w+)\|", text)} <= gaps, key
                assert not re.search(r"\{(n|days|hours|minutes|calls)\} (?:working )?[a-z]+s\b|\(s\)", text), key


def pattern(node: ast.JoinedStr) -> str:
    """The keys that an f-string can make: one word for each of its gaps."""
    return "".join(re.escape(each.value) if isinstance(each, ast.Constant) else "([^.]+)" for each in node.values)


def test_no_text_is_left_that_nothing_asks_for() -> None:
    """A key is written out, or an f-string makes it of words that are written out or made themselves."""
    words, made = set(), set()
    for room in ("kiosk", "ui", "devices", "central"):
        for path in (ROOT / room).rglob("*.py"):
            nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
            words |= {each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str)}
            made |= {pattern(each) for each in nodes if isinstance(each, ast.JoinedStr)}
    made = {each for each in made if re.search("[a-z]{3}", each)}
    keys = [re.compile(each) for each in made if r"\." in each]
    codes = [re.compile(each) for each in made if r"\." not in each]

    def written(word: str) -> bool:
        return all(each in words or any(code.fullmatch(each) for code in codes) for each in word.split("_or_"))

    def asked_for(key: str) -> bool:
        within = key.removeprefix("console.")  # the console's pages leave it out
        found = (made.fullmatch(each) for each in {key, within} for made in keys)
        return bool({key, within} & words) or any(each and all(map(written, each.groups())) for each in found)

    assert [key for key in sorted(TEXTS.keys("zh_CN")) if not asked_for(key)] == []


def test_wording_rules() -> None:
    for key in TEXTS.keys("zh_CN"):
        for text in TEXTS.variants(key, "zh_CN"):
            assert "！" not in text, key
            assert "系统异常" not in text, key
            if key.endswith(".title"):
                assert len(re.sub(r"\{\w+\}", "", text)) <= 20, key
    for key in TEXTS.keys("en"):
        assert not any("!" in text for text in TEXTS.variants(key, "en")), key


def wording(language: str = "zh_CN") -> Wording:
    made = Wording(TEXTS, lambda: NOW)
    made.language = language
    return made


@pytest.mark.parametrize(
    ("fact", "chinese", "english"),
    [
        (at(15, 30).isoformat(), "15:30", "15:30"),
        ("2026-11-21T07:30:00Z", "15:30", "15:30"),
        ("2026-11-23T09:00:00+08:00", "11月23日 星期一 09:00", "Monday, Nov 23, 09:00"),
        ("2026-11-21T23:30:00Z", "11月22日 星期日 07:30", "Sunday, Nov 22, 07:30"),
        ("2026-13-45T99:00:00Z", "2026-13-45T99:00:00Z", "2026-13-45T99:00:00Z"),
    ],
)
def test_times_are_told_as_people_tell_them(fact: str, chinese: str, english: str) -> None:
    notice = Notice("window_closed", {"opens_at": fact})
    assert wording().title(notice) == f"{chinese} 开窗"
    assert wording("en").title(notice) == f"Opens {english}"


def test_one_is_told_from_many() -> None:
    assert [wording("en").text("read_item.unit_working_day", n=number) for number in (0, 1, 2, 11)] == [
        "0 working days",
        "1 working day",
        "2 working days",
        "11 working days",
    ]
    assert wording().text("read_item.unit_working_day", n=1) == "1 个工作日"


def test_days_come_with_their_weekday() -> None:
    assert wording().title(Notice("other_day", {"day": "2026-11-22"})) == "预约的是 11月22日 星期日"
    assert wording().span(at(14), at(14, 30)) == "14:00–14:30"
    assert (
        wording("en").span(at(14) + timedelta(days=1), at(14, 30) + timedelta(days=1)) == "Sunday, Nov 22, 14:00–14:30"
    )


def test_the_first_text_is_taken_whose_gaps_can_be_filled() -> None:
    assert wording().title(Notice("quota_exhausted")) == "今天的号已取完"
    assert wording().title(Notice("quota_exhausted", {"next_at": at(16).isoformat()})) == "16:00 再放号"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pause_does_not_say_twice_that_it_is_one(language: str) -> None:
    """The screen's title has said it already; the reason stands below."""
    title = TEXTS.variants("out_of_service.title", language)[0]
    assert not [why for why in Pause if title in wording(language).title(Notice(why.value))]


def test_a_device_is_called_by_its_name() -> None:
    assert wording().title(Notice("device_gone", {"device": "id_card_reader"})) == "身份证阅读器没有连接"
    assert wording("en").title(Notice("device_gone", {"device": "id_card_reader"})) == "Card reader not connected"
    assert wording().title(Notice("device_gone")) == "设备没有连接"


def test_an_unknown_code_still_says_what_to_do() -> None:
    assert wording().title(Notice("never_heard_of")) == wording().title(Notice("unknown"))


def test_a_missing_text_names_key_and_language() -> None:
    with pytest.raises(TextMissing, match=r"no\.such \(en\)"):
        wording("en").text("no.such")


def test_the_office_words_fall_back_to_chinese() -> None:
    assert wording("en").words(Words(zh_CN="二楼")) == "二楼"
    assert wording("en").words(Words(zh_CN="二楼", en="2nd floor")) == "2nd floor"


def test_glued_words_stay_in_one_piece() -> None:
    assert glue("3号窗口").replace("\u2060", "") == "3号窗口"


@given(st.text(min_size=1, max_size=60), st.integers())
def test_hostile_facts_are_shown_as_they_are(fact: str, number: int) -> None:
    """No fact can open a gap of its own or break the text, whatever it holds."""
    shown = wording().text("notice.other_hall.text", {"hall": fact, "other": number})
    assert shown.startswith("请到 ")
    assert shown.endswith(" 取号。")


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2900, 1, 1)))  # noqa: DTZ001
def test_any_moment_can_be_told(moment: datetime) -> None:
    assert wording().time(moment.replace(tzinfo=ZONE)).endswith(f"{moment:%H:%M}")
