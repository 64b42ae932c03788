"""Search that a person can use: characters in any order, pinyin, initials, everyday words, one slip of a finger.

Every item becomes three lines: its terms (name, everyday words) in characters, in pinyin and in initials, each term
between bars. For every piece of two or three letters a whole number says in which items it occurs, a bit for each;
what is typed is first narrowed down by `&` of such numbers, and only then looked at, line by line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from central.contract.item import ItemDocument
from kiosk.catalogue.readings import Readings

LONGEST = 40
"""Characters of a query that are looked at."""

ENOUGH = 30
"""Items that anybody looks through."""

LOOKED_AT = 1000
"""Lines that one step of a search looks at, at most: where more items hold a piece, the first of them will do."""

VARIANTS = 4
"""Ways to read a term in which characters have several readings, at most."""

_KEPT = re.compile(r"[a-z0-9\u4e00-\u9fff]+")
_PIECES = re.compile(r"[\u4e00-\u9fff]|[a-z]+|[0-9]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")

# ranks: the smaller, the nearer to what was typed
_NAME, _NAME_STARTS, _TERM, _TERM_STARTS, _IN_NAME, _IN_TERM, _SCATTERED, _SLIP, _PARTLY = range(9)


@dataclass(frozen=True)
class _Line:
    """The terms of an item in one script: `|laonianzheng|jinglaozheng|`. `name` is where the name's part ends, `cased`
    the same with a capital where a syllable begins."""

    text: str
    cased: str
    name: int

    def rank(self, query: str) -> int | None:
        """How near, or none when it is not in here from the beginning of a syllable on."""
        text = self.text
        at = text.find(query)
        if at < 0:
            return None
        if text.startswith(query, 1):
            return _NAME if text[1 + len(query)] == "|" else _NAME_STARTS
        found = text.find("|" + query)
        if found >= 0:
            exact = f"|{query}|" in text
            return _TERM if exact else _TERM_STARTS
        while at >= 0:
            if not self.cased[at].islower():
                return _IN_NAME if at < self.name else _IN_TERM
            at = text.find(query, at + 1)
        return None

    def holds_around(self, before: str, after: str) -> bool:
        """Whether `before`, any one letter and `after` follow each other, from the beginning of a syllable on."""
        text, gap = self.text, len(before)
        at = text.find(before) if before else text.find(after) - 1
        while at >= 0:
            if text.startswith(after, at + gap + 1) and text[at + gap] != "|" and not self.cased[at].islower():
                return True
            at = text.find(before, at + 1) if before else text.find(after, at + 2) - 1
        return False


class _Pieces:
    """In which items a piece of one, two or three letters occurs: bit n stands for item n."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._bits: defaultdict[str, int] = defaultdict(int)

    def add(self, number: int, text: str) -> None:
        bit = 1 << number
        seen = {text[at : at + size] for size in range(1, self._longest + 1) for at in range(len(text) - size + 1)}
        for piece in seen:
            if "|" not in piece[1:]:
                self._bits[piece] |= bit

    def having(self, query: str) -> int:
        """The items that can hold `query`; all, for an empty one."""
        size = min(len(query), self._longest)
        found = -1
        for at in range(len(query) - size + 1) if size else ():
            found &= self._bits.get(query[at : at + size], 0)
            if not found:
                break
        return found

    def having_all(self, letters: Iterable[str]) -> int:
        """The items in which each of the letters occurs, in any order."""
        found = -1
        for letter in letters:
            found &= self._bits.get(letter, 0)
        return found


