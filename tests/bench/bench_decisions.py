# ruff: noqa: T201 - a bench prints
"""How long from an application to its decision? `python -m tests.bench.bench_decisions [applications] [clients]`.

Fifty enrolled kiosks, each on a connection of its own, submit the senior card for another person each time to
`central serve`, on SQLite and on PostgreSQL with fsync; the office asks `central.register`, a process of its own too,
for each. Sealing and signing is the kiosks' own work and is done beforehand, and each kiosk has uploaded a portrait of
200 kB. Two loads: all kiosks at once without a pause, and each kiosk an application every two seconds, which is far
more than fifty halls have. Afterwards every decision is repeated.
"""

from __future__ import annotations

import hashlib
import io
import random
import secrets
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from PIL import Image

from central.clock import Clock
from central.contract import sealing
from central.contract.application import ByCard, MaterialSent, SealedMaterial, SubmitApplication
from central.keys import open_keys
from central.office import Office
from central.services import decisions, halls, kiosks
from central.store.database import Database
from tests.bench.crowd import Elder, elders, register_files
from tests.bench.rig import machine, processor_time
from tests.bench.serving import Asked, running, send
from tests.central.catalogue_documents import publish_assets
from tests.central.house import hall_file
from tests.central.postgresql import PostgreSQL
from tests.central.terminal import Terminal

APPLICATIONS, CLIENTS = 1_000, 50
AIM_S = 1.0
EVERY_S = 2.0
_PATH = "/v1/kiosk/applications/submit"


def main(applications: int = APPLICATIONS, clients: int = CLIENTS) -> None:
    """Measure both loads on both databases and print the figures."""
    print(f"{applications} applications, {clients} kiosks, signed and sealed, over HTTP; {machine()}")
    server = PostgreSQL()
    try:
        for load, every_s in (("without a pause", 0.0), (f"one a kiosk every {EVERY_S:g} s", EVERY_S)):
            for name in ("SQLite", "PostgreSQL"):
                with tempfile.TemporaryDirectory() as directory:
                    sqlite = str(Path(directory) / "office.db")
                    target = sqlite if name == "SQLite" else server.empty_database()
                    measure(f"{name}, {load}", target, every_s, Path(directory), (applications, clients))
    finally:
        server.stop()


def measure(name: str, target: str, every_s: float, directory: Path, size: tuple[int, int]) -> None:
    """Decide under one load; print what it took; raise when a decision does not repeat. `size`: see `main`."""
    applications, clients = size
    keys, token = directory / "office.keys", directory / "token"
    token.write_text(secrets.token_hex(16))
    office = Office(Database(target), open_keys(keys), Clock())
    halls.publish(office, hall_file(hall_id="BENCH"))
    codes = [kiosks.invite(office, "BENCH") for _ in range(clients)]
    office.database.close()
    publish_assets(directory / "office.catalogue", directory / "signing")
    each = applications // clients
    people = elders(each * clients)
    known = [argument for file in register_files(people, directory) for argument in ("--people", str(file))]
    catalogue = ("--repository", str(directory / "office.catalogue"))
    serve = ("serve", "--port", "0", "--database", target, "--keys", str(keys), *catalogue)
    with (
        running("central.register", "serve", "--token-file", str(token), *known) as (register, _),
        running("central", *serve, "--register", register, "--register-token-file", str(token)) as (url, process),
    ):
        prepared = [_prepare(url, code, people[place * each : (place + 1) * each]) for place, code in enumerate(codes)]
        before = processor_time(process)
        took, latencies = send(url, prepared, every_s)
        worked = (processor_time(process) - before) / len(latencies)
    office = Office(Database(target), open_keys(keys), Clock())
    outcomes = [decisions.replay(office, application_id) for application_id in decisions.every(office)]
    office.database.close()
    assert outcomes == ["approved"] * len(latencies), f"{len(latencies)} answers, {len(outcomes)} decisions"
    cuts = quantiles(latencies, n=100)
    print(
        f"{name:<37}{len(latencies) / took:6.0f} decisions/s   decided in p50 {cuts[49] * 1000:.0f} ms,"
        f" p99 {cuts[98] * 1000:.0f} ms (aim {AIM_S * 1000:.0f}{'' if cuts[98] <= AIM_S else ', MISSED'})"
        f"   {worked * 1000:.0f} ms of the office's processor time each; {machine()}; all {len(outcomes)} repeat"
    )


def portrait() -> bytes:
    """A picture that does not compress: about 200 kB."""
    noise = Image.frombytes("RGB", (360, 480), random.Random(1).randbytes(360 * 480 * 3))
    jpeg = io.BytesIO()
    noise.save(jpeg, "JPEG", quality=88)
    return jpeg.getvalue()


def _prepare(url: str, code: str, people: list[Elder]) -> list[Asked]:
    terminal = Terminal(url, code)
    content = portrait()
    digest = hashlib.sha256(content).hexdigest()
    sealed = sealing.seal_as(SealedMaterial, content, "material", terminal.sealing_key)
    terminal.put(f"/v1/kiosk/applications/materials/{digest}", sealed).raise_for_status()
    terminal.line.close()
    asked = []
    for person in people:
        wanted = SubmitApplication(
            application_id=secrets.token_hex(16),
            item="senior_card",
            version=1,
            applicant=ByCard(id_number=person.number, name=person.name, nation="汉"),
            consents=("population",),
            materials=(MaterialSent(material="portrait", media_type="image/jpeg", pages=(digest,)),),
            asked_at=datetime.now(UTC),
        )
        body = terminal.seal(wanted, "submit-application").model_dump_json().encode()
        asked.append(Asked(_PATH, body, terminal.signed("POST", _PATH, body, secrets.token_hex(16))))
    return asked


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
