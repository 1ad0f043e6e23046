# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which exported objects cannot be made elsewhere, and why. Where they are, what they are already is never refused."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted, get
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Mask
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

LISTED = 20  # as many objects a warning names


class Exported(t.NamedTuple):
    """An object of an export.

    :arg label: what people know it by, with its section; ``called`` without.
    :arg item: how a configuration declares it.
    :arg hidden: the paths of its secrets that are left out, masked within a list, or have a placeholder.
    """

    label: str
    run: Run
    obj: Object
    item: Object
    hidden: dict[Path, Mask]
    called: str


def bound(found: list[Exported]) -> dict[str, list[Exported]]:
    """The objects that cannot be made elsewhere, by the reason; those that refer to such objects among them."""
    why = {id(one): _own_reason(one) for one in found}
    again = True
    while again:
        left = {ident for one in found if why[id(one)] for ident in _ids(one)}
        more = {id(one): _reason_of_others(one, left) for one in found if not why[id(one)]}
        why.update(more)
        again = any(more.values())
    reasons: dict[str, list[Exported]] = {}
    for one in found:
        if why[id(one)]:
            reasons.setdefault(why[id(one)], []).append(one)
    return reasons


def _ids(one: Exported) -> t.Iterator[tuple[str, str]]:
    kind = one.run.kind
    yield from ((kind.name, str(get(one.obj, path))) for path in kind.identity.ids if get(one.obj, path))


def _own_reason(one: Exported) -> str:
    """Why nobody can make an object of this item; "" where one can."""
    kind, run = one.run.kind, one.run
    if not kind.life.merges:
        return "Tyk does not give the content back; upload it there"
    missing = [_option(kind, path) for path in kind.fields.needs if _says_nothing(one, path)]
    if missing:
        return f"{' and '.join(missing)}: a new {kind.noun} needs it; give it one"
    hidden = next((path for path in one.hidden if any(isinstance(step, int) for step in path)), None)
    if hidden and not run.params.get("placeholders"):
        return f"a mask stands for the secret in {dotted(hidden)}; export with include_secrets: true"
    name, identity = one.item.get(kind.identity.name_option), kind.identity
    twins = run.around.called(kind.name, str(name)) if name and not kind.life.single else []
    chooses = kind.said_ids(one.item) and not kind.gets_ids_from_tyk
    if len(twins) > 1 and not chooses and not kind.secret.is_id:
        return f"another {kind.noun} has the same {identity.name_option}; rename one of them"
    try:
        new = replace(run, named=one.item, declared=one.obj, resolved=one.obj, found=None, warn=_silent)
        kind.check(one.obj, None, new)
    except HttpFailure:
        return ""  # what the token may not see
    except TykError as error:
        return str(error)
    return kind.unmakeable(one.obj, one.item)


def _silent(text: str) -> None:
    """What is not to be told here."""


def _says_nothing(one: Exported, path: str) -> bool:
    value = get(one.obj, path)
    return blank(value) and same(None, value, one.run.kind.fields.rules.under(path))


def _option(kind: Kind, path: str) -> str:
    return next((name for name, option in kind.options.items() if option.path == path), path)


def _reason_of_others(one: Exported, left: set[tuple[str, str]]) -> str:
    """Why what an object refers to is not there for its copy."""
    around, own = one.run.around, {*_ids(one)}
    try:
        targets = list(one.run.kind.refers_to(one.obj, around))
    except HttpFailure:
        return ""  # what the token may not see
    for name, ident in targets:
        if not ident or (name, ident) in own:
            continue
        try:
            other, kind = around.known(name, ident, load=True), around.kind(name)
        except (HttpFailure, KeyError):
            continue  # what the token may not see, or is none of the kinds here
        if other is None:
            gone = "which Tyk does not list: it is gone, of a sort that no export holds, or the token may not see it"
            return f"it refers to the {kind.noun} {ident}, {gone}; take that out of it"
        if not kind.life.merges:
            return (
                f"it needs the {kind.noun} {around.name(name, ident)}, whose content no export holds; upload it there"
            )
        owner = next((one for one in (kind, *map(around.kind, kind.guests)) if one.is_own(other)), None)
        if owner is None or left & {(owner.name, str(get(other, path))) for path in owner.identity.ids}:
            return f"it refers to the {kind.noun} {around.name(name, ident)}, which cannot be made there either"
    return ""


def warnings(reasons: dict[str, list[Exported]], portable: bool) -> t.Iterator[str]:
    """What is to be told about them."""
    for why, found in reasons.items():
        labels = [one.label for one in found]
        more = f", and {len(labels) - LISTED} more" if len(labels) > LISTED else ""
        text = f"{', '.join(labels[:LISTED])}{more}: "
        if portable:
            yield f"{text}left out, because the export cannot make it elsewhere: {why}."
        else:
            yield f"{text}the export cannot make it elsewhere: {why}, or leave it out with portable: true."
