# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a configuration declares: read from options and files, laid over by overlays, and checked, all of it, first."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import os
import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import (
    BACKUP,
    connection_spec,
    kind_spec,
    named,
    served_spec,
)
from ansible_collections.community.tyk.plugins.module_utils._ansible.documents import is_name, loaded
from ansible_collections.community.tyk.plugins.module_utils._ansible.echo import NO_PATH, echo, shown
from ansible_collections.community.tyk.plugins.module_utils._ansible.fast_options import Options
from ansible_collections.community.tyk.plugins.module_utils._config.files import holds_anchors, read_files
from ansible_collections.community.tyk.plugins.module_utils._config.foreign import foreign, section_of
from ansible_collections.community.tyk.plugins.module_utils._config.reading import Reading
from ansible_collections.community.tyk.plugins.module_utils._data.glance import is_simple
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, merge
from ansible_collections.community.tyk.plugins.module_utils._data.near import as_name, did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, held
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import KEY, escaped, placed
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import SAID
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import Gap
from ansible_collections.community.tyk.plugins.module_utils._object.placeholder_names import as_read

QUOTES = "'\""
TASKS_ONLY = ("rotated",)  # states that say what happens, and not what is
SHARED = (*connection_spec(admin=False), *served_spec(), *SAID, "reload", "validate", *BACKUP)


@dataclass
class Item:
    """One declared object.

    :arg section: key of the configuration.
    :arg where: file, kind and place, for messages.
    :arg said: what is declared, as it is written; ``params`` the same with every option, ``named`` without defaults.
    :arg hidden: the paths of what was a placeholder or encrypted; ``gaps`` the placeholders without a value.
    :arg is_simple: a glance has shown that no part of it needs a closer look.
    """

    section: str
    where: str
    said: dict[str, t.Any]
    params: dict[str, t.Any] = field(default_factory=dict)
    named: dict[str, t.Any] = field(default_factory=dict)
    hidden: list[Path] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    is_simple: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS[self.section]

    @property
    def name(self) -> str:
        """What people call it: its name, or else its id."""
        return identity(self.kind, self.said)[-1]

    @property
    def by_name(self) -> bool:
        """Whether its name alone tells which object it is about."""
        return bool(self.kind.identity.name_option) and not self.kind.said_ids(self.named)


