# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder of files that hold a configuration, brought to what an export says. Each object stays in its file.

Files are the user's: whatever they are called, and however many objects they hold, an object that is in one is
written there, and only its own lines change. What no file holds gets one by the layout. So the difference between two
exports in a repository is one of the objects.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import bisect
import os
import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._config.declared import RESULTS, of_another_tool
from ansible_collections.community.tyk.plugins.module_utils._config.files import below, holds_anchors
from ansible_collections.community.tyk.plugins.module_utils._config.known import Known
from ansible_collections.community.tyk.plugins.module_utils._config.matching import (
    Held,
    Item,
    Label,
    Matching,
    Wanted,
)
from ansible_collections.community.tyk.plugins.module_utils._data.file_names import Named, file_names
from ansible_collections.community.tyk.plugins.module_utils._data.files import HAS_YAML, dump
from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse
from ansible_collections.community.tyk.plugins.module_utils._data.rewriting import ordered, rewritten, same
from ansible_collections.community.tyk.plugins.module_utils._data.written import write_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

SHOWN = 5  # of what a warning names
IsMeant = t.Callable[[str, t.Any], bool]
Place = tuple[str, str, int]  # a file, a section, and the place in it
UNREAD = (ValueError, TypeError, AttributeError, KeyError, RecursionError)


class Asked(t.NamedTuple):
    """What is asked for.

    :arg layout: where an object goes that no file holds: ``kind`` for one file per kind, ``object`` for one per object.
    :arg private: nobody else may read the files.
    :arg sections: those of which everything is known, so that what is not there is gone.
    :arg meant: whether an object that a file holds is among those which are asked for, where these are not all; nothing
        is taken out of a file then.
    :arg delete_gone: files that hold nothing but what is gone are deleted, if nobody has written in them.
    """

    layout: str
    private: bool
    sections: t.Collection[str]
    meant: IsMeant | None = None
    delete_gone: bool = False


