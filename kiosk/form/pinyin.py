"""Chinese from the letters of its sound: what the pinyin pad offers for what was typed.

The letters are cut into syllables (the last may be incomplete, and first letters alone will do: sfz for 身份证); words
of the table are laid over them, and the likeliest sentence is found by the frequencies of single words (Viterbi 1967).
It learns nothing: no choice is kept, so nobody sees what the one before has written.

The tables are made by `ui.keyboard.build_table`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

TABLES = Path(__file__).resolve().parents[2] / "build" / "pinyin"

MOST_LETTERS = 40
MOST_OFFERED = 40
"""Words of each length; of a single syllable, all: a name may have any of its characters."""
WORD = 8
"""Syllables of the longest word."""

_CUTS = 3
"""Ways to cut the letters that are followed."""

_EACH = 6
"""Words of each syllable that an incomplete one may become."""

_INITIALS = (*"bpmfdtnlgkhjqxrzcsywaoe", "zh", "ch", "sh")
_FULL, _LAST, _INITIAL = 10, 14, 30
"""What a whole syllable, an incomplete last one and a mere initial cost when the letters are cut."""

Entry = tuple[str, int]
"""A word and its weight: -100 log10 of its share, so less is better."""


@dataclass(frozen=True)
class Candidate:
    """A word or sentence on offer, and how many of the letters it stands for."""

    text: str
    used: int


class Syllable(NamedTuple):
    """Letters of one syllable, up to `end` of what was typed; `whole` or only its beginning."""

    letters: str
    end: int
    whole: bool


class Pinyin:
    """The tables, read once. Raises `OSError` when they have not been made."""

    def __init__(self, directory: Path = TABLES) -> None:
        self._words = (directory / "words").read_text("utf-8").split("\n")
        self._initials = (directory / "initials").read_text("utf-8").split("\n")
        self._syllables = frozenset(line.partition("\t")[0] for line in self._words if "'" not in line)
        self._completions: dict[str, list[str]] = {}
        for syllable in sorted(self._syllables):
            for length in range(1, len(syllable)):
                self._completions.setdefault(syllable[:length], []).append(syllable)

    def candidates(self, letters: str) -> tuple[Candidate, ...]:
        """The sentence, then words from the first letter on: longest first, then commonest."""
        offered: dict[str, tuple[int, int]] = {}
        sentences: list[tuple[int, int, str]] = []
        for cut in self._cuts(letters.lower()[:MOST_LETTERS]):
            most = MOST_OFFERED if len(cut) > 1 or not cut[0].whole else None
            for length in range(1, min(WORD, len(cut)) + 1):
                for word, weight in self._look_up(cut[:length], most):
                    rank = (-cut[length - 1].end, weight)
                    offered[word] = min(rank, offered.get(word, rank))
            if sentence := self._sentence(cut):
                sentences.append((-cut[-1].end, *sentence))
        found = [Candidate(word, -rank[0]) for word, rank in sorted(offered.items(), key=itemgetter(1))]
        if sentences:
            end, _, text = min(sentences)
            if text not in offered:
                found.insert(0, Candidate(text, -end))
        return tuple(found)

    # ------------------------------------------------------------ cutting letters into syllables

    def _cuts(self, typed: str) -> list[tuple[Syllable, ...]]:
        """The cheapest ways to cut, as far as the letters can be cut at all."""
        best: dict[int, list[tuple[int, tuple[Syllable, ...]]]] = {0: [(0, ())]}
        for start in range(len(typed)):
            for cost, cut in best.get(start, ()):
                for more, syllable in self._next(typed, start):
                    there = best.setdefault(syllable.end, [])
                    there.append((cost + more, (*cut, syllable)))
                    there.sort(key=lambda each: each[0])
                    del there[_CUTS:]
        return [cut for _, cut in best[max(best)] if cut]

    def _next(self, typed: str, start: int) -> Iterator[tuple[int, Syllable]]:
        if typed[start] == "'":
            start += 1
        for end in range(start + 1, min(start + 6, len(typed)) + 1):
            letters = typed[start:end]
            after = end + 1 if end < len(typed) - 1 and typed[end] == "'" else end
            if letters in self._syllables:
                yield _FULL, Syllable(letters, after, True)
            elif end == len(typed) and letters in self._completions:
                yield _LAST, Syllable(letters, after, False)
            elif letters in _INITIALS:
                yield _INITIAL, Syllable(letters, after, False)

    # ------------------------------------------------------------ words and sentences

    def _sentence(self, cut: tuple[Syllable, ...]) -> tuple[int, str] | None:
        """The weight of the likeliest words over the whole of it, and these words."""
        best: list[tuple[int, str] | None] = [(0, ""), *([None] * len(cut))]
        for end in range(1, len(cut) + 1):
            for start in range(max(0, end - WORD), end):
                before = best[start]
                if before is None:
                    continue
                for word, weight in self._look_up(cut[start:end], 1):
                    here = best[end]
                    if here is None or before[0] + weight < here[0]:
                        best[end] = (before[0] + weight, before[1] + word)
        return best[-1]

    def _look_up(self, span: tuple[Syllable, ...], most: int | None) -> list[Entry]:
        """The words that sound like these syllables, best first, so many of them; none: all."""
        *first, last = span
        if not all(each.whole for each in first):
            return list(islice(self._by_initials(span), most))
        beginning = "".join(f"{each.letters}'" for each in first)
        if last.whole:
            return _entries(_line(self._words, beginning + last.letters), most)
        if first and len(last.letters) == 1:
            return list(islice(self._by_initials(span), most))
        found = [
            entry
            for syllable in self._completions.get(last.letters, ())
            for entry in _entries(_line(self._words, beginning + syllable), _EACH if most != 1 else 1)
        ]
        return sorted(found, key=itemgetter(1))[:most]

    def _by_initials(self, span: tuple[Syllable, ...]) -> Iterator[Entry]:
        parts = _line(self._initials, "".join(each.letters[0] for each in span)).split(" ")
        for word, reading, weight in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            if all(map(_sounds, span, reading.split("'"))):
                yield word, int(weight)


@cache
def pinyin() -> Pinyin:
    """The one table of the program."""
    return Pinyin()


def _line(lines: list[str], key: str) -> str:
    """What stands behind `key`; empty when it is not there."""
    wanted = f"{key}\t"
    at = bisect_left(lines, wanted)
    return lines[at][len(wanted) :] if at < len(lines) and lines[at].startswith(wanted) else ""


def _entries(line: str, most: int | None) -> list[Entry]:
    parts = line.split(" ", 2 * most)[: 2 * most] if most else line.split(" ")
    return list(zip(parts[::2], map(int, parts[1::2]), strict=False))


def _sounds(syllable: Syllable, reading: str) -> bool:
    return reading == syllable.letters if syllable.whole else reading.startswith(syllable.letters)
