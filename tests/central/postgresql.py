"""Debian's PostgreSQL, in a directory of its own, with the durability that a city would have."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from central.store.database import TABLES, Database

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
        self._url = f"postgresql://office@/postgres?host={self._directory}&port={_PORT}"
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
        self._until_ready()
        Database(self._url).close()

    def empty_database(self) -> str:
        """The URL of a database without rows. It is the same one each time: to empty it is quicker than to make one."""
        with self._connect() as connection:
            for part in reversed(TABLES):
                for table in reversed(part.sorted_tables):
                    connection.execute(f"DELETE FROM {table.name}")
        return self._url

    @contextmanager
    def bare_database(self) -> Iterator[str]:
        """The URL of another database, without tables, which is gone afterwards."""
        with self._connect() as connection:
            connection.autocommit = True
            connection.execute("CREATE DATABASE bare")
            try:
                yield self._url.replace("/postgres?", "/bare?")
            finally:
                connection.execute("DROP DATABASE bare WITH (FORCE)")

    def stop(self) -> None:
        """Stop it and leave nothing behind."""
        self._process.send_signal(signal.SIGQUIT)  # at once: nobody needs its data again
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        shutil.rmtree(self._directory)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._directory), port=_PORT, user="office", dbname="postgres", autocommit=True)

    def _until_ready(self) -> None:
        end = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._connect().close()
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
