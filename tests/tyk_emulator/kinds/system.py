# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Liveness, and routes about the installation as a whole."""

from __future__ import annotations

from typing import Any

from ..call import Call, Route


def _hello(_call: Call) -> Any:
    return {"status": "ok"}


def _nodes(_call: Call) -> Any:
    return []


ROUTES = (
    Route("GET", "/hello", _hello),
    Route("GET", "/api/system/nodes", _nodes, "system"),
)
