# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages of one object's way: a run is located, then planned, then written.

Each stage is frozen, and made from the one before it by one function: locate() and plan() in plan.py, execute() in
apply.py."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._api.patience import READ_BACK, Patience, Turn, in_seconds
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup

FRESH = 5.0  # seconds for which what was read is taken for what is
Look = t.Callable[[Run, t.Optional[Object]], None]  # raises TykError where an object must not be written as it is now
StoreSecret = t.Optional[t.Callable[[str], None]]  # puts a generated secret where it belongs


def unwatched(run: Run, now: Object | None) -> None:
    """What others have changed meanwhile is kept, and what is declared is laid over it."""


class Change(t.NamedTuple):
    """What is to be done: created, updated, deleted, rotated or none; from which object to which."""

    action: str
    before: Object | None
    after: Object | None


@dataclass(frozen=True)
class Located:
    """A run whose object is found, or known to be absent: run.found.

    :arg read_at: when it was read.
    """

    run: Run
    read_at: float

    @property
    def is_outdated(self) -> bool:
        """Whether so much time has passed since the object was read that another may have changed it."""
        return patience.clock() - self.read_at > FRESH


@dataclass(frozen=True)
class Planned(Located):
    """A run of which it is known what is to be done.

    :arg body: the whole object that is going to be written.
    """

    change: Change
    body: Object

    def turned_out(self, run: Run, change: Change) -> Planned:
        """The same as it was carried out."""
        same = run is self.run and change is self.change
        return self if same else Planned(run, self.read_at, change, self.body)


@dataclass(frozen=True)
class Written:
    """A run that is carried out.

    :arg change: what was done, which may be another than was planned, where the object had moved meanwhile.
    :arg stored: the object as Tyk keeps it now.
    """

    run: Run
    change: Change
    stored: Object | None


class WithPlan:
    """What is about a planned run."""

    planned: Planned

    @property
    def run(self) -> Run:
        return self.planned.run

    @property
    def kind(self) -> Kind:
        return self.planned.run.kind

    @property
    def change(self) -> Change:
        return self.planned.change


@dataclass(frozen=True)
class Job(WithPlan):
    """What a planned run is carried out with.

    :arg forget: called when the list of the kind has to be asked for again.
    :arg progress: told why this takes long.
    :arg store: puts a generated secret where it belongs, as soon as there is one.
    :arg later: what is written is read back afterwards, with others.
    :arg backup: what is overwritten is kept there.
    :arg limits: what the old object is to have that goes on for a while beside a new one; {} where it goes at once.
    :arg held: the secret that was there, where that belongs, when the task began.
    :arg look: looks at what is read anew before it is written.
    """

    planned: Planned
    client: Client
    forget: t.Callable[[str], None]
    progress: t.Callable[[str], None] = lambda text: None
    store: StoreSecret = None
    later: bool = False
    limits: Object = field(default_factory=dict)
    held: str = ""
    backup: Backup | None = None
    look: Look = unwatched

    def keep(self, obj: Object) -> None:
        """Keep what is about to be overwritten. Raises Invalid where that cannot be."""
        if self.backup:
            self.backup.keep(self.run, obj)

    def written(self, obj: Object | None) -> None:
        """What there is from now on is of this task's making; None: what it has made anew."""
        if self.backup:
            self.backup.written(self.run, obj, self.change.after)

    @property
    def body(self) -> Object:
        return self.planned.body

    def about(self, kind: Kind) -> Job:
        """The same for another object, which the task does not name."""
        run = replace(self.run, kind=kind, named={}, declared={}, resolved={}, found=None)
        return replace(self, planned=replace(self.planned, run=run))

    def turns(self) -> t.Iterator[Turn]:
        """Turns of patience, until wait_timeout seconds are over."""
        return turns(self.run.params, self.progress)


def turns(params: t.Mapping[str, t.Any], progress: t.Callable[[str], None]) -> t.Iterator[Turn]:
    """Turns of patience with what has just been written, for wait_timeout seconds."""

    def announce(left: float) -> None:
        progress(f"waiting up to {in_seconds(round(left))} more until Tyk knows what has just been written")

    return Patience(READ_BACK, seconds=float(params.get("wait_timeout") or 0), announce=announce).turns()
