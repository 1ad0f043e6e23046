# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the readers of foreign formats take and give."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import options_of

# How errors begin: those of kinds, what a new object lacks, and Ansible's own of an option at the top.
FIELD = re.compile(
    r"(?:value of (?!.* found in )|[^:]* something is missing: )?(\w+)([.\[][^:]*?)?(?:: | has to | must be one of)"
)


class Source(t.NamedTuple):
    """One document of a file.

    :arg file: its path; ``place``: "" or, of a file with several documents, which one it is: "document 2".
    :arg data: what it stands for.
    """

    file: str
    place: str
    data: t.Any


class Found(t.NamedTuple):
    """One item of a configuration.

    :arg section: key of the configuration.
    :arg item: the item; with ``definition`` and nothing else, it is a whole object of Tyk's, and gets our shape later.
    :arg where: file and place, for messages.
    """

    section: str
    item: dict[str, t.Any]
    where: str


class Lost(t.NamedTuple):
    """What could not be carried over, or needs a hand.

    :arg object: section and name of the object; "" for all of the file.
    :arg field: the field of it, as a task would write it; "" for all of the object.
    :arg why: a sentence without values, as these may be secret.
    :arg values: what the field has, for ``{}`` in the sentence, as far as anybody may see it.
    """

    file: str
    object: str
    field: str
    why: str
    values: tuple[t.Any, ...] = ()


Read = tuple[list[Found], list[Lost]]


def field_of(section: str, fault: str) -> str:
    """The option that an error is about, and the way below it; "" where it does not say that in one of these ways."""
    found = FIELD.match(fault)
    return f"{found[1]}{found[2] or ''}" if found and found[1] in options_of(section).spec else ""


def where(source: Source) -> str:
    """File and place of a document, for messages."""
    return f"{source.file}, {source.place}" if source.place else source.file