class Several(Invalid):
    """Everything that is wrong with a configuration, at once."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        count = "is one error" if len(errors) == 1 else f"are {len(errors)} errors"
        super().__init__(f"There {count} in the configuration; nothing was written.\n" + "\n".join(errors))

    def result(self) -> dict[str, t.Any]:
        return {"errors": self.errors}


def identity(kind: Kind, said: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """What tells an item from the others of its kind, as far as the item itself says it."""
    selectors = [str(said.get(name) or "") for name in kind.route.selectors]
    value = "" if kind.life.single else str(next(filter(None, kind.item_names(said)), ""))
    return (*selectors, str(kind.tidy_name(value)) if value else "")


def read_all(
    params: t.Mapping[str, t.Any], reading: Reading, names: tuple[str, str] = ("src", "overlays")
) -> list[Item]:
    """Every item that config and src declare, with the overlays laid over it. Raises Several.

    :arg reading: how files are read, and what stands for placeholders.
    :arg names: what the options for files and for what is laid over them are called.
    """
    src, over = names
    errors: list[str] = []
    in_place = [("config", params["config"])] if params.get("config") else []
    sources = _own([*in_place, *_files(params.get(src) or [], (src, in_place), reading, errors)], errors)
    items = [item for label, source in sources for item in _items(label, source, errors)]
    for label, source in _own(_overlays(params.get(over) or [], over, reading, errors), errors):
        _lay(items, _items(label, source, errors), errors)
    shared = _shared(params)
    for item in items:
        faults = [*(() if item.is_simple else _fill(item, reading, params)), *_check(item, params, shared)]
        errors += [f"{item.where}{f' ({item.name})' if item.name else ''}: {error}" for error in faults]
    if errors:
        raise Several(errors)
    return items


def _own(sources: list[tuple[str, t.Any]], errors: list[str]) -> list[tuple[str, t.Any]]:
    """The sources without those of other tools, of which one error tells that has them all."""
    for said, files in foreign(sources).items():
        errors.append(f"{files[0]}{f' and {len(files) - 1} more like it' if files[1:] else ''}: {said}")
        sources = [(label, source) for label, source in sources if label not in files]
    strange = [label for label, source in sources if _is_strange(label, source)]
    if len(strange) < 2:
        return sources
    errors.append(STRANGE.format(strange[0], len(strange) - 1, ", ".join(KINDS)))
    return [(label, source) for label, source in sources if label not in strange]


def _is_strange(label: str, source: t.Any) -> bool:
    """Whether a mapping has nothing of ours in it, nor a list that is meant for it, so that it is there by mistake."""
    if not isinstance(source, dict) or not source or of_another_tool(label, source) is not source:
        return False
    return not any(
        str(RESULTS.get(key, key)) in KINDS or holds_anchors(key) or isinstance(held, list) and nearest(str(key), KINDS)
        for key, held in source.items()
    )


def _files(
    paths: list[str], beside: tuple[str, list[tuple[str, t.Any]]], reading: Reading, errors: list[str]
) -> list[tuple[str, t.Any]]:
    """What the files hold, by where they are, but for the documents that objects name.

    :arg beside: the option that names the files, and what else is declared.
    """
    option, others = beside
    seen: set[str] = set()
    read: list[tuple[str, t.Any]] = []
    for index, path in enumerate(paths):
        if NO_PATH.isdisjoint(path):
            read += read_files(path, option, errors, seen, reading.plain)
        else:
            errors.append(f"{option}[{index}]: this is no path; what is declared in place goes into config")
    made = [(label, *reading.made(source)) for label, source in read]
    declared = [*others, *((label, source) for label, source, _fault in made)]
    documents = {path for label, source in declared for path in _documents(label, source)}
    return _meant([one for one in made if os.path.realpath(one[0]) not in documents], option, reading, errors)


def _meant(
    made: list[tuple[str, t.Any, str]], option: str, reading: Reading, errors: list[str]
) -> list[tuple[str, t.Any]]:
    """What files hold that were read, with what is told of them."""
    errors += [f"{option}: {label}: {fault}" for label, _source, fault in made if fault]
    for label, source, _fault in made:
        reading.note(label, source)
    return [(label, source) for label, source, fault in made if not fault]


def _overlays(said: list[t.Any], option: str, reading: Reading, errors: list[str]) -> list[tuple[str, t.Any]]:
    """What is laid over, by where it is from."""
    overlays: list[tuple[str, t.Any]] = []
    for index, overlay in enumerate(said):
        label = f"{option}[{index}]"
        if isinstance(overlay, dict):
            overlays.append((label, overlay))
        elif NO_PATH.isdisjoint(str(overlay)):
            read = read_files(str(overlay), label, errors, set(), reading.plain)
            overlays += _meant([(name, *reading.made(source)) for name, source in read], label, reading, errors)
        else:
            errors.append(f"{label}: this is neither a path nor a mapping; write a list of them")
    return overlays


def _fill(item: Item, reading: Reading, params: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    """Put secrets in place of their placeholders; what is wrong with that."""

    def may_be_data(path: Path, name: str) -> bool:
        """Whether this would be hidden if it were data."""
        shown = safe_item(item.section, placed(item.said, path, {KEY: name}), params.get("secrets"))
        held = at(shown, path, None)
        return isinstance(held, dict) and held.get(KEY) != name

    untaken = reading.values.untaken(item.kind, item.said)
    if untaken:
        reading.note_untaken(f"{item.where} ({item.name})", untaken)
    try:
        item.said, item.hidden, item.gaps = reading.values.fill(item.kind, item.said, may_be_data)
    except Invalid as error:
        item.said = escaped(item.said)
        yield str(error)


STRANGE = (
    "{} and {} more like it: none of what is at the top of it is a kind of object; there are {}. Leave these files "
    "out, or have community.tyk.tyk_convert make a configuration of a folder with files of other tools, which tells of "
    "each that it cannot take"
)
RESULTS = {kind.results: section for section, kind in KINDS.items()}  # as the _info modules call them


def _items(label: str, source: t.Any, errors: list[str]) -> list[Item]:
    if source is None:
        return []
    if not isinstance(source, dict):
        errors.append(f"{label}: this is no mapping of kinds ({', '.join(KINDS)}) to lists of objects")
        return []
    items = []
    ours = of_another_tool(label, source)
    theirs = ours is not source
    source = ours if theirs else {key: listed for key, listed in source.items() if not holds_anchors(key)}
    unknown = [repr(as_name(str(key))) for key in source if str(RESULTS.get(key, key)) not in KINDS]
    if unknown:
        named = ", ".join(unknown[:5]) + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else "")
        what = "are no kinds of objects"
        if len(unknown) == 1:
            what = f"is no kind of object{did_you_mean(nearest(unknown[0].strip(QUOTES), KINDS))}"
        errors.append(f"{label}: {named} {what}; there are {', '.join(KINDS)}")
    home = _home(label)
    for key, listed in source.items():
        section = str(RESULTS.get(key, key))
        if section not in KINDS:
            continue
        if not isinstance(listed, list):
            if listed is not None:
                errors.append(f"{label}: {section} is no list of objects")
        else:
            for index, said in enumerate(listed):
                where = f"{label}: {section}[{index}]"
                if isinstance(said, dict):
                    items.append(_item(Item(section, where, said), theirs, home, errors))
                else:
                    errors.append(f"{where} is no mapping of options to values")
    return items


def _item(item: Item, theirs: bool, home: str, errors: list[str]) -> Item:
    """An item with its placeholders and the documents that it names, as the file has them.

    :arg theirs: the whole file is one object as another tool writes it, so that it has no placeholders.
    """
    item.is_simple = is_simple(item.said)
    if not (item.is_simple or theirs):
        item.said = as_read(item.kind, item.said)
    documents = options_of(item.section).documents
    if not documents.isdisjoint(item.said):
        item.said = _with_documents(item, home, errors)
    return item


def _documents(label: str, source: t.Any) -> t.Iterator[str]:
    """The files that objects name as their documents, which may lie in the same folder."""
    for key, listed in source.items() if isinstance(source, dict) else ():
        section = str(RESULTS.get(key, key))
        spec = options_of(section).spec if section in KINDS and isinstance(listed, list) else {}
        names = options_of(section).documents if spec else ()
        for said in listed if names else ():
            named = [said.get(name) for name in names] if isinstance(said, dict) else []
            yield from (_absolute(label, name) for name in named if is_name(name))


def _absolute(label: str, name: t.Any) -> str:
    """The file of this name, seen from a source."""
    return os.path.realpath(os.path.join(_home(label), os.path.expanduser(name)))


def _home(label: str) -> str:
    """The folder of the file that a source comes from, if it comes from one."""
    return os.path.dirname(label) if os.path.isfile(label) else ""


def _with_documents(item: Item, home: str, errors: list[str]) -> dict[str, t.Any]:
    """What is said of an object, with the files that it names, which lie beside the one that names them."""
    try:
        said = loaded(options_of(item.section).spec, item.said, home)
    except Invalid as error:
        errors.append(f"{item.where}: {error}")
        return item.said
    item.is_simple = item.is_simple and is_simple(said)
    return said


def of_another_tool(label: str, source: dict[str, t.Any]) -> dict[str, t.Any]:
    """A configuration of the one object that this is, if it is a whole one as Tyk's own tools write it."""
    section = section_of(label, lambda kind: kind.is_whole(source))
    return {section: [{"definition": source}]} if section else source


