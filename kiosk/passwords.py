"""What of a configuration may leave the machine, or stand on its screen: addresses without the passwords in them.

A proxy's or a camera's URL holds them before its host, in its query, or, with cheap cameras, in its path
(`/user=admin_password=…`). What looks like one is taken out, rather too much than too little.
"""

from __future__ import annotations

import re
from typing import Any

_USER = re.compile(r"(?<=://).*@")  # any sign may stand in a password, an @ and a / too
_QUERY = re.compile(r"((?:https?|rtsps?|rtmps?|srt)://\S*?\?)\S*?(?=[\"']?(?:\s|$))", re.IGNORECASE)
_NAMED = re.compile(r"((?:pass\w*?|pwd|psw|secret|token|key)=)[^\s&;/?\"']+", re.IGNORECASE)


def without_passwords(text: str) -> str:
    """A line in which URLs may stand, as it may be shown; several lines as well."""
    return _NAMED.sub(r"\1…", _QUERY.sub(r"\1…", _USER.sub("…@", text)))


def without_secrets(tree: Any) -> Any:
    """The same of every string in a tree of tables and lists."""
    match tree:
        case dict():
            return {name: without_secrets(value) for name, value in tree.items()}
        case list():
            return [without_secrets(value) for value in tree]
        case str():
            return without_passwords(tree)
        case _:
            return tree
