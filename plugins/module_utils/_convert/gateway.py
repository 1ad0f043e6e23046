# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a Gateway without a Dashboard: APIs with their documents beside them, and policies."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import (
    companions,
    entries_of,
    is_else,
    whole_of,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, where
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UNKNOWN = "this is no file that a Gateway reads"
NOTHING_OF_TYK = (
    "this is the document of the API beside it, and it has nothing of Tyk's in it, such as where it listens"
)
APART = (
    "the file of the API and its document say two things, {} and {}; a Gateway serves what the file of the API says, "
    "and the document is what was taken"
)


def claims(sources: list[Source]) -> list[Source]:
    """The documents among these that only a Gateway has; and then all whole objects, which are its own, too."""
    pairs = companions(source.file for source in sources)
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
    pairs = companions(source.file for source in sources)
    first = {beside: file for file, (_section, beside) in pairs.items()}
    by_file = {source.file: source for source in sources}
    found: list[Found] = []
    lost: list[Lost] = []
    for source in sources:
        entries = entries_of(source.data)
        if source.file in first:
            continue  # its document stands for it
        if source.file in pairs:
            section, beside = pairs[source.file]
            found += _document(section, source)
            lost += _apart(section, source, by_file[beside])
        elif entries:
            section, objects = entries
            kind = KINDS[section]
            for ident, obj in objects.items():
                place = f"{where(source)}, {ident}"
                found.append(Found(section, {"definition": kind.with_ident(obj, ident)}, place))
        else:
            one = _whole(source)
            found += [one] if one else []
            lost += [] if one else [Lost(source.file, "", "", is_else(source.data) or UNKNOWN)]
    return found, lost


def _document(section: str, source: Source) -> list[Found]:
    obj = KINDS[section].from_file(source.data) if isinstance(source.data, dict) else None
    return [Found(section, {"definition": obj}, source.file)] if obj is not None else []


def _whole(source: Source) -> Found | None:
    whole = whole_of(source.file, source.data)
    if whole is None and _entry(source.data):
        whole = (_entry(source.data), source.data)
    return Found(whole[0], {"definition": whole[1]}, where(source)) if whole else None


def _apart(section: str, document: Source, beside: Source) -> t.Iterator[Lost]:
    """What the two files of one API say differently, of what tells it from others."""
    whole = whole_of(beside.file, beside.data)
    mine = KINDS[section].from_file(document.data) if isinstance(document.data, dict) else None
    if whole is None or mine is None:
        yield Lost(document.file, "", "", NOTHING_OF_TYK)
        return
    for option, path, own in KINDS[section].in_both(mine):
        said, shown = get(whole[1], path), get(mine, own)
        if said != shown:
            yield Lost(beside.file, section, option, APART.format(repr(said), repr(shown)))
