# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task says about all of its requests."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress


class Context(t.NamedTuple):
    """What a task says about all of its requests.

    :arg org: the organisation that the task says it works in.
    :arg patience: for how many seconds to wait until the server is ready.
    :arg reloads: whether what is written counts at once, where that is a step of its own.
    :arg check: nothing is to be changed.
    :arg progress: told how far a list is whose objects are read one by one.
    """

    org: str = ""
    patience: float = 0
    reloads: bool = True
    check: bool = False
    progress: Progress = Progress()
