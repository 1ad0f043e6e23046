# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole objects in files, and what a Dashboard answers to lists of them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import from_file, listed_in, whole_of
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, where
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UNKNOWN = "this is no object of Tyk's that can be told by what it has"


def read(sources: list[Source]) -> Read:
    """The objects in these files."""
    found: list[Found] = []
    lost: list[Lost] = []
    for source in sources:
        several = listed_in(source.data)
        objects = several[1] if several else [source.data]
        for index, one in enumerate(objects):
            place = f"{where(source)}, object {index + 1}" if several else where(source)
            whole = whole_of("" if several else source.file, one)
            if whole is None and several:
                shaped = from_file(KINDS[several[0]], one)
                whole = (several[0], shaped) if shaped is not None else None
            if whole:
                found.append(Found(whole[0], {"definition": whole[1]}, place))
            else:
                lost.append(Lost(source.file, "", "", UNKNOWN))
    return found, lost
