"""What is plugged in, from the files that udev and the kernel make; and that a device's own words are harmless."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.inventory import NAME_LIMIT, Connection, Plugged, clean, plugged


class Machine:
    """/dev and /sys as a kiosk with a hub has them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._devices = root / "sys/devices/pci0000:00/usb1"

    def node(self, name: str) -> None:
        path = self.root / "dev" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def link(self, name: str, node: str) -> None:
        """A link of udev's: relative, as it makes them."""
        path = self.root / "dev" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.node(node)
        path.symlink_to(os.path.relpath(self.root / "dev" / node, path.parent))

    def usb(
        self, path: str, ids: str, holds: str = "", device_class: str = "00", interface: str = "ff", **more: str
    ) -> None:
        """A device on the bus; `holds`: the directory of its node under its interface, such as ttyUSB0."""
        vendor, _, product = ids.partition(":")
        device = self._devices / path
        files = {"idVendor": vendor, "idProduct": product, "bDeviceClass": device_class, **more}
        (device / f"{path}:1.0" / holds).mkdir(parents=True)
        for name, text in files.items():
            (device / name).write_text(f"{text}\n")
        (device / f"{path}:1.0" / "bInterfaceClass").write_text(f"{interface}\n")
        # The kernel links each interface to its driver, and the driver to all its interfaces.
        driver = self.root / "sys/bus/usb/drivers/any"
        driver.mkdir(parents=True, exist_ok=True)
        (driver / f"{path}:1.0").symlink_to(device / f"{path}:1.0")
        (device / f"{path}:1.0" / "driver").symlink_to(driver)
        bus = self.root / "sys/bus/usb/devices"
        bus.mkdir(parents=True, exist_ok=True)
        (bus / path).symlink_to(device)

    def sys(self, name: str, text: str) -> None:
        path = self.root / "sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def addresses(self) -> list[str]:
        return [each.address for each in plugged(self.root)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_machine_with_nothing_has_nothing(machine: Machine) -> None:
    assert plugged(machine.root) == []


def test_a_serial_line_is_called_by_id(machine: Machine) -> None:
    machine.link("serial/by-id/usb-Prolific_USB-Serial_Controller_AB01-if00-port0", "ttyUSB0")
    machine.link("serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", "ttyUSB0")
    assert plugged(machine.root) == [
        Plugged(
            Connection.SERIAL,
            "/dev/serial/by-id/usb-Prolific_USB-Serial_Controller_AB01-if00-port0",
            "/dev/ttyUSB0",
            "Prolific USB-Serial Controller AB01-if00-port0",
        )
    ]


def test_two_of_a_kind_without_serials_are_told_apart_by_their_sockets(machine: Machine) -> None:
    """Both claim the same by-id name, and udev can give it to one only."""
    machine.link("serial/by-id/usb-1a86_USB_Serial-if00-port0", "ttyUSB1")
    machine.link("serial/by-path/pci-usb-0:1:1.0-port0", "ttyUSB0")
    machine.link("serial/by-path/pci-usb-0:2:1.0-port0", "ttyUSB1")
    assert machine.addresses() == [
        "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0",
        "/dev/serial/by-path/pci-usb-0:1:1.0-port0",
    ]


def test_only_lines_of_the_board_that_exist_are_lines(machine: Machine) -> None:
    machine.sys("class/tty/ttyS0/type", "4\n")
    machine.sys("class/tty/ttyS1/type", "0\n")
    machine.sys("class/tty/tty7/type", "4\n")
    assert machine.addresses() == ["/dev/ttyS0"]


def test_a_camera_is_its_pictures_and_not_its_data(machine: Machine) -> None:
    machine.link("v4l/by-id/usb-046d_C920-video-index0", "video0")
    machine.link("v4l/by-id/usb-046d_C920-video-index1", "video1")
    assert machine.addresses() == ["/dev/v4l/by-id/usb-046d_C920-video-index0"]


def test_keyboards_hid_devices_and_printers_have_addresses_that_ports_open(machine: Machine) -> None:
    machine.link("input/by-id/usb-Newland_HR52-event-kbd", "input/event3")
    machine.link("input/by-id/usb-Mouse-event-mouse", "input/event4")
    machine.sys("class/hidraw/hidraw2/device/uevent", "DRIVER=hid\nHID_NAME=SDT Reader\x1b[2J\nHID_UNIQ=\n")
    machine.node("usb/lp0")
    assert [(each.connection, each.address, each.title) for each in plugged(machine.root)] == [
        (Connection.KEYBOARD, "input:///dev/input/by-id/usb-Newland_HR52-event-kbd", "Newland HR52-event-kbd"),
        (Connection.HID, "hidraw:///dev/hidraw2", "SDT Reader [2J"),
        (Connection.PRINTER, "/dev/usb/lp0", ""),
    ]


def test_usb_devices_without_a_node_are_called_by_their_numbers(machine: Machine) -> None:
    machine.usb("1-1", "1d6b:0002", device_class="09")  # a hub
    machine.usb("1-2", "0400:c35a", manufacturer="SDT", product="Reader")
    machine.usb("1-3", "04b8:0e15", interface="07", serial="J1", manufacturer="EPSON", product="TM-T88VI")
    machine.usb("1-4", "dead:beef", serial="a b/?serial=x")
    assert plugged(machine.root) == [
        Plugged(Connection.USB, "usb-sdt://0400:c35a", "", "SDT Reader"),
        Plugged(Connection.USB, "usb-printer://04b8:0e15?serial=J1", "", "EPSON TM-T88VI"),
        Plugged(Connection.USB, "usb://dead:beef", "", ""),
    ]


def test_what_has_a_node_is_not_told_twice_and_hides_nobody_else(machine: Machine) -> None:
    """Both hang at the same driver, whose directory links to each of them."""
    machine.link("serial/by-id/usb-1a86-if00", "ttyUSB0")
    machine.usb("1-1", "1a86:7523", holds="ttyUSB0/tty/ttyUSB0")
    machine.usb("1-2", "1a86:7523")
    assert machine.addresses() == ["/dev/serial/by-id/usb-1a86-if00", "usb://1a86:7523"]


def test_a_dangling_link_and_files_of_rubbish_are_passed_over(machine: Machine) -> None:
    (machine.root / "dev/serial/by-id").mkdir(parents=True)
    (machine.root / "dev/serial/by-id/usb-gone").symlink_to("../../ttyUSB9")
    machine.usb("1-1", "zz:zz")
    machine.usb("1-2", "0400:c35a", product="\xff" * 10_000)
    assert machine.addresses() == ["usb-sdt://0400:c35a"]


def test_this_machine_can_be_looked_at() -> None:
    assert all(each.address for each in plugged())


@given(st.text(max_size=300))
def test_a_makers_name_is_one_short_harmless_line(name: str) -> None:
    cleaned = clean(name)
    assert len(cleaned) <= NAME_LIMIT
    assert cleaned.isprintable()
