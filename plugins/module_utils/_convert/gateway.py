# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a Gateway without a Dashboard: APIs with their documents beside them, and policies."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import (
    companions,
    entries_of,
    from_file,
    gives_way,
    is_else,
    whole_of,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, where
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UNKNOWN = "this is no file that a Gateway reads"
NOTHING_OF_TYK = (
    "this is the document of the API beside it, and it has nothing of Tyk's in it, such as where it listens"
)
MANY = (
    "one file holds all of them, and a Gateway with no policy_path never loads what is written by its API; give it "
    "that folder first"
)
OTHERWISE = (
    "it has another ID than the one that the file has it under, which is what counts for a Gateway and was taken; keys "
    "that name the other one do not find it"
)
RENAMED = (
    "its ID is {}, and its file is called otherwise. Where a Gateway loads that, a write by its API makes a second "
    "file, and the object cannot be deleted; rename the file first, or apply this to another Gateway"
)
APART = (
    "the file of the API and its document say two things{}; a Gateway serves what the file of the API says, and the "
    "document is what was taken"
)


def claims(sources: list[Source]) -> list[Source]:
    """The documents among these that only a Gateway has; and then all whole objects, which are its own, too."""
    pairs = companions((source.file, source.data) for source in sources)
    paired = {*pairs, *(beside for _section, beside in pairs.values())}
    own = [source for source in sources if source.file in paired or entries_of(source.data) or _is_bare(source)]
    known = {id(source.data) for source in own}
    others = (source for source in sources if own and id(source.data) not in known)
    return [*own, *(one for one in others if whole_of(one.file, one.data) or _entry(one.data))]


def _is_bare(source: Source) -> bool:
    """Whether this is a classic definition as only a Gateway keeps it, without what a Dashboard has around it."""
    whole = whole_of(source.file, source.data)
    return bool(whole and len(whole[1]) == 1 and any(value is source.data for value in whole[1].values()))


def _entry(data: t.Any) -> str:
    """The section of an object that a Gateway takes from a folder of such, though it may not say all; "" for none."""
    return next((name for name, kind in KINDS.items() if isinstance(data, dict) and kind.is_entry(data)), "")


def read(sources: list[Source]) -> Read:
    """The objects in these files."""
    pairs = companions((source.file, source.data) for source in sources)
    first = {beside for _section, beside in pairs.values()}
    by_file = {source.file: source for source in sources}
    found: list[Found] = []
    lost: list[Lost] = []
    for source in sources:
        entries = entries_of(source.data)
        if source.file in first:
            continue  # its document stands for it
        if source.file in pairs:
            section, beside = pairs[source.file]
            some = _document(section, source)
            lost += [*_apart(section, source, by_file[beside]), *_renamed(some, beside)]
        elif entries:
            some = _several(source, *entries)
            lost.append(Lost(source.file, entries[0], "", MANY))
            lost += _otherwise(source, *entries)
        else:
            some = _whole(source)
            lost += [*_renamed(some, source.file)] if some else [_unknown(source)]
        found += some
    return found, lost


def _unknown(source: Source) -> Lost:
    return Lost(source.file, "", "", is_else(source.data) or UNKNOWN)


def _renamed(found: list[Found], file: str) -> t.Iterator[Lost]:
    """What is kept in a file that is not called by its ID."""
    for one in found:
        kind, obj = KINDS[one.section], one.item["definition"]
        ident, stem = kind.id_of(obj), os.path.splitext(os.path.basename(file))[0]
        if stem not in (ident, *(str(get(obj, path)) for path in kind.identity.ids)):
            yield Lost(file, f"{one.section}.{kind.called(obj)}", "", RENAMED.format(ident or "not said"))


def _several(source: Source, section: str, objects: dict[str, Object]) -> list[Found]:
    kind = KINDS[section]
    return [
        Found(section, {"definition": kind.with_ident(obj, ident)}, f"{where(source)}, {ident}")
        for ident, obj in objects.items()
    ]


def _otherwise(source: Source, section: str, objects: dict[str, Object]) -> t.Iterator[Lost]:
    """The objects with an ID of their own, which gives way to what the file has them under."""
    for ident, obj in objects.items():
        if gives_way(KINDS[section], obj, ident):
            label = f"{section}.{KINDS[section].called(obj)}"
            yield Lost(f"{where(source)}, {ident}", label, KINDS[section].identity.id_option, OTHERWISE)


def _document(section: str, source: Source) -> list[Found]:
    obj = from_file(KINDS[section], source.data)
    return [Found(section, {"definition": obj}, source.file)] if obj is not None else []


def _whole(source: Source) -> list[Found]:
    whole = whole_of(source.file, source.data)
    if whole is None and _entry(source.data):
        whole = (_entry(source.data), source.data)
    return [Found(whole[0], {"definition": whole[1]}, where(source))] if whole else []


def _apart(section: str, document: Source, beside: Source) -> t.Iterator[Lost]:
    """What the two files of one API say differently, of what tells it from others."""
    whole = whole_of(beside.file, beside.data)
    mine = from_file(KINDS[section], document.data)
    if whole is None or mine is None:
        yield Lost(document.file, "", "", NOTHING_OF_TYK)
        return
    for option, path, own in KINDS[section].in_both(mine):
        said, shown = get(whole[1], path), get(mine, own)
        if said != shown:
            yield Lost(beside.file, section, option, APART, (said, shown))
