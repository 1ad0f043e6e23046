# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a backup holds: the configuration that brings objects back, what of them nobody can, and what only people can
make something of."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace

from ansible_collections.community.tyk.plugins.module_utils._data.files import Item
from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS, listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.item import item_of, taken_away
from ansible_collections.community.tyk.plugins.module_utils._object.placeholder_names import written
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs

Trial = t.Callable[[Run, Item, t.Optional[Object]], str]  # why an item would be refused, for what it is to find
Config = dict[str, list[Item]]


@dataclass
class Kept:
    """An object as it was.

    :arg after: what is to become of it, as far as that is planned; None: it goes.
    """

    run: Run
    obj: Object
    after: Object | None

    @property
    def label(self) -> str:
        kind = self.run.kind
        return f"{kind.noun} {kind.name_of(self.obj) or kind.shown_id(self.obj)!r}".strip()


@dataclass
class Content:
    """What a file holds.

    :arg config: what brings objects back.
    :arg aside: what cannot be applied as it is.
    :arg lost: what nobody can bring back, for people; ``refused``: why something is aside.
    :arg absent: how many objects are in neither, since Tyk shows nothing of what makes them.
    """

    config: Config = field(default_factory=dict)
    aside: Config = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    absent: int = 0

    def add(self, one: Kept, item: Item, why: str) -> None:
        """Enter the item of an object, which would be refused for a reason, if there is one."""
        kind, where = one.run.kind, self.aside if why else self.config
        several = where.setdefault(kind.section or kind.results, [])
        item = written(kind, item)
        if item not in several:
            several.append(item)
            self.refused += [f"{one.label}: {why}"] if why else []

    def lose(self, one: Kept, missing: t.Iterable[str]) -> None:
        """Note what of an object nobody can bring back."""
        self.lost += [f"{one.label}: {text}" for text in missing]

    def sort(self) -> Content:
        """The same, with what others refer to before them."""
        for config in (self.config, self.aside):
            for section in [name for name in (*KINDS, *config) if name in config]:
                config[section] = config.pop(section)
        return self


def content_of(kept: t.Iterable[Kept], names: Refs, moved: t.Mapping[str, str], trial: Trial) -> Content:
    """What is kept, as a file has it.

    :arg names: what there is around, as the file shows it.
    :arg moved: ids, and those that take their places for all that refers to them.
    """
    done = Content()
    back: list[tuple[Kept, str]] = []
    gone: dict[tuple[str, str], str] = {}  # kind and id of what does not come back
    for one in kept:
        kind, why = one.run.kind, "" if one.after is not None else _why_away(one, _item(one, names))
        shown = kind.life.merges or one.after is not None
        done.lose(one, [] if why else _losses(one))
        done.absent += not shown
        back += [(one, why)] if shown else []
        if why or not shown:
            ids = (get(one.obj, path) for path in kind.identity.ids)
            label = f"{one.label} with the ID {kind.shown_id(one.obj)}"
            names_of = (kind.name, listed_with(kind.name))
            gone.update({(name, str(ident)): label for ident in ids if ident for name in names_of})
    placed = {label: moved[ident] for (_kind, ident), label in gone.items() if ident in moved}
    done.lost += [f"references to {label}; in the file they name {new}, its successor" for label, new in placed.items()]
    for one, why in back:
        refers = [gone[ref] for ref in one.run.kind.refers_to(one.obj, names) if ref in gone]
        if refers and {*refers} <= placed.keys():
            one = replace(one, obj=one.run.kind.moved(one.obj, moved))
            refers = []
        item = _applied(one, _item(one, names, by_id=bool(why)))
        if refers and not why:
            why = f"it refers to {', '.join(dict.fromkeys(refers))}, which does not come back"
        done.add(one, item, why or _why_refused(one, item, names, trial))
    return done.sort()


def _why_refused(one: Kept, item: Item, names: Refs, trial: Trial) -> str:
    """Why an item cannot be applied; organisations are no part of a configuration."""
    return trial(replace(one.run, around=_around(one, names)), item, one.after) if one.run.kind.section else ""


def _around(one: Kept, names: Refs) -> Refs:
    return names.apart(one.run.kind) if one.run.kind.route.selectors else names


def _item(one: Kept, names: Refs, by_id: bool = False) -> Item:
    """The object as a configuration declares it.

    :arg by_id: with the id that it had, though no new one can have it.
    """
    kind = one.run.kind
    unique = one.after is None and not by_id
    item = item_of(replace(one.run, around=_around(one, names)), one.obj, {}, unique=unique)
    home = dict(kind.refers_to(one.obj, names))
    return {**{name: home[name] for name in kind.route.selectors}, **item}


def _applied(one: Kept, item: Item) -> Item:
    """The same, so that applying it makes the object what it was."""
    kind, gone = one.run.kind, one.after is None
    more = {**kind.left_out(one.obj), **(kind.born_with(one.obj) if gone else {})}
    item = {**item, **({"definition": {**item.get("definition", {}), **more}} if more else {})}
    if not gone:
        taken_away(one.run, item, one.obj, one.after or {})
    how = {
        **({"strategy": "replace"} if kind.life.merges else {}),
        **({"recreate": True} if kind.life.immutable else {}),
    }
    return {**item, **how}


def gets_another_id(kind: Kind) -> bool:
    """Whether an object that is made again has another id, by which others refer to it."""
    if kind.life.single or not kind.life.merges or kind.secret.is_id:
        return False
    return kind.comes_back_anew or kind.gets_ids_from_tyk or not kind.identity.id_option


def _has_namesake(one: Kept) -> bool:
    """Whether the name of an object that goes was not enough to tell it from all others."""
    name = one.run.kind.name_of(one.obj)
    return bool(name) and len(one.run.around.called(one.run.kind.name, name)) > 1


def _why_away(one: Kept, item: Item) -> str:
    """Why an object that goes cannot come back, though Tyk shows what is in it; "" where it can."""
    kind = one.run.kind
    if not kind.life.merges or kind.life.single:
        return ""
    option = kind.identity.name_option
    if not any(kind.item_names(item)):
        return f"nothing names it but an ID that no new one can have; give it {option} in place of that"
    if not kind.said_ids(item) and _has_namesake(one):
        return f"another {kind.noun} has its name, and would be changed; give it another {option}, and leave its ID out"
    return kind.lost_with(one.obj)


def _losses(one: Kept) -> list[str]:
    """What of an object cannot come back."""
    kind, obj = one.run.kind, one.obj
    unreadable = [name for name, below in kind.fields.rules.children.items() if not below.rule.readable]
    if one.after is not None:
        moved = [name for name in unreadable if not blank(one.after.get(name)) and one.after[name] != obj.get(name)]
        return [f"{name}, which Tyk shows nobody" for name in moved]
    if not kind.life.merges:
        return ["its content; keep the files that it was made from"]
    said = [f"its ID {kind.shown_id(obj)}; it comes back with another"] if gets_another_id(kind) else []
    unread = [name for part in kind.fields.parts if not part.readable for name in part.fields]
    said += [f"its {name}" for name in unreadable if name in unread or not blank(obj.get(name))]
    own = kind.secret.field
    if own and not kind.fields.rules.under(own).rule.send and not kind.chosen_secret(obj):
        said.append(f"its {own}; it comes back with another")
    return said
