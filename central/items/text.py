"""Whether a text can be shown, spoken and printed as it stands (V-07).

Public item data is full of pasted markup, error pages and characters decoded twice; none of it can be put right by
whoever shows it, so an editor is told.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from central.contract.item import ItemDocument, Sentence
from central.contract.messages import UNSEEN, Message, Words
from central.items.finding import Problems, Rule

_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]{1,30});")
_ADDRESS = re.compile(
    r"(?i)\b[a-z][a-z0-9+.-]*://|\bwww\.|[a-z0-9-]\.(?:com|cn|net|org|gov|edu|top|xyz|html?|aspx?|jsp)\b"
)
_CHROME = re.compile(
    r"(?i)点击(?:这里|此处|下载|查看|进入|链接)|扫码(?:关注|添加)|关注(?:微信)?公众号|加(?:我)?微信|返回(?:首页|顶部)|"
    r"[上下]一[页篇]|版权所有|网站地图|浏览次数|广告|click here|copyright|all rights reserved|page not found"
)
_GARBAGE = re.compile(r"锟斤|烫烫|屯屯|\N{REPLACEMENT CHARACTER}")
_GAP = re.compile(r"\{([a-z][a-z0-9_]{1,63})\}")
_ABOVE_ASCII = re.compile(r"[^\x00-\x7f]{2,}")

Text = tuple[str, str, str, bool]
"""Place, Chinese, English, and whether `{name}` is filled there."""


def problems(document: Message) -> Problems:
    """What is wrong with the texts of an item, a source or a project."""
    for place, chinese, english, filled in _texts(document, ""):
        gaps = _gaps(document, place) if filled else None
        if not chinese.strip():
            yield f"{place}.zh_CN", Rule.CLEAN_TEXT, "is empty; write the Chinese text"
        if not english.strip():
            yield f"{place}.en", Rule.CLEAN_TEXT, "is empty; write the English text too"
        for language, text in (("zh_CN", chinese), ("en", english)):
            for fault in faults(text, gaps):
                yield f"{place}.{language}", Rule.CLEAN_TEXT, fault


def word_problems(everyday: Iterable[str]) -> Problems:
    """The words that people search by."""
    for number, word in enumerate(everyday):
        if not word.strip():
            yield f"everyday.{number}", Rule.CLEAN_TEXT, "is empty; take it out"
        for fault in faults(word, None):
            yield f"everyday.{number}", Rule.CLEAN_TEXT, fault


def faults(text: str, gaps: set[str] | None) -> Iterator[str]:
    """Everything that is wrong with one text. `gaps`: names that `{name}` may have; none: gaps are not filled here."""
    if tag := _TAG.search(text):
        yield f"holds the tag {tag.group()!a:.40}; write plain text"
    if entity := _ENTITY.search(text):
        yield f"holds the entity {entity.group()!a:.40}; write the character itself"
    if _GARBAGE.search(text) or _decoded_wrongly(text):
        yield "was decoded wrongly once; copy the text from its source again"
    elif sign := next((sign for sign in text if unicodedata.category(sign) in UNSEEN), None):
        yield f"holds the invisible character U+{ord(sign):04X}; take it out"
    if address := _ADDRESS.search(text):
        yield f"holds a web address ({address.group()!a:.40}), which nobody can follow here; say it in words"
    if chrome := _CHROME.search(text):
        yield f"holds words of a web page or an advertisement ({chrome.group()}); leave them out"
    rest = text
    if gaps is not None:
        rest = _GAP.sub("", text)
        for name in sorted(set(_GAP.findall(text)) - gaps):
            yield f"has the gap {{{name}}}, which neither a parameter nor a fact fills; add it or correct the name"
    if "{" in rest or "}" in rest:
        where = "a gap is {name} in small letters" if gaps is not None else "gaps are filled in sentences only"
        yield f"has a brace that nothing fills; {where}"


def _decoded_wrongly(text: str) -> bool:
    """UTF-8 that was read as Latin-1, Windows-1252 or GBK becomes Chinese when it is read again."""
    return any(
        _reads_as_chinese(run, wrong) for run in _ABOVE_ASCII.findall(text) for wrong in ("cp1252", "latin-1", "gbk")
    )


def _reads_as_chinese(run: str, wrong: str) -> bool:
    try:
        again = codecs.getincrementaldecoder("utf-8")().decode(run.encode(wrong))
    except UnicodeError:
        return False
    return len(again) >= (2 if wrong == "gbk" else 1) and all(sign >= "\u2e80" for sign in again)


def _texts(value: Any, place: str) -> Iterator[Text]:
    if isinstance(value, Sentence | Words):
        yield place, value.zh_CN, value.en, isinstance(value, Sentence)
    elif isinstance(value, Message):
        for name in type(value).model_fields:
            if name not in {"base_case", "cases"}:
                yield from _texts(getattr(value, name), _joined(place, name))
    elif isinstance(value, Mapping):
        if "zh_CN" in value:
            yield place, str(value["zh_CN"]), str(value.get("en", "")), False
        else:
            for name, each in value.items():
                yield from _texts(each, _joined(place, str(name)))
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value):
            yield from _texts(each, _joined(place, str(number)))


def _joined(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _gaps(document: Message, place: str) -> set[str]:
    """The names that parameters fill, and a rule's or a paper's own facts."""
    if not isinstance(document, ItemDocument):
        return set()
    names = set(document.parameters)
    match place.split("."):
        case ["rules", number, *_]:
            names |= set(document.rules[int(number)].facts)
        case ["documents", number, *_]:
            names |= set(document.documents[int(number)].facts)
    return names
