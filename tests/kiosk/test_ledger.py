"""The ledger: what it promises, while it runs and after it was killed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from devices.paper import PaperState
from kiosk.faults import LedgerFailed
from kiosk.ledger import FIRST_DELAY, LONGEST_DELAY, PAPERS_KEPT, SENT_KEPT, EffectRow, Ledger

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WRITER = Path(__file__).with_name("ledger_writer.py")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "storage" / "ledger.db"


def cause(failure: pytest.ExceptionInfo[LedgerFailed]) -> str | int:
    return failure.value.facts["cause"]


# ---------------------------------------------------------------- effects


def test_an_effect_waits_until_the_office_has_it(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("take-ticket", b"sealed", now=NOW)
    assert re.fullmatch(r"[0-9a-f]{32}", effect)
    assert ledger.due(NOW) == [EffectRow(effect, "take-ticket", b"sealed", 0)]
    assert ledger.result_of(effect) is None
    ledger.sent(effect, '{"number":"A001"}')
    assert ledger.due(NOW + 400 * SECOND) == []
    assert ledger.result_of(effect) == '{"number":"A001"}'


def test_what_is_written_is_there_after_a_restart(path: Path) -> None:
    ledger = Ledger(path)
    one = ledger.append("a", b"1", now=NOW)
    two = ledger.append("b", b"2", "c" * 32, now=NOW)
    ledger.delayed(one, NOW)
    ledger.close()
    again = Ledger(path)
    assert [(row.id, row.attempts) for row in again.due(NOW + 400 * SECOND)] == [(one, 1), (two, 0)]


def test_a_sent_effect_leaves_no_payload_on_the_disk_of_its_row(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("a", b"sealed", now=NOW)
    kept = ledger.append("b", b"kept", now=NOW)
    ledger.sent(effect, "r")
    ledger.refused(kept, "bad_request")
    ledger.close()
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT id, state, code, payload FROM effects ORDER BY sequence").fetchall() == [
            (effect, "sent", None, b""),
            (kept, "refused", "bad_request", b"kept"),
        ]
    db.close()


def test_order_is_the_order_of_writing_whatever_the_clock_says(path: Path) -> None:
    ledger = Ledger(path)
    effects = [ledger.append("a", b"", now=NOW - day * timedelta(days=1)) for day in range(5)]
    assert [row.id for row in ledger.due(NOW)] == effects
    assert [row.id for row in ledger.due(NOW, limit=2)] == effects[:2]


def test_a_failing_effect_delays_itself_and_no_other(path: Path) -> None:
    ledger = Ledger(path, jitter=lambda: 1.0)
    failing, other = (ledger.append("a", b"", now=NOW) for _ in range(2))
    ledger.delayed(failing, NOW)
    assert [row.id for row in ledger.due(NOW)] == [other]
    assert [row.id for row in ledger.due(NOW + timedelta(seconds=FIRST_DELAY))] == [failing, other]


def test_the_delay_doubles_up_to_its_limit_and_jitter_only_shortens_it(path: Path) -> None:
    def wait_after(attempts: int, jitter: float) -> float:
        ledger = Ledger(path.with_name(f"{attempts}-{jitter}"), jitter=lambda: jitter)
        effect = ledger.append("a", b"", now=NOW)
        for _ in range(attempts):
            ledger.delayed(effect, NOW)
        waits = (seconds / 4 for seconds in range(int(LONGEST_DELAY) * 4 + 1))
        return next(wait for wait in waits if ledger.due(NOW + timedelta(seconds=wait)))

    assert [wait_after(n, 1.0) for n in (1, 2, 3, 8, 9, 40)] == [2.0, 4.0, 8.0, 256.0, 300.0, 300.0]
    assert [wait_after(n, 0.0) for n in (1, 40)] == [1.0, 150.0]


def test_a_clock_that_was_set_back_does_not_hold_an_effect(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("a", b"", now=NOW + timedelta(days=365))
    ledger.delayed(effect, NOW + timedelta(days=365))
    assert [row.id for row in ledger.due(NOW)] == [effect]


def test_the_first_ending_stays(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("a", b"", now=NOW)
    ledger.sent(effect, "first")
    ledger.sent(effect, "second")
    ledger.refused(effect, "bad_request", "third")
    ledger.delayed(effect, NOW)
    assert ledger.result_of(effect) == "first"
    assert ledger.depth(NOW).refused == 0


def test_one_effect_can_be_asked_for_before_it_is_due(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("a", b"sealed", now=NOW)
    ledger.delayed(effect, NOW)
    assert ledger.due(NOW) == []
    assert ledger.waiting(effect) == EffectRow(effect, "a", b"sealed", 1)
    ledger.refused(effect, "bad_request")
    assert ledger.waiting(effect) is None
    assert ledger.waiting("f" * 32) is None


def test_an_unknown_id_is_a_mistake_of_the_caller_and_breaks_nothing(path: Path) -> None:
    ledger = Ledger(path)
    with pytest.raises(LookupError):
        ledger.sent("f" * 32, "")
    with pytest.raises(LookupError):
        ledger.delayed("f" * 32, NOW)
    with pytest.raises(LookupError):
        ledger.paper("f" * 32, PaperState.PRINTED)
    effect = ledger.append("a", b"", now=NOW)
    with pytest.raises(ValueError, match="UNIQUE"):
        ledger.append("a", b"other", effect, now=NOW)
    assert ledger.due(NOW)[0].payload == b""
    assert ledger.result_of("f" * 32) is None


def test_depth_tells_how_much_waits_and_since_when(path: Path) -> None:
    ledger = Ledger(path)
    assert (ledger.depth(NOW).waiting, ledger.depth(NOW).oldest_waiting_s) == (0, 0)
    first = ledger.append("a", b"", now=NOW)
    ledger.append("a", b"", now=NOW + 5 * SECOND)
    ledger.refused(ledger.append("a", b"", now=NOW - 99 * SECOND), "bad_request")
    depth = ledger.depth(NOW + 60 * SECOND)
    assert (depth.waiting, depth.refused, depth.oldest_waiting_s) == (2, 1, 60)
    ledger.sent(first, "")
    assert ledger.depth(NOW + 60 * SECOND).oldest_waiting_s == 55
    assert ledger.depth(NOW - timedelta(days=1)).oldest_waiting_s == 0


def test_only_old_sent_effects_leave(path: Path) -> None:
    ledger = Ledger(path)
    old, refused, waiting = (ledger.append("a", b"", now=NOW) for _ in range(3))
    young = ledger.append("a", b"", now=NOW + 2 * SECOND)
    ledger.sent(old, "old")
    ledger.refused(refused, "bad_request", "refused")
    ledger.sent(young, "young")
    ledger.close()
    later = NOW + SENT_KEPT + SECOND
    ledger = Ledger(path, now=later)
    assert [ledger.result_of(effect) for effect in (old, refused, young)] == [None, "refused", "young"]
    assert [row.id for row in ledger.due(later)] == [waiting]


# ---------------------------------------------------------------- papers

BEGUN = [state for state in PaperState if state is not PaperState.OWED]


def test_a_ticket_owes_its_paper_until_one_is_begun(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("take-ticket", b"sealed", now=NOW)
    ledger.sent(effect, "ticket", owed_paper="t" * 32)
    ledger.close()
    ledger = Ledger(path)
    assert ledger.paper_of("t" * 32) is PaperState.OWED
    paper = ledger.paper_begin("t" * 32, 0)
    ledger.paper(paper, PaperState.PRINTED)
    assert ledger.paper_of("t" * 32) is PaperState.PRINTED


def test_the_same_ticket_again_does_not_owe_a_second_paper(path: Path) -> None:
    ledger = Ledger(path)
    ledger.paper_begin("t" * 32, 0)
    effect = ledger.append("take-ticket", b"sealed", now=NOW)
    ledger.sent(effect, "ticket", owed_paper="t" * 32)
    assert ledger.paper_of("t" * 32) is PaperState.SENT


def test_one_effect_can_be_looked_up_while_it_waits(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("take-ticket", b"sealed", now=NOW)
    ledger.delayed(effect, NOW)
    row = ledger.waiting(effect)
    assert row is not None
    assert (row.payload, row.attempts) == (b"sealed", 1)
    ledger.sent(effect, "ticket")
    assert ledger.waiting(effect) is None


def test_a_paper_is_followed_to_the_hand(path: Path) -> None:
    ledger = Ledger(path)
    assert ledger.paper_of("t" * 32) is None
    paper = ledger.paper_begin("t" * 32, 0)
    assert ledger.paper_of("t" * 32) is PaperState.SENT
    for state in (PaperState.PROCESSED, PaperState.PRINTED, PaperState.PRESENTED, PaperState.TAKEN):
        ledger.paper(paper, state)
        assert ledger.paper_of("t" * 32) is state
    ledger.paper_begin("t" * 32, 1)
    assert ledger.paper_of("t" * 32) is PaperState.SENT


@pytest.mark.parametrize("known", BEGUN)
@pytest.mark.parametrize("said", BEGUN)
def test_nothing_takes_back_what_is_known_of_a_paper(tmp_path: Path, known: PaperState, said: PaperState) -> None:
    life = [PaperState.SENT, PaperState.PROCESSED, PaperState.PRINTED, PaperState.PRESENTED, PaperState.TAKEN]
    ledger = Ledger(tmp_path / "ledger.db")
    paper = ledger.paper_begin("t" * 32, 0)
    ledger.paper(paper, known)
    assert ledger.paper_of("t" * 32) is known
    ledger.paper(paper, said)
    got = ledger.paper_of("t" * 32)
    assert got in {known, said}
    if known in life and said in life:
        assert got is max(known, said, key=life.index)
    if known in {PaperState.FAILED, PaperState.TAKEN, PaperState.RETRACTED}:
        assert got is known
    if said is PaperState.UNKNOWN and known not in {PaperState.SENT, PaperState.PROCESSED}:
        assert got is known
    if known is PaperState.UNKNOWN:
        assert got is (known if said in {PaperState.SENT, PaperState.PROCESSED} else said)


def test_a_paper_is_owed_from_the_answer_until_its_first_byte(path: Path) -> None:
    ledger = Ledger(path)
    effect = ledger.append("take-ticket", b"", now=NOW)
    ledger.sent(effect, "ticket", owed_paper="t" * 32)
    assert ledger.paper_of("t" * 32) is PaperState.OWED
    ledger.close()
    ledger = Ledger(path)
    assert ledger.paper_of("t" * 32) is PaperState.OWED
    paper = ledger.paper_begin("t" * 32, 0)
    assert ledger.paper_of("t" * 32) is PaperState.SENT
    ledger.sent(effect, "ticket", owed_paper="t" * 32)
    assert ledger.paper_of("t" * 32) is PaperState.SENT
    ledger.paper(paper, PaperState.OWED)  # no byte of it went out: it is owed as before
    assert ledger.paper_of("t" * 32) is PaperState.OWED


@pytest.mark.parametrize(
    ("known", "after"),
    [
        (PaperState.SENT, PaperState.UNKNOWN),
        (PaperState.PROCESSED, PaperState.UNKNOWN),
        (PaperState.PRINTED, PaperState.PRINTED),
        (PaperState.PRESENTED, PaperState.PRESENTED),  # whether a hand took it, nobody saw
    ],
)
def test_after_a_power_cut_nothing_more_is_known_of_a_paper(path: Path, known: PaperState, after: PaperState) -> None:
    ledger = Ledger(path)
    ledger.paper(ledger.paper_begin("t" * 32, 0), known)
    ledger.close()
    assert Ledger(path).paper_of("t" * 32) is after


@pytest.mark.parametrize("known", [state for state in BEGUN if state is not PaperState.SENT])
def test_a_paper_of_which_bytes_were_sent_is_never_owed_again(tmp_path: Path, known: PaperState) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    paper = ledger.paper_begin("t" * 32, 0)
    ledger.paper(paper, known)
    ledger.paper(paper, PaperState.OWED)
    assert ledger.paper_of("t" * 32) is known


def test_a_paper_on_the_way_when_the_process_died_is_unknown(path: Path) -> None:
    ledger = Ledger(path)
    papers = {state: ledger.paper_begin(state.value, 0) for state in BEGUN}
    for state, paper in papers.items():
        ledger.paper(paper, state)
    ledger.close()
    ledger = Ledger(path)
    for state in BEGUN:
        on_the_way = state in {PaperState.SENT, PaperState.PROCESSED}
        assert ledger.paper_of(state.value) is (PaperState.UNKNOWN if on_the_way else state)


def test_papers_do_not_fill_the_disk(path: Path) -> None:
    Ledger(path).close()
    db = sqlite3.connect(path)
    rows = ((f"p{n}", f"t{n}") for n in range(PAPERS_KEPT + 5))
    db.executemany("INSERT INTO papers (id, ticket_id, copy_number, state) VALUES (?, ?, 0, 'printed')", rows)
    db.commit()
    db.close()
    ledger = Ledger(path)
    assert (ledger.paper_of("t4"), ledger.paper_of("t5")) == (None, PaperState.PRINTED)


# ---------------------------------------------------------------- the file


def test_a_second_opening_is_refused(path: Path) -> None:
    ledger = Ledger(path)
    ledger.append("a", b"", now=NOW)
    done = subprocess.run([sys.executable, WRITER, path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "another process holds" in done.stderr
    assert "append" not in done.stdout
    with pytest.raises(LedgerFailed) as failure:
        Ledger(path)
    assert cause(failure) == "in_use"
    ledger.append("a", b"", now=NOW)
    ledger.close()
    assert len(Ledger(path).due(NOW)) == 2


def test_nothing_of_the_file_is_mapped_and_every_commit_is_synced(path: Path) -> None:
    ledger = Ledger(path)
    ledger.append("a", b"", now=NOW)
    maps = Path("/proc/self/maps").read_text()
    assert path.name not in maps
    assert not path.with_name(path.name + "-shm").exists()
    assert ledger._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert ledger._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_newer_programs_file_is_refused_untouched(path: Path) -> None:
    Ledger(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(LedgerFailed, match="newer program") as failure:
        Ledger(path)
    assert cause(failure) == "newer"
    assert path.read_bytes() == before


def test_another_programs_file_is_refused_untouched(path: Path) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE cookies (a)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(LedgerFailed) as failure:
        Ledger(path)
    assert cause(failure) == "foreign"
    assert path.read_bytes() == before


def damaged_header(raw: bytes) -> bytes:
    return b"no database at all" + raw[18:]


def damaged_page(raw: bytes) -> bytes:
    return raw[:4096] + b"\xa5" * 4096 + raw[8192:]


def cut_off(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


@pytest.mark.parametrize("damage", [damaged_header, damaged_page, cut_off])
def test_a_corrupt_file_is_set_aside_and_said(path: Path, damage: object) -> None:
    assert callable(damage)
    for n in (1, 2):
        ledger = Ledger(path)
        ledger.append("a", b"sealed", now=NOW)
        ledger.close()
        raw = damage(path.read_bytes())
        path.write_bytes(raw)
        with pytest.raises(LedgerFailed) as failure:
            Ledger(path)
        assert cause(failure) == "corrupt"
        aside = path.with_name(f"ledger.db.set-aside-{n}")
        assert str(aside) in failure.value.detail
        assert aside.read_bytes() == raw
    assert Ledger(path).due(NOW) == []


def test_a_directory_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerFailed):
        Ledger(tmp_path / "file" / "ledger.db")
    with pytest.raises(LedgerFailed) as failure:
        Ledger(tmp_path)
    assert cause(failure) == "sqlite_cantopen"


def test_a_closed_ledger_says_so(path: Path) -> None:
    ledger = Ledger(path)
    ledger.close()
    ledger.close()
    with pytest.raises(LedgerFailed):
        ledger.append("a", b"", now=NOW)
    with pytest.raises(LedgerFailed):
        ledger.due(NOW)


FILL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from kiosk.faults import LedgerFailed
from kiosk.ledger import Ledger
now = datetime(2026, 3, 2, 9, tzinfo=UTC)
ledger = Ledger(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
faults = []
while len(faults) < 2:
    try:
        print(ledger.append("a", bytes(1000), now=now), flush=True)
    except LedgerFailed as fault:
        faults.append(fault)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(faults[0].facts["cause"], faults[1].detail, len(ledger.due(now, 10_000)), file=sys.stderr)
"""


