# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is there, in the shape that a configuration is declared in."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import collections
import functools
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._config.editor import write_schema
from ansible_collections.community.tyk.plugins.module_utils._config.export_files import Asked, Files
from ansible_collections.community.tyk.plugins.module_utils._config.known import Known, label_of
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.portable import Exported, bound, warnings
from ansible_collections.community.tyk.plugins.module_utils._config.selection import (
    Called,
    Selection,
    called_in,
    unmatched,
)
from ansible_collections.community.tyk.plugins.module_utils._config.snapshot import Snapshot
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Mask, masks
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, NoRoute, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import check_paths
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS, listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task, connect
from ansible_collections.community.tyk.plugins.module_utils._object.item import is_unique, item_of
from ansible_collections.community.tyk.plugins.module_utils._object.new import check_known
from ansible_collections.community.tyk.plugins.module_utils._object.owner import unmarked
from ansible_collections.community.tyk.plugins.module_utils._object.placeholder_names import with_names
from ansible_collections.community.tyk.plugins.module_utils._object.plan import declare
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.result import load_names


def export(task: Task) -> dict[str, t.Any]:
    """Everything of the kinds that are asked for, as a configuration; or the schema of one. Raises TykError."""
    if task.params.get("schema"):
        return write_schema(task)
    check_paths(KINDS.values(), task.params, sections=True)
    if task.params.get("placeholders") and task.params.get("include_secrets"):
        raise Invalid("placeholders: with include_secrets: true nothing is left out; take one of the two away")
    client, token = connect(task)
    bulk = Bulk(task, client, token)
    if task.params.get("org_id"):
        bulk.refs.align(str(task.params["org_id"]), None, "")
    sections = _sections(bulk)
    found: dict[str, list[Exported]] = {}
    for section in bulk.kinds:
        if section in sections:
            several = _section(bulk, section)
            if several is not None:
                found[section] = several
    if task.params.get("org_id"):
        bulk.refs.assert_org(str(task.params["org_id"]), _organisations(bulk, found))
    for text in unmatched(bulk.only, list(_called(bulk, sections, found))):
        task.warn(f"{text}.")
    keep_spelled([one for several in found.values() for one in several])
    config, omitted, placeholders = _portable(task, found)
    returned: dict[str, t.Any] = {"changed": False, "omitted": omitted}
    returned.update({"placeholders": placeholders} if task.params.get("placeholders") else {})
    returned["counts"] = {section: len(several) for section, several in found.items()}
    if task.params.get("dest"):  # which has them
        return {**returned, **_into_files(bulk, sections, found, config)}
    return {**returned, "config": config}


def _into_files(
    bulk: Bulk, sections: t.Collection[str], found: dict[str, list[Exported]], config: dict[str, list[Object]]
) -> dict[str, t.Any]:
    """Write a configuration into files; what to return of that."""
    params = bulk.task.params
    known = Known(one for several in found.values() for one in several)
    asked = _asked_for(params)
    meant = functools.partial(_is_meant, bulk, sections, asked) if asked or bulk.only else None
    how = Asked(params["layout"], bool(params.get("include_secrets")), found.keys(), meant, params["delete_gone"])
    files = Files(str(params["dest"]), how, known)
    written = files.write(config, bulk.task.check)
    for text in files.remarks("this export"):
        bulk.task.warn(text)
    return written


def _portable(task: Task, found: dict[str, list[Exported]]) -> tuple[dict[str, list[Object]], list[str], list[str]]:
    """The configuration; the paths of what it leaves out, which are secrets, and what cannot be made elsewhere; and the
    names of the secrets for which it has placeholders."""
    portable = bool(task.params.get("portable"))
    reasons = bound([one for section in found.values() for one in section])
    for text in warnings(reasons, portable):
        task.warn(text)
    out = {id(one) for several in reasons.values() for one in several} if portable else set()
    config: dict[str, list[Object]] = {}
    omitted: list[str] = []
    placeholders: list[str] = []
    taken: set[str] = set()
    for section, several in found.items():
        called = collections.Counter(map(_about, several))
        for one in several:
            if id(one) in out:
                omitted.append(one.label)
                continue
            placed = _write(one, called[_about(one)] == 1, taken)
            config.setdefault(section, []).append(one.item)
            omitted += [] if placed else [f"{one.label}.{dotted(path)}" for path in one.hidden]
            placeholders += placed
    if not task.params.get("placeholders"):
        _tell_named(task, [one for several in found.values() for one in several if id(one) not in out])
    return config, omitted, placeholders


