# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A configuration with something of every kind."""

from __future__ import annotations

import copy

COMPANY = {
    "user_groups": [{"name": "Developers", "user_permissions": {"apis": "read"}}],
    "users": [
        {
            "email_address": "ada@acme.example",
            "first_name": "Ada",
            "last_name": "Obi",
            "group": "Developers",
            "user_permissions": {"apis": "read"},
            "active": False,
            "password": "a-secret-password",
        }
    ],
    "webhooks": [
        {
            "name": "Pager",
            "method": "POST",
            "target_path": "https://pager.example",
            "header_map": {"X-Key": "s3cr3t-head"},
        }
    ],
    "assets": [{"name": "Base", "data": {"openapi": "3.0.3"}}],
    "apis": [
        {
            "name": "Orders",
            "listen_path": "/orders/",
            "target_url": "https://orders.example",
            "definition": {"use_oauth2": True, "tags": ["shop"]},
            "webhooks": [{"event": "AuthFailure", "webhook": "Pager"}],
            "owners": {"groups": ["Developers"]},
        },
        {
            "name": "Invoices",
            "format": "oas",
            "listen_path": "/invoices/",
            "target_url": "https://invoices.example",
            "categories": ["finance"],
            "active": False,
        },
    ],
    "policies": [
        {
            "name": "Gold",
            "access_rights": [{"api": "Orders"}, {"api": "Invoices"}],
            "rate": 10,
            "per": 1,
            "tags": ["shop"],
        }
    ],
    "keys": [
        {"alias": "acme", "policies": ["Gold"], "meta_data": {"customer": "4711"}},
        {"alias": "reporting", "access_rights": [{"api": "Invoices"}]},
    ],
    "oauth_clients": [
        {"api": "Orders", "client_name": "portal", "redirect_uri": "https://portal.example", "policy": "Gold"}
    ],
    "client_idps": [
        {
            "name": "Login",
            "jwks_uri": "https://login.example/jwks.json",
            "api_mappings": {"Orders": {"scope_to_policy": {"read": "Gold"}}, "Invoices": {}},
        }
    ],
    "identity_profiles": [
        {
            "name": "Staff",
            "action_type": "GenerateOrLoginUserProfile",
            "type": "redirect",
            "provider_name": "SAMLProvider",
            "provider_config": {"IDPMetadataURL": "https://login.example/metadata"},
            "identity_handler_config": {"DashboardCredential": "s3cr3t-credential"},
            "default_user_group": "Developers",
            "matched_policy": "Gold",
        }
    ],
}
COUNT = sum(len(items) for items in COMPANY.values())


def company(**changes):
    return {**copy.deepcopy(COMPANY), **changes}


def apis(count):
    return [{"name": f"Api {n}", "listen_path": f"/{n}/", "target_url": "https://up.example"} for n in range(count)]


def outcomes(result, outcome):
    return sum(counts[outcome] for counts in result["summary"].values())
