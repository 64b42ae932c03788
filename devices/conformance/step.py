"""One step of the kit: a rule that every driver keeps, and the test of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.conformance.hands import Missing
from devices.conformance.report import Finding, Verdict
from devices.conformance.rig import Failed, Rig, Skip
from devices.states import Fault


@dataclass(frozen=True)
class Step:
    """`test` returns what it measured, in words. `clause`: the rule, as the guide for vendors has it. `mend`: what
    makes the device usable again for the next step."""

    name: str
    clause: str
    limit: str
    test: Callable[[Rig], str]
    mend: Callable[[Rig], object] = lambda rig: None

    def take(self, rig: Rig) -> Finding:
        """Run it; whatever happens is a finding."""
        verdict, measured, note = Verdict.PASSED, "", ""
        try:
            measured = self.test(rig)
        except Skip as skip:
            verdict, note = Verdict.NOT_TESTED, str(skip)
        except Missing as missing:
            verdict, note = Verdict.NOT_APPLICABLE, str(missing)
        except Failed as failed:
            verdict, measured, note = Verdict.FAILED, failed.measured, str(failed)
        except Fault as fault:
            verdict, note = Verdict.FAILED, f"ended in {fault.code}"
        finally:
            self.mend(rig)
        return Finding(self.name, self.clause, verdict, measured, self.limit, note)
