"""Every scanner language against published frames, garbage, and every way to cut a stream."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.code_frames import LIMIT, CodeFramer, CodeUnreadable, Frame, read_text
from devices.scanner_codecs import Answer, Heard, Reply, ScannerCodec, Verdict, codec_of
from devices.scanner_family import families, load_family

DONE, REFUSED, RESEND = Answer(Verdict.DONE), Answer(Verdict.REFUSED), Answer(Verdict.RESEND)
STREAMS = [name for name in families() if load_family(name).language not in ("ssi", "vbar", "keyboard")]
TALKERS = [name for name in families() if load_family(name).query]
SSI_ACK, SSI_NAK_RESEND = bytes.fromhex("04D00400FF28"), bytes.fromhex("05D1040001FF25")
CODES = st.lists(st.binary(min_size=1, max_size=60).filter(lambda code: not set(code) & {10, 13}), max_size=4)
ASCII = st.text(st.characters(min_codepoint=0x22, max_codepoint=0x7E), min_size=2, max_size=60).map(str.encode)


def codec(name: str) -> ScannerCodec:
    return codec_of(load_family(name))


def unhex(text: str) -> bytes:
    return bytes.fromhex(text)


def ssi(opcode: int, data: bytes = b"", status: int = 0, source: int = 0) -> bytes:
    packet = bytes([4 + len(data), opcode, source, status]) + data
    return packet + (-sum(packet) & 0xFFFF).to_bytes(2, "big")


def vbar(command: int, data: bytes = b"", status: int = 0) -> bytes:
    packet = bytes([0x55, 0xAA, command, status]) + len(data).to_bytes(2, "little") + data
    check = 0
    for byte in packet:
        check ^= byte
    return packet + bytes([check])


# ---------------------------------------------------------------- what is sent


@pytest.mark.parametrize(
    ("name", "words", "frame"),
    [
        ("newland", "#SCNTRG1", "7E 01 30 30 30 30 23 53 43 4E 54 52 47 31 3B 03"),
        ("newland", "@C11ENA1,MIN12", "7E 01 30 30 30 30 40 43 31 31 45 4E 41 31 2C 4D 49 4E 31 32 3B 03"),
        ("newland_classic", "1B 31", "1B 31"),
        ("newland_classic", "5917069990020010F141", "24 24 25 5E" + b"5917069990020010F141".hex()),
        ("honeywell", "T", "16 54 0D"),
        ("honeywell", "U", "16 55 0D"),
        ("honeywell", "CBRENA?", "16 4D 0D 43 42 52 45 4E 41 3F 21"),
        ("ssi", "E4", "04 E4 04 00 FF 14"),
        ("ssi", "E5", "04 E5 04 00 FF 13"),
        ("ssi", "D0", "04 D0 04 00 FF 28"),
        ("ssi", "E9", "04 E9 04 00 FF 0F"),
        ("ssi", "EA", "04 EA 04 00 FF 0E"),
        ("ssi", "A3", "04 A3 04 00 FF 55"),
        ("ssi", "C6 FF 8A 08", "07 C6 04 00 FF 8A 08 FD 9E"),
        ("ssi", "C6 FF EE 01", "07 C6 04 00 FF EE 01 FD 41"),
        ("datalogic", "T", "54"),
        ("datalogic", "X", "58"),
        ("gm65", "08 0002 01", "7E 00 08 01 00 02 01 02 DA"),
        ("gm65", "08 0002 02", "7E 00 08 01 00 02 02 32 B9"),
        ("gm65", "09 0000 00", "7E 00 09 01 00 00 00 DE C8"),
        ("gm65", "07 002A 02", "7E 00 07 01 00 2A 02 D8 0F"),
        ("gm65", "08 002A 3901", "7E 00 08 02 00 2A 39 01 A7 EA"),
        ("vbar", "24 01", "55 AA 24 01 00 01 DB"),
        ("vbar", "24 00", "55 AA 24 01 00 00 DA"),
        ("vbar", "05 00", "55 AA 05 01 00 00 FB"),
        ("vbar", "05 01", "55 AA 05 01 00 01 FA"),
    ],
)
def test_published_commands(name: str, words: str, frame: str) -> None:
    assert codec(name).ask(words) == unhex(frame)


def test_an_ssi_command_that_is_sent_again_says_so() -> None:
    assert codec("ssi").ask("E4", again=True) == unhex("04 E4 04 01 FF 13")


def test_a_permanent_ssi_parameter_has_another_status() -> None:
    """The published frame `07 C6 04 08 00 8A 08 FE 95`; nothing here sends it."""
    assert ssi(0xC6, unhex("00 8A 08"), status=0x08, source=4) == unhex("07 C6 04 08 00 8A 08 FE 95")


# ---------------------------------------------------------------- what answers it


@pytest.mark.parametrize(
    ("name", "words", "heard", "answer"),
    [
        ("newland", "#SCNMOD0", unhex("02 01 30 30 30 30") + b"#SCNMOD0\x06;\x03", DONE),
        ("newland", "#SCNMOD*", unhex("02 01 30 30 30 30") + b"#SCNMOD2\x06;\x03", DONE),
        ("newland", "#NOSUCH1", unhex("02 01 30 30 30 30") + b"#NOSUCH1\x05;\x03", REFUSED),
        ("newland", "#SCNMOD9", unhex("02 01 30 30 30 30") + b"#SCNMOD9\x15;\x03", REFUSED),
        ("newland_classic", "5917", b"\r\n$$%~OK\r\n", DONE),
        ("newland_classic", "5917", b"\r\n$$%~ER\r\n", REFUSED),
        ("newland_classic", "?", b"!!!", DONE),
        ("honeywell", "TRGMOD0", b"TRGMOD0\x06!", DONE),
        ("honeywell", "CBRENA?", b"CBRENA1\x06!", DONE),
        ("honeywell", "NOSUCH?", b"NOSUCH?\x05!", REFUSED),
        ("honeywell", "NOSUCH1", b"NOSUCH1\x05!", REFUSED),
        ("honeywell", "TRGMODx", b"TRGMODx\x15!", REFUSED),
        ("ssi", "E4", unhex("04 D0 00 00 FF 2C"), DONE),
        ("ssi", "E4", unhex("05 D1 00 00 01 FF 29"), RESEND),
        ("ssi", "E4", unhex("05 D1 00 00 02 FF 28"), REFUSED),
        ("ssi", "E4", unhex("05 D1 00 00 06 FF 24"), REFUSED),
        ("ssi", "A3", ssi(0xA4, b"PAABLS00-001\x00\x1b"), Answer(Verdict.DONE, "PAABLS00-001")),
        ("datalogic", "i", b"\x01\x02Magellan\x1b 800i\x03\x04", Answer(Verdict.DONE, "Magellan  800i")),
        ("gm65", "08 0002 01", unhex("02 00 00 01 00 33 31"), DONE),
        ("gm65", "08 0002 01", unhex("02 00 01 01 00 04 01"), REFUSED),  # NLS-EM3095: bad CRC
        ("gm65", "08 0002 01", unhex("02 00 03 01 00 6A 61"), REFUSED),  # NLS-EM3095: unknown command
        ("gm65", "07 000A 01", unhex("02 00 00 01 3E E4 AC"), DONE),
        ("vbar", "24 01", unhex("55 AA 24 00 00 00 DB"), DONE),
        ("vbar", "25 00", unhex("55 AA 25 00 00 00 DA"), DONE),
        ("vbar", "24 01", vbar(0x24, status=1), REFUSED),
    ],
)
def test_answers_among_noise_and_codes(name: str, words: str, heard: bytes, answer: Answer) -> None:
    one = codec(name)
    one.ask(words)
    assert [each for each in one.feed(heard) if isinstance(each, Answer)] == [answer]
    assert not any(isinstance(each, Answer) for each in one.feed(heard)), "an answer is awaited once"
    one.ask(words)
    one.forget()
    assert not any(isinstance(each, Answer) for each in one.feed(heard)), "nobody waits any more"
    for noise in (b"\x00", b"\xff\x55", b"\x02\x00", b"ab\x06!"):
        one.forget()
        one.ask(words)
        everything = [*one.feed(noise + heard), *one.pause(), *one.pause()]
        assert answer in everything


def test_the_answer_of_gm65_stands_before_the_code() -> None:
    one = codec("gm65")
    one.ask("08 0002 01")
    stream = unhex("02 00 00 01 00 33 31") + b"6901234567892\r"
    for cut in range(len(stream)):
        one.ask("08 0002 01")
        assert one.feed(stream[:cut]) + one.feed(stream[cut:]) == [DONE, Frame(b"6901234567892")]


def test_an_answer_with_a_wrong_checksum_is_none() -> None:
    for name, words, heard in (
        ("gm65", "08 0002 01", "02 00 00 01 00 33 32"),
        ("gm65", "08 0002 01", "02 00 00 02 00 33 31"),
        ("ssi", "E4", "04 D0 00 00 FF 2D"),
        ("ssi", "E4", "04 D0 04 00 FF 28"),  # a host's: an echo
        ("vbar", "24 01", "55 AA 24 00 00 00 DA"),
        ("vbar", "24 01", "55 AA 05 00 00 00 FA"),  # of another command
    ):
        one = codec(name)
        one.ask(words)
        assert not any(isinstance(each, Answer) for each in [*one.feed(unhex(heard)), *one.pause()])


@pytest.mark.parametrize("name", TALKERS)
@settings(max_examples=30)
@given(noise=st.binary(max_size=400).filter(lambda noise: b"!!!" not in noise), data=st.data())
def test_noise_is_never_an_answer(name: str, noise: bytes, data: st.DataObject) -> None:
    family = load_family(name)
    one = codec_of(family)
    one.ask(data.draw(st.sampled_from(family.words)))
    cut = data.draw(st.integers(0, len(noise)))
    heard = [*one.feed(noise[:cut]), *one.feed(noise[cut:]), *one.pause(), *one.feed(b"")]
    assert not any(isinstance(each, Answer) for each in heard)
    one.forget()
    assert not one.open


@pytest.mark.parametrize("name", TALKERS)
def test_an_echo_is_never_taken_for_done(name: str) -> None:
    """A cable that sends back what it was sent. Vbar's `24 00` is to the byte how it says that `24` has failed."""
    for words in load_family(name).words:
        one = codec(name)
        echo = one.ask(words)
        assert DONE not in [*one.feed(echo), *one.pause()]


