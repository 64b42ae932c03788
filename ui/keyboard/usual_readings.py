"""Which readings of a character count when somebody searches by pinyin.

pypinyin reads whole words, jieba says how common they are: a reading that fewer than one in twenty of a character's
occurrences have is left out, so that 家 is jia and not gu. The format is that of `kiosk.catalogue.readings`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

SHARE = 0.05
LEAST = 20
"""Words that are rarer in jieba's corpus say nothing about a reading."""

_SYLLABLE = re.compile(r"[a-z]{1,6}")


def lines(words: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The table of the characters in `words`, which come with how often each was counted."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for character, counts in sorted(_counted(words).items()):
        total = counts.total()
        usual = sorted((each for each in counts.items() if each[1] >= SHARE * total), key=lambda each: -each[1])
        for rank, (syllable, _) in enumerate(usual):
            found[rank, syllable].append(character)
    for (rank, syllable), characters in sorted(found.items()):
        yield f"{'+' if rank else ''}{syllable} {''.join(characters)}"


def _counted(words: Iterable[tuple[str, int]]) -> dict[str, Counter[str]]:
    """How often each character is read how."""
    from pypinyin import lazy_pinyin

    found: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in words:
        if len(word) > 1 and count < LEAST:
            continue
        weight = count if len(word) > 1 else 1
        for character, syllable in zip(word, lazy_pinyin(word), strict=True):
            if _SYLLABLE.fullmatch(syllable):
                found[character][syllable] += weight
    return found