def test_a_file_that_cannot_grow_loses_nothing_and_takes_nothing_more(path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FILL, path], cwd=ROOT, capture_output=True, text=True, check=True)
    acknowledged = done.stdout.split()
    assert len(acknowledged) > 10
    assert done.stderr.startswith("sqlite_ioerr_write an earlier write failed")
    assert done.stderr.split()[-1] == str(len(acknowledged))
    rows = [row.id for row in Ledger(path).due(NOW, 10_000)]
    assert rows[: len(acknowledged)] == acknowledged
    assert len(rows) - len(acknowledged) in (0, 1)


# ---------------------------------------------------------------- killed at every step, failed at every step


def traced(path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the writer under strace, which sees only what is done to the ledger's files."""
    path.parent.mkdir(exist_ok=True)
    files = [f"--trace-path={path}{suffix}" for suffix in ("", "-wal", "-journal")] + [f"--trace-path={path.parent}"]
    command = ["strace", "-f", "-qq", *files, *options, sys.executable, str(WRITER), str(path)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )


STEPS = "pwrite64,fdatasync,fsync,unlink,ftruncate,rename"


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int]]:
    """Every call by which the writer changes the disk, as (system call, how many of its kind)."""
    if not shutil.which("strace"):
        pytest.fail("strace is missing: apt install strace")
    directory = tmp_path_factory.mktemp("steps")
    done = traced(directory / "ledger.db", f"-etrace={STEPS}", "-o", str(directory / "trace"))
    assert done.returncode == 0, done.stderr
    calls = Counter(re.findall(r"^\d+\s+(\w+)\(", (directory / "trace").read_text(), re.MULTILINE))
    assert calls["fdatasync"] > 10
    return [(call, nth) for call, count in sorted(calls.items()) for nth in range(1, count + 1)]


