"""Newland's `7E 01` commands (NLS-HR52 user manual, pages 35 and 234; the same in NLS-HR42, page 30).

Words: storage character, tag, subtag and value; `#` is lost at power-off, `@` is not and wears the flash.
`#SCNMOD*` asks for a value. Source of the trigger's words: public driver code.
"""

from __future__ import annotations

from devices.scanner_codecs.echo import EchoLanguage

LANGUAGE = EchoLanguage(
    command=(bytes.fromhex("7E 01 30 30 30 30"), b";\x03"),
    answer=(bytes.fromhex("02 01 30 30 30 30"), b";\x03"),
    query="*",
)
