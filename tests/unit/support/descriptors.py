# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All kinds of objects, as the code has them."""

from __future__ import annotations

import importlib
import pkgutil

from ansible_collections.community.tyk.plugins.module_utils import _kinds
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind


def dashboard_kinds() -> dict[str, dict[str, Kind]]:
    """Every kind of a Dashboard: name -> route -> kind. A name has several where its objects come in formats."""
    found: dict[str, dict[str, Kind]] = {}
    for entry in pkgutil.walk_packages(_kinds.__path__, f"{_kinds.__name__}."):
        for value in vars(importlib.import_module(entry.name)).values():
            if isinstance(value, Kind) and value.platform == "dashboard":
                found.setdefault(value.name, {})[value.route.collection] = value
    return found


KINDS = dashboard_kinds()
