"""Plan of a project with 200 steps: processor time from the question to the answer as it goes over the wire.

python -m tests.bench.bench_plan [STEPS]
"""

from __future__ import annotations

import gc
import random
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from central.contract.project import PlanProject, ProjectDocument
from central.limits.calendar import WorkCalendar
from central.plans.plan import plan
from tests.central.test_projects import document, step

CALENDARS = Path(__file__).parents[2] / "assets" / "calendars"
STEPS, PLANS, AIM_MS = 200, 200, 300.0
DAYS = {"every day known": date(2024, 3, 4), "a year's notice missing": date(2026, 11, 23)}


def project(steps: int, seed: int) -> ProjectDocument:
    """Each step waits for up to four of the thirty before it, and takes up to ten working days."""
    draw = random.Random(seed)
    names = [f"step_{number}" for number in range(steps)]
    made = [
        step(
            name,
            *draw.sample(names[max(0, at - 30) : at], min(at, draw.randint(1, 4))),
            limits=[{"promised": {"amount": draw.randint(1, 10), "unit": "working_day"}}],
        )
        for at, name in enumerate(names)
    ]
    return ProjectDocument.model_validate(document(*made))


def main() -> None:
    """Measure and print."""
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else STEPS
    calendar = WorkCalendar.read(CALENDARS)
    projects = [project(steps, seed) for seed in range(PLANS)]
    gc.freeze()  # 200 documents are no part of one plan
    for name, day in DAYS.items():
        times = []
        for each in projects:
            wanted = PlanProject(project=each.project, version=each.version, begins=day)
            begin = time.process_time()
            found = plan(each, wanted, calendar)
            found.model_dump_json()
            times.append((time.process_time() - begin) * 1000)
            if len(found.steps) != steps or not found.path:
                raise SystemExit("a plan lacks steps or its path")
        p99 = quantiles(times, n=100)[98]
        verdict = "" if p99 <= AIM_MS else "  MISSED"
        figures = f"p50 {median(times):.1f} ms, p99 {p99:.1f} ms (aim {AIM_MS:.0f} ms){verdict}"
        sys.stdout.write(f"{steps} steps, {name}: {figures}\n")


if __name__ == "__main__":
    main()
