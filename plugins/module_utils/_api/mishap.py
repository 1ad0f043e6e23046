# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of a request that got no usable answer."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

NO, YES, UNKNOWN = "no", "yes", "unknown"  # whether the server may have acted


class Mishap(t.NamedTuple):
    """What happened, what to do, whether the request was sent, and whether to try again."""

    words: str
    hint: str
    sent: str
    again: bool
