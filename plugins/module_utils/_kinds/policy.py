# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A security policy."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SERVER, SET, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds import access_rights
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy_ref import POLICIES

FIELDS = {
    **access_rights.FIELDS,
    "_id": SERVER,
    "org_id": SERVER,
    "access_rights_array": SERVER,
    "auth_type": SERVER,
    "auth_types": SERVER,
    "graphql_enabled": SERVER,
    "date_created": SERVER,
    "last_updated": SERVER,
    "tags": SET,
}
OPTIONS = {
    "name": Option("name"),
    "policy_id": Option("id"),
    "access_rights": access_rights.ACCESS_RIGHTS,
    "partitions": Option(
        "partitions",
        {
            "type": "dict",
            "options": {name: {"type": "bool"} for name in ("quota", "rate_limit", "complexity", "acl", "per_api")},
        },
    ),
    **access_rights.LIMITS,
    "active": Option("active", {"type": "bool"}),
    "policy_state": Option("state", {"type": "str", "choices": ["active", "draft", "deny"]}),
    "tags": Option("tags", {"type": "list", "elements": "str"}),
    "meta_data": Option("meta_data", {"type": "dict"}),
    "key_expires_in": Option("key_expires_in", {"type": "int", "no_log": False}),
}


def _complete(policy: Object, current: Object | None, run: t.Any) -> Object:
    filled = access_rights.fill(policy, run)
    chosen = str(filled.get("id") or "")
    if current is None and re.fullmatch("[0-9a-f]{24}", chosen):
        filled["_id"] = chosen
    return filled


def _check(policy: Object, current: Object | None, run: t.Any) -> None:
    """Refuse what Tyk would accept and then never apply."""
    on = [name for name, value in (policy.get("partitions") or {}).items() if value]
    others = [name for name in on if name != "per_api"]
    if others and "per_api" in on:
        raise Invalid(f"partitions: per_api shuts out all others, and {', '.join(others)} would never apply; keep one")
    asked = {*run.named, *run.wish}
    told = (current is None and not run.check) or asked & {"access_rights", "partitions"}
    if told and not policy.get("access_rights") and (not others or "acl" in others):
        raise Invalid(
            "access_rights: the policy would grant access to nothing, and Tyk would refuse its keys; name an API, "
            "or only partitions without acl for a policy that others are combined with"
        )
    blocks = policy.get("is_inactive") or not policy.get("active")
    if blocks and policy.get("state") == "active" and asked & {"active", "is_inactive", "policy_state", "state"}:
        known = current or {}
        if known.get("state") != "active" or not (known.get("is_inactive") or not known.get("active")):
            raise Invalid(
                "active: the policy would still apply, because policy_state is active, and that decides; "
                "use policy_state: draft or policy_state: deny instead"
            )


POLICY = dataclasses.replace(
    POLICIES,
    rules=Rules(FIELDS),
    options=OPTIONS,
    id_option="policy_id",
    created=("Message",),
    required={"access_rights": {}, "tags": [], "meta_data": {}, "partitions": {}},
    defaults={"active": True, "state": "active", "quota_max": -1, "quota_renewal_rate": -1},
    needs=("name",),
    related=(API,),
    holds={"api": "access_rights"},
    refers=("api",),
    filed=True,
    views={"policy_id": "id|_id", "org_id": "org_id"},
    complete=_complete,
    check=_check,
)
