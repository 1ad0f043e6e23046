# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of other tools into a configuration, with a list of what could not be carried over."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, Several, faults_of, identity
from ansible_collections.community.tyk.plugins.module_utils._config.export_files import Asked, Files
from ansible_collections.community.tyk.plugins.module_utils._config.foreign import likeness
from ansible_collections.community.tyk.plugins.module_utils._config.known import Known
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.unique import judge
from ansible_collections.community.tyk.plugins.module_utils._convert.archive import Archive, shaped
from ansible_collections.community.tyk.plugins.module_utils._convert.formats import FORMATS, Format
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, field_of
from ansible_collections.community.tyk.plugins.module_utils._convert.secrets import told, write_out
from ansible_collections.community.tyk.plugins.module_utils._convert.sources import read_sources
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical
from ansible_collections.community.tyk.plugins.module_utils._data.paths import indexed
from ansible_collections.community.tyk.plugins.module_utils._data.plain import unlike
from ansible_collections.community.tyk.plugins.module_utils._errors import Unresolved
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import check_paths
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

UNKNOWN = "no format that is known has such files; name the format if it is one of these, or leave the file out"
OURS = "this is a configuration already; name it as src of community.tyk.tyk_config"
TWICE = "{} is the same object, and that one was taken; keep one of them"
NAMELESS = (
    "it has neither a name nor an ID, so nothing tells which {} it is, and nothing that stands beside it could be "
    "applied; it is left out, so give it one of them in the file"
)
Config = dict[str, list[dict[str, t.Any]]]


def convert(task: Task) -> dict[str, t.Any]:
    """Read what is named, and write or return a configuration of it. Raises TykError."""
    check_paths(KINDS.values(), task.params, sections=True)
    sources, lost = read_sources([*map(str, task.params["src"])], str(task.params.get("dest") or ""))
    items: dict[str, list[Item]] = {}
    for name, mine in _by_format(sources, str(task.params["format"]), lost).items():
        found, more = _read(task, FORMATS[name], mine)
        lost += more
        items[name] = _checked(found, lost)
    kept = _once([item for several in items.values() for item in several], lost)
    refused, useless = _refused(task, _by_platform(items, kept))
    lost += refused
    kept = [item for item in kept if not any(item is one for one in useless)]
    done = write_out(kept, task.params)
    config = _ordered(kept)
    returned: dict[str, t.Any] = {
        "changed": False,
        "counts": {section: len(several) for section, several in config.items()},
        "lost": [_told(one) for one in sorted(set(lost))],
    }
    if task.params.get("dest"):
        returned.update(_written(task, config, private=not done.open))
    else:
        returned["config"] = config
    if task.params.get("placeholders"):
        returned["placeholders"] = done.placeholders
    _warn(task, returned)
    return returned


def _by_platform(items: dict[str, list[Item]], kept: list[Item]) -> dict[str, list[Item]]:
    """The items that were kept by what they are for; what is of no platform may be for a Dashboard.

    :arg items: by format.
    """
    known = {id(item) for item in kept}
    found: dict[str, list[Item]] = {}
    for name, several in items.items():
        some = found.setdefault(FORMATS[name].platform or "dashboard", [])
        some += [item for item in several if id(item) in known]
    return found


def _by_format(sources: list[Source], wanted: str, lost: list[Lost]) -> dict[str, list[Source]]:
    """The documents by their format; what is of none is lost."""
    if wanted != "auto":
        return {wanted: sources} if sources else {}
    found: dict[str, list[Source]] = {}
    for name, form in FORMATS.items():
        mine = form.claims(sources)
        if mine:
            found[name] = mine
        known = {id(source) for source in mine}
        sources = [source for source in sources if id(source) not in known]
    lost += [Lost(source.file, "", "", _unknown(source.data)) for source in sources]
    return found


def _unknown(data: t.Any) -> str:
    """What a document is that is of no format."""
    ours = isinstance(data, dict) and bool(data) and data.keys() <= KINDS.keys()
    return OURS if ours else likeness(data) or UNKNOWN


def _read(task: Task, form: Format, sources: list[Source]) -> Read:
    """The items of one format."""
    found, lost = form.read(sources)
    lost = [told(one, task.params["secrets"]) for one in lost]
    if form.platform:
        found, more = shaped(task, found, form.platform)
        lost = [*lost, *more]
    return found, lost


