# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs that name the policies of their callers, which name the APIs in turn; and versions of APIs."""

from __future__ import annotations

import copy

import pytest
from module_runner import Tyk

TYK = "x-tyk-api-gateway"
CLASSIC = {
    "enable_jwt": True,
    "jwt_default_policies": ["Gold"],
    "jwt_scope_to_policy_mapping": {"admin": "Gold", "audit": "Silver"},
}
SCHEME = {
    "enabled": True,
    "header": {"enabled": True, "name": "Authorization"},
    "source": "c2VjcmV0",
    "signingMethod": "hmac",
    "identityBaseField": "sub",
    "policyFieldName": "pol",
    "defaultPolicies": ["Gold"],
    "scopes": {"claimName": "scope", "scopeToPolicyMapping": [{"scope": "audit", "policyId": "Silver"}]},
}
OAS = {
    "openapi": "3.0.3",
    "components": {"securitySchemes": {"jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
    "security": [{"jwt": []}],
    TYK: {"server": {"authentication": {"enabled": True, "securitySchemes": {"jwt": SCHEME}}}},
}


def company(style):
    api = {
        "name": "Orders",
        "format": style,
        "listen_path": "/orders/",
        "target_url": "https://orders.example",
        "definition": copy.deepcopy(CLASSIC if style == "classic" else OAS),
    }
    return {
        "apis": [api],
        "policies": [{"name": name, "access_rights": [{"api": "Orders"}]} for name in ("Gold", "Silver")],
    }


def policies_of(tyk, style):
    api = tyk.ok("api_info", name="Orders")["apis"][0]
    api = tyk.read(f"/api/apis/{api['api_id']}")
    if style == "classic":
        inner = api["api_definition"]
        return inner["jwt_default_policies"], sorted((inner["jwt_scope_to_policy_mapping"] or {}).values())
    scheme = api["oas"][TYK]["server"]["authentication"]["securitySchemes"]["jwt"]
    mapped = (scheme.get("scopes") or {}).get("scopeToPolicyMapping") or []
    return scheme.get("defaultPolicies"), sorted(entry["policyId"] for entry in mapped)


def ids(tyk):
    return {policy["name"]: policy["policy_id"] for policy in tyk.ok("policy_info")["policies"]}


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_apis_and_policies_that_name_each_other(tyk, style):
    config = company(style)
    planned = tyk.ok("config", config=config, check=True)
    assert planned["changed"] and not tyk.writes()
    made = tyk.ok("config", config=config)
    assert made["summary"] == planned["summary"] and made["changes"] and not tyk.warnings(made)
    gold, silver = (ids(tyk)[name] for name in ("Gold", "Silver"))
    expected = sorted([gold, silver]) if style == "classic" else [silver]
    assert policies_of(tyk, style) == ([gold], expected)
    again = tyk.ok("config", config=config)
    assert not again["changed"]

    # An API that is there waits for its new policy, and keeps the old ones until then.
    path = config["apis"][0]["definition"]
    scheme = path if style == "classic" else path[TYK]["server"]["authentication"]["securitySchemes"]["jwt"]
    scheme["jwt_default_policies" if style == "classic" else "defaultPolicies"] = ["Bronze"]
    config["policies"].append({"name": "Bronze", "access_rights": [{"api": "Orders"}]})
    tyk.log()
    tyk.ok("config", config=config)
    kinds = [entry.split("/")[3 if "oas" in entry else 2] for entry in tyk.log() if not entry.startswith("GET ")]
    assert kinds[0] == "portal" and len(kinds) == 2
    assert policies_of(tyk, style) == ([ids(tyk)["Bronze"]], expected)
    assert not tyk.ok("config", config=config)["changed"]

    exported = tyk.ok("config_info")["config"]
    other = Tyk(seed=5)
    other.ok("config", config=exported)
    assert other.ok("config_info")["config"] == exported


@pytest.mark.parametrize("go_on", [False, True])
def test_a_policy_that_can_not_be_made(tyk, go_on):
    config = company("classic")
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/portal/policies", "status": 400, "times": 9}])
    failed = tyk.run("config", config=config, continue_on_error=go_on)
    assert failed["failed"]
    (api,) = [change for change in failed["changes"] if change["kind"] == "apis"]
    assert api["status"] == "failed" and "was made, but not given" in api["message"]
    assert not policies_of(tyk, "classic")[0]
    tyk.control("PUT", "faults", [])
    tyk.ok("config", config=config)
    assert policies_of(tyk, "classic")[0] == [ids(tyk)["Gold"]]
    assert not tyk.ok("config", config=config)["changed"]


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_versions_and_their_base_in_any_order(tyk, style):
    def api(name, **more):
        return {"name": name, "format": style, "listen_path": f"/{name}/", "target_url": "https://x.example", **more}

    child = api("Orders-v2", version={"of": "Orders", "name": "v2", "default": True})
    config = {"apis": [child, api("Orders")], "policies": [{"name": "All", "access_rights": [{"api": "Orders-v2"}]}]}
    planned = tyk.ok("config", config=config, check=True)
    made = tyk.ok("config", config=config)
    assert made["summary"] == planned["summary"] and not tyk.warnings(made)
    assert not tyk.ok("config", config=config)["changed"]
    exported = tyk.ok("config_info")["config"]
    other = Tyk(seed=5)
    other.ok("config", config=exported)
    assert other.ok("config_info")["config"] == exported
    circle = [api(name, version={"of": of, "name": "v"}) for name, of in (("A", "B"), ("B", "A"))]
    tyk.log()
    told = tyk.fails("config", config={"apis": circle})
    assert "apis[0]" in told and "apis[1]" in told and not tyk.writes()
    nested = api("Orders-v3", version={"of": "Orders-v2", "name": "v3"})
    assert "Orders-v2" in tyk.fails("config", config={"apis": [nested]}) and not tyk.writes()
