"""How often anybody may ask or say what is open to all: so many times for each address, in memory that is bounded.

The generic cell rate algorithm (ITU-T I.371): for each address one moment is kept, until which its visits so far are
paid for. One process remembers; where it forgets, it lets somebody in.
"""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

MOST = 30
WITHIN = timedelta(minutes=1)
MOST_ADDRESSES = 10_000
_IPV6_HOME = 64  # bits of an address that one customer holds


class Visits:
    """Counts. At most so many at once, and as many again within that time."""

    def __init__(self, most: int = MOST, within: timedelta = WITHIN) -> None:
        self._within = within
        self._each = within / most
        self._guard = threading.Lock()
        self._paid_until: OrderedDict[str, datetime] = OrderedDict()  # the longest away first

    def __len__(self) -> int:
        return len(self._paid_until)

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long this visitor is to wait. Zero: come in, and the visit counts."""
        who = household(address)
        with self._guard:
            known = self._paid_until.get(who, now)
            paid_until = min(max(known, now), now + self._within)  # however far the clock was put back
            too_early = paid_until + self._each - (now + self._within)
            if too_early > timedelta(0):
                self._paid_until[who] = paid_until
                return too_early
            self._paid_until[who] = paid_until + self._each
            self._paid_until.move_to_end(who)
            self._forget(now)
            return timedelta(0)

    def _forget(self, now: datetime) -> None:
        """Those whose time is over, and beyond the bound whoever was away the longest."""
        while len(self._paid_until) > MOST_ADDRESSES or next(iter(self._paid_until.values())) <= now:
            self._paid_until.popitem(last=False)


def household(address: str) -> str:
    """Who counts as one: an IPv4 address, the network of an IPv6 one, whatever else as it is written."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((int(parsed), _IPV6_HOME), strict=False))
