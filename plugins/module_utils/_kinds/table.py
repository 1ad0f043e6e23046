# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds that a configuration is made of, in the order in which their objects refer to each other."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.asset import ASSET
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAUTH_CLIENT
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER
from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP
from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK

# The key of a configuration -> the kind. What is made goes down this table, what is deleted goes up.
KINDS: t.Mapping[str, Resource] = {
    "user_groups": USER_GROUP,
    "users": USER,
    "certificates": CERTIFICATE,
    "webhooks": WEBHOOK,
    "assets": ASSET,
    "apis": API,
    "policies": POLICY,
    "keys": KEY,
    "oauth_clients": OAUTH_CLIENT,
}

# The kinds as headings.
TITLES: t.Mapping[str, str] = {
    "user_groups": "User groups",
    "users": "Users",
    "certificates": "Certificates",
    "webhooks": "Webhooks",
    "assets": "Assets",
    "apis": "APIs",
    "policies": "Policies",
    "keys": "Keys",
    "oauth_clients": "OAuth clients",
}

# Where definitions have the id of their object, and that of the database, if not where Tyk's own object has it.
DEFINED_IDS: t.Mapping[str, tuple[str, ...]] = {
    "apis": (
        *("api_id", "id", "api_definition.api_id", "api_definition.id"),
        *("x-tyk-api-gateway.info.id", "x-tyk-api-gateway.info.dbId"),
    )
}
