"""Makes the table of readings, at build time only: `python -m kiosk.catalogue.readings_table`.

Which readings of a character count is taken from jieba's word frequencies and pypinyin's readings of whole words: one
that fewer than one in twenty of its occurrences have is left out, so that 家 is jia and not gu.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kiosk.catalogue.readings import TABLE

SHARE = 0.05
LEAST = 20
"""Words that are rarer in jieba's corpus say nothing about a reading."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SYLLABLE = re.compile(r"[a-z]{1,6}")


def words() -> Iterator[tuple[str, int]]:
    """jieba's words with their frequencies."""
    import jieba

    for line in Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines():
        word, frequency, _ = line.split(" ", 2)
        if _CHINESE.fullmatch(word):
            yield word, int(frequency)


def counted() -> dict[str, Counter[str]]:
    """How often each character is read how."""
    from pypinyin import lazy_pinyin

    found: dict[str, Counter[str]] = defaultdict(Counter)
    for word, frequency in words():
        if len(word) > 1 and frequency < LEAST:
            continue
        weight = frequency if len(word) > 1 else 1
        for character, syllable in zip(word, lazy_pinyin(word), strict=True):
            if _SYLLABLE.fullmatch(syllable):
                found[character][syllable] += weight
    return found


def table() -> str:
    """The text of the table."""
    lines: dict[tuple[int, str], list[str]] = defaultdict(list)
    for character, counts in sorted(counted().items()):
        total = counts.total()
        usual = sorted((item for item in counts.items() if item[1] >= SHARE * total), key=lambda item: -item[1])
        for rank, (syllable, _) in enumerate(usual):
            lines[rank, syllable].append(character)
    return "".join(
        f"{'+' if rank else ''}{syllable} {''.join(characters)}\n"
        for (rank, syllable), characters in sorted(lines.items())
    )


if __name__ == "__main__":
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(table(), "utf-8")
