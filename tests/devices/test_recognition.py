"""Which kind of device sends such bytes; and that noise, echoes and citizens' codes prove nothing."""

from __future__ import annotations

from binascii import crc_hqx

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.cards import sample
from devices.recognition import KINDS, LIMIT, recognise
from devices.scanner_family import families, load_family
from devices.sdt import Command
from tests.devices.booth import Booth

CRC = crc_hqx(b"\x00\x01\x00", 0)


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        ("AAAAAA96690004000090 94", "id_card_reader"),
        ("00 FF AA AAAAAA9669 0014 000090 05000100", "id_card_reader"),  # noise before, cut off behind
        ("020000 01 00 3331", "code_scanner"),  # GM65
        ("02 01 30303030 23 53434E4D4F4430 06 3B 03", "code_scanner"),  # Newland: #SCNMOD0 ACK
        ("0D0A 2424257E4F4B 0D0A", "code_scanner"),  # Newland: $$%~OK
        ("524556494E46 06 2E", "code_scanner"),  # Honeywell: REVINF ACK .
        ("04D00000FF2C", "code_scanner"),  # SSI: ACK
        ("55AA 05 00 0000 FA", "code_scanner"),  # Vbar
        ("0102 5175 6965 74 0304", "code_scanner"),  # Datalogic
        ("16121212", "receipt_printer"),  # DLE EOT 1 to 4
        ("1400000F", "receipt_printer"),  # automatic status
        ("11 1400000F 13", "receipt_printer"),  # between XON and XOFF
        ("12 12 5F 544D2D543838 00", "receipt_printer"),
    ],
)
def test_what_a_kiosk_has_is_known_by_its_answers(heard: str, kind: str) -> None:
    assert recognise(bytes.fromhex(heard)) == kind


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        (b"$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n", "satellite_receiver"),
        (b"$BDGSV,1,1,01,01,40,083,46*5E\r\n", "satellite_receiver"),
        (b"AT\r\r\nOK\r\n", "modem"),
        (b"\r\n+CREG: 0,1\r\n\r\nOK\r\n", "modem"),
        (b"Debian GNU/Linux 12 kiosk ttyS0\r\n\r\nkiosk login: ", "console"),
        (b"[    0.000000] Linux version 6.1\r\n", "console"),
    ],
)
def test_what_no_kiosk_has_is_known_as_well(heard: bytes, kind: str) -> None:
    assert recognise(heard) == kind


@pytest.mark.parametrize(
    "heard",
    [
        b"",
        b"\x16",  # one status byte may be noise
        b"\r\n",
        b"PAGE",  # by its bits a status packet, and a word
        b"ZW1:6BFTESTTESTTEST\r",
        "浜琈D0926\r".encode("gb18030"),
        bytes.fromhex("020000 01 00 3332"),  # the checksum of GM65 is wrong
        bytes.fromhex("AAAAAA9669 FFFF 000090"),  # longer than any answer
        *(command.request for command in Command),  # an echo
        b"\x7e\x010000#SCNMOD*;\x03",
        bytes.fromhex("7E00 07 01 000001 ABCD"),
        bytes.fromhex("100401 100402"),
    ],
)
def test_noise_codes_and_echoes_prove_nothing(heard: bytes) -> None:
    assert recognise(heard) == ""


@pytest.mark.parametrize("family", [name for name in families() if load_family(name).query])
def test_every_scanner_that_can_be_asked_is_known_and_its_echo_is_not(family: str) -> None:
    booth = Booth(family)
    answers: list[bytes] = []

    def overhear(answer: bytes) -> bytes:
        answers.append(answer)
        return answer

    booth.answer_with = overhear
    booth.hello()
    # Newland's older lines say `!!!`, which anybody may.
    assert recognise(b"".join(answers)) == ("" if family == "newland_classic" else "code_scanner")
    assert recognise(b"".join(booth.said)) == ""


def test_the_text_of_a_card_is_not_looked_at() -> None:
    head = bytes.fromhex("AAAAAA9669 0508 000090 0100 0400")
    assert recognise(head + sample("li_xiuying").text) == "id_card_reader"
    assert recognise(sample("li_xiuying").text) == ""


@given(st.binary(max_size=300))
def test_it_never_fails(heard: bytes) -> None:
    assert recognise(heard) in ("", *KINDS)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=120))
def test_printable_text_is_never_a_printer(text: str) -> None:
    assert recognise(text.encode()) != "receipt_printer"


def test_a_flood_is_looked_at_in_part() -> None:
    assert recognise(b"\x02\x00\x00" * LIMIT) == ""
