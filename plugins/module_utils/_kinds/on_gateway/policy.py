# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies on a Gateway without a Dashboard: files that are called by the policy's id."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.api import free_id, organise
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Route, unique_text
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import FIELDS, Policy


class GatewayPolicy(Policy):
    platform = "gateway"
    route = Route("tyk/policies", created=("key",))
    identity = replace(Policy.identity, id="id", other_ids=("_id",), decides=True, like_id="")
    fields = replace(
        Policy.fields,
        rules=Rules({path: rule for path, rule in FIELDS.items() if path != "last_updated"}),  # nobody writes it here
        defaults={name: value for name, value in Policy.fields.defaults.items() if name != "state"},
        needs=(),  # a file may call a policy by its id only
    )
    unique = (unique_text("policy_id", "id"),)
    labels = replace(Policy.labels, written="")
    options = {name: option for name, option in Policy.options.items() if name != "policy_state"}

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        done = organise(super().complete(obj, current, run), "org_id", run)
        done["_id"] = run.declared.get("_id") or done.get("_id") or ""
        done["id"] = done.get("id") or done["_id"] or free_id(run, "policy", str(done.get("name")))
        return done

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        super().check(target, current, run)
        ident = str(target.get("id") or "")
        if current is None and ident and not re.fullmatch(r"[a-zA-Z0-9.\-_~]+", ident):
            raise Invalid(f"policy_id: {ident!r} names a file; only letters, digits, and . - _ ~ may be in it")


GATEWAY_POLICY = GatewayPolicy()
