# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reader of another tool's files gets, and what it gives."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t


class Source(t.NamedTuple):
    """One document of a file, parsed.

    :arg place: "", or which of several documents it is, as ``document 2``.
    """

    file: str
    place: str
    data: t.Any


class Found(t.NamedTuple):
    """One item of a configuration, for this section of it."""

    section: str
    item: dict[str, t.Any]
    where: str


class Lost(t.NamedTuple):
    """What could not be carried, or needs a hand."""

    file: str
    object: str
    field: str
    why: str
