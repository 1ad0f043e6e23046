# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that a task names by placeholders to which nothing gives a value: what is there stays."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import MISSING, blank, clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import dropped, placed
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import TEXTS
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import fields_at, is_verbatim, place_of
from ansible_collections.community.tyk.plugins.module_utils._object.gap_items import holds_mask, told_apart

GAPS_BEFORE = "gaps_before"  # beside the options: what had no value in what was declared before
Fit = t.Callable[[Path, t.Any, t.Any], t.Any]


class Gap(t.NamedTuple):
    """A secret that has no value.

    :arg path: where the task says it: an option, or definition, and what is below. Within a list a mask stands there.
    :arg place: the same for people.
    :arg why: that it has none, and the way out.
    """

    path: Path
    place: str
    why: str


def gaps_of(run: Run) -> tuple[Gap, ...]:
    """What of a run has no value."""
    gaps = run.params.get("gaps")
    return tuple(gaps) if gaps and run.params.get("state") != "absent" else ()


def unfilled(run: Run) -> str:
    """Why an object is not made: secrets that it is to have have no value; "" where there are none."""
    said = _told(gaps_of(run))
    return f"there is no such {run.kind.noun} yet, and to create it secrets are needed: {said}" if said else ""


def check_filled(run: Run) -> None:
    """Refuse to make an object without a secret that the task names. Raises Missing."""
    said = unfilled(run)
    if said:
        raise Missing(said)


def unheld(run: Run, current: Object) -> list[Gap]:
    """What has no value where Tyk has no secret either that could stay."""
    return [gap for gap in gaps_of(run) if _is_bare(run.kind, gap.path, current)]


def left_before(run: Run, target: Object) -> t.Iterator[Path]:
    """Where something stays that is no more declared, because what was declared of it has no value and so cannot be
    compared."""
    for gap in run.params.get(GAPS_BEFORE) or ():
        for place in dict.fromkeys(map(_outer, fields_at(run.kind, gap.path))):
            stays = not blank(at(target, place, None)) or not _is_shown(run.kind, place)
            if stays and at(run.resolved, place, MISSING) is MISSING:
                yield place


def check_held(run: Run, current: Object) -> None:
    """Refuse to change an object that would lack a secret that the task names. Raises Invalid."""
    lacking = unheld(run, current)
    if lacking:
        why = "there is nothing stored there yet, and to set it, and what belongs to it, secrets are needed"
        raise Invalid(f"{why}: {_told(lacking)}")


def _is_bare(kind: Kind, path: Path, current: Object) -> bool:
    """Whether there is nothing that a read would show. An empty text is a value where anybody may have any data."""
    fields = [_outer(field) for field in fields_at(kind, path)]
    hidden = [field for field in fields if _is_secret(kind, field)]
    shown = [field for field in hidden or fields if _is_shown(kind, field)]
    there = [at(current, field, MISSING) for field in shown]
    known = bool(hidden) or not is_verbatim(kind, path)
    bare = (value is MISSING or known and blank(value) for value in there)
    return bool(shown) and len(shown) == len(hidden or fields) and all(bare)


def _outer(place: Path) -> Path:
    """The way to the first list in a path; the whole path where there is none."""
    return place[: next((index for index, step in enumerate(place) if isinstance(step, int)), len(place))]


def _is_secret(kind: Kind, place: Path) -> bool:
    """Whether a field is known to hold a secret."""
    node = kind.fields.secrets
    for step in place:
        node = node.at(step, None)
    return node.what in ("text", *TEXTS)


def _is_shown(kind: Kind, place: Path) -> bool:
    """Whether Tyk shows what it has there."""
    rules, unread = kind.fields.rules, (part.fields for part in kind.fields.parts if not part.readable)
    readable = rules.rule.readable
    for step in place:
        rules = rules.at(step)
        readable = readable and rules.rule.readable
    ids = {kind.secret.field, *(kind.identity.ids if kind.secret.is_id else ())}
    return readable and dotted(place) not in ids and not any(place[0] in fields for fields in unread)


def filled(run: Run, resolved: Object, current: Object | None, fit: Fit) -> Object:
    """What the task says, with what is there in place of what has no value. A list that cannot be put together stays
    as it is, whole.

    :arg fit: gives an item of the list at a path with what another item has in place of its masks; None where it is
        not the same otherwise.
    """
    for gap in gaps_of(run):
        if not is_verbatim(run.kind, gap.path):
            resolved = _with_fields(resolved, current, fields_at(run.kind, gap.path))
            continue
        place = place_of(run.kind, gap.path)
        if not place:
            continue
        way = _outer(place)
        there, said = at(current, way, MISSING), at(resolved, way, MISSING)
        if way == place:
            resolved = resolved if there is MISSING else placed(resolved, place, clone(there))
        elif current is None:
            resolved = dropped(resolved, way)  # such an object is not made
        elif isinstance(said, list) and holds_mask(said):
            resolved = _with_list(run, resolved, (way, said, there), functools.partial(fit, way))
    if any(map(_is_in_list, gaps_of(run))) and holds_mask(resolved):
        raise Missing(unfilled(run)) if current is None else Invalid(_told(gaps_of(run)))
    return resolved


def _told(gaps: t.Iterable[Gap]) -> str:
    return "; ".join(f"{gap.place}: {gap.why}" for gap in gaps)


def _with_fields(resolved: Object, current: Object | None, fields: list[Path]) -> Object:
    """The same with fields as they are of which the task says nothing but what has no value."""
    for field in fields:
        there = at(current, field, MISSING)
        if there is not MISSING and at(resolved, field, MISSING) is MISSING:
            resolved = placed(resolved, field, clone(there))
    return resolved


def _with_list(
    run: Run, resolved: Object, lists: tuple[Path, list[t.Any], t.Any], fit: t.Callable[[t.Any, t.Any], t.Any]
) -> Object:
    way, said, there = lists
    rules = run.kind.fields.rules
    for key in way:
        rules = rules.at(key)
    made: Object
    items = told_apart(said, there if isinstance(there, list) else [], fit, rules)
    if items is not None:
        made = placed(resolved, way, items)
    else:
        run.warn(
            f"{run.kind.called(run.found or {})}: {dotted(way)} is left as it is, all of it, because a secret in it "
            "has no value, and which item of those that are there has that secret cannot be told"
        )
        made = dropped(resolved, way) if there is MISSING else placed(resolved, way, clone(there))
    return made


def _is_in_list(gap: Gap) -> bool:
    return any(isinstance(step, int) for step in gap.path)
