"""How long will it take? Measured or not said at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from statistics import fmean, variance

from central.contract.messages import WaitEstimate

LOOK_BACK = timedelta(days=7)
MOST_SAMPLES = 200
FEWEST_SAMPLES = 5
_EIGHT_OF_TEN = 1.2816  # standard deviations either side of the mean of a normal distribution


def estimate(ahead: int, busy: float, windows: float, service_s: Sequence[int]) -> WaitEstimate | None:
    """The wait of somebody with `ahead` people before them, as a range for 8 of 10 people.

    A sum of service times: its spread is that of the single services and that of the mean measured from few.

    Args:
        busy: windows at which somebody is being served; each of these people is half done on the average.
        windows: open windows that serve the item; a fraction where a window also serves other queues.
        service_s: measured seconds at the window, newest `MOST_SAMPLES` of `LOOK_BACK`.

    Returns:
        None when no window is open or fewer than `FEWEST_SAMPLES` were measured: nobody knows.
    """
    if windows <= 0 or len(service_s) < FEWEST_SAMPLES:
        return None
    if ahead == 0 and busy < windows:
        return WaitEstimate(low_min=0, high_min=0)
    services = ahead + busy / 2
    mean, spread = fmean(service_s), variance(service_s)
    expected = mean * services / windows
    deviation = math.sqrt(spread * services + spread / len(service_s) * services**2) / windows
    low = max(0.0, expected - _EIGHT_OF_TEN * deviation)
    high = expected + _EIGHT_OF_TEN * deviation
    return WaitEstimate(low_min=math.floor(low / 60), high_min=math.ceil(high / 60))
