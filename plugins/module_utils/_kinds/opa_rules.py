# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An organisation's rules for the Open Policy Agent, which judges requests to the Dashboard. There are always some."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Identity, Life, Object, Route


def _lines(rules: str) -> list[str]:
    """The lines of a text. What else Python takes for the end of one is a character like others in Rego."""
    return rules.replace("\r\n", "\n").split("\n")


def _statements(rules: str) -> bool:
    """Whether a text says anything but comments."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in _lines(rules))


class OpaRules(Kind):
    name, section, noun, title, results = "opa_rules", "opa_rules", "OPA rules", "OPA rules", "opa_rules"
    route = Route("api/org/opa", permission="IsAdmin")
    identity = Identity(name_option="", org="")
    life = Life(("present",), single=True, exported=False)
    options = {"enabled": Option("open_policy.enabled", {"type": "bool"}), "rules": Option("open_policy.rules")}

    def comparable(self, obj: Object, run: Run) -> Object:
        """Line ends, and how many there are at the end, mean nothing."""
        policy = obj.get("open_policy") or {}
        if not isinstance(policy.get("rules"), str):
            return obj
        rules = "\n".join(_lines(policy["rules"])).rstrip("\n")
        return {**obj, "open_policy": {**policy, "rules": f"{rules}\n" if rules else ""}}

    def falls_back(self, run: Run) -> tuple[str, ...]:
        policy = run.resolved.get("open_policy", {})
        taken = policy is None or "rules" in policy and not policy["rules"]
        return ("open_policy.rules",) if taken else ()

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        said = run.declared.get("open_policy") or {}
        if get(current, "open_policy.rules") and not get(target, "open_policy.rules"):
            run.warn(
                "rules: taken away, so those in the Dashboard's own file count, and a read shows them. Nothing tells "
                "whether this organisation had rules of its own, so check mode always expects a change."
            )
        if said.get("rules") not in (None, "", get(current, "open_policy.rules")) and not _statements(
            str(said["rules"])
        ):
            raise Invalid('rules: they say nothing, which Tyk refuses; write "" to take the rules away')


OPA_RULES = OpaRules()