class SearchIndex:
    """The index of a catalogue's items; it grows a few items at a time, so that nobody waits for it."""

    def __init__(self, items: Iterable[ItemDocument], readings: Readings) -> None:
        self._left = iter(tuple(items))
        self._readings = readings
        self._codes: list[str] = []
        self._lengths: list[int] = []
        self._han: list[_Line] = []
        self._pinyin: list[_Line] = []
        self._initials: list[_Line] = []
        self._han_pieces, self._pinyin_pieces, self._initial_pieces = _Pieces(2), _Pieces(3), _Pieces(2)

    def grow(self, items: int) -> bool:
        """Take in up to so many items more. False: all are in."""
        before = len(self._codes)
        for item in islice(self._left, items):
            self._add(item)
        return len(self._codes) - before == items

    def find(self, typed: str, limit: int = ENOUGH) -> tuple[str, ...]:
        """Codes of the items that fit what was typed, the nearest first; what has not grown in yet is taken in now."""
        while self.grow(1000):
            pass
        query = "".join(_KEPT.findall(unicodedata.normalize("NFKC", typed[: 4 * LONGEST]).lower()))[:LONGEST]
        if not query:
            return ()
        han, latin = "".join(_HAN.findall(query)), _HAN.sub("", query)
        ranks = self._by_characters(han) if han else self._by_letters(latin)
        if han and latin:
            ranks = {
                number: rank
                for number, rank in ranks.items()
                if any(lines[number].rank(latin) is not None for lines in (self._pinyin, self._initials))
            }
        best = sorted((rank, self._lengths[number], number) for number, rank in ranks.items())[:limit]
        return tuple(self._codes[number] for _, _, number in best)

    # ------------------------------------------------------------ building

    def _add(self, item: ItemDocument) -> None:
        number = len(self._codes)
        self._codes.append(item.item)
        self._lengths.append(len(item.name.zh_CN))
        names, words = [item.name.zh_CN, *filter(None, [item.name.en])], item.everyday
        terms = [
            [_PIECES.findall(unicodedata.normalize("NFKC", term).lower()) for term in each] for each in (names, words)
        ]
        spoken = [[way for term in each for way in self._ways(term)] for each in terms]
        self._han.append(_line([["".join(term) for term in each] for each in terms], initials=False))
        self._pinyin.append(
            _line([["".join(map(str.capitalize, way)) for way in each] for each in spoken], initials=False)
        )
        self._initials.append(
            _line([["".join(part[0] for part in way) for way in each] for each in spoken], initials=True)
        )
        self._han_pieces.add(number, self._han[-1].text)
        self._pinyin_pieces.add(number, self._pinyin[-1].text)
        self._initial_pieces.add(number, self._initials[-1].text)

    def _ways(self, pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """A term as it may be read, the usual way first."""
        return islice(product(*(self._readings.get(piece, (piece,)) for piece in pieces)), VARIANTS)

    # ------------------------------------------------------------ finding

    def _by_characters(self, query: str) -> dict[int, int]:
        ranks = _ranked(self._han_pieces, self._han, query)
        if len(ranks) < ENOUGH:
            for number in _first(self._han_pieces.having_all(query)):
                ranks.setdefault(number, _SCATTERED)
        if len(ranks) < 3 and len(query) > 1:
            self._add_same_sound(query, ranks)
        if len(ranks) < 3 and len(query) > 2:
            for at in range(len(query)):
                for number in _first(self._han_pieces.having_all(query[:at] + query[at + 1 :])):
                    ranks.setdefault(number, _SLIP)
        if not ranks:
            self._add_partly(query, ranks)
        return ranks

    def _add_same_sound(self, query: str, ranks: dict[int, int]) -> None:
        """A wrong character that is read as the right one."""
        for way in self._ways(query):
            spoken = "".join(way)
            for number in _first(self._pinyin_pieces.having(spoken)):
                if self._pinyin[number].rank(spoken) is not None:
                    ranks.setdefault(number, _SLIP)

    def _add_partly(self, query: str, ranks: dict[int, int]) -> None:
        """Whoever types a sentence: the items that share two neighbouring characters with it, or more."""
        shared: defaultdict[int, int] = defaultdict(int)
        for at in range(len(query) - 1):
            for number in _numbers(self._han_pieces.having(query[at : at + 2])):
                shared[number] += 1
        ranks.update({number: _PARTLY + len(query) - count for number, count in shared.items()})

    def _by_letters(self, query: str) -> dict[int, int]:
        ranks = _ranked(self._pinyin_pieces, self._pinyin, query)
        for number, rank in _ranked(self._initial_pieces, self._initials, query).items():
            ranks[number] = min(rank, ranks.get(number, rank))
        if len(ranks) < 3 and len(query) > 2:
            self._add_some_initials(query, ranks)
        if len(ranks) < 3 and len(query) > 3:
            for number in islice(self._with_a_slip(query), ENOUGH):
                ranks.setdefault(number, _SLIP)
        return ranks

    def _add_some_initials(self, query: str, ranks: dict[int, int]) -> None:
        """lnyz for 老年优待证: initials in their order, some left out."""
        wanted = re.compile(r"\|" + "[^|]*".join(query))
        for number in _first(self._initial_pieces.having("|" + query[0]) & self._initial_pieces.having_all(query)):
            if wanted.search(self._initials[number].text):
                ranks.setdefault(number, _SCATTERED)

    def _with_a_slip(self, query: str) -> Iterator[int]:
        """Items whose pinyin differs from what was typed by one letter: another, one more, one less, two swapped."""
        pieces, lines = self._pinyin_pieces, self._pinyin
        for at in range(len(query)):
            before, after = query[:at], query[at + 1 :]
            swapped = before + after[:1] + query[at] + after[1:]
            for exact in (before + after, swapped):
                yield from (n for n in _first(pieces.having(exact), 50) if lines[n].rank(exact) is not None)
            for rest in (after, query[at:]):
                held = pieces.having(before) & pieces.having(rest)
                yield from (n for n in _first(held, 50) if lines[n].holds_around(before, rest))


def _ranked(pieces: _Pieces, lines: Sequence[_Line], query: str) -> dict[int, int]:
    """Items with how near they are: first those of which a term begins so; the others when that is not enough."""
    ranks: dict[int, int] = {}
    begins = pieces.having("|" + query)
    for some in (begins, pieces.having(query) & ~begins):
        for number in _first(some):
            rank = lines[number].rank(query)
            if rank is not None:
                ranks[number] = rank
        if len(ranks) >= ENOUGH:
            break
    return ranks


def _line(groups: list[list[str]], *, initials: bool) -> _Line:
    """`groups`: the ways to write the name, then those of the everyday words."""
    cased = "".join("|" + term for group in groups for term in dict.fromkeys(group)) + "|"
    name = sum(1 + len(term) for term in dict.fromkeys(groups[0]))
    return _Line(cased.lower(), cased.upper() if initials else cased, name)


def _first(bits: int, most: int = LOOKED_AT) -> Iterator[int]:
    return islice(_numbers(bits), most)


def _numbers(bits: int) -> Iterator[int]:
    """The places of the ones."""
    places = bin(bits)[:1:-1] if bits > 0 else ""
    at = places.find("1")
    while at >= 0:
        yield at
        at = places.find("1", at + 1)