def _stamp(path: str) -> tuple[int, ...]:
    """What is another after each change of a file."""
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(eq=False)
class _File:
    """A file that is there, or is going to be.

    :arg path: where it is, through links.
    :arg data: what it holds; ``after`` what it is to hold.
    :arg beside: what holds anchors, and stays; ``order`` the names at the top of the file.
    :arg sources: where the items were: id() of an item -> its place.
    :arg exported: something of the export is in it.
    :arg linked: it is somewhere else, behind a link.
    :arg stamp: what tells whether somebody has changed it since it was read.
    """

    name: str
    path: str
    data: dict[str, list[Item]] = field(default_factory=dict)
    after: dict[str, list[Item]] = field(default_factory=dict)
    beside: Item = field(default_factory=dict)
    order: t.Sequence[str] = ()
    sources: dict[int, int] = field(default_factory=dict)
    exported: bool = False
    linked: bool = False
    stamp: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether others may read it."""
        return os.path.exists(self.path) and bool(os.stat(self.path).st_mode & 0o077)

    def text(self) -> str:
        """As it is, to the letter."""
        if not os.path.isfile(self.path):
            return ""
        with open(self.path, encoding="utf-8", newline="") as file:
            return file.read()

    def written(self) -> str:
        """As it is to be."""
        text = self.text()
        if text and same(self.data, self.after):
            return text
        if text and _stamp(self.path) != self.stamp:
            raise Invalid(f"dest: {self.path} was changed while the export ran; export again")
        is_json, old, new = self.path.lower().endswith(".json"), self._whole(self.data), self._whole(self.after)
        return rewritten(text, is_json, old, new, self.sources)

    def _whole(self, lists: dict[str, list[Item]]) -> dict[str, t.Any]:
        """The file with these lists."""
        whole = {**self.beside, **lists}
        return {name: whole[name] for name in dict.fromkeys([*self.order, *whole]) if name in whole}

    def is_plain(self) -> bool:
        """Whether it is as an export writes it, so that nobody has written in it, and where it was written."""
        try:
            return not self.linked and self.text() == dump(self.data)
        except ValueError:
            return False


class Files:
    """The files of a folder, and what becomes of them."""

    def __init__(self, folder: str, asked: Asked, known: Known) -> None:
        if not HAS_YAML:
            raise Invalid("dest: to write YAML, this host needs the Python library PyYAML")
        self._folder, self._asked, self._known = os.path.expanduser(folder), asked, known
        self._files: dict[str, _File] = {}  # by where they are
        self._other: dict[str, str] = {}  # what is no configuration, or cannot be read, and why
        self._unread: list[str] = []
        self._matching = Matching([], [])
        self._gone: list[Held] = []
        self._out: list[Held] = []  # of these, what is taken out of a file
        self._same: list[Held] = []  # is in the same file twice, and taken out once
        self._left: list[_File] = []  # they hold nothing but what is gone
        self._going: list[_File] = []

    def write(self, config: t.Mapping[str, list[Item]], check: bool) -> dict[str, t.Any]:
        """Write the files that differ; what became of which."""
        self._read()
        wanted = [Wanted(kind, item, self._safe_label(kind, item)) for kind, items in config.items() for item in items]
        held = [one for file in self._files.values() for one in self._held(file)]
        self._matching = Matching(wanted, held)
        self._settle(held, self._homes(wanted), {id(one): at for at, one in enumerate(wanted)})
        changed = [file for file in self._files.values() if self._differs(file)]
        fault = next(filter(None, (fault_of_file(os.path.join(self._folder, one.name), True) for one in changed)), "")
        if fault:
            raise Invalid(f"dest: {fault}")
        self._going = [file for file in self._left if self._asked.delete_gone and file.is_plain()]
        try:
            self._store([(file.path, file.written()) for file in changed], check)
        except OSError as error:
            raise Invalid(f"dest: {error}") from error
        except ValueError as error:
            why = f"what a file holds beside this export cannot be kept: {error}"
            raise Invalid(f"dest: {why}; export into another folder") from error
        return {"changed": bool(changed or self._going), **self._told()}

    def remarks(self, what: str) -> t.Iterator[str]:
        """What somebody should look at.

        :arg what: what is written, for people.
        """
        if self._out:
            yield f"Taken out of files that were there: {_some(map(_called, self._out))}."
        stale = [os.path.join(self._folder, file.name) for file in self._left if file not in self._going]
        inside = {file.name for file in self._left} | {one.file for one in self._out}
        stale += [_called(one) for one in self._gone if one.file not in inside]
        if stale:
            yield (
                f"Not part of {what}: {_some(stale, ' (see stale and gone)')}. Delete those whose objects are gone; "
                "the next run of tyk_config would make them again."
            )
        if self._going:
            gone = _some(os.path.join(self._folder, file.name) for file in self._going)
            yield f"Deleted, since all that they held is gone: {gone}."
        if self._known.outdated:
            yield (
                f"Written out, since their documents say something else: {_some(self._known.outdated)}. Delete "
                "documents that no object names any more; tyk_config refuses them."
            )
        if self._known.bared:
            yield (
                f"Secrets that files had in clear, and that are taken out of them, since this leaves secrets out: "
                f"{_some(self._known.bared)}. Put a placeholder in place of each, which stays."
            )
        yield from self._remarks_on_twins()
        if self._unread:
            yield f"Not looked into, so what they hold may be exported once more: {_some(self._unread)}."

    def _remarks_on_twins(self) -> t.Iterator[str]:
        homes = {id(one): other for one, other in self._matching.pairs}
        several = [
            (_called(other), homes[id(one)].file) for one, other in self._matching.twice if other not in self._same
        ]
        if self._same:
            yield f"In a file twice, and taken out once: {_some(map(_called, self._same))}."
        if several:
            told = _some(f"{other} and {file}" for other, file in several)
            yield f"In two files: {told}. Keep one of them; tyk_config refuses what is declared twice."

    def _read(self) -> None:
        """Find out what the files hold."""
        inside = os.path.realpath(self._folder)
        for path in below(self._folder, "dest", self._unread) if os.path.isdir(self._folder) else ():
            real, name = os.path.realpath(path), os.path.relpath(path, self._folder)
            if real in self._files or real in self._other or not os.path.isfile(real):
                continue  # nothing may ever come out of a pipe
            try:
                stamp, data = _stamp(real), parse(path)
            except (OSError, ValueError, RecursionError) as error:
                self._other[real] = str(error) or "it is nested too deeply"
                self._unread.append(f"{name}: {self._other[real]}")
                continue
            if _is_configuration(data):
                beside = {key: value for key, value in (data or {}).items() if holds_anchors(key)}
                lists = {section: items or [] for section, items in (data or {}).items() if section not in beside}
                linked = real != os.path.join(inside, name)
                self._files[real] = _File(name, real, lists, lists, beside, [*(data or {})], linked=linked, stamp=stamp)
            else:
                self._other[real] = "it holds no configuration"
                if isinstance(data, dict) and not {*data}.isdisjoint({*KINDS, *RESULTS}):
                    self._unread.append(f"{name}: it holds something else than objects of {', '.join(KINDS)}")
                elif isinstance(data, dict) and of_another_tool(path, data) is not data:
                    self._unread.append(f"{name}: it holds one whole object, as Tyk's own tools write it")

    def _held(self, file: _File) -> t.Iterator[Held]:
        home = os.path.dirname(os.path.join(self._folder, file.name))
        for section, items in file.data.items():
            known = section in self._asked.sections
            for at, item in enumerate(items):
                going = known and item.get("state") != "absent"  # which says itself that there is none
                if going and self._asked.meant:
                    going = self._asked.meant(section, item)
                try:
                    label, whole = self._known.written_out(section, item, home)
                except UNREAD:
                    label, whole = Label(""), item
                yield Held(file.name, section, at, whole, label, going)

    def _safe_label(self, section: str, item: Item) -> Label:
        """What tells an object; nothing where it is not shaped as one."""
        try:
            return self._known.label(section, item)
        except UNREAD:
            return Label("")

    def _homes(self, wanted: list[Wanted]) -> dict[str, list[Wanted]]:
        """The files of what no file holds. Raises Invalid where one is something else."""
        known = {id(one) for one, _held in self._matching.pairs}
        free = [one for one in wanted if id(one) not in known]
        if self._asked.layout == "kind":
            names = [f"{one.section}.yml" for one in free]
        else:
            folders = {one.section: os.path.join(self._folder, one.section) for one in free}
            taken = [
                f"{name}/{one}" for name, path in folders.items() if os.path.isdir(path) for one in os.listdir(path)
            ]
            labels = [(one.section, one.label) for one in free]
            names = file_names(
                [Named(kind, label.name or label.ident, label.ident, label.digest) for kind, label in labels], taken
            )
        homes: dict[str, list[Wanted]] = {}
        for name, one in zip(names, free):
            path = os.path.join(self._folder, name)
            real = os.path.realpath(path)
            if real in self._other:
                why = f"{path} is there and would be changed, but {self._other[real]}"
                raise Invalid(f"dest: {why}; move it away, or choose another folder")
            self._files.setdefault(real, _File(name, real))
            homes.setdefault(real, []).append(one)
        return homes

    def _settle(self, held: list[Held], homes: dict[str, list[Wanted]], order: dict[int, int]) -> None:
        """Say what each file is to hold.

        :arg homes: what is new in which file; ``order`` the place of each object in the export.
        """
        pairs = {_place(other): one for one, other in self._matching.pairs}
        twice = {_place(other) for _one, other in self._matching.twice}
        if not self._asked.meant:
            homes_of = {id(one): other.file for one, other in self._matching.pairs}
            self._same = [other for one, other in self._matching.twice if homes_of[id(one)] == other.file]
        inside: dict[str, list[Held]] = {}
        for one in held:
            inside.setdefault(one.file, []).append(one)
        for file in self._files.values():
            there = inside.get(file.name, [])
            gone = [one for one in there if one.going and _place(one) not in pairs and _place(one) not in twice]
            self._gone += gone
            new = homes.get(file.path, [])
            if len(gone) == len(there) and not new:
                is_ours = bool(there) or not self._asked.meant and {*file.data} <= {*self._asked.sections}
                self._left += [file] if is_ours else []
                continue
            out = [] if self._asked.meant else gone
            self._out += out
            file.exported = bool(new) or any(_place(one) in pairs for one in there)
            lists = _Lists(self._known, os.path.dirname(os.path.join(self._folder, file.name)), pairs, order)
            lists.fill(file, {_place(one) for one in [*out, *self._same]})
            file.after = lists.with_new(new, atop=not self._asked.meant)

    def _differs(self, file: _File) -> bool:
        """Whether a file is to be written."""
        return not same(file.data, file.after) or file.exported and self._asked.private and file.is_open

    def _store(self, texts: list[tuple[str, str]], check: bool) -> None:
        for path, text in texts if not check else ():
            os.makedirs(os.path.dirname(path), mode=0o700 if self._asked.private else 0o777, exist_ok=True)
            write_whole(path, text, self._asked.private)
        for file in self._going if not check else ():
            os.unlink(file.path)

    def _told(self) -> dict[str, t.Any]:
        """What became of which file, and of what was in it."""

        def paths(files: t.Iterable[_File]) -> list[str]:
            return sorted(os.path.join(self._folder, file.name) for file in files)

        def told(one: Held, **more: str) -> dict[str, str]:
            return {"kind": one.section, "name": one.label.name, **more, "file": os.path.join(self._folder, one.file)}

        return {
            "files": paths(file for file in self._files.values() if file.exported),
            "stale": paths(file for file in self._left if file not in self._going),
            "deleted": paths(self._going),
            "gone": [told(one) for one in self._gone],
            "renamed": [told(old, name=new.label.name, before=old.label.name) for new, old in self._matching.renamed],
        }


class _Lists:
    """The items of a file, section by section."""

    def __init__(self, known: Known, home: str, pairs: t.Mapping[Place, Wanted], order: t.Mapping[int, int]) -> None:
        self._known, self._home, self._pairs, self._order = known, home, pairs, order
        self._made: dict[str, list[tuple[int | None, Item]]] = {}  # with the place in the export

    def fill(self, file: _File, out: t.Collection[Place]) -> None:
        """Take what a file holds, as it is to be.

        :arg out: what goes.
        """
        for section, items in file.data.items():
            made = self._made.setdefault(section, [])
            for place, item in (((file.name, section, at), item) for at, item in enumerate(items)):
                if place not in out:
                    made.append(self._item(self._pairs.get(place), item))
                    file.sources[id(made[-1][1])] = place[-1]
            if items and not made:
                del self._made[section]

    def _item(self, wanted: Wanted | None, item: Item) -> tuple[int | None, Item]:
        """An item as it is to be, with its place in the export."""
        if wanted is None:
            return None, item
        new = self._known.kept(wanted.section, item, wanted.item, self._home)
        return self._order[id(wanted)], item if same(new, item) else ordered(new, item)

    def with_new(self, new: list[Wanted], atop: bool) -> dict[str, list[Item]]:
        """All items, with new ones behind what they stand behind in the export.

        :arg atop: what stands behind nothing goes to the top, and not to the end.
        """
        for section in dict.fromkeys(one.section for one in new):
            made = self._made.get(section, [])
            ranked = sorted((rank, at) for at, (rank, _item) in enumerate(made) if rank is not None)
            first = -1 if atop else len(made) - 1
            behind: dict[int, list[tuple[int | None, Item]]] = {}
            for one in new:
                if one.section == section:
                    rank = self._order[id(one)]
                    before = bisect.bisect(ranked, (rank, 0))
                    behind.setdefault(ranked[before - 1][1] if before else first, []).append((rank, one.item))
            lists = [[*made[at : at + 1], *behind.get(at, [])] for at in range(-1, len(made))]
            self._made[section] = [pair for some in lists for pair in some]
        return {section: [item for _rank, item in made] for section, made in self._made.items()}


def _is_configuration(data: t.Any) -> bool:
    """Whether a file holds nothing but objects, or nothing."""
    if data is None:
        return True
    held = {key: items for key, items in data.items() if not holds_anchors(key)} if isinstance(data, dict) else {}
    lists = [items for items in held.values() if items is not None]
    return (
        isinstance(data, dict)
        and held.keys() <= KINDS.keys()
        and bool(held or not data)
        and all(isinstance(items, list) and all(isinstance(item, dict) for item in items) for items in lists)
    )


def _place(held: Held) -> Place:
    return held.file, held.section, held.at


def _called(held: Held) -> str:
    return f"{held.section}.{held.label.name or held.label.ident} ({held.file})"


def _some(texts: t.Iterable[str], where: str = "") -> str:
    """The first of several, and how many there are beside them."""
    several = list(texts)
    more = f" and {len(several) - SHOWN} more{where}" if len(several) > SHOWN else ""
    return f"{', '.join(several[:SHOWN])}{more}"