def _about(one: Exported) -> tuple[str, ...]:
    """What tells an object from others, if it is not one of several that only their secret ids tell apart."""
    return (*(str(one.item[name]) for name in one.run.kind.route.selectors), one.called)


def _write(one: Exported, alone: bool, taken: set[str]) -> list[str]:
    """Write an item as a configuration has it; the names of its placeholders.

    :arg alone: nothing else of its kind is called the same. Of those that are, none has a name that another one would
        have if it were gone.
    :arg taken: the names of other placeholders; those of this one are added.
    """
    paths = [path for path, _mask in masks(one.item)]
    beside = "" if alone else canonical(one.item)
    item, placed = with_names(one.run.kind, (one.item, paths), (_about(one), beside), taken)
    one.item.clear()
    one.item.update(item)
    return placed


def _tell_named(task: Task, exported: list[Exported]) -> None:
    """Warn of what is left out because its name says that it is secret."""
    named = {
        f"{one.label}.{dotted(path)}": f"{one.run.kind.section}.{dotted(path)}"
        for one in exported
        for path, mask in one.hidden.items()
        if mask.by_name
    }
    if named:
        task.warn(
            f"omitted: secrets, as their names say: {', '.join(named)}. To keep them, set include_secrets: true; of "
            f"what is none, name the path, such as not_secrets: [{next(iter(named.values()))}]."
        )


def keep_spelled(exported: list[Exported]) -> None:
    """Give those objects their ids that others, of whatever kind, hold by these where no name can stand for them."""
    spelled = {ref for one in exported for ref in one.run.kind.spelled(one.obj)}
    for one in exported if spelled else ():
        kind = one.run.kind
        if (listed_with(kind.name), kind.id_of(one.obj)) in spelled and not kind.said_ids(one.item):
            home = {selector: one.item[selector] for selector in kind.route.selectors}
            item = {**home, **item_of(one.run, one.obj, {}, spelled=True)}
            one.item.clear()
            one.item.update(item)


def _organisations(bulk: Bulk, config: t.Iterable[str]) -> t.Iterator[str | None]:
    """Whose the objects are that were read."""
    for section in config:
        kind = bulk.kinds[section]
        if not (kind.route.selectors or kind.life.single):
            yield from map(kind.org_of, bulk.refs.listing(kind.name))


def _unknown(bulk: Bulk, kind: Kind) -> NoRoute | None:
    """Why there can be none of a kind on this server, where its list does not say so."""
    try:
        check_known(bulk.run(kind, bulk.task.params, {}))
    except NoRoute as error:
        return error
    return None


def _section(bulk: Bulk, section: str) -> list[Exported] | None:
    """The objects of a kind, in a stable order; None where this Tyk, or the token, shows none."""
    kind = bulk.kinds[section]
    labels = (*kind.route.selectors, *kind.identity.labels)

    try:
        found = [(tuple(str(one.item.get(label) or "") for label in labels), one) for one in _items(bulk, section)]
        alike = collections.Counter(names for names, _one in found)
        found.sort(key=lambda pair: (pair[0], canonical(pair[1].item) if alike[pair[0]] > 1 else ""))
        unlisted = bulk.refs.unlisted(kind.name) or (None if found else _unknown(bulk, kind))
        if unlisted and bulk.task.params.get("kinds"):
            bulk.task.warn(f"kinds: {unlisted}.")
        return None if unlisted else [one for _names, one in found]
    except HttpFailure as error:
        asked = bool(bulk.task.params.get("kinds"))
        if error.status != 403 or not (kind.life.single or kind.route.recent and not asked):
            raise  # without a part of the objects, an export would look as if they were gone
        bulk.task.warn(f"kinds: {section} is left out, because the user behind the token may not read it: {error}")
        return None


