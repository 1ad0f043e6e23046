# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far a run over a configuration is: for whoever waits, and for the result."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step

LEFT = ("planned", "not_tried")

Item = t.TypeVar("Item")


class Tally:
    """Counts the objects of one run.

    :arg progress: is told how far it is, often; says it seldom.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._objects = self._compared = self._looked_at = 0
        self._steps: list[Step] = []

    def expect(self, objects: int) -> None:
        """So many objects are declared."""
        self._objects = objects

    def compare(self, items: t.Iterable[Item]) -> t.Iterator[Item]:
        """These objects, which are compared one after the other."""
        for item in items:
            yield item
            self._compared += 1
            self._progress.beat(self.line)

    def look(self, found: bool) -> bool:
        """Note that one more object was looked at, because others may go that it may refer to; its answer."""
        self._looked_at += 1
        self._progress.beat(self.line)
        return found

    def plan(self, steps: list[Step]) -> None:
        """This is what is to become of all objects, those included that are pruned."""
        more = len(steps) - self._objects
        self._steps, self._objects, self._compared = steps, len(steps), self._compared + more

    def beat(self) -> None:
        """Something was done."""
        self._progress.beat(self.line)

    def line(self) -> str:
        """How far the run is."""
        now = self.counts()
        said = [f"{now['compared']} of {now['objects']} objects compared"]
        if self._steps:
            said.append(f"{now['written']} of {now['to_write']} written")
        elif self._looked_at:
            said.append(f"{self._looked_at} looked at for what may go")
        if now["failed"]:
            said.append(f"{now['failed']} failed")
        return ", ".join(said)

    def counts(self) -> dict[str, int]:
        """The same as data."""
        by_status = Counter(step.status for step in self._steps)
        return {
            "objects": self._objects,
            "compared": self._compared,
            "to_write": sum(by_status.values()) - by_status["unchanged"],
            "written": by_status["done"],
            "failed": by_status["failed"],
            "left": sum(by_status[status] for status in LEFT),
        }
