# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All kinds, as one routing table."""

from __future__ import annotations

from ..call import Route
from . import (
    admin_users,
    apis,
    assets,
    certs,
    client_idps,
    clients,
    hooks,
    keys,
    mcps,
    migrate,
    oas,
    oas_urls,
    oas_variants,
    org_keys,
    org_settings,
    organisations,
    policies,
    portal,
    rebase,
    schemas,
    system,
    tib,
    usergroups,
    users,
)

_ADMIN = (organisations, admin_users, org_keys)
_DASHBOARD = (
    users,
    usergroups,
    hooks,
    certs,
    oas,
    oas_urls,
    oas_variants,
    clients,
    keys,
    apis,
    policies,
    assets,
    org_settings,
)
_PORTAL = (portal,)
_NEWER = (client_idps, mcps, migrate, rebase, tib)
ROUTES: tuple[Route, ...] = tuple(
    route for module in (system, schemas, *_ADMIN, *_DASHBOARD, *_PORTAL, *_NEWER) for route in module.ROUTES
)
