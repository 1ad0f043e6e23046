# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A security policy."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, SET, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds import access_rights
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Labels,
    Life,
    Object,
    Route,
    Unique,
    unique_text,
)

FIELDS = {
    **access_rights.FIELDS,
    **dict.fromkeys(
        (
            "_id",
            "org_id",
            "access_rights_array",
            "auth_type",
            "auth_types",
            "graphql_enabled",
            "date_created",
            "last_updated",
        ),
        SERVER,
    ),
    "tags": SET,
}
PARTITIONS = ("quota", "rate_limit", "complexity", "acl", "per_api")


def _spare(name: str, text: str) -> str:
    """A name that still begins as it did, so that it stays in the scope of a prune."""
    return f"{name} {text}"


class Policy(Kind):
    name, section, noun, title, results = "policy", "policies", "policy", "Policies", "policies"
    route = Route("api/portal/policies", "Data", created=("Message",))
    identity = Identity(
        "_id",
        "name",
        other_ids=("id",),
        refer="id",  # Tyk's gateway takes the explicit id before the database's
        like_id="[0-9a-f]{24}",
        id_option="policy_id",
    )
    fields = Fields(
        Rules(FIELDS),
        keyed_by={"access_rights": "api"},
        refers=("api",),
        held_by={"api": "access_rights"},
        required={"access_rights": {}, "tags": [], "meta_data": {}, "partitions": {}},
        defaults={"active": True, "state": "active", "quota_max": -1, "quota_renewal_rate": -1},
        needs=("name",),
        views={"policy_id": "id|_id", "org_id": "org_id"},
    )
    unique: tuple[Unique, ...] = (
        replace(unique_text("name", "name"), allowed="the Dashboard is older than 5.0", spare=_spare),
        unique_text("policy_id", "id"),
    )
    life = Life(filed=True)
    labels = Labels(tags=("tags",), meta_data="meta_data")
    options = {
        "name": Option("name"),
        "policy_id": Option("id"),
        "access_rights": access_rights.ACCESS_RIGHTS,
        "partitions": Option(
            "partitions", {"type": "dict", "options": {name: {"type": "bool"} for name in PARTITIONS}}
        ),
        **access_rights.LIMITS,
        "active": Option("active", {"type": "bool"}),
        "policy_state": Option("state", {"type": "str", "choices": ["active", "draft", "deny"]}),
        "tags": Option("tags", {"type": "list", "elements": "str"}),
        "meta_data": Option("meta_data", {"type": "dict"}),
        "key_expires_in": Option("key_expires_in", {"type": "int", "no_log": False}),
    }

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The APIs that are the versions which it names, too."""
        yield from super().refers_to(obj, around)
        yield from access_rights.apis_of_versions(obj, around)

    def names_within(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str, str]]:
        return access_rights.versions_named(obj, around)

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        filled = access_rights.fill(obj, run)
        chosen = str(filled.get("id") or "")
        if current is None and re.fullmatch("[0-9a-f]{24}", chosen):
            filled["_id"] = chosen
        return filled

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        """Refuse what Tyk would accept and then never apply."""
        on = [name for name, value in (target.get("partitions") or {}).items() if value]
        others = [name for name in on if name != "per_api"]
        if others and "per_api" in on:
            raise Invalid(
                f"partitions: per_api shuts out all others, and {', '.join(others)} would never apply; keep one"
            )
        asked = {*run.named, *run.declared}
        judged = (current is None and not run.check) or asked & {"access_rights", "partitions"}
        if judged and not target.get("access_rights") and (not others or "acl" in others):
            raise Missing(
                "access_rights: the policy would grant access to nothing, and Tyk would refuse its keys; name an API, "
                "or only partitions without acl for a policy that others are combined with"
            )
        if asked & {"active", "is_inactive", "policy_state", "state"}:
            _check_switch(target, current or {})


def _check_switch(target: Object, current: Object) -> None:
    """state decides, and active beside it means nothing."""
    blocks = target.get("is_inactive") or not target.get("active")
    was_so = current.get("state") == "active" and (current.get("is_inactive") or not current.get("active"))
    if blocks and target.get("state") == "active" and not was_so:
        raise Invalid(
            "active: the policy would still apply, because policy_state is active, and that decides; "
            "use policy_state: draft or policy_state: deny instead"
        )


POLICY = Policy()
