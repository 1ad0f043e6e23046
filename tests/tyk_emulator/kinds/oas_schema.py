# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names in OAS documents, and the way to what is in them."""

from __future__ import annotations

from typing import Any

EXTENSION = "x-tyk-api-gateway"
STREAMING = "x-tyk-streaming"


def at(doc: Any, path: str) -> Any:
    """The value under a path of member names; None if any of them is missing."""
    for name in path.split("/"):
        doc = doc.get(name) if isinstance(doc, dict) else None
    return doc
