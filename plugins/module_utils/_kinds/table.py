# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds that a configuration is made of, in the order in which their objects refer to each other."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.additional_permissions import ADDITIONAL_PERMISSIONS
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import MCP_PROXY
from ansible_collections.community.tyk.plugins.module_utils._kinds.asset import ASSET
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.client_idp import CLIENT_IDP
from ansible_collections.community.tyk.plugins.module_utils._kinds.identity_profile import IDENTITY_PROFILE
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAUTH_CLIENT
from ansible_collections.community.tyk.plugins.module_utils._kinds.opa_rules import OPA_RULES
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY
from ansible_collections.community.tyk.plugins.module_utils._kinds.referring import CatalogueEntry
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER
from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP
from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK

# Kinds that nothing here manages, and whose objects refer to others; by name.
REFERRING: t.Mapping[str, Kind] = {kind.name: kind for kind in (CatalogueEntry(),)}

# By the key in a configuration. What is made goes down this table, what is deleted goes up.
KINDS: t.Mapping[str, Kind] = {
    kind.section: kind
    for kind in (
        ADDITIONAL_PERMISSIONS,
        USER_GROUP,
        USER,
        CERTIFICATE,
        WEBHOOK,
        ASSET,
        API,
        MCP_PROXY,
        POLICY,
        KEY,
        OAUTH_CLIENT,
        CLIENT_IDP,
        IDENTITY_PROFILE,
        OPA_RULES,
    )
}
EVERYTHING: t.Mapping[str, Kind] = {**KINDS, **REFERRING}


def listed_with(name: str) -> str:
    """The kind among whose objects those of this one are looked up; mostly itself."""
    return _HOSTS.get(name, name)


_HOSTS: t.Mapping[str, str] = {guest: kind.name for kind in reversed([*KINDS.values()]) for guest in kind.guests}
