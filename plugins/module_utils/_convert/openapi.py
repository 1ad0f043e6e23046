# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents with nothing of Tyk's in them, such as OpenAPI documents, of which APIs can be made."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import is_else
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Read, Source, where
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UNKNOWN = "this is no OpenAPI document"


def claims(sources: list[Source]) -> list[Source]:
    """The documents among these."""
    return [source for source in sources if is_else(source.data)]


def read(sources: list[Source]) -> Read:
    """An item for each of these documents."""
    found: list[Found] = []
    lost: list[Lost] = []
    for source in sources:
        made = None
        try:
            for section, kind in KINDS.items():
                made = kind.from_plain(source.data) if isinstance(source.data, dict) else None
                if made:
                    item, looks = made
                    found.append(Found(section, item, where(source)))
                    name = f"{section}.{item[kind.identity.name_option]}"
                    lost += [Lost(source.file, name, option, why) for option, why in looks.items()]
                    break
        except Invalid as error:
            lost.append(Lost(source.file, "", "", str(error)))
            continue
        lost += [] if made else [Lost(source.file, "", "", UNKNOWN)]
    return found, lost
