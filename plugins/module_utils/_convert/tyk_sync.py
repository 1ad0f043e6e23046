# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A folder of tyk-sync: an index, and the objects that it names, each in a file."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import INDEX, gives_way, is_else, whole_of
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source
from ansible_collections.community.tyk.plugins.module_utils._data.paths import held
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

NOT_NAMED = f"the index {INDEX} does not name this file, so tyk-sync leaves it out, too; add it there if it is needed"
NOT_THERE = "the index names this file, and it is not there, or cannot be read"
OTHERWISE = "it has another ID than the index gives it, which is what counts for tyk-sync and was taken"
NO_OBJECT = "this is no object that tyk-sync writes"
GUEST = (
    "this is a document as {} have it, and is taken for one. If Tyk has it among its {}, its tools are open to all "
    "there, and it has to be deleted before it can be made what it should be"
)
Into = tuple[list[Found], list[Lost], dict[str, list[Object]]]


def read(sources: list[Source]) -> Read:
    """The objects that each index among these names."""
    indexes = [source for source in sources if os.path.basename(source.file) == INDEX]
    if not indexes:
        raise Invalid(
            f"format: there is no index {INDEX} in src, which a folder of tyk-sync has; choose another format"
        )
    known = {os.path.realpath(one.file): one for one in sources if os.path.basename(one.file) != INDEX}
    found: list[Found] = []
    lost: list[Lost] = []
    dumped: dict[str, list[Object]] = {}  # by section, as tyk-sync has written it
    taken: set[str] = set()
    for index in indexes:
        if not isinstance(index.data, dict) or not any(_entries(index.data)):
            lost.append(Lost(index.file, "", "", "this index names no files"))
            continue
        for entry in _entries(index.data):
            path = os.path.realpath(os.path.join(os.path.dirname(index.file), str(entry["file"]).replace("\0", "")))
            taken.add(path)
            _read_one(known.get(path), path, entry, (found, lost, dumped))
        lost += [_undumped(index.file, KINDS[section], objects) for section, objects in dumped.items()]
        dumped.clear()
    lost += [Lost(source.file, "", "", NOT_NAMED) for path, source in known.items() if path not in taken]
    return found, [one for one in lost if one.why]


def _entries(index: t.Mapping[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
    """What the lists of an index say of files."""
    for entries in index.values():
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and entry.get("file"):
                yield entry


def _read_one(source: Source | None, path: str, entry: dict[str, t.Any], into: Into) -> None:
    """The object of one file, under the id that the index gives it."""
    found, lost, dumped = into
    if source is None:
        lost.append(Lost(path, "", "", NOT_THERE))
        return
    whole = whole_of(source.file, source.data)
    if whole is None:
        lost.append(Lost(source.file, "", "", is_else(source.data) or NO_OBJECT))
        return
    section, obj = whole
    kind = KINDS[section]
    ident = entry.get(kind.identity.id_option) or entry.get("id")
    if ident and gives_way(kind, obj, str(ident)):
        lost.append(Lost(source.file, f"{section}.{kind.called(obj)}", kind.identity.id_option, OTHERWISE))
    obj = kind.with_ident(obj, str(ident)) if ident else obj
    dumped.setdefault(section, []).append(obj)
    found.append(Found(section, {"definition": kind.from_dump(obj)}, source.file))
    host = next((host for host in KINDS.values() if kind.name in host.guests), None)
    if host:
        label = f"{section}.{kind.called(obj)}"
        lost.append(Lost(source.file, label, "", GUEST.format(kind.title, host.title)))


def _undumped(file: str, kind: Kind, objects: list[Object]) -> Lost:
    """What tyk-sync leaves out of all objects of a kind."""
    paths = [path for path in kind.not_dumped if not any(any(held(obj, path.split("."))) for obj in objects)]
    return Lost(file, kind.section, ", ".join(paths), kind.dumped_without if paths else "")
