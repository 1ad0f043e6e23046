# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How an object of each kind that can be deleted is declared, with the labels that prune_scope knows."""

from __future__ import annotations

import itertools

from module_objects import pem

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import config_spec
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

SPEC = config_spec(KINDS)
PRUNABLE = SPEC["prune"]["choices"]

PERSON = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}, "active": False}
RIGHTS = {"access_rights": [{"api": "Base"}]}
BASE = {"name": "Base", "listen_path": "/base/", "target_url": "http://up.example/", "definition": {"use_oauth2": True}}
paths = map("/{}/".format, itertools.count())


def classic(name, tags=(), mark=None, **labels):
    """A classic API; what labels it are options or, for tags and marks, a field of the definition."""
    api = {"name": name, "listen_path": next(paths), "target_url": "http://up.example/", **labels}
    marked = {"config_data": {"ansible_owner": mark}} if mark else {}
    return {**api, "definition": {"tags": list(tags), **marked}}


def oas(name, mark=None, **labels):
    return {
        **classic(name, **labels),
        "format": "oas",
        "definition": {"openapi": "3.0.3", "x-ansible-owner": mark} if mark else {},
    }


def proxy(name, mark=None):
    return {key: item for key, item in oas(name, mark=mark).items() if key != "format"}


# How to declare an object of a kind: (name, labels) -> item.
ITEMS = {
    "user_groups": lambda name: {"name": name, "user_permissions": {"apis": "read"}},
    "users": lambda name: {"email_address": name, **PERSON},
    "certificates": lambda name: {"certificate": pem(name)[0]},
    "webhooks": lambda name: {"name": name, "target_path": "http://hook.example/"},
    "assets": lambda name: {"name": name, "data": {"openapi": "3.0.3"}},
    "apis": classic,
    "mcp_proxies": proxy,
    "policies": lambda name, **labels: {"name": name, **RIGHTS, **labels},
    "keys": lambda name, **labels: {"alias": name, **RIGHTS, **labels},
    "oauth_clients": lambda name, **labels: {"api": "Base", "client_name": name, "client_id": name, **labels},
    "client_idps": lambda name: {"name": name, "jwks_uri": "http://login.example/"},
    "identity_profiles": lambda name: {
        "name": name,
        "action_type": "GenerateOrLoginUserProfile",
        "type": "redirect",
        "provider_name": "SAMLProvider",
    },
}
STYLES = {**ITEMS, "apis in OAS form": oas}


def called(name, kind):
    """A name as the kind takes it."""
    return f"{name}@acme.example" if kind == "users" else name
