# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which objects that nothing declares are to be deleted, and the brakes on that."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk, pruned, space, whole
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.owner import owner_of
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs


def brakes(params: t.Mapping[str, t.Any], named: t.Mapping[str, t.Any], items: list[Item]) -> None:
    """Refuse a prune that says too little of what it may delete. Raises Several."""
    sections, scope = params.get("prune") or [], _scope(params)
    errors = []
    if sections and not scope and not params.get("prune_all"):
        errors.append("prune: say which objects may be deleted with prune_scope; prune_all: true means every one")
    if sections and scope and params.get("prune_all"):
        errors.append("prune_all and prune_scope contradict each other; keep one of them")
    for section in sections:
        if not any(item.section == section and item.params.get("state") != "absent" for item in items):
            errors.append(
                f"prune: no {section} are declared, and all of them would be deleted; leave {section} out of prune"
            )
        if KINDS[section].life.shared_with and params.get("prune_all"):
            errors.append(
                f"prune_all: {section} can be those of {KINDS[section].life.shared_with}, and nothing tells which; say "
                "with prune_scope.name_prefix which of them may be deleted, or leave them out of prune"
            )
        for name in scope:
            if not _has(KINDS[section], name):
                errors.append(
                    f"prune_scope.{name}: {section} have none, so none would ever be deleted; scope them otherwise"
                )
    errors += _empty(named.get("prune_scope") or {})
    errors += _owner(params.get("owner"), scope.get("owner"))
    errors += _unprotecting(params.get("protected") or {})
    if errors:
        raise Several(errors)