# ---------------------------------------------------------------- codes as they are


@pytest.mark.parametrize("name", STREAMS)
@settings(max_examples=30)
@given(codes=CODES, terminator=st.sampled_from([b"\r", b"\n", b"\r\n"]), data=st.data())
def test_codes_do_not_depend_on_how_a_stream_is_cut(
    name: str, codes: list[bytes], terminator: bytes, data: st.DataObject
) -> None:
    if name == "newland_classic":
        codes = [code for code in codes if not code.startswith((b"!", b"$$%~"))]
    one = codec(name)
    stream = b"".join(code + terminator for code in codes)
    assert _cut(one, stream, data) == [Frame(code) for code in codes]
    assert not one.open


@pytest.mark.parametrize("name", ["ssi_raw", "vbar_raw"])
@settings(max_examples=30)
@given(codes=st.lists(ASCII, max_size=4), data=st.data())
def test_raw_codes_do_not_depend_on_how_a_stream_is_cut(name: str, codes: list[bytes], data: st.DataObject) -> None:
    codes = [code for code in codes if code[1:2].isascii() and not code.startswith(b"U\xaa")]
    one = codec(name)
    stream = b"".join(code + b"\r" for code in codes)
    assert _cut(one, stream, data) == [Frame(code) for code in codes]