def _lay(items: list[Item], overlays: list[Item], errors: list[str]) -> None:
    """Lay what overlays say over the items of the same identity (RFC 7396)."""
    by: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        for key in _handles(item):
            by.setdefault(key, []).append(item)
    for overlay in overlays:
        found = by.get(next(iter(_handles(overlay)), ()), [])
        if len(found) == 1:
            found[0].said = merge(found[0].said, overlay.said)
            found[0].is_simple = found[0].is_simple and overlay.is_simple
            continue
        say = f"{len(found)} objects of this name are" if found else "no object of this name is"
        errors.append(
            f"{overlay.where} ({overlay.name or 'without a name'}): {say} declared, so there is nothing to lay it over"
        )


def _handles(item: Item) -> t.Iterator[tuple[str, ...]]:
    """What an item can be found by, best first: an id that it says, or its name."""
    kind, said = item.kind, item.said
    home = (item.section, *identity(kind, said)[:-1])
    if kind.life.single:
        yield home
        return
    ids = kind.said_ids(said)
    yield from ((*home, "id", ident) for ident in ids)
    if item.name and item.name not in ids:
        yield (*home, "name", item.name)


_OPTIONS: dict[str, Options] = {}


def options_of(section: str) -> Options:
    """The options of an item: those of the kind's module, but for the connection."""
    if section not in _OPTIONS:
        kind = KINDS[section]
        spec = {name: option for name, option in kind_spec(kind).items() if name not in (*SHARED, *kind.alone)}
        _OPTIONS[section] = Options(spec, kind.exclusive)
    return _OPTIONS[section]