def _items(bulk: Bulk, section: str) -> t.Iterator[Exported]:
    base, params, asked = bulk.kinds[section], bulk.task.params, _asked_for(bulk.task.params)
    for refs, selected in _homes(bulk, base):
        kind = refs.kind(base.name)
        snapshot = Snapshot(bulk.client, refs)
        run = Run(kind, snapshot, refs, {**params, **selected}, {}, True, False, bulk.task.warn)
        wanted = [one for one in refs.listing(base.name) if asked.meets(kind, one) and bulk.only.meets(kind, one)]
        load_names(run, wanted)
        there = [one for one in wanted if kind.is_own(one) and kind.is_declarable(one)]
        several = [kind.expand(run, one) for one in bulk.task.progress.each(there, f"{kind.nouns} read")]
        for found, whole in several:
            own, hidden = replace(run, kind=bulk.client.own(found)), dict[Path, Mask]()
            whole = unmarked(own.kind, whole)  # whose it is depends on who applies the export
            item = {**selected, **item_of(own, whole, hidden)}
            if kind.secret.is_id and not kind.said_ids(item) and not is_unique(own, item):
                run.warn(
                    f"{section}: the name {kind.name_of(whole)!r} does not tell this {kind.noun} from others, and "
                    "its ID is a secret, so the export cannot be applied here. Give it another name, or set "
                    "include_secrets: true."
                )
            called = _known_as(own, whole, item)
            yield Exported(f"{section}.{called}", own, whole, item, hidden, called)


def _known_as(run: Run, whole: Object, item: Object) -> str:
    """What people tell an object by: its name, and its id where that is not enough."""
    name, ident = label_of(run.kind.section, item).name, run.kind.shown_id(whole)
    return name if not ident or ident == name or is_unique(run, item) else f"{name} ({ident})" if name else ident


def _homes(bulk: Bulk, base: Kind) -> t.Iterator[tuple[Refs, Object]]:
    """Where objects of a kind live: what is known there, and the options that say so."""
    if not base.route.selectors:
        yield bulk.refs, {}
        return
    run = Run(base, bulk.client, bulk.refs, {}, {}, True, False, bulk.task.warn)
    load_names(run, [])  # once for all of them: each home starts with what is known here
    for selected in base.homes(run):
        kind = base.in_home(selected)
        shown = {selector: bulk.refs.name(selector, ident) for selector, ident in selected.items()}
        yield bulk.refs.apart(kind), shown


def _asked_for(params: t.Mapping[str, t.Any]) -> Selection:
    """What the options of their own ask for, which has to be met beside what only means."""
    tag, category = params.get("tag"), params.get("category")
    names = tuple(map(str, params.get("name") or ()))
    return Selection(names=names, tags=(tag,) if tag else (), categories=(category,) if category else ())


def _is_meant(bulk: Bulk, sections: t.Collection[str], asked: Selection, section: str, item: t.Any) -> bool:
    """Whether an object that a file holds is among those which are asked for."""
    if section not in sections or not isinstance(item, dict):
        return False
    kind, name = bulk.kinds[section], label_of(section, item).name
    try:
        declared = declare(kind, item)
    except (TykError, TypeError, AttributeError, ValueError):
        return False
    return all(one.judge(kind, declared, [name], {}) for one in (asked, bulk.only))


def _called(bulk: Bulk, sections: list[str], found: dict[str, list[Exported]]) -> t.Iterator[Called]:
    """What the objects that were read are called, whether they are meant or not."""
    for section in sections:
        kind = bulk.kinds[section]
        there = bulk.refs.listing(kind.name) if bulk.refs.has_listed(kind.name) else []
        yield from ((kind, called_in(kind, obj)) for obj in (*there, *(one.obj for one in found.get(section, ()))))


def _sections(bulk: Bulk) -> list[str]:
    """The kinds that are asked for. Raises Invalid where there can be none of them."""
    params, only = bulk.task.params, bulk.only
    said = params.get("kinds") or list(only.kinds)
    sections = said or [section for section, kind in bulk.kinds.items() if kind.life.exported]
    absent = [section for section in sections if section not in bulk.kinds]
    if absent:
        raise Invalid(f"kinds: {', '.join(absent)}: not with platform: {bulk.client.platform}; leave them out")
    meant = [section for section in sections if only.may(bulk.kinds[section])]
    if not meant:
        raise Invalid(f"only: it means nothing of {', '.join(sections)}, which is what is asked for: {only.told()}")
    return meant
