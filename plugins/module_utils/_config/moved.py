# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has moved since a plan was made: in the files, in the options, and in Tyk. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.digests import AS_IT_IS, other_fields, unordered
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical

Plan = dict[str, t.Any]
Key = tuple[str, ...]
Ident = tuple[str, str]  # kind and id


class Seen(t.NamedTuple):
    """What is there by now, for the words of what has moved.

    :arg there: what is still there of what nothing declares.
    :arg kept: of that, why it stays now.
    :arg names: what people call the objects that are written along with others: kind and id as a plan has them -> name.
    :arg sources: what people call what Tyk is to make something else of.
    :arg declared: what the plan has as declared.
    """

    there: t.Collection[Ident] = ()
    kept: t.Mapping[Ident, str] = {}
    names: t.Mapping[str, str] = {}
    sources: t.Mapping[Ident, str] = {}
    declared: t.Collection[Key] = ()


COMPARED = ("declared", "steps")
FROM_STEPS = (
    "previous"  # an option that matters by what would be done only: what was applied last is another once it is
)
MOST = 5  # fields of an object that are named
LONG = 60  # characters of a value that are shown
# What has become of an object, by what was to be done and what would be now; "" for nothing.
BECOME = {
    ("created", ""): "it is there already, as the plan has it",
    ("created", "updated"): "somebody has made one by now that is not as the plan has it",
    ("updated", ""): "it is as the plan has it already",
    ("updated", "created"): "it has been deleted",
    ("deleted", ""): "it is gone already",
    ("", "created"): "it has been deleted, and would be made anew, which is not in the plan",
    ("", "updated"): "it has been changed, and would be changed back, which is not in the plan",
    ("", "deleted"): "it would be deleted, which is not in the plan",
}
# The same of what nothing declares, and what changes for the sake of another object only.
UNDECLARED = {
    ("updated", ""): "it has been deleted, or needs no change any more",
    ("", "updated"): "it would be changed, which is not in the plan",
}


def moved(was: Plan, now: Plan, seen: Seen) -> list[str]:
    """What has moved between a plan and the same one made anew, a line each; none if the plan holds."""
    one, other = ({**plan, "steps": [_own(step) for step in plan["steps"]]} for plan in (was, now))
    same = _plain(one["steps"]) == _plain(other["steps"])
    options = [name for name in _options(was, now) if name != FROM_STEPS or not (same or is_done(was, now, seen))]
    told = [f"options: {name} is not as it was" for name in options]
    files = dict(_in_files(_by_key(was["declared"]), _by_key(now["declared"])))
    told += files.values()
    told += _in_tyk(_by_key(was["steps"]), _by_key(now["steps"]), ({*files}, bool(options)), seen)
    if not told and any(_plain(one[name]) != _plain(other[name]) for name in COMPARED):
        told.append("what would be done is not what the plan says")
    return told


def is_done(was: Plan, now: Plan, seen: Seen) -> bool:
    """Whether all that a plan does is there, and nothing else has moved."""
    if any(step["action"] == "deleted" and _stays(step, seen) for step in was["steps"]):
        return False
    same = not {*_options(was, now)} - {FROM_STEPS} and _plain(was["declared"]) == _plain(now["declared"])
    return same and bool(was["steps"]) and not now["steps"]


def _own(step: Plan | None) -> Plan:
    """A step without what is told of others, who may also go out of the way."""
    return {name: value for name, value in (step or {}).items() if name != "others"}


def _options(was: Plan, now: Plan) -> list[str]:
    """Those that differ."""
    names = sorted({*was["options"], *now["options"]})
    return [name for name in names if _plain(was["options"].get(name)) != _plain(now["options"].get(name))]


def _plain(value: t.Any) -> str:
    """A text that is the same for what means the same, in whatever order."""
    return canonical(unordered(value), AS_IT_IS)


def _by_key(listed: list[Plan]) -> dict[Key, Plan]:
    """Objects by kind, by what they live below, and by name; and by a number where several share these."""
    found: dict[Key, Plan] = {}
    for one in sorted(listed, key=lambda one: str(one.get("id", ""))):
        key: Key = (one["kind"], *map(str, one["below"]), one["name"])
        while key in found:
            key = (*key, "another")
        found[key] = one
    return found


def _said(one: Plan) -> str:
    return f"{one['kind']}: {' / '.join(map(str, (*one['below'], one['name'])))}"


def _some(paths: t.Iterable[str]) -> str:
    names = list(dict.fromkeys(path or "all of it" for path in paths))
    return f"{', '.join(names[:MOST])}{f' and {len(names) - MOST} more' if len(names) > MOST else ''}"


