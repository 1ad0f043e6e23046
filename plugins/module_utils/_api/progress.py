# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a long run says of itself while it goes on: few lines, with counts in them, and nothing of any object."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import math
import re
import threading
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api import patience

EVERY = 10.0  # seconds between two lines of one sort
COUNTS = "counts"  # the sort of the lines that say how far the run is
NUMBERS = re.compile(r"\d+")

Item = t.TypeVar("Item")


class Progress:
    """Passes lines on, but those of one sort no more often than every ten seconds, however many threads say them.

    :arg say: shows a line where somebody can see it; None where nobody can.
    """

    def __init__(self, say: t.Callable[[str], None] | None = None) -> None:
        self._say = say
        self._lock = threading.Lock()
        self._heard = patience.clock()
        self._said: dict[str, float] = {COUNTS: self._heard}  # a run that is short says nothing of how far it is

    def __call__(self, text: str) -> None:
        """Say why the run waits: at once, but not again and again. Lines that differ in numbers are of one sort."""
        if self._is_due(NUMBERS.sub("", text)):
            self.close(text)

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said for so long that whoever waits may wonder."""
        return patience.clock() - self._heard >= EVERY

    def beat(self, line: t.Callable[[], str]) -> None:
        """Say how far the run is, if it is time to; called as often as anything is done."""
        if self._is_due(COUNTS):
            self.close(line())

    def each(self, items: t.Sequence[Item], what: str) -> t.Iterator[Item]:
        """These items one after the other; meanwhile it says how many of them are done."""
        for done, item in enumerate(items):
            self.beat(functools.partial("{} of {} {}".format, done, len(items), what))
            yield item

    def close(self, text: str) -> None:
        """Say it whatever was said before: how the run has ended."""
        self._heard = patience.clock()
        if self._say:
            self._say(text)

    def _is_due(self, sort: str) -> bool:
        if not self._say:
            return False
        with self._lock:
            now = patience.clock()
            if now - self._said.get(sort, -math.inf) < EVERY:
                return False
            self._said[sort] = now
            return True
