# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an earlier declaration said of an object and the one of now does not: it goes to what a new object has."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import MISSING, clone, same, whole, without
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted, get, put
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK, redact
from ansible_collections.community.tyk.plugins.module_utils._data.ties import needs, spared, tied
from ansible_collections.community.tyk.plugins.module_utils._data.undo import (
    Four,
    Map,
    Terms,
    Undo,
    lay,
    not_restored,
    with_given,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import left_before

Target = t.Callable[[Run], Object]  # the object as a run wants it to be
NEEDED = "no object can do without it"
NO_VALUE = "its placeholder in previous has no value, so that it cannot be compared"
TOLD = 8  # so many paths of an object are named


def take_back(run: Run, wants: Target, current: Object) -> tuple[Run, Object]:
    """The run that says what is no more declared as well, in the shape of null; and the object as it is to be. Nothing
    is taken back that leaves what Tyk, or the kind, does not take."""
    said, rules = run.previous or {}, run.kind.fields.rules
    target = wants(replace(run, resolved=clone(run.resolved)))
    undo = Undo(_terms(run.kind))
    fresh, given = (_new(run.kind, one, target) for one in (run.resolved, said))
    was = with_given(Four(said, run.resolved, run.kind.comparable(current, run), given), rules)
    four = Four(was, run.resolved, run.kind.comparable(target, run), fresh)
    gone = _tied(run, wants, current, undo.fields(four, rules), undo.left)
    immutable = run.kind.life.immutable and not run.params.get("recreate")
    if immutable and gone:
        undo.left += [((path,), "Tyk cannot change it without recreate: true") for path in gone]
        gone = {}
    _tell_coming(run, Four(said, target, current, fresh))
    run, target = _fitting(run, wants, current, gone, undo.left)
    if not immutable:
        run, target = _tidied(run, wants, (current, target), undo.leftovers(four, rules))
    silent = {path for path, why in _terms(run.kind).stay.items() if not why}
    unknown = [path for path in left_before(run, target) if dotted(path) not in silent]
    left = [(dotted(path), why) for path, why in (*undo.left, *((path, NO_VALUE) for path in dict.fromkeys(unknown)))]
    if left:
        more = f" and {len(left) - TOLD} more" if len(left) > TOLD else ""
        told = "; ".join(f"{path} ({why})" for path, why in left[:TOLD])
        run.warn(
            f"previous: {called(run.kind, current)}: these are no more declared, and are left as they are: {told}{more}"
        )
    return run, target


def called(kind: Kind, obj: Object) -> str:
    """An object for people."""
    return kind.noun if kind.life.single else f"{kind.noun} {kind.called(obj)!r}"


def _new(kind: Kind, said: Object, obj: Object) -> Object:
    """What a new object gets of which this is said, and that is called so."""
    named = clone(said)
    if kind.identity.name and not get(named, kind.identity.name):
        put(named, kind.identity.name, kind.name_of(obj))
    return kind.start(named)


def _terms(kind: Kind) -> Terms:
    identity, fields = kind.identity, kind.fields
    secret = kind.secret.field
    silent = (*identity.ids, identity.name, identity.row_id, identity.org, secret if kind.secret.is_id else "")
    stay = dict.fromkeys((*fields.needs, *fields.always_exported, *([secret] if secret else ())), NEEDED)
    return Terms(
        fields.rules, {**stay, **dict.fromkeys(filter(None, silent), "")}, fields.units, fields.blocks, fields.pairs
    )


def _tied(run: Run, wants: Target, current: Object, gone: Map, left: list[tuple[Path, str]]) -> Map:
    """What of this can be taken back without taking one of two things that belong together; the rest is left."""
    ties = [*run.kind.ties(current), *needs(current, run.kind.fields.blocks)] if gone else []
    while ties:
        found = dict(tied(ties, current, wants(_saying(run, gone)), [path for path, _why in left]))
        found = {path: why for path, why in found.items() if spared(gone, current, path) is not gone}
        if not found:
            break
        for path, why in found.items():
            gone = spared(gone, current, path)
            left.append((path, why))
    return gone


def _fitting(run: Run, wants: Target, current: Object, gone: Map, left: list[tuple[Path, str]]) -> tuple[Run, Object]:
    """The run with what can be taken back; what cannot is left, and what belongs to that."""

    def fault(gone: Map) -> str:
        quiet = replace(_saying(run, gone), warn=lambda text: None)
        return _fault(quiet, wants(quiet), current)

    while True:
        why = fault(gone) if gone else ""
        path = _refused(current, gone, fault) if why else ()
        if not path:
            changed = _saying(run, gone)
            return changed, wants(changed)
        left.append((path, why))
        gone = spared(gone, current, path)
        for name in (name for pair in run.kind.fields.pairs if path[-1] in pair for name in pair):
            both, gone = gone, spared(gone, current, (*path[:-1], name))
            left.extend([((*path[:-1], name), f"goes with {path[-1]}, which stays")] if gone is not both else ())
        gone = _tied(run, wants, current, gone, left)


def _tidied(run: Run, wants: Target, change: tuple[Object, Object], gone: Map) -> tuple[Run, Object]:
    """The run that takes back as well what means nothing, where it writes anyway, and the object as it is to be."""
    current, target = change
    if not gone or same(run.kind.comparable(current, run), run.kind.comparable(target, run), run.kind.fields.rules):
        return run, target
    tidy = replace(run, own=run.declared if run.own is None else run.own)
    tidy = replace(tidy, declared=lay(gone, run.declared), resolved=lay(gone, run.resolved))
    quiet = replace(tidy, warn=lambda text: None)
    return (run, target) if _fault(quiet, wants(quiet), current) else (tidy, wants(tidy))


def _refused(current: Object, gone: Map, fault: t.Callable[[Map], str]) -> Path:
    """Where it is that something is not to be taken back, as deep as it can be told; nowhere for what is wrong without
    that, too."""
    path: Path = ()
    now = fault(gone)
    inner: t.Any = gone
    while isinstance(inner, dict):
        rest = {key: fault(spared(gone, current, (*path, key))) for key in inner}
        cured = [key for key, why in rest.items() if not why] or [key for key, why in rest.items() if why != now]
        if not cured:
            break
        path, inner = (*path, cured[0]), inner[cured[0]]
    return path


def _saying(run: Run, gone: Map) -> Run:
    """The run of a task that says all this, too."""
    if not gone:
        return run
    return replace(run, own=run.declared, declared=lay(run.declared, gone), resolved=lay(run.resolved, gone))


def _fault(run: Run, target: Object, current: Object) -> str:
    """What is wrong with an object; "" for nothing."""
    try:
        run.kind.check(target, current, run)
        run.kind.guard(target, current, run)
    except Invalid as error:
        return str(error)
    return ""


def _tell_coming(run: Run, four: Four) -> None:
    """Say of what is declared for the first time what an undo will give, if that is not what is there."""
    rules, told = run.kind.fields.rules, []
    shown = four._replace(
        said=redact(four.said, run.secrets), now=redact(four.now, run.secrets), new=redact(four.new, run.secrets)
    )
    bare = four._replace(
        said=run.kind.comparable(without(four.said, rules, "show"), run),
        now=run.kind.comparable(without(four.now, rules, "show"), run),
    )
    for path, _here in not_restored(bare, rules):
        if not run.replaces and path[0] not in run.resolved:  # which follows from something else, such as a name
            continue
        here = shown
        for key in path:
            here = here.at(str(key))
        told.append(f"{dotted(path)}: {_text(here.now)} -> {_text(here.said)}, undoing will give {_none(here)}")
    if told:
        more = f"; and {len(told) - TOLD} more" if len(told) > TOLD else ""
        what = called(run.kind, four.now)
        run.warn(f"previous: {what}: declared for the first time, over what is there: {'; '.join(told[:TOLD])}{more}")


def _text(value: t.Any) -> str:
    """A value for people, in a few words."""
    if value is MISSING or value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return f"{len(value)} {'fields' if isinstance(value, dict) else 'entries'}"
    value = whole(value)
    text = MASK if str(value) == MASK else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}..."


def _none(here: Four) -> str:
    """What a new object has there."""
    if here.new is not MISSING and here.new is not None:
        return _text(here.new)
    if isinstance(here.now, bool):
        return "false"
    return "0" if isinstance(here.now, (int, float)) else "nothing"


def differing(paths: t.Iterable[Path | str]) -> str:
    """Paths for people, some of them."""
    names = [path if isinstance(path, str) else dotted(path) for path in paths]
    return ", ".join(names[:TOLD]) + (f" and {len(names) - TOLD} more" if len(names) > TOLD else "")
