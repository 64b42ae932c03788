"""Debian's PostgreSQL, in a directory of its own, with the durability that a city would have."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_ROOM = Path("/usr/lib/postgresql")
_PORT = 54329  # names the socket in the server's own directory; nothing listens on the network
_PATIENCE_S = 60


class PostgreSQL:
    """One server, started when made; ends with this process even when that is killed."""

    def __init__(self) -> None:
        programs = sorted(_ROOM.glob("*/bin/initdb"))
        if not programs:
            raise RuntimeError(f"PostgreSQL is not installed under {_ROOM}: apt-get install postgresql")
        self._bin = programs[-1].parent
        self._directory = Path(tempfile.mkdtemp(prefix="office-postgresql-"))
        self._as_owner = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:  # initdb refuses root
            owner = pwd.getpwnam("postgres")
            os.chown(self._directory, owner.pw_uid, owner.pw_gid)
            self._as_owner += ["--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        data = self._directory / "data"
        self._run("initdb", "-D", data, "-U", "office", "-A", "trust", "-E", "UTF8", "--no-locale")
        self._log = (self._directory / "log").open("wb")
        self._process = subprocess.Popen(
            [*self._as_owner, self._bin / "postgres", "-D", data, "-k", self._directory, "-p", str(_PORT), "-h", ""],
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._databases = 0
        self._until_ready()

    def new_database(self) -> str:
        """The URL of an empty database."""
        self._databases += 1
        name = f"office_{self._databases}"
        with self._connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://office@/{name}?host={self._directory}&port={_PORT}"

    def stop(self) -> None:
        """Stop it and leave nothing behind."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self._directory)

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self._directory), port=_PORT, user="office", dbname=name, autocommit=True)

    def _until_ready(self) -> None:
        end = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError((self._directory / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [*self._as_owner, self._bin / program, *arguments], check=True, capture_output=True, cwd=self._directory
        )
