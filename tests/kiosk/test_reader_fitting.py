"""From the configuration to the card reader that stands there: port, model and photo decoder fit together."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from devices.bench.wire import Wire
from devices.id_card_reader import SdtIdCardReader
from devices.ports import open_port
from devices.ports.hidraw import WrappedPort
from devices.reader_model import load_model
from devices.states import DeviceState, Link, Media, Offline
from kiosk import doctor, fittings
from kiosk.config import IdCardReaderSection
from tests.devices.faulty_line import FaultyLine


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"port": "hidraw:///dev/kiosk-card-reader"}, "name the model whose HID reports come through hidraw://"),
        ({"port": "/dev/ttyS0", "model": "sdt_hid"}, "this model speaks in HID reports"),
        ({"port": "/dev/ttyS0", "model": "sdt_new"}, "no card reader model 'sdt_new', only sdt, "),
        ({"port": "usb-sdt://400:c35a"}, "write it like usb-sdt://0400:c35a"),
        ({"port": "usb-sdt://0400:c35a?seriel=1"}, "write it like usb-sdt://0400:c35a"),
    ],
)
def test_what_does_not_fit_is_said_before_service(keys: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        IdCardReaderSection.model_validate(keys)


@pytest.mark.parametrize(
    "keys",
    [
        {"port": "hidraw:///nowhere", "model": "sdt_hid"},
        {"port": "usb-sdt://ffff:ffff?path=1-1.4"},
        {"port": "/nowhere", "model": "sdt_renewed"},
    ],
)
def test_a_reader_that_is_not_plugged_in_is_offline(keys: dict[str, str]) -> None:
    with pytest.raises(Offline):
        fittings.open_id_card_reader(IdCardReaderSection.model_validate(keys))


def test_reports_are_unwrapped_before_driver_and_recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wire = Wire(tmp_path / "port")
    monkeypatch.setattr("devices.ports.open_port", lambda address, baud: open_port(str(tmp_path / "port"), baud))
    section = IdCardReaderSection.model_validate({"port": "hidraw:///dev/x", "model": "sdt_hid"})
    reader = fittings.open_id_card_reader(section)
    assert isinstance(reader._line._port, WrappedPort)
    reader.close()
    wire.close()


def test_the_doctor_says_what_an_old_reader_may_not_know() -> None:
    line = FaultyLine(0, [])
    line.reader.grow_old()
    identity = SdtIdCardReader(line, line.clock, model=load_model()).hello(line.clock.deadline(5.0))
    state = DeviceState("id_card_reader", Link.ONLINE, Media.NOT_REPORTED, identity=identity)
    finding = doctor._device(state, "/dev/ttyS0")
    assert finding.code == ""
    assert "05.01-20110101-000123456-987654321, may be too old for hk_mo_tw, foreigner_2017" in str(finding)


def test_a_wrong_photo_decoder_is_a_finding_and_a_good_one_none(tmp_path: Path) -> None:
    program = tmp_path / "decode"
    wrong = doctor._photo_decoder(program)
    assert wrong.code == "photo_decoder_wrong"
    assert str(program) in str(wrong)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert doctor._photo_decoder(program).code == ""