@functools.lru_cache(maxsize=64)
def _told(section: str) -> frozenset[str]:
    """What the modules return beside the options; it may come back with them."""
    return frozenset({*KINDS[section].fields.views, "used_by"} - options_of(section).spec.keys())


def _shared(params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The options that the task says for all items."""
    return {name: params.get(name) for name in (*SHARED, "owner")}


def _check(item: Item, params: t.Mapping[str, t.Any], shared: dict[str, t.Any]) -> t.Iterator[str]:
    """Fill in the item's options; what is wrong with them."""
    options = options_of(item.section)
    spec = options.spec
    told = _told(item.section)
    if not told.isdisjoint(item.said):
        item.said = {name: value for name, value in item.said.items() if name not in told}
    said = {name: value for name, value in item.said.items() if value is not None}
    if not params.get("keep_ids", True) and item.kind.identity.name_option and not item.kind.secret.is_id:
        bare = _without_ids(item)
        if identity(item.kind, bare)[-1]:
            item.said, said = bare, {name: value for name, value in bare.items() if value is not None}
    if "strategy" in spec and params.get("strategy"):
        said.setdefault("strategy", params["strategy"])
    try:
        if not item.is_simple:
            check_plain(said)
    except Invalid as error:
        yield str(error)
        return
    taken, errors = options.check(said)
    yield from errors
    if said.get("state") in TASKS_ONLY:
        yield f"state: {said['state']} is for the module tyk_key; a configuration says what is, not what happens"
    item.params = {**dict.fromkeys(item.kind.options), **taken, **shared}
    item.params["secrets"] = [*(params.get("secrets") or ()), *item.hidden]
    item.params["gaps"] = tuple(item.gaps)
    item.params["warn_before"] = item.params.get("warn_before") or params.get("warn_before")
    item.named = named({name: item.params.get(name) for name in item.said}, item.said)


def faults_of(section: str, item: dict[str, t.Any], where: str) -> tuple[Item, list[str]]:
    """An item that was made of something else, and what would be wrong with it in a configuration."""
    made = Item(section, where, dict(item))
    return made, list(_check(made, {}, _shared({})))


def single_item(section: str, where: str, params: t.Mapping[str, t.Any]) -> Item:
    """An item that says nothing of what there is exactly one of."""
    item = Item(section, where, {})
    list(_check(item, params, _shared(params)))
    return item


def _without_ids(item: Item) -> dict[str, t.Any]:
    """What is said of an object, but for the ids that it is to have."""
    ids = item.kind.identity
    said = {name: clone(value) for name, value in item.said.items() if name != ids.id_option}
    for path in ids.defined or ids.ids:
        for home, name in held(said.get("definition"), path.split(".")):
            del home[name]
    return said


def safe(params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The options of a task without the secrets in what it declares."""
    hidden, more = dict(params), params.get("secrets")
    hidden["config"] = _safe_source(params.get("config"), more)
    if isinstance(params.get("protected"), dict):
        hidden["protected"] = {
            section: [KINDS[section].shown_name(str(name)) for name in names]
            if section in KINDS and isinstance(names, list)
            else names
            for section, names in params["protected"].items()
        }
    for name in ("overlays", "previous_overlays"):
        overlays = params.get(name)
        if isinstance(overlays, list):
            hidden[name] = [_safe_source(item, more) if isinstance(item, dict) else item for item in overlays]
    return hidden


def _safe_source(source: t.Any, more: t.Any) -> t.Any:
    if not isinstance(source, dict):
        return source if source is None else MASK
    return {
        section: [safe_item(section, said, more) for said in listed]
        if section in KINDS and isinstance(listed, list)
        else MASK
        for section, listed in source.items()
    }


def safe_item(section: str, said: t.Any, more: t.Any) -> t.Any:
    """What is declared of an object, without secrets.

    :arg more: the paths of those that the task adds.
    """
    if not isinstance(said, dict):
        return MASK
    return echo(options_of(section).spec, shown(KINDS[section], said, more), MASK)
