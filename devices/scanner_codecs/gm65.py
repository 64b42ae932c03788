"""GM65, GM66, GM861 and their like, Newland's NLS-EM3095 among them: zones of memory that are read and written.

    command   7E 00 | 07 read, 08 write, 09 save | length | zone, two bytes | data | CRC
    answer    02 00 | 00 | length | data | CRC

CRC-CCITT, initial value 0, from the third byte on. A bad command or a bad CRC is answered by silence (module manuals,
ziliaoku.com and e-com-net.com), or by a type other than 00 (NLS-EM3095 manual, page 19). The answer to the trigger
comes in the same stream, before the code.

Words are hexadecimal: type, zone, data; `08 0002 01` pulls the trigger. What is written is lost at power-off until
something saves it; nothing here does. Zone 0000 holds the mode in its two lowest bits (1: trigger by command) and light
and sound in the others, zone 0006 the time for one reading in tenths of a second.
"""

from __future__ import annotations

from binascii import crc_hqx

from devices.scanner_codecs import Answer, Verdict
from devices.scanner_codecs.stream import Found, Language

_HEAD = b"\x02\x00"
_FIXED = 4  # bytes before the data
_READ = 0x07


class Gm65(Language):
    def answers(self, words: str) -> bool:
        return True

    def encode(self, words: str) -> bytes:
        command = bytes.fromhex(words)
        body = command[:1] + bytes([len(command) - 3]) + command[1:]
        return b"\x7e\x00" + body + _checksum(body)

    def find(self, words: str, heard: bytes) -> Found | None:
        command = bytes.fromhex(words)
        length = command[3] if command[0] == _READ else 1
        at = heard.find(_HEAD)
        while at >= 0:
            end = at + _FIXED + length
            answer = heard[at : end + 2]
            if len(answer) == _FIXED + length + 2 and answer[3] == length and answer[-2:] == _checksum(answer[2:-2]):
                verdict = Verdict.REFUSED if answer[2] else Verdict.DONE
                return Found(at, end + 2, Answer(verdict))
            at = heard.find(_HEAD, at + 1)
        return None


def _checksum(body: bytes) -> bytes:
    return crc_hqx(body, 0).to_bytes(2, "big")
