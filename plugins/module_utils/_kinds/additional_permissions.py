# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The permissions that an organisation has beside Tyk's own. There is always exactly one map of them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Life, Object, Route

MAP = "additional_permissions"


class AdditionalPermissions(Kind):
    name, section, results = MAP, MAP, MAP
    noun, title = "additional permissions", "Additional permissions"
    route = Route("api/org/permissions", permission="IsAdmin")
    identity = Identity(name_option="", org="")
    fields = Fields(Rules({f"{MAP}.*": EXACT}))  # a permission without a label is one, too
    life = Life(("present",), single=True, exported=False)
    options = {"permissions": Option(MAP, {"type": "dict"})}

    def falls_back(self, run: Run) -> tuple[str, ...]:
        before = {} if run.replaces else run.found or {}
        return (MAP,) if MAP in run.resolved and not merge(before, run.resolved).get(MAP) else ()

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        stored = (current or {}).get(MAP) or {}
        for name, label in (run.declared.get(MAP) or {}).items():
            if label is not None and not isinstance(label, str) and label != stored.get(name):
                raise Invalid(f"permissions: the label of {name!r} is no text; put it in quotes")
        if current and current.get(MAP) and not target.get(MAP):
            run.warn(
                "permissions: all are taken away, so those of the Dashboard's configuration count, if it has some. A "
                "read shows them then, and taking them away again changes nothing."
            )


ADDITIONAL_PERMISSIONS = AdditionalPermissions()
