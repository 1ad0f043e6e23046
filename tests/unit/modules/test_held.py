# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who uses what: keys and policies by the APIs and policies that they hold."""

from __future__ import annotations


def test_keys_and_policies_by_what_they_hold(tyk):
    apis = {
        name: tyk.ok("api", name=name, listen_path=f"/{name}/", target_url="https://up")["api"]["api_id"]
        for name in "ab"
    }
    for name, api in (("gold", "a"), ("silver", "b")):
        tyk.ok("policy", name=name, access_rights=[{"api": api}])
    tyk.ok("key", alias="by policy", policies=["gold"])
    tyk.ok("key", alias="by itself", access_rights=[{"api": "a"}])
    tyk.ok("key", alias="elsewhere", policies=["silver"])
    tyk.log()

    def aliases(**options) -> list[str]:
        return [key["alias"] for key in tyk.ok("key_info", **options)["api_keys"]]

    def policies(**options) -> list[str]:
        return [policy["name"] for policy in tyk.ok("policy_info", **options)["policies"]]

    assert aliases(api="a") == aliases(api=apis["a"]) == ["by itself", "by policy"]
    assert aliases(policy="gold") == aliases(policy="gold", api="a") == ["by policy"]
    assert aliases(policy="gold", api="b") == aliases(api="b", alias="by policy") == []
    assert policies(api="b") == policies(api=apis["b"]) == ["silver"]
    assert not tyk.writes()
    assert "there is no API 'c'" in tyk.fails("key_info", api="c")
    assert "policy: there is no policy 'bronze'" in tyk.fails("key_info", policy="bronze")
