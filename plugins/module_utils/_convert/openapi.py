# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents with nothing of Tyk's in them, such as OpenAPI documents, of which APIs can be made."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import is_else
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, where
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError, Unforeseen, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

ODD = "it is not in the shape of an OpenAPI document, so nothing can be made of it"
UNKNOWN = "this is no OpenAPI document"


def claims(sources: list[Source]) -> list[Source]:
    """The documents among these."""
    return [source for source in sources if is_else(source.data)]


def read(sources: list[Source]) -> Read:
    """An item for each of these documents."""
    found: list[Found] = []
    lost: list[Lost] = []
    for source in sources:
        try:
            with understood():
                made = _made(source, found)
        except TykError as error:
            lost.append(Lost(source.file, "", "", ODD if isinstance(error, Unforeseen) else str(error)))
            continue
        if made is None:
            lost.append(Lost(source.file, "", "", UNKNOWN))
            continue
        one, looks = made
        found.append(one)
        name = f"{one.section}.{one.item[KINDS[one.section].identity.name_option]}"
        lost += [Lost(source.file, name, option, why) for option, why in looks.items()]
    return found, lost


def _made(source: Source, others: list[Found]) -> tuple[Found, dict[str, str]] | None:
    """The item of a document, and by option what to look at in it; None where it is none. Raises TykError.

    :arg others: what was made of the documents before it.
    """
    for section, kind in KINDS.items() if isinstance(source.data, dict) else ():
        made = kind.from_plain(source.data, [one.item for one in others if one.section == section])
        if made:
            return Found(section, made[0], where(source)), made[1]
    return None