def keys_of(listed: list[Plan]) -> set[Key]:
    """By what these objects are told from each other."""
    return {*_by_key(listed)}


def _in_files(was: dict[Key, Plan], now: dict[Key, Plan]) -> t.Iterator[tuple[Key, str]]:
    for key in sorted({*was, *now}):
        old, new = was.get(key), now.get(key)
        if old is None or new is None:
            what = "is declared now, and was not" if old is None else "is declared no more"
            yield key, f"files: {_said(old or new or {})} {what}"
        elif old["fields"] != new["fields"]:
            yield key, f"files: {_said(old)} is declared otherwise: {_some(other_fields(old['fields'], new['fields']))}"


def _in_tyk(was: dict[Key, Plan], now: dict[Key, Plan], told: tuple[set[Key], bool], seen: Seen) -> t.Iterator[str]:
    """What has moved in Tyk; what follows from what has moved in the files is not told twice.

    :arg told: what has moved in the files, and whether options have.
    """
    files, options = told
    for key in sorted({*was, *now}):
        old, new = was.get(key), now.get(key)
        one = old or new or {}
        actions = (old["action"] if old else "", new["action"] if new else "")
        found = list(_of_object(old, new, seen)) if old and new else []
        if actions in BECOME and not found and not options and key not in files:
            found = [_become(actions, one if new is None else new, seen, key in seen.declared)]
        if not found and not files and not options and _plain(_own(old)) != _plain(_own(new)):
            paths = other_fields((old or {}).get("after", {}), (new or {}).get("after", {}))
            found = [
                f"something else would come of it{f' ({_some(paths)})' if paths else ''}, because of what it refers "
                "to, or of the order of a list in the files"
            ]
        if found:
            yield f"Tyk: {_said(one)}: {'; '.join(found)}"


def _ident(step: Plan) -> Ident:
    return step["kind"], step["id"]


def _stays(step: Plan, seen: Seen) -> bool:
    """Whether what was to be deleted is there, and stays."""
    return _ident(step) in seen.there or _ident(step) in seen.kept


def _become(actions: tuple[str, str], step: Plan, seen: Seen, declared: bool) -> str:
    """What has become of an object, and why.

    :arg step: what would be done now; or what was to be done, where that is nothing.
    :arg declared: the object is, and is not changed for the sake of another only.
    """
    said = BECOME[actions]
    if actions == ("deleted", "") and _stays(step, seen):
        gone = f", because this does not hold any more: {step['why']}" if step["why"] else ""
        return f"it stays now{seen.kept.get(_ident(step), gone)}"
    if not declared and actions in UNDECLARED:
        said = UNDECLARED[actions]
    if actions[1] != "updated":
        return said
    if actions[0] != "created":
        fields = _some(change["path"] for change in step["changes"])
        return f"{said}{fields and f' ({fields})'}"
    return (
        f"{said}{''.join(_wanted(step['changes']))}. A new plan would change that one; if it has to stay, name another"
    )


def _wanted(changes: list[Plan]) -> t.Iterator[str]:
    """What a plan wants, and what is there; secrets are masked in both."""
    for number, change in enumerate(changes[:MOST]):
        there, wanted = (_short(change.get(side)) for side in ("before", "after"))
        what = f"is {there}, and the plan has {wanted}" if there != wanted else "is another than the plan has"
        yield f"{'; ' if number else ': '}{change['path'] or 'all of it'} {what}"
    if len(changes) > MOST:
        yield f"; and {len(changes) - MOST} more"


def _short(value: t.Any) -> str:
    text = "not there" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else f"{text[:LONG]}..."


def _of_object(old: Plan, new: Plan, seen: Seen) -> t.Iterator[str]:
    """What has moved of an object that is in both plans."""
    if old["before"] and new["before"] and old["id"] != new["id"]:
        yield "another object has its name now"
    elif old["before"] and new["before"]:
        paths = other_fields(old["before"], new["before"])
        if paths:
            yield f"{seen.sources.get(_ident(new), 'it')} has been changed: {_some(paths)}"
    for other in other_fields(old["beside"], new["beside"]):
        name = seen.names.get(other, other)
        if other not in new["beside"]:
            yield f"{name} is not written along with it any more, as it is in the plan"
        elif other not in old["beside"]:
            yield f"{name} would be written along with it, which is not in the plan"
        else:
            yield f"{name}, which is written along with it, has been changed"
    yield from (text for text in new["others"] if text not in old["others"])