def test_a_raw_code_behind_the_answer_to_its_trigger() -> None:
    for name, answer in (("ssi_raw", ssi(0xD0)), ("vbar_raw", vbar(0x05))):
        one = codec(name)
        one.ask("E4" if name == "ssi_raw" else "05 00")
        assert one.feed(answer + b"CODE\r") == [DONE, Frame(b"CODE")]
        one.ask("E4" if name == "ssi_raw" else "05 00")
        assert one.feed(answer + b"C") == [DONE]
        assert one.pause() == [Frame(b"C")]


# ---------------------------------------------------------------- codes in packets


@given(codes=st.lists(st.binary(min_size=1, max_size=LIMIT), max_size=3), part=st.integers(1, 249), data=st.data())
def test_ssi_codes_do_not_depend_on_how_a_stream_is_cut(codes: list[bytes], part: int, data: st.DataObject) -> None:
    stream, packets = b"", 0
    for code in codes:
        parts = [code[at : at + part] for at in range(0, len(code), part)]
        for number, piece in enumerate(parts, 1):
            stream += ssi(0xF3, b"\x1c" + piece, 0x02 if number < len(parts) else 0)
        packets += len(parts)
    one = codec("ssi")
    heard = _cut(one, stream, data)
    assert [each for each in heard if isinstance(each, Reply)] == packets * [Reply(SSI_ACK)]
    assert [each for each in heard if isinstance(each, Frame)] == [frame for code in codes for frame in _lines(code)]
    assert not one.open


