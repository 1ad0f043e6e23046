# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The formats of other tools, in the order in which they are recognized."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import INDEX, listed_in, whole_of
from ansible_collections.community.tyk.plugins.module_utils._convert import (
    gateway,
    objects,
    openapi,
    operator,
    tyk_sync,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Read, Source


class Format(t.NamedTuple):
    """How the files of one tool are read.

    :arg claims: those of the documents that are of this format.
    :arg platform: where its objects come from, if it has whole ones, which are exported as from there; "" for items.
    """

    claims: t.Callable[[list[Source]], list[Source]]
    read: t.Callable[[list[Source]], Read]
    platform: str = ""


def _of_index(sources: list[Source]) -> list[Source]:
    """What lies in a folder with an index, or below."""
    homes = [os.path.dirname(source.file) for source in sources if os.path.basename(source.file) == INDEX]
    return [source for source in sources if any(source.file.startswith(os.path.join(home, "")) for home in homes)]


def _whole(sources: list[Source]) -> list[Source]:
    return [source for source in sources if whole_of(source.file, source.data) or listed_in(source.data)]


FORMATS = {
    "tyk_sync": Format(_of_index, tyk_sync.read, "dashboard"),
    "operator": Format(operator.claims, operator.read),
    "gateway": Format(gateway.claims, gateway.read, "gateway"),
    "dashboard": Format(_whole, objects.read, "dashboard"),
    "openapi": Format(openapi.claims, openapi.read),
}
