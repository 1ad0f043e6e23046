# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long to go on with what does not succeed at once, and how long to wait before each further try."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import math
import random
import time
import typing as t
from dataclasses import dataclass

FREE = 50  # turns at most of one thing to try that do not count
NOTICED = 0.5  # seconds; somebody notices a longer wait, so it is announced


def pause(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def clock() -> float:
    """Seconds on a clock that only goes forward, to measure how long ago something was."""
    return time.monotonic()


def in_seconds(number: float) -> str:
    """A time, for messages."""
    return f"{number:g} second{'' if number == 1 else 's'}"


class Pace(t.NamedTuple):
    """How the waits between tries grow.

    :arg first: seconds of the first wait.
    :arg growth: how many times as long as the last wait the next one is.
    :arg longest: seconds that no wait exceeds.
    :arg spread: the share of each wait that is left to chance, so that many clients do not come back at once.
    """

    first: float
    growth: float
    longest: float
    spread: float = 0.0


RESEND = Pace(first=0.5, growth=2, longest=math.inf, spread=0.5)
START = Pace(first=0.5, growth=1.5, longest=2)
READ_BACK = Pace(first=0.2, growth=1.5, longest=2)


@dataclass
class Turn:
    """One try.

    :arg last: no other one comes after it.
    :arg least: for how many seconds to wait before the next one, even if the pace is faster; to be set during the turn.
    :arg rested: somebody else sees to the wait before the next one; to be set during the turn.
    :arg free: it does not count, and another one follows even the last; to be set during the turn.
    :arg spare: how many turns may still be free.
    """

    last: bool
    spare: int = 0
    least: float = 0.0
    rested: bool = False
    free: bool = False


class Patience(t.NamedTuple):
    """Turns to try something, with a wait before each but the first.

    :arg seconds: how long all waits may be together.
    :arg retries: how many turns may come after the first.
    :arg announce: called once, with the seconds that are left, before the first wait that somebody would notice.
    """

    pace: Pace
    seconds: float = math.inf
    retries: float = math.inf
    sleep: t.Callable[[float], None] = pause
    announce: t.Callable[[float], None] = lambda left: None

    def turns(self) -> t.Iterator[Turn]:
        """A first turn, and further ones while there is patience left."""
        left, wait, announced, retries = self.seconds, self.pace.first, False, self.retries
        spare = FREE
        while True:
            turn = Turn(left <= 0 or retries <= 0, spare)
            yield turn
            if turn.free:
                spare -= 1
                continue
            if turn.last:
                return
            if wait > NOTICED and not announced:
                announced = True
                self.announce(left)
            now = min(left, max(turn.least, wait * random.uniform(1 - self.pace.spread, 1)))
            if not turn.rested:
                self.sleep(now)
            left, wait, retries = left - now, min(wait * self.pace.growth, self.pace.longest), retries - 1