@given(codes=st.lists(st.binary(min_size=1, max_size=LIMIT), max_size=3), data=st.data())
def test_vbar_codes_do_not_depend_on_how_a_stream_is_cut(codes: list[bytes], data: st.DataObject) -> None:
    one = codec("vbar")
    assert _cut(one, b"".join(vbar(0x30, code) for code in codes), data) == [
        frame for code in codes for frame in _lines(code)
    ]
    assert not one.open


@pytest.mark.parametrize("name", ["ssi", "vbar"])
@given(noise=st.binary(max_size=600), data=st.data())
def test_noise_is_no_code_where_codes_come_in_packets(name: str, noise: bytes, data: st.DataObject) -> None:
    one = codec(name)
    heard = [*_cut(one, noise, data), *one.pause()]
    assert not any(isinstance(each, Frame) for each in heard)
    good = ssi(0xF3, b"\x1cCODE") if name == "ssi" else vbar(0x30, b"CODE")
    heard = [*one.feed(good), *one.pause()]
    assert Frame(b"CODE") in heard


@given(flip=st.integers(0, 8 * 13 - 1))
def test_an_ssi_code_with_a_flipped_bit_is_asked_for_again_or_ignored(flip: int) -> None:
    packet = bytearray(ssi(0xF3, b"\x1cCODE12"))
    packet[flip // 8] ^= 1 << flip % 8
    one = codec("ssi")
    heard = [*one.feed(bytes(packet)), *one.pause()]
    assert not [each for each in heard if isinstance(each, Frame) or each == Reply(SSI_ACK)]
    assert [*one.feed(ssi(0xF3, b"\x1cCODE12", 0x01)), *one.pause()] == [Reply(SSI_ACK), Frame(b"CODE12")]


def test_a_spoilt_ssi_packet_is_asked_for_again() -> None:
    assert codec("ssi").feed(ssi(0xF3, b"\x1cCODE")[:-1] + b"\x00") == [Reply(SSI_NAK_RESEND)]


def test_an_ssi_code_that_comes_again_for_want_of_our_ack_is_one_code() -> None:
    one = codec("ssi")
    again = ssi(0xF3, b"\x1cCODE", 0x01)
    assert one.feed(ssi(0xF3, b"\x1cCODE") + again) == [Reply(SSI_ACK), Frame(b"CODE"), Reply(SSI_ACK)]
    assert one.feed(ssi(0xF3, b"\x1cCODE")) == [Reply(SSI_ACK), Frame(b"CODE")], "shown again"


def test_events_are_acknowledged_and_answers_are_not() -> None:
    one = codec("ssi")
    one.ask("A3")
    assert one.feed(ssi(0xF6, b"\x01") + ssi(0xA4, b"R") + ssi(0xA4, b"R")) == [
        Reply(SSI_ACK),
        Answer(Verdict.DONE, "R"),
    ]


def test_the_end_of_an_ssi_code_whose_beginning_was_dropped_is_no_code() -> None:
    one = codec("ssi")
    assert one.feed(ssi(0xF3, b"\x1cfirst ", 0x02)) == [Reply(SSI_ACK)]
    assert one.open
    assert one.pause() == [], "a pause between two packets ends nothing"
    one.forget()
    assert one.feed(ssi(0xF3, b"\x1csecond ", 0x02) + ssi(0xF3, b"\x1cthird")) == 2 * [Reply(SSI_ACK)]
    assert one.feed(ssi(0xF3, b"\x1cnext")) == [Reply(SSI_ACK), Frame(b"next")]


def test_an_ssi_code_whose_end_never_comes_is_given_up() -> None:
    one = codec("ssi")
    one.feed(ssi(0xF3, b"\x1cfirst ", 0x02))
    while one.open:
        one.pause()
    assert one.feed(ssi(0xF3, b"\x1cnext")) == [Reply(SSI_ACK), Frame(b"next")]


def test_a_packet_that_is_cut_short_does_not_hide_the_next_one() -> None:
    one = codec("ssi")
    assert one.feed(ssi(0xF3, b"\x1cCODE")[:6] + ssi(0xF3, b"\x1cCODE", 0x01)[:3]) == []
    heard = one.feed(ssi(0xF3, b"\x1cCODE", 0x01)[3:]) + one.pause()
    assert Frame(b"CODE") in heard


def test_a_code_of_many_packets_is_too_long_and_takes_no_room() -> None:
    one = codec("ssi")
    for _ in range(100):
        one.feed(ssi(0xF3, b"\x1c" + bytes(b"x" * 240), 0x02))
    assert one.feed(ssi(0xF3, b"\x1cx")) == [Reply(SSI_ACK), Frame(b"", too_long=True)]
    assert codec("vbar").feed(vbar(0x30, b"x" * 4096)) == [Frame(b"", too_long=True)]


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("京MD0926".encode(), "京MD0926"),
        ("京MD0926".encode("gb18030"), "京MD0926"),
        ("张𠮷".encode("gb18030"), "张𠮷"),
        (b"\xef\xbb\xbfABC", "ABC"),
        ("😀 https://evil.example/?a=1".encode(), "😀 https://evil.example/?a=1"),
    ],
)
def test_text(data: bytes, text: str) -> None:
    assert read_text(data) == text


