# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One patience for all threads that talk to a server: when it has enough they all wait, and fewer go on.

How many requests may be under way at once is halved each time, and grows by one for each round of good answers.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import math
import random
import re
import threading
import typing as t
import weakref
from email.utils import parsedate_to_datetime

from ansible_collections.community.tyk.plugins.module_utils._api import patience

LONGEST = 60.0  # seconds to honour of what a server asks for
# A limit is one of requests in a second, as a rule, so that a shorter wait would not do.
PAUSE = patience.Pace(first=1, growth=2, longest=LONGEST, spread=0.5)
ENOUGH = (429, 503)  # what a server says that has enough
_ALIVE: weakref.WeakValueDictionary[tuple[t.Any, ...], Throttle] = weakref.WeakValueDictionary()
_ASKING = threading.Lock()


class Slot(t.NamedTuple):
    """Room for one request.

    :arg pauses: how many pauses there were by then, for slow().
    :arg rested: there was a pause just before, so that what was read earlier may be outdated.
    """

    pauses: int
    rested: bool


class Throttle:
    """How much a server takes at once. Who needs to wait waits once for all: the others wait for that thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._active, self._most = 0, math.inf
        self._until, self._sleeping = 0.0, False
        self._pauses = self._in_a_row = 0
        self.served = 0  # how many requests got another answer than to come back later

    @contextlib.contextmanager
    def slot(self, sleep: t.Callable[[float], None]) -> t.Iterator[Slot]:
        """Wait until one more request may be under way."""
        with self._changed:
            rested = self._rest(sleep)
            self._active += 1
            slot = Slot(self._pauses, rested)
        try:
            yield slot
        finally:
            with self._changed:
                self._active -= 1
                self._changed.notify_all()

    def _rest(self, sleep: t.Callable[[float], None]) -> bool:
        """Wait until there is no pause and room for one more; whether there was a pause."""
        rested = self._sleeping
        while True:
            self._changed.wait_for(lambda: not self._sleeping and self._active + 1 <= self._most)
            until = self._until
            left = until - patience.clock() if until else 0.0
            if left <= 0:
                return rested
            rested = self._sleeping = True
            self._changed.release()
            try:
                sleep(left)
            finally:
                self._changed.acquire()
                self._sleeping = False
                if self._until == until:  # even if the clock stood still
                    self._until = 0.0
                self._changed.notify_all()

    def slow(self, pauses: int, least: float) -> None:
        """The server has enough: a pause, and half as many requests at once.

        :arg pauses: how many pauses there were when the request was sent; what was on its way already tells no more.
        :arg least: for how many seconds the server wants to be left alone.
        """
        with self._changed:
            wait = least
            if pauses == self._pauses:
                grown = min(PAUSE.first * PAUSE.growth**self._in_a_row, PAUSE.longest)
                wait = max(least, grown * random.uniform(1, 1 + PAUSE.spread))
                self._most = max(1.0, min(self._most, self._active) // 2)
                self._pauses += 1
                self._in_a_row += 1
            if wait > 0:
                self._until = max(self._until, patience.clock() + wait)

    def good(self) -> None:
        """The server has carried out a request, or refused it for good."""
        with self._changed:
            self.served += 1
            self._in_a_row = 0
            self._most += 1 / self._most
            self._changed.notify_all()


def throttle_of(place: tuple[t.Any, ...]) -> Throttle:
    """The patience that all share who talk to this server now."""
    with _ASKING:
        found = _ALIVE.get(place)
        if found is None:
            found = _ALIVE[place] = Throttle()
        return found


def said_at(headers: t.Mapping[str, str]) -> float | None:
    """When a server gave an answer, by its own clock, in seconds since 1970; None where it does not say."""
    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def asked_for(headers: t.Mapping[str, str]) -> float:
    """For how many seconds a server wants to be left alone: it names them, or the time until then by its own clock."""
    named = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d+(\.\d*)?", named):
        return min(float(named), LONGEST)
    until, now = said_at({"Date": named}), said_at(headers)
    return 0.0 if until is None or now is None else max(0.0, min(until - now, LONGEST))
