# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a configuration declares: read from options and files, laid over by overlays, and checked, all of it, first."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

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
NoneType = type(None)
TASKS_ONLY = ("rotated",)  # states that say what happens, and not what is
SHARED = (*connection_spec(admin=False), *served_spec(), *SAID, "reload", "validate", *BACKUP, "owner")
FOR_EACH = ("wait_timeout", "org_id", *SAID, "validate", "owner")  # of these what is asked of a single object


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
    hidden: t.Sequence[Path] = ()
    gaps: t.Sequence[Gap] = ()
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
    items = [item for label, source in sources for item in _items(label, source, reading, errors)]
    for label, source in _own(_overlays(params.get(over) or [], over, reading, errors), errors):
        _lay(items, _items(label, source, reading, errors), errors)
    checks = _Checks(params)
    for item in items:
        faults = [*(() if item.is_simple else _fill(item, reading, params)), *checks.look(item)]
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


def _items(label: str, source: t.Any, reading: Reading, errors: list[str]) -> list[Item]:
    if source is None:
        return []
    if not isinstance(source, dict):
        errors.append(f"{label}: this is no mapping of kinds ({', '.join(KINDS)}) to lists of objects")
        return []
    ours = of_another_tool(label, source)
    is_ours = ours is source
    way = _Way(label, is_ours, reading.glance(source).is_simple, _home(label))
    source = {key: listed for key, listed in source.items() if not holds_anchors(key)} if is_ours else ours
    unknown = [repr(as_name(str(key))) for key in source if str(RESULTS.get(key, key)) not in KINDS]
    if unknown:
        named = ", ".join(unknown[:5]) + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else "")
        what = "are no kinds of objects"
        if len(unknown) == 1:
            what = f"is no kind of object{did_you_mean(nearest(unknown[0].strip(QUOTES), KINDS))}"
        errors.append(f"{label}: {named} {what}; there are {', '.join(KINDS)}")
    items: list[Item] = []
    for key, listed in source.items():
        section = str(RESULTS.get(key, key))
        if section in KINDS and isinstance(listed, list):
            items += _of_kind(section, listed, way, errors)
        elif section in KINDS and listed is not None:
            errors.append(f"{label}: {section} is no list of objects")
    return items


class _Way(t.NamedTuple):
    """How the items of a source are read.

    :arg is_ours: false where the whole file is one object as another tool writes it, so that it has no placeholders.
    :arg is_simple: a glance has shown that of all of them.
    :arg home: the folder that the names of documents begin in.
    """

    label: str
    is_ours: bool
    is_simple: bool
    home: str


def _of_kind(section: str, listed: list[t.Any], way: _Way, errors: list[str]) -> t.Iterator[Item]:
    """The items of a kind, with their placeholders and the documents that they name, as the source has them."""
    label, is_ours, simple, home = way
    documents = options_of(section).documents
    for index, said in enumerate(listed):
        where = f"{label}: {section}[{index}]"
        if not isinstance(said, dict):
            errors.append(f"{where} is no mapping of options to values")
            continue
        item = Item(section, where, said, is_simple=simple or is_simple(said))
        if is_ours and not item.is_simple:
            item.said = as_read(item.kind, said)
        if not documents.isdisjoint(said):
            item.said = _with_documents(item, home, errors)
        yield item


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
    options = options_of(item.section)
    if item.is_simple and all(item.said.get(name).__class__ in (dict, NoneType) for name in options.documents):
        return item.said
    try:
        said = loaded(options.spec, item.said, home)
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


class _Section(t.NamedTuple):
    """What is the same for all items of a kind that a task declares.

    :arg told: what the modules return beside the options; it may come back with them.
    :arg shared: the options that the task says for all items; ``blank`` all of those of an item that names none.
    :arg drops_ids: items get their ids from Tyk, whatever they say.
    """

    options: Options
    told: frozenset[str]
    shared: dict[str, t.Any]
    blank: dict[str, t.Any]
    drops_ids: bool


class _Checks:
    """Fills in the options of items, and tells what is wrong with them.

    :arg params: what the task says for all items.
    """

    def __init__(self, params: t.Mapping[str, t.Any]) -> None:
        self._params = params
        self._sections: dict[str, _Section] = {}

    def _section(self, section: str) -> _Section:
        kind, options, params = KINDS[section], options_of(section), self._params
        told = frozenset({*kind.fields.views, "used_by"} - options.spec.keys())
        shared = {name: params.get(name) for name in FOR_EACH}
        shared.update(secrets=[*(params.get("secrets") or ())], gaps=())
        blank = {**dict.fromkeys(kind.options), **options.defaults, **shared}
        blank["warn_before"] = params.get("warn_before")
        if "strategy" in options.spec and params.get("strategy"):
            blank["strategy"] = params["strategy"]
        drops = not params.get("keep_ids", True) and bool(kind.identity.name_option) and not kind.secret.is_id
        return self._sections.setdefault(section, _Section(options, told, shared, blank, drops))

    def look(self, item: Item) -> t.Sequence[str]:
        """Fill in the options of an item; what is wrong with them."""
        section = self._sections.get(item.section) or self._section(item.section)
        if not section.told.isdisjoint(item.said):
            item.said = {name: value for name, value in item.said.items() if name not in section.told}
        if section.drops_ids:
            bare = _without_ids(item)
            item.said = bare if identity(item.kind, bare)[-1] else item.said
        errors: t.Sequence[str] = ()
        try:
            if not item.is_simple:
                check_plain(_without_nulls(item.said))
        except Invalid as error:
            return [str(error)]
        plain = section.options.plain(item.said, section.blank)
        if plain:
            item.params, item.named = plain
        else:
            errors = self._look_closer(item, section)
        if item.hidden:
            item.params["secrets"] = [*section.shared["secrets"], *item.hidden]
        if item.gaps:
            item.params["gaps"] = tuple(item.gaps)
        span = item.params["warn_before"] = item.params["warn_before"] or self._params.get("warn_before")
        if "warn_before" in item.named:
            item.named["warn_before"] = span
        state = item.said.get("state")
        if state in TASKS_ONLY:
            errors = [
                *errors,
                f"state: {state} is for the module tyk_key; a configuration says what is, not what happens",
            ]
        return errors

    def _look_closer(self, item: Item, section: _Section) -> list[str]:
        """The same where the values are not of the right types already."""
        said = _without_nulls(item.said)
        if "strategy" in section.options.spec and self._params.get("strategy"):
            said.setdefault("strategy", self._params["strategy"])
        taken, errors = section.options.check(said)
        item.params = {**section.blank, **taken, **section.shared}
        item.named = named({name: item.params.get(name) for name in item.said}, item.said)
        return errors


def _without_nulls(said: dict[str, t.Any]) -> dict[str, t.Any]:
    return {name: value for name, value in said.items() if value is not None}


def faults_of(section: str, item: dict[str, t.Any], where: str) -> tuple[Item, list[str]]:
    """An item that was made of something else, and what would be wrong with it in a configuration."""
    made = Item(section, where, dict(item))
    return made, list(_Checks({}).look(made))


def single_item(section: str, where: str, params: t.Mapping[str, t.Any]) -> Item:
    """An item that says nothing of what there is exactly one of."""
    item = Item(section, where, {})
    _Checks(params).look(item)
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
