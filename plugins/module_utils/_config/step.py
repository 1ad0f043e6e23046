# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to become of one object of a configuration, and what became of it."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import types
import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import file_in
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Chosen
from ansible_collections.community.tyk.plugins.module_utils._object.renewal import Succession
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Planned, WithPlan

NOTHING: t.AbstractSet[int] = frozenset()  # one for all; a set of its own would be a tenth of what a step takes
NO_DIFF: t.Mapping[str, t.Any] = types.MappingProxyType({})


def _no_diff() -> t.Mapping[str, t.Any]:
    return NO_DIFF


@dataclass
class Step(WithPlan):
    """What is to become of one object.

    :arg section: key of the configuration.
    :arg where: where it is declared; "" for one that is pruned, and ``why`` it is.
    :arg old: it deletes an old object beside the one that was put in its place.
    :arg stand_in: how others refer to it while it does not exist; ``needs`` such ones that it refers to.
    :arg chosen: what its references mean.
    :arg ahead: it refers to objects of a kind whose turn is later, and that do not exist yet.
    :arg status: planned, unchanged, done, failed or not_tried; ``message`` the error.
    :arg succession: it deletes what another object has taken the place of.
    :arg clashes: what other objects have that it is to get, for the message if Tyk refuses it.
    :arg users: what uses what goes, for people.
    :arg kept: Tyk has kept all that was told.
    :arg beside: how many objects that no step is about have its name already.
    """

    section: str
    name: str
    where: str
    planned: Planned
    why: str = ""
    old: bool = False
    stand_in: Object | None = None
    needs: t.AbstractSet[int] = NOTHING
    chosen: Chosen = field(default_factory=dict)
    ahead: bool = False
    beside: int = 0
    succession: Succession | None = None
    status: str = "planned"
    message: str = ""
    failure: dict[str, t.Any] | None = None
    stored: Object | None = None
    kept: bool = False
    diff: t.Mapping[str, t.Any] = field(default_factory=_no_diff)
    clashes: t.Sequence[str] = ()
    users: t.Sequence[str] = ()

    @property
    def declared(self) -> Object:
        """The object as it is to be, with null for what it names and other objects hold, where that is to go."""
        parts = (part for part in self.kind.fields.parts if part.in_others)
        null = {name: None for part in parts for name in part.fields if name in self.run.named}
        return {**null, **(self.change.after or {})}

    @property
    def ident(self) -> str:
        """The object's id; "" for one that is new, or whose id is a secret."""
        return self.kind.shown_id(self.stored or self.change.before or {})

    @property
    def in_others(self) -> bool:
        """Whether other objects, which have to be there before, are written for it."""
        new, run = self.change.before is None, self.run
        return self.kind.in_others({name for name in run.named if not new or run.resolved.get(name) is not None})

    def key_file(self, key_dir: str | None) -> str | None:
        """Where a secret goes that Tyk generates for the object."""
        own: str | None = self.run.params.get("key_file")
        if own or not key_dir or not self.kind.secret.field:
            return own
        return file_in(key_dir, self.section, *self.home, self.name)

    @functools.cached_property
    def home(self) -> list[str]:
        """What the objects are called below which this one lives, whatever the configuration calls them."""
        above = dict(self.kind.refers_to(self.change.after or {}, self.run.around))
        return [self.run.around.name(kind, above[kind]) for kind in self.kind.route.selectors]