@pytest.mark.parametrize("data", [b"\xff\xfe\x80", b"A\x00B", b"A\x1bB", b"A\x7f", "A\x9bB".encode(), b"A\tB"])
def test_unreadable(data: bytes) -> None:
    with pytest.raises(CodeUnreadable):
        read_text(data)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])).filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_is_exact(text: str) -> None:
    assert read_text(text.encode()) == text


@given(st.binary(max_size=LIMIT))
def test_any_bytes_give_text_or_the_fault(data: bytes) -> None:
    try:
        text = read_text(data)
    except CodeUnreadable:
        return
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in text)


# ---------------------------------------------------------------- framing


@given(st.binary(max_size=2000))
def test_garbage_is_survived(noise: bytes) -> None:
    framer = CodeFramer()
    assert all(len(frame.data) <= LIMIT for frame in framer.feed(noise) + framer.pause())
    assert framer.feed(b"A\r") == [Frame(b"A")]


def test_a_pause_ends_a_code() -> None:
    framer = CodeFramer()
    assert framer.feed(b"ABC") == []
    assert framer.pause() == [Frame(b"ABC")]
    assert framer.pause() == []


def test_an_endless_code_is_swallowed_to_its_end() -> None:
    framer = CodeFramer()
    assert framer.feed(b"x" * LIMIT + b"\r") == [Frame(b"x" * LIMIT)]
    assert framer.feed(b"x" * 4096) == []
    assert framer.feed(b"x\rnext\r") == [Frame(b"", too_long=True), Frame(b"next")]


# ---------------------------------------------------------------- families


@pytest.mark.parametrize("name", families())
def test_nothing_permanent_is_ever_written(name: str) -> None:
    """It would wear the flash and survive a swap."""
    family = load_family(name)
    sent = [codec_of(family).ask(words) for words in family.words]
    permanent = {"newland": b"0000@", "honeywell": b".", "ssi": unhex("C6 04 08"), "gm65": unhex("7E 00 09")}
    assert not any(permanent.get(family.language, b"\xff\xff") in frame for frame in sent)
    assert family.language != "datalogic" or b"R" not in sent


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[other]", "no scanner family 'newland', only other"),
        ("[newland]\nbaud = 3", "unknown keys: baud"),
        ('[newland]\ntitle = "x"\nlanguage = "none"\nsilence = 0.1\nwake = "zz"', "hexadecimal"),
        ('[newland]\ntitle = "x"\nlanguage = "none"', "silence"),
    ],
)
def test_a_family_that_is_wrong_names_its_file(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "scanners.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=complaint) as raised:
        load_family("newland", path)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ('language = "klingon"', "no scanner language 'klingon', only datalogic"),
        ('language = "none"\nstart = ["T"]', "takes no commands"),
        ('language = "gm65"\nquery = "zz"', "hexadecimal"),
        ('language = "newland"\nquery = "京"', "ascii"),
        ('language = "keyboard"\nlayout = "dvorak"', "no keyboard layout"),
    ],
)
def test_words_that_a_language_has_not_are_refused_at_once(tmp_path: Path, keys: str, complaint: str) -> None:
    path = tmp_path / "scanners.toml"
    path.write_text(f'[one]\ntitle = "x"\nsilence = 0.1\n{keys}', "utf-8")
    with pytest.raises(ValueError, match=complaint):
        codec_of(load_family("one", path))


def _cut(one: ScannerCodec, stream: bytes, data: st.DataObject) -> list[Heard]:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    return [
        heard
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for heard in one.feed(stream[start:end])
    ]


def _lines(code: bytes) -> list[Frame]:
    """A packet may hold several lines."""
    return [Frame(line) for line in code.replace(b"\r", b"\n").split(b"\n") if line]
