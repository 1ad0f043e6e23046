# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a Gateway is asked whether it serves an object."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


@dataclass(frozen=True)
class Sight:
    """What a Gateway is asked, and what it is to say.

    :arg ident: the id that its control API takes, with the ``query``.
    :arg told: what it has to show of the object, by option; nothing of it is secret.
    :arg path: where traffic for the object comes in, at this ``host`` if it has one of its own.
    :arg shut: why traffic cannot tell whether it is served; "" where it can.
    :arg silent: why nobody can ask for it, whatever the credential.
    :arg note: what else may be the reason that it is not served.
    """

    ident: str
    query: t.Any = None
    told: Object = field(default_factory=dict)
    path: str = ""
    host: str = ""
    shut: str = "no traffic tells of it"
    silent: str = ""
    note: str = ""
