# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds that a configuration is made of, in the order in which their objects refer to each other.

Each is imported when somebody asks for it: a task of one kind needs few of the others."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind


def additional_permissions() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.additional_permissions import (
        ADDITIONAL_PERMISSIONS,
    )

    return ADDITIONAL_PERMISSIONS


def user_group() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.user_group import USER_GROUP

    return USER_GROUP


def user() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER

    return USER


def certificate() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE

    return CERTIFICATE


def webhook() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK

    return WEBHOOK


def asset() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.asset import ASSET

    return ASSET


def api() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API

    return API


def mcp_proxy() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import MCP_PROXY

    return MCP_PROXY


def policy() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY

    return POLICY


def key() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY

    return KEY


def oauth_client() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.oauth_client import OAUTH_CLIENT

    return OAUTH_CLIENT


def client_idp() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.client_idp import CLIENT_IDP

    return CLIENT_IDP


def identity_profile() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.identity_profile import IDENTITY_PROFILE

    return IDENTITY_PROFILE


def opa_rules() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.opa_rules import OPA_RULES

    return OPA_RULES


@functools.cache
def catalogue_entry() -> Kind:
    from ansible_collections.community.tyk.plugins.module_utils._kinds.referring import CatalogueEntry

    return CatalogueEntry()


class Kinds(t.Mapping[str, Kind]):
    """Kinds by what they are called, each imported when it is looked up for the first time.

    :arg loads: what imports each.
    """

    def __init__(self, loads: t.Mapping[str, t.Callable[[], Kind]]) -> None:
        self.loads, self._loaded = loads, dict[str, Kind]()

    def __getitem__(self, called: str) -> Kind:
        try:
            return self._loaded[called]
        except KeyError:
            return self._loaded.setdefault(called, self.loads[called]())

    def __contains__(self, called: object) -> bool:
        return called in self.loads

    def __iter__(self) -> t.Iterator[str]:
        return iter(self.loads)

    def __len__(self) -> int:
        return len(self.loads)

    def but(self, own: Kind) -> Kinds:
        """The same by name, but with this one for its name."""
        return Kinds({**{name: functools.partial(self.__getitem__, name) for name in self}, own.name: lambda: own})


# By the key in a configuration. What is made goes down this table, what is deleted goes up.
KINDS = Kinds(
    {
        "additional_permissions": additional_permissions,
        "user_groups": user_group,
        "users": user,
        "certificates": certificate,
        "webhooks": webhook,
        "assets": asset,
        "apis": api,
        "mcp_proxies": mcp_proxy,
        "policies": policy,
        "keys": key,
        "oauth_clients": oauth_client,
        "client_idps": client_idp,
        "identity_profiles": identity_profile,
        "opa_rules": opa_rules,
    }
)

# Kinds that nothing here manages, and whose objects refer to others; by name.
REFERRING = Kinds({load.__name__: load for load in (catalogue_entry,)})
EVERYTHING = Kinds({**KINDS.loads, **REFERRING.loads})
BY_NAME = Kinds({load.__name__: load for load in EVERYTHING.loads.values()})
HOSTS: t.Mapping[str, str] = {"mcp_proxy": "api"}  # the kind that has a guest, by the guest's name


def with_own(kinds: t.Mapping[str, Kind], own: Kind) -> t.Mapping[str, Kind]:
    """These kinds by name, but with this one for its name."""
    return kinds.but(own) if isinstance(kinds, Kinds) else {**kinds, own.name: own}


def listed_with(name: str) -> str:
    """The kind among whose objects those of this one are looked up; mostly itself."""
    return HOSTS.get(name, name)
