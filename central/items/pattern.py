"""Whether a regular expression of a form may be trusted with what strangers send.

Python's engine goes back and tries again: a repetition of what varies itself can take exponential time in the length of
the text, and each endless repetition one more power of it. The form's schema is looked at as text, so some harmless
patterns are refused too; an editor can always write them flat.
"""

from __future__ import annotations

import re
import warnings

_GROUP = re.compile(r"\((?:\?:)?([^()]*)\)([*+?]|\{[0-9,]*\})?")
_VARIES = re.compile(r"[*+?|]|\{[0-9]*,[0-9]*\}")
_ENDLESS = re.compile(r"[*+]|\{[0-9]+,\}")


def pattern_fault(pattern: str) -> str | None:
    """Why a pattern is refused; none: it compiles, spans the whole text, and cannot take exponential time."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # a nested set will mean something else one day
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        return f"does not compile: {error!s:.80}"
    bare = re.sub(r"\\[^1-9]", "x", pattern)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "x", bare)
    if not (bare.startswith("^") and bare.endswith("$")):
        return "does not begin with ^ and end with $; JSON Schema searches, so half a text would pass"
    if re.search(r"\\[1-9]|\(\?(?!:)", bare):
        return "looks around or back; write it without (?…) and without \\1"
    if len(_ENDLESS.findall(bare)) > 2:
        return "has more than two endless repetitions; give them bounds such as {1,20}"
    while _GROUP.search(bare):
        if any(_VARIES.search(content) and repeat not in ("", "?") for content, repeat in _GROUP.findall(bare)):
            return "repeats what varies itself, which can take for ever; write it flat"
        bare = _GROUP.sub(lambda group: "x?" if _VARIES.search(group[1] + (group[2] or "")) else "x", bare)
    if "|" in bare:
        return "has alternatives that ^ and $ do not span; write ^(…|…)$"
    return None