def check_acknowledged(path: Path, said: str) -> None:
    """Whatever was said is on the disk; the step after it may be there or not, and nothing further is."""
    step = len(said.split())
    effect = "a" * 32
    ledger = Ledger(path)
    waiting = [row.id for row in ledger.due(NOW)]
    result = ledger.result_of(effect)
    paper = ledger.paper_of(effect)
    before = [((), None), ((effect,), None), ((), "ticket A001")]
    assert (tuple(waiting), result) in before[min(max(0, step - 1), 2) :][:2]
    papers = [None, PaperState.UNKNOWN, PaperState.PRINTED]
    assert paper in papers[min(max(0, step - 3), 2) :][:2]
    assert ledger._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    ledger.append("after", b"", now=NOW)
    ledger.close()


def test_killed_at_every_step_it_has_what_it_acknowledged(steps: list[tuple[str, int]], tmp_path: Path) -> None:
    def kill(step: tuple[str, int]) -> str:
        call, nth = step
        path = tmp_path / f"{call}-{nth}" / "ledger.db"
        done = traced(path, f"-etrace={call}", f"-einject={call}:signal=KILL:when={nth}", "-o", "/dev/null")
        assert done.returncode in (-9, 137), (step, done.returncode, done.stderr)
        check_acknowledged(path, done.stdout)
        return done.stdout

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = set(pool.map(kill, steps))
    assert len(said) >= 6  # the kills fell between all the acknowledgements


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_failing_disk_is_a_fault_and_loses_nothing(steps: list[tuple[str, int]], tmp_path: Path, error: str) -> None:
    def fail(step: tuple[str, int]) -> bool:
        call, nth = step
        path = tmp_path / f"{call}-{nth}" / "ledger.db"
        done = traced(path, f"-etrace={call}", f"-einject={call}:error={error}:when={nth}", "-o", "/dev/null")
        assert done.returncode == 0 or "LedgerFailed" in done.stderr, (step, done.stderr)
        check_acknowledged(path, done.stdout)
        return done.returncode != 0

    sample = steps[:: max(1, len(steps) // 12)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        assert sum(pool.map(fail, sample)) >= len(sample) // 2


# ---------------------------------------------------------------- the model


class LedgerModel(RuleBasedStateMachine):
    """Any order of calls and restarts agrees with a dictionary."""

    effects = Bundle("effects")

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "ledger.db"
        self.ledger = Ledger(self.path, jitter=lambda: 1.0)
        self.states: dict[str, str] = {}
        self.attempts: Counter[str] = Counter()
        self.next_at: dict[str, datetime] = {}
        self.results: dict[str, str | None] = {}
        self.now = NOW

    @rule(target=effects, payload=st.binary(max_size=30))
    def append(self, payload: bytes) -> str:
        effect = self.ledger.append("kind", payload, now=self.now)
        self.states[effect] = "waiting"
        self.next_at[effect] = self.now
        return effect

    @rule(effect=effects, result=st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
    def sent(self, effect: str, result: str) -> None:
        self.ledger.sent(effect, result)
        self.end(effect, "sent", result)

    @rule(effect=effects)
    def refused(self, effect: str) -> None:
        self.ledger.refused(effect, "bad_request")
        self.end(effect, "refused", None)

    def end(self, effect: str, state: str, result: str | None) -> None:
        if self.states[effect] == "waiting":
            self.states[effect] = state
            self.results[effect] = result

    @rule(effect=effects)
    def delayed(self, effect: str) -> None:
        self.ledger.delayed(effect, self.now)
        if self.states[effect] == "waiting":
            wait = min(LONGEST_DELAY, FIRST_DELAY * 2 ** self.attempts[effect])
            self.attempts[effect] += 1
            self.next_at[effect] = self.now + timedelta(seconds=wait)

    @rule(seconds=st.integers(0, 200))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(self.path, now=self.now, jitter=lambda: 1.0)

    @invariant()
    def agrees(self) -> None:
        waiting = [effect for effect, state in self.states.items() if state == "waiting"]
        due = [(effect, self.attempts[effect]) for effect in waiting if self.next_at[effect] <= self.now]
        assert [(row.id, row.attempts) for row in self.ledger.due(self.now, 1000)] == due
        depth = self.ledger.depth(self.now)
        assert depth.waiting == len(waiting)
        assert depth.refused == list(self.states.values()).count("refused")
        assert all(self.ledger.result_of(effect) == self.results.get(effect) for effect in self.states)

    def teardown(self) -> None:
        self.ledger.close()
        self.directory.cleanup()


TestLedgerModel = LedgerModel.TestCase
TestLedgerModel.settings = settings(max_examples=25, stateful_step_count=25)
