"""`python -m ui.keyboard.build_table`: the tables of the pinyin pad and of the search, made when the terminal is built.

Word frequencies are jieba's, readings pypinyin's; neither is loaded when the terminal runs. What a hall speaks of and
newspapers do not is in `assets/pinyin/government_words.txt` and weighs as much as a common word. Written to
`build/pinyin/`, UTF-8:

    words       shen'zhen TAB 深圳 421 …        all words with that reading; weight: -100 log10 of share, best first
    initials    sz TAB 深圳 shen'zhen 421 …     the commonest words with those first letters
    readings    lao 老佬姥 …                     how characters are read: for a search by pinyin

The lines of the first two are sorted.

`ensure` makes them again when the word list or the code that makes them is newer.
"""

from __future__ import annotations

import importlib.resources
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.form.pinyin import TABLES
from ui.keyboard import usual_readings

GOVERNMENT_WORDS = Path(__file__).parents[2] / "assets" / "pinyin" / "government_words.txt"
COMMON = 20
"""Words that jieba counted less often are left out."""

GOVERNMENT = 20_000
"""The count that a word of the government list has at least."""

LONGEST = 8
BEST_OF_INITIALS = 40
IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
RARE_READING = 20
"""A character's second reading counts for so much less than its first."""


def main() -> int:
    """Make the tables, and say how large they are."""
    for name, size in build(TABLES).items():
        sys.stdout.write(f"{TABLES / name}: {size:,} bytes\n")
    return 0


def ensure() -> None:
    """Make the tables when they are missing or old."""
    made = TABLES / "readings"  # written last
    sources = (Path(__file__), Path(usual_readings.__file__), GOVERNMENT_WORDS)
    if not made.exists() or made.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        build(TABLES)


def build(directory: Path) -> dict[str, int]:
    """Write the tables; each appears whole or not at all. Their sizes in bytes."""
    directory.mkdir(parents=True, exist_ok=True)
    counts, readings = _counts(), _character_readings()
    total = sum(counts.values())
    words: dict[str, dict[str, int]] = defaultdict(dict)
    initials: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for word, reading, count in _spelled(counts, readings):
        weight = round(-100 * math.log10(count / total))
        words[reading][word] = min(weight, words[reading].get(word, weight))
        if len(word) > 1:
            initials["".join(part[0] for part in reading.split("'"))].append((weight, word, reading))
    tables = {
        "words": sorted(
            f"{reading}\t" + " ".join(f"{word} {weight}" for word, weight in sorted(found.items(), key=_by_weight))
            for reading, found in words.items()
        ),
        "initials": sorted(
            f"{letters}\t" + " ".join(f"{word} {reading} {weight}" for weight, word, reading in best)
            for letters, found in initials.items()
            if (best := sorted(found)[:BEST_OF_INITIALS])
        ),
        "readings": usual_readings.lines(_dictionary()),
    }
    return {name: _write(directory / name, lines) for name, lines in tables.items()}


def _counts() -> dict[str, int]:
    """How often each word was counted."""
    counts: dict[str, int] = {}
    for word, count in _dictionary():
        if len(word) <= LONGEST and (count >= COMMON or len(word) == 1):
            counts[word] = max(1, count) if len(word) > 1 or _is_common(word) else 1
    for word, _ in _government_words():
        counts[word] = max(GOVERNMENT, counts.get(word, 0))
    return counts


def _dictionary() -> Iterator[tuple[str, int]]:
    """jieba's words of ideographs alone, with how often each was counted."""
    text = importlib.resources.files("jieba").joinpath("dict.txt").read_text("utf-8")
    for line in text.splitlines():
        word, count, *_ = line.split(" ")
        if all(map(_is_ideograph, word)):
            yield word, int(count)


def _government_words() -> Iterator[tuple[str, str]]:
    for line in GOVERNMENT_WORDS.read_text("utf-8").splitlines():
        word, _, reading = line.partition("\t")
        if word and not word.startswith("#"):
            yield word, reading


def _character_readings() -> dict[str, list[str]]:
    """Every ideograph's readings as they are typed: no tones, v for ü."""
    from pypinyin import Style, pinyin
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, list[str]] = {}
    for code in sorted(PINYIN_DICT):
        if any(code in block for block in IDEOGRAPHS):
            read = pinyin(chr(code), style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
            if kept := [each for each in dict.fromkeys(map(_typed, read)) if each]:
                found[chr(code)] = kept
    return found


def _spelled(counts: dict[str, int], readings: dict[str, list[str]]) -> Iterator[tuple[str, str, int]]:
    """Each word with a reading and a count; characters with each of their readings."""
    from pypinyin import lazy_pinyin

    for character, found in readings.items():
        count = counts.get(character, 1)
        for place, reading in enumerate(found):
            yield character, reading, count if place == 0 else max(1, count // RARE_READING)
    own = {word: reading for word, reading in _government_words() if reading}
    for word, count in counts.items():
        if len(word) > 1:
            reading = own.get(word) or "'".join(map(_typed, lazy_pinyin(word, v_to_u=False)))
            if all(reading.split("'")):
                yield word, reading, count


def _typed(reading: str) -> str:
    """Letters of the pad alone; nothing for a sound that is no syllable (ng, hm)."""
    plain = reading.replace("ü", "v").replace("ê", "e")
    return plain if plain.isascii() and plain.isalpha() and any(vowel in plain for vowel in "aeiouv") else ""


def _is_ideograph(character: str) -> bool:
    return any(ord(character) in block for block in IDEOGRAPHS)


def _is_common(character: str) -> bool:
    """In GB 2312. jieba's counts of others are of old books: they are offered, but last."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _by_weight(entry: tuple[str, int]) -> tuple[int, str]:
    return entry[1], entry[0]


def _write(path: Path, lines: Iterable[str]) -> int:
    content = "\n".join(lines).encode()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
    return len(content)


if __name__ == "__main__":
    sys.exit(main())
