# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole objects in files, and what a Dashboard answers to lists of them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import collections
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import pages_of
from ansible_collections.community.tyk.plugins.module_utils._config.foreign import from_file, listed_in, whole_of
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, where
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UNKNOWN = "this is no object of Tyk's that can be told by what it has"

PART = (
    "by what it says, this is one page of {}, and no more than {} are here, so objects may be missing; get all at "
    "once, with p=-1 in the query of the address, or name the files of all pages"
)


def _parts(sources: list[Source]) -> t.Iterator[Lost]:
    """The pages of a list of which others are not here."""
    listed = ((source, listed_in(source.data)) for source in sources)
    pages = [(source, found[0], pages_of(source.data)) for source, found in listed if found and _has_pages(source)]
    here = collections.Counter((section, count) for _source, section, count in pages)
    for source, section, count in pages:
        if here[section, count] < count:
            yield Lost(where(source), section, "", PART.format(count, here[section, count]))


def _has_pages(source: Source) -> bool:
    return isinstance(source.data, dict) and pages_of(source.data) > 1


def read(sources: list[Source]) -> Read:
    """The objects in these files."""
    found: list[Found] = []
    lost: list[Lost] = []
    lost += _parts(sources)
    for source in sources:
        several = listed_in(source.data)
        if several is None:
            whole = whole_of(source.file, source.data)
            found += [Found(whole[0], {"definition": whole[1]}, where(source))] if whole else []
            lost += [] if whole else [Lost(source.file, "", "", UNKNOWN)]
            continue
        section, objects = several
        for number, one in enumerate(objects, 1):
            obj, place = from_file(KINDS[section], one), f"{where(source)}, object {number}"
            # what a list shows is of its kind, but where the content tells otherwise
            whole = (section, obj) if obj is not None else whole_of("", one)
            found += [Found(whole[0], {"definition": whole[1]}, place)] if whole else []
            lost += [] if whole else [Lost(place, "", "", UNKNOWN)]
    return found, lost
