# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a field is not compared, not sent, not shown, or not exported: four decisions, each with a reason.

A field that is not sent is lost to whoever wants to set it; one that is not exported is lost in the copy.
"""

from __future__ import annotations

import pytest
from descriptors import KINDS

ALL_FOUR = ("compare", "send", "show", "export")
ID, ORG = "Tyk's own id, which views show", "the organisation that it was made in"
TIME, MODEL = "a time that Tyk writes", "internal to Tyk's database"
RIGHTS = {
    "access_rights.*.api_id": "it is the key of the entry",
    "access_rights.*.api_name": "a copy of the API's name, which goes stale",
    "access_rights.*.allowance_scope": "Tyk writes it when it applies policies",
    "access_rights.*.limit.set_by_policy": "Tyk writes it when it applies policies",
    "access_rights.*.limit.quota_renews": "a counter",
    "access_rights.*.limit.quota_remaining": "a counter",
}
REASONS = {
    "user_group": {"id": ID, "org_id": ORG, "api_model": MODEL},
    "user": {
        "id": ID,
        "org_id": ORG,
        "api_model": MODEL,
        **dict.fromkeys(("password_updated", "last_login_date", "created_at"), TIME),
        "PWHistory": "hashes of old passwords",
        "access_key": "Tyk makes it",
    },
    "certificate": dict.fromkeys(
        ("fingerprint", "has_private", "issuer", "subject", "not_before", "not_after", "dns_names", "is_ca"),
        "it follows from the content",
    ),
    "webhook": {"id": ID, "org_id": ORG, "api_model": MODEL},
    "client_idp": {"_id": ID, "org_id": ORG, "date_created": TIME, "last_updated": TIME},
    "identity_profile": {"OrgID": ORG},
    "asset": {"_id": ID, "org_id": ORG, "last_updated": TIME},
    "policy": {
        **RIGHTS,
        "_id": ID,
        "org_id": ORG,
        "access_rights_array": "another form of access_rights",
        **dict.fromkeys(("auth_type", "auth_types", "graphql_enabled"), "it follows from the APIs"),
        **dict.fromkeys(("date_created", "last_updated"), TIME),
    },
    "key": {
        **RIGHTS,
        **dict.fromkeys(("key_id", "key_hash", "username"), "how the key is addressed, no field of it"),
        "org_id": ORG,
        **dict.fromkeys(("quota_renews", "quota_remaining"), "a counter"),
        "id_extractor_deadline": "plugins move it",
        **dict.fromkeys(("last_check", "date_created", "last_updated"), TIME),
        **dict.fromkeys(("oauth_client_id", "oauth_keys"), "OAuth flows write it, and such sessions are no keys"),
    },
    "oauth_client": {"dcr_registration": "the flow that registers clients writes it", "api_id": "where it lives"},
    "organisation": {"id": ID, "apis": "the APIs that it has", "developer_count": "a counter"},
}
REASONS["bootstrap_user"] = {path: why for path, why in REASONS["user"].items() if path != "org_id"}
# Fields of which not all four are answered alike.
MIXED = {
    "user": {"user_permissions.ResetPassword": ({"export"}, "only the Admin API grants it")},
    "key": {"allowance": ({"compare", "show", "export"}, "the rate, or what some Gateways have left of it")},
}
MIXED["bootstrap_user"] = MIXED["user"]


def answers(node, way=()):
    """The paths of a tree of rules at which a question is answered with no, and those questions."""
    refused = {question for question in ALL_FOUR if not getattr(node.rule, question)}
    if refused:
        yield ".".join(way), refused
    for key, below in node.children.items():
        yield from answers(below, (*way, key))


@pytest.mark.parametrize("name", sorted({*KINDS} - {"api", "mcp_proxy"}))
def test_every_answer_has_a_reason(name):
    for kind in KINDS[name].values():
        reasons = {path: {*ALL_FOUR} for path in REASONS.get(name, {})}
        mixed = {path: refused for path, (refused, _why) in MIXED.get(name, {}).items()}
        assert dict(answers(kind.fields.rules)) == {**reasons, **mixed}
