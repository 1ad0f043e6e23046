# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All kinds, as one routing table."""

from __future__ import annotations

from ..call import Route
from . import admin_users, apis, hooks, keys, oas, organisations, policies, system, usergroups, users

_MODULES = (system, organisations, admin_users, users, usergroups, hooks, oas, keys, apis, policies)
ROUTES: tuple[Route, ...] = tuple(route for module in _MODULES for route in module.ROUTES)