def _empty(scope: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    """Parts of a scope that say nothing, and so would widen it: a variable that is not set, most often."""
    for name, value in scope.items():
        if not value:
            yield f"prune_scope.{name}: it is empty; say what it is, or leave it out"
        for key, item in value.items() if isinstance(value, dict) else ():
            if item is None or isinstance(item, (dict, list)) or item == "":
                yield f"prune_scope.{name}.{key}: it is no text, number or boolean; say what it has to be"


def _owner(owner: str | None, scoped: str | None) -> t.Iterator[str]:
    """What is wrong with an owner, which is written into objects."""
    if owner is not None and not re.fullmatch(r"\w([\w .@-]{0,98}\w)?", owner):
        yield (
            f"owner: {owner!r} is none; take up to 100 letters, digits, and . - _ @ or blanks within, or leave it out"
        )
    elif owner and scoped and owner != scoped:
        yield (
            f"prune_scope.owner: this run is that of {owner!r}, which deletes nothing of {scoped!r}; name the same "
            "in both"
        )


def _unprotecting(protected: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    unknown = sorted(str(name) for name in protected.keys() - KINDS.keys())
    if unknown:
        yield f"protected: {', '.join(unknown)}: no such kind; there are {', '.join(KINDS)}"
    for section, names in protected.items():
        if not isinstance(names, list) or not all(isinstance(name, (str, int)) and name != "" for name in names):
            yield f"protected.{section}: this is no list of names or ids"


def _scope(params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {name: value for name, value in (params.get("prune_scope") or {}).items() if value}


def _has(kind: Kind, name: str) -> bool:
    """Whether objects of the kind have what prune_scope can name."""
    has = {
        "tag": kind.labels.tags,
        "meta_data": kind.labels.meta_data,
        "category": kind.labels.categories,
        "name_prefix": kind.identity.name_option,
        "owner": kind.labels.owner,
    }
    return bool(has.get(name))


def has_tag(kind: Kind, obj: Object, tag: str) -> bool:
    """Whether an object has a tag."""
    return any(tag in (get(obj, path) or []) for path in kind.labels.tags)


def _within(kind: Kind, obj: Object, scope: t.Mapping[str, t.Any]) -> str:
    """Why an object may be deleted; "" if it may not. It has to meet all that the scope names but the owner."""
    reasons = []
    for name, value in scope.items():
        if name == "tag":
            met = has_tag(kind, obj, value)
        elif name == "category":
            met = value in kind.categories(obj)
        elif name == "meta_data":
            meta = get(obj, kind.labels.meta_data) or {}
            met = all(meta.get(key) == item for key, item in value.items())
        elif name == "owner":
            met = True  # which takes the whole object, see _is_ours()
        else:
            met = str(kind.tidy_name(kind.name_of(obj))).startswith(str(kind.tidy_name(value)))
        if not met:
            return ""
        reasons.append(f"{name} {value}" if not isinstance(value, dict) else f"{name} {', '.join(value)}")
    return (
        f"not declared, and in prune_scope ({'; '.join(reasons)})" if reasons else "not declared, and prune_all is set"
    )


GivenUp = dict[tuple[str, str], set[str]]


class Candidate(t.NamedTuple):
    """What nothing declares, and what may go."""

    section: str
    refs: Refs
    obj: Object
    why: str
    option: str = "prune"


def _candidates(bulk: Bulk, planned: list[Step]) -> t.Iterator[Candidate]:
    seen: set[int] = set()
    for one in (*_undeclared(bulk, planned), *_no_more_declared(bulk, planned)):
        if id(one.obj) not in seen:
            seen.add(id(one.obj))
            if _is_ours(bulk, one):
                yield one


def _no_more_declared(bulk: Bulk, planned: list[Step]) -> t.Iterator[Candidate]:
    """What an earlier declaration has made."""
    for section, refs, obj, why in bulk.before.candidates(bulk, planned) if bulk.before else ():
        if _may_go(bulk, section, obj):
            yield Candidate(section, refs, obj, why, "previous")


def _may_go(bulk: Bulk, section: str, obj: Object) -> bool:
    """Whether nobody protects an object, and somebody made it."""
    kind = bulk.kinds[section]
    protected = _spellings(kind, (bulk.task.params.get("protected") or {}).get(section) or [])
    return not protected & {*_names(kind, obj)} and (kind.is_declarable(obj) or kind.is_over(obj))


def _is_ours(bulk: Bulk, one: Candidate) -> bool:
    """Whether the owner of an object is the one of the scope, or else this run's or none."""
    owner = bulk.task.params.get("owner")
    scoped = _scope(bulk.task.params).get("owner") if one.option == "prune" else None
    if not owner and not scoped:
        return True
    try:
        run = whole(bulk, one.section, (one.refs, one.obj))
    except TykError as error:
        _keep(bulk, one, f", its owner cannot be read: {error}")
        return False
    mark = owner_of(run, run.found)
    if one.option == "previous" and mark not in ("", owner):
        told = f"{run.kind.noun} {run.kind.called(one.obj)!r} is no more declared, and stays"
        why = "because it bears the mark of another owner"
        bulk.kept[one.section, run.kind.shown_id(one.obj)] = f", {why}"
        bulk.task.warn(f"previous: {told}, {why}.")
    return mark == scoped if scoped else mark in ("", owner)


def _undeclared(bulk: Bulk, planned: list[Step]) -> t.Iterator[Candidate]:
    params, scope = bulk.task.params, _scope(bulk.task.params)
    for section in dict.fromkeys(params.get("prune") or []):
        kind = bulk.kinds[section]
        unlisted = unlisted_of(bulk, section, planned)
        if unlisted:
            bulk.task.warn(
                f"prune: nothing of {section} is deleted, because {unlisted.where} ({unlisted.name}) is not in the "
                "list of them, and so cannot be told from what nobody declares."
            )
            continue
        for refs, obj in sorted(bulk.existing(section), key=lambda pair: _order(kind, pair[1])):
            why = _within(kind, obj, scope)
            if why and _may_go(bulk, section, obj):
                yield Candidate(section, refs, obj, why)


def _order(kind: Kind, obj: Object) -> tuple[str, str]:
    """What objects of a kind are sorted by, since some lists come in another order each time."""
    return kind.name_of(obj) if kind.identity.name else "", kind.unique_id(obj)


def _spellings(kind: Kind, said: t.Iterable[t.Any]) -> set[str]:
    """Names and ids as people write them, and as Tyk would."""
    written = [str(name) for name in said]
    return {*written, *(str(kind.tidy_name(name)) for name in written if kind.identity.name)}


def _names(kind: Kind, obj: Object) -> t.Iterator[str]:
    """What people may call an object."""
    yield from (kind.name_of(obj), str(kind.tidy_name(kind.name_of(obj))) if kind.identity.name else "")
    yield from kind.short_names(obj)
    yield from (str(get(obj, path)) for path in kind.identity.ids)


def unlisted_of(bulk: Bulk, section: str, planned: list[Step]) -> Step | None:
    """A declared object that is there, and that the list does not have."""
    listed = {(space(section, kind), kind.unique_id(obj)) for kind, obj in bulk.listed(section)}
    if section in bulk.unlisted:  # which may be known no earlier
        return bulk.unlisted[section]
    for step in planned:
        before, after = step.change.before, step.change.after
        if step.section != section or before is None or after is None:
            continue
        if (space(section, step.kind), step.kind.unique_id(before)) not in listed:
            return step
    return None


def _tell(bulk: Bulk, planned: list[Step]) -> None:
    """Warn of brakes that hold nothing, and of declared objects that prune will never reach."""
    params, scope = bulk.task.params, _scope(bulk.task.params)
    for section, names in (params.get("protected") or {}).items():
        known = {name for kind, obj in bulk.listed(section) for name in _names(kind, obj)}
        for name in names if section in (params.get("prune") or []) else ():
            if not _spellings(bulk.kinds[section], [name]) & known:
                bulk.task.warn(
                    f"protected: there is none of {section} called {bulk.kinds[section].shown_name(str(name))!r}."
                )
    for section in params.get("prune") or [] if scope else ():
        here = [step for step in planned if step.section == section and step.change.after is not None]
        mine = {id(step) for step in here if owner_of(step.run, step.change.after) == scope.get("owner", "")}
        by = scope.keys() >= {"owner"}
        met = (bool(_within(bulk.kinds[section], step.change.after or {}, scope)) for step in here)
        out = [step.name for step, is_met in zip(here, met) if not is_met or by and id(step) not in mine]
        if out:
            more = f" and {len(out) - 5} more" if len(out) > 5 else ""
            bulk.task.warn(
                f"prune_scope does not cover these {section}, which are declared: {', '.join(out[:5])}{more}. "
                "When they are no longer declared, they stay."
            )


def prune(bulk: Bulk, planned: list[Step]) -> list[Step]:
    """The deletes of what is not declared, nor referred to. Raises Several where there are more than prune_max."""
    params = bulk.task.params
    if params.get("prune"):
        _tell(bulk, planned)
    steps = _deletes(bulk, planned)
    most = int(params.get("prune_max") or 0)
    if len(steps) > most:
        what = "this" if bulk.before else "prune"
        told = f"{what} would delete {len(steps)} objects, and prune_max is {most}; look at them, then raise it"
        if not bulk.task.check:
            listed = "; ".join(f"{step.section}: {step.name or step.ident} ({step.why})" for step in steps)
            raise Several([f"{told}: {listed}"])
        bulk.task.warn(f"{told}. Without check mode this is refused, and nothing is written.")
    return steps


def _deletes(bulk: Bulk, planned: list[Step]) -> list[Step]:
    steps: list[Step] = []
    candidates = list(_candidates(bulk, planned))
    uses = bulk.uses([(bulk.kinds[one.section], one.obj) for one in candidates], bulk.refs, rescued=True)
    going = {id(one.obj) for one in candidates}
    if candidates:
        for step in planned:
            if step.change.after is not None:
                uses.enter(step.kind, step.declared)
        uses.look(lambda kind, obj: bulk.tally.look(id(obj) not in going and bulk.stays(kind, obj)))
    for one in candidates:
        kind = bulk.kinds[one.section]
        blind = uses.blind.get(kind.name)
        if blind:
            _keep(bulk, one, f", because it may be in use: {blind}.")
            continue
        if id(one.obj) in uses.users:
            user = uses.first(one.obj)
            who = f"{user.kind.noun} {user.name!r}"
            _keep(bulk, one, f", because {who} refers to it.", f", because of {uses.told(uses.ordered(one.obj))}")
            continue
        try:
            steps.append(pruned(bulk, one.section, (one.refs, one.obj), one.why))
        except TykError as error:
            _keep(bulk, one, f": {error}")
    return steps


def _keep(bulk: Bulk, one: Candidate, why: str, whole: str = "") -> None:
    """Say why something stays that would go.

    :arg whole: the same, with all that uses it.
    """
    kind = bulk.kinds[one.section]
    bulk.kept[one.section, kind.shown_id(one.obj)] = (whole or why).rstrip(".")
    bulk.task.warn(f"{one.option}: {kind.noun} {kind.called(one.obj)!r} stays{why}")


def moved(bulk: Bulk, steps: list[Step], absent: list[Step], given_up: GivenUp) -> list[Step]:
    """Of these deletes those that are none any more, by what is there now: others may have changed it meanwhile.

    :arg absent: what is declared to go, and is still there.
    :arg given_up: the fields that objects give to others in this run, by section and id.
    """
    bulk.look_again()
    quiet = bulk.quiet()
    quiet.given_up = given_up
    wanted = {_identity(step.kind, step.section, step.change.before or {}): step for step in steps}
    found = [(one, _identity(bulk.kinds[one.section], one.section, one.obj)) for one in _candidates(quiet, [])]
    found = [(one, identity) for one, identity in found if identity in wanted]
    leaving = {_identity(step.kind, step.section, step.change.before or {}) for step in absent}
    others = ((section, obj) for section in {step.section for step in absent} for _kind, obj in bulk.listed(section))
    going = {id(obj) for section, obj in others if _identity(bulk.kinds[section], section, obj) in leaving}
    kinds = bulk.kinds
    uses = quiet.uses([(kinds[one.section], one.obj) for one, _identity in found], bulk.refs, rescued=True)
    going |= {id(one.obj) for one, _identity in found}
    if found:
        uses.look(lambda _kind, obj: bulk.tally.look(id(obj) not in going))
    still = {*_old_still(bulk, wanted)}
    still |= {i for one, i in found if id(one.obj) not in uses.users and kinds[one.section].name not in uses.blind}
    return [step for identity, step in wanted.items() if identity not in still]


def _old_still(bulk: Bulk, wanted: t.Mapping[tuple[str, str], Step]) -> t.Iterator[tuple[str, str]]:
    """Those old objects that go by themselves and are still there; what was over still is."""
    for section in {step.section for step in wanted.values() if step.old}:
        for kind, obj in bulk.listed(section):
            step = wanted.get(_identity(kind, section, obj))
            if step and step.old and (kind.is_over(obj) or not kind.is_over(step.change.before or {})):
                yield _identity(kind, section, obj)


def _identity(kind: Kind, section: str, obj: Object) -> tuple[str, str]:
    return section, kind.unique_id(obj)
