"""`central serve`: the office itself."""

from __future__ import annotations

import argparse
import logging
from datetime import timedelta
from pathlib import Path

from central.api.app import create_app
from central.commands import Refused, opening
from central.commands.options import moment
from central.server import serve
from central.sources.registers import Register, Registers

EXPECTED = opening.EXPECTED

log = logging.getLogger("central")


def add(parser: argparse.ArgumentParser) -> None:
    opening.add_stocked(parser)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080, help="0: any free one, told on stdout")
    parser.add_argument("--clock", type=moment, help="ISO 8601: business time begins there and runs on")
    parser.add_argument("--public-url", help="the office's URL as kiosks know it, where a gateway stands before it")
    parser.add_argument("--register", metavar="URL", help="the register that answers for the data sources")
    parser.add_argument("--register-token-file", type=Path, help="the token that lets the office ask there")
    parser.add_argument("--register-ca-file", type=Path, help="the only authority to trust for it")
    parser.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> None:
    with opening.stocked(options, options.clock) as office:
        if abs(office.clock.shift) > timedelta(minutes=1):
            log.warning("business time is %s", office.clock.now().isoformat(timespec="minutes"))
        assert office.stock is not None, "stocked"
        for warning in office.stock.health(office.clock.machine()).warnings:
            log.warning("the catalogue's signatures: %s", warning)
        if options.register:
            office.registers = Registers(_register(options))
        app = create_app(office, options.public_url, opening.repository(options))
        try:
            serve(app, options.host, options.port)
        finally:
            office.registers.close()


def _register(options: argparse.Namespace) -> Register:
    if options.register_token_file is None:
        raise Refused("--register needs --register-token-file")
    token = options.register_token_file.read_text(encoding="ascii").strip()
    return Register(options.register, token, options.register_ca_file)
