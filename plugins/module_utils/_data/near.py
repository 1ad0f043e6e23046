# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which known name an unknown one was probably meant to be."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def as_name(text: str) -> str:
    """What somebody took for a name, for a message; "..." where it may be anything, such as a line of another file."""
    return text if re.fullmatch(r"[\w.@/{}$ -]{1,60}", text) else "..."


def nearest(name: str, known: t.Iterable[str]) -> str:
    """The known name that is written nearly so, or ""; case, blanks, underscores and hyphens do not count."""
    import difflib

    plain = {_plain(one): one for one in known}
    return plain.get(next(iter(difflib.get_close_matches(_plain(name), plain, 1, 0.7)), ""), "")


def did_you_mean(name: str, quote: bool = False) -> str:
    """The question, to be put behind what is unknown; "" where there is no name to ask for."""
    return f" (did you mean {name!r}?)" if name and quote else f" (did you mean {name}?)" if name else ""
