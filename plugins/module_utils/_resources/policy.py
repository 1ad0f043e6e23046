# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

"""A security policy."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._merge import SERVER, SET, Rules
from ansible_collections.community.tyk.plugins.module_utils._resource import Object, Option, Resource
from ansible_collections.community.tyk.plugins.module_utils._resources import access_rights
from ansible_collections.community.tyk.plugins.module_utils._resources.api import API

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
NUMBER, WHOLE = {"type": "float"}, {"type": "int"}
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
    "rate": Option("rate", NUMBER),
    "per": Option("per", NUMBER),
    "quota_max": Option("quota_max", WHOLE),
    "quota_renewal_rate": Option("quota_renewal_rate", WHOLE),
    "active": Option("active", {"type": "bool"}),
    "policy_state": Option("state", {"type": "str", "choices": ["active", "draft", "deny"]}),
    "tags": Option("tags", {"type": "list", "elements": "str"}),
    "meta_data": Option("meta_data", {"type": "dict"}),
    "key_expires_in": Option("key_expires_in", {**WHOLE, "no_log": False}),
}


def _complete(policy: Object, current: Object | None, run: t.Any) -> Object:
    filled = access_rights.fill(policy, run)
    chosen = str(filled.get("id") or "")
    if current is None and re.fullmatch("[0-9a-f]{24}", chosen):
        filled["_id"] = chosen
    return filled


def _check(policy: Object, current: Object | None, run: t.Any) -> None:
    partitions = policy.get("partitions") or {}
    others = [name for name, on in partitions.items() if on and name != "per_api"]
    if partitions.get("per_api") and others:
        raise Invalid(f"partitions: per_api shuts out all others, and {', '.join(others)} would never apply; keep one")


POLICY = Resource(
    kind="policy",
    plural="policies",
    noun="policy",
    collection="api/portal/policies",
    items="Data",
    rules=Rules(FIELDS),
    options=OPTIONS,
    id="_id",
    other_ids=("id",),
    id_option="policy_id",
    name="name",
    created=("Message",),
    required={"access_rights": {}, "tags": [], "meta_data": {}, "partitions": {}},
    defaults={"active": True, "state": "active", "quota_max": -1, "quota_renewal_rate": -1},
    needs=("name",),
    related=(API,),
    refers=("api",),
    filed=True,
    views={"policy_id": "id|_id", "org_id": "org_id"},
    complete=_complete,
    check=_check,
)


def policy_ids(values: list[str], run: t.Any, where: str, known: t.Sequence[str]) -> list[str]:
    """Ids as the object names them already, else as Tyk's gateway does: the explicit id before the database's."""
    ids = []
    for index, value in enumerate(values):
        policy = run.refs.find("policy", value, f"{where}[{index}]" if len(values) > 1 else where)
        own = [ident for ident in (policy.get("id"), policy.get("_id")) if ident]
        ids.append(next((ident for ident in own if ident in known), own[0]))
    return ids