def _checked(found: list[Found], lost: list[Lost]) -> list[Item]:
    """The items that a configuration takes. This is where an item is finished."""
    items = []
    for one in found:
        item, faults = faults_of(one.section, one.item, one.where)
        faults += [f"{indexed(path)}: {why}" for path, why in unlike(item.said)]
        lost += [_lost(item, fault) for fault in faults]
        if not faults:
            items.append(item)
    return items


def _refused(task: Task, items: dict[str, list[Item]]) -> tuple[list[Lost], list[Item]]:
    """What would be refused of these where there is nothing yet, so that somebody has to look at it; and the items that
    would be refused everywhere, and everything else of a file with them, since nothing tells what they are about. Any
    other is kept: where the object is there already, it is not judged.

    :arg items: by platform.
    """
    quiet = task._replace(warn=lambda text: None, check=False, params={**task.params, "name": None})
    lost: list[Lost] = []
    useless: list[Item] = []
    bulks = [(Bulk(quiet, Archive({}, platform), ""), several) for platform, several in items.items()]
    done = []
    for bulk, several in bulks:
        # the id of others depends on who uploads them
        planned, faults = bulk.each([item for item in several if item.kind.life.merges])
        done += planned
        for item, error in faults:
            if not item.name and not item.kind.said_ids(item.said):
                useless.append(item)
                lost.append(Lost(item.where, item.section, "", NAMELESS.format(item.kind.noun)))
            elif not isinstance(error, Unresolved):  # of all that an object refers to its reader tells
                lost.append(_lost(item, str(error)))
    try:
        for bulk, _several in bulks[:1]:
            judge(bulk, [step for _item, step in done])
    except Several as clashes:
        lost += [_placed(error, done) for error in clashes.errors]
    return lost, useless


def _placed(error: str, done: list[tuple[Item, t.Any]]) -> Lost:
    """What is wrong with one of these items among the others, which begins with where it is."""
    for item, _step in done:
        begin = f"{item.where} ({item.name}): "
        if error.startswith(begin):
            return _lost(item, error[len(begin) :])
    return Lost("", "", "", error)


def _lost(item: Item, fault: str) -> Lost:
    """What is wrong with an item."""
    return Lost(item.where, _called(item), field_of(item.section, fault), fault)


def _called(item: Item) -> str:
    return f"{item.section}.{item.name}" if item.name else item.section


def _once(items: list[Item], lost: list[Lost]) -> list[Item]:
    """The items without those of an object that another one is about."""
    seen: dict[tuple[t.Any, ...], Item] = {}
    kept = []
    for item in items:
        ids: list[tuple[str, ...]] = [(item.section, "id", ident) for ident in item.kind.said_ids(item.said)]
        named = identity(item.kind, item.said)
        keys = ids or [(item.section, *named, *(() if named[-1] or item.kind.life.single else [canonical(item.said)]))]
        other = next((seen[key] for key in keys if key in seen), None)
        if other is None:
            kept.append(item)
            seen.update(dict.fromkeys(keys, item))
        elif canonical(other.said) != canonical(item.said) or other.where != item.where:
            lost.append(Lost(item.where, _called(item), "", TWICE.format(other.where)))
    return kept


def _ordered(items: list[Item]) -> Config:
    """A configuration of these, in an order that does not depend on the files."""
    config: Config = {}
    for section, kind in KINDS.items():
        several = [item.said for item in items if item.section == section]
        labels = (*kind.route.selectors, *kind.identity.labels)
        several.sort(key=lambda said: ([str(said.get(label) or "") for label in labels], canonical(said)))
        if several:
            config[section] = several
    return config


def _told(one: Lost) -> dict[str, str]:
    return {"file": one.file, "object": one.object, "field": one.field, "reason": one.why}


def _written(task: Task, config: Config, private: bool) -> dict[str, t.Any]:
    """Write what differs.

    :arg private: the files hold secrets in clear, so only their owner may read them.
    """
    files = Files(str(task.params["dest"]), Asked(str(task.params["layout"]), private, KINDS.keys()), Known())
    written = files.write(config, task.check)
    for text in files.remarks("what was converted"):
        task.warn(text)
    return written


def _warn(task: Task, returned: dict[str, t.Any]) -> None:
    lost = returned["lost"]
    if lost:
        some = "thing was not carried over, or wants" if len(lost) == 1 else "things were not carried over, or want"
        task.warn(
            f"{len(lost)} {some} a look before this is applied: see lost, which has file, object, field and reason."
        )
