# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole configuration of a Gateway without a Dashboard at once."""

from __future__ import annotations

import copy

import pytest
from gateway_runner import PETS, Gate
from module_objects import pem

LOGIN = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", "target_url": "http://up.example/", **more}


CONFIG = {
    "certificates": [{"certificate": pem()[0]}],
    "apis": [
        *(api(f"Api {index}", listen_path=f"/{index}/") for index in range(20)),
        api("Login", definition={**LOGIN, "client_certificates": ["orders.example"]}),
    ],
    "policies": [
        {"name": "Gold", "access_rights": [{"api": f"Api {index}"} for index in range(5)], "rate": 10, "per": 1},
        {"name": "Log", "access_rights": [{"api": "Login"}]},
    ],
    "keys": [
        {"key_id": "alice-1", "alias": "Alice", "policies": ["Gold"]},
        {"key_id": "bob-1", "alias": "Bob", "access_rights": [{"api": "Api 7"}]},
    ],
    "oauth_clients": [{"api": "Login", "client_id": "shop", "secret": "s3cret-of-shop", "policy": "Log"}],
}
CONFIG["apis"].append({"definition": PETS})


@pytest.fixture
def gate():
    return Gate()


def counts(result):
    return {kind: {k: v for k, v in found.items() if v} for kind, found in result["summary"].items()}


def test_all_at_once(gate):
    foretold = gate.ok("config", config=CONFIG, check=True)
    assert not gate.changes() and foretold["changed"]
    made = gate.ok("config", config=CONFIG)
    assert counts(made)["apis"] == {"created": 22} and not gate.warnings(made)
    sent = gate.sent()
    assert sent.count("GET /tyk/reload") == 2, "once for the APIs, once for the policies"
    again = gate.ok("config", config=CONFIG)
    assert not again["changed"] and not gate.changes()


def test_changes_and_deletes(gate):
    gate.ok("config", config=CONFIG)
    other = copy.deepcopy(CONFIG)
    for item in other["apis"][:10]:
        item["target_url"] = "http://other.example/"
    gone = [item["name"] for item in other["apis"][10:15]]
    del other["apis"][10:15]
    other["keys"][0]["alias"] = "Alice 2"
    gate.log()
    result = gate.ok("config", config=other, prune=["apis"], prune_all=True)
    assert counts(result)["apis"] == {"updated": 10, "deleted": 5, "unchanged": 7}
    assert counts(result)["keys"] == {"updated": 1, "unchanged": 1}
    assert gate.sent().count("GET /tyk/reload") == 2
    names = {item["name"] for item in gate.ok("api_info")["apis"]}
    assert len(names) == 17 and not names & set(gone)
    assert not gate.ok("config", config=other, prune=["apis"], prune_all=True)["changed"]


def test_what_is_exported_can_be_applied(gate):
    gate.ok("config", config=CONFIG)
    told = gate.ok("config_info")["config"]
    assert {kind: len(items) for kind, items in told.items()} == {
        "apis": 22,
        "policies": 2,
        "keys": 2,
        "oauth_clients": 1,
    }
    result = gate.ok("config", config={kind: told[kind] for kind in ("apis", "policies")})
    assert not result["changed"]


def test_a_reload_that_quietly_failed(gate):
    gate.ok("config", config=CONFIG)
    gate.state(loads=False)
    other = {
        "apis": [
            api("Api 0", listen_path="/0/"),
            api("New"),
            {**api("Api 1", listen_path="/1/"), "target_url": "http://x/"},
        ]
    }
    said = gate.fails("config", config=other)
    assert "does not serve it" in said and "serves the former target_url" in said and "running again goes on" in said
    gate.state(loads=True)
    gate.ok("config", config=other)
    assert not gate.ok("config", config=other)["changed"]


def test_two_of_one_listen_path(gate):
    said = gate.fails("config", config={"apis": [api("A", listen_path="/a/"), api("B", listen_path="/a/")]})
    assert "'A'" in said and "choose another" in said and not gate.changes()


def test_what_a_gateway_does_not_have(gate):
    said = gate.fails(
        "config", config={"users": [{"email_address": "a@b.example"}], "apis": [api("A", categories=["x"])]}
    )
    assert "has no users" in said and "categories: not with platform: gateway" in said and not gate.changes()
    assert "users: not with platform: gateway" in gate.fails("config_info", kinds=["users"])


def test_a_reload_may_be_left_to_others(gate):
    gate.ok("config", config={"apis": [api("A")]}, reload=False)
    assert "GET /tyk/reload" not in gate.sent()
    gate.ask("GET", "/tyk/reload?block=true")
    assert not gate.ok("config", config={"apis": [api("A")]})["changed"]


def test_redis_goes_away_in_the_middle_of_a_run(gate):
    gate.control("PUT", "faults", [{"method": "POST", "path": "/tyk/keys", "times": 9, "status": 500}])
    said = gate.fails("config", config=CONFIG, parallel=1)
    assert "1 failed" in said and "running again goes on from there" in said
    gate.control("DELETE", "faults")
    assert counts(gate.ok("config", config=CONFIG))["keys"] == {"created": 2}
    assert len(gate.ok("api_info")["apis"]) == 22 and not gate.ok("config", config=CONFIG)["changed"]


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_an_api_and_its_policy_name_each_other(gate, style):
    jwt = {"enabled": True, "source": "c2VjcmV0", "signingMethod": "hmac", "identityBaseField": "sub"}
    oas = {
        **PETS,
        "components": {"securitySchemes": {"jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
        "security": [{"jwt": []}],
        "x-tyk-api-gateway": {
            **PETS["x-tyk-api-gateway"],
            "server": {
                **PETS["x-tyk-api-gateway"]["server"],
                "authentication": {
                    "enabled": True,
                    "securitySchemes": {"jwt": {**jwt, "header": {"enabled": True}, "defaultPolicies": ["Gold"]}},
                },
            },
        },
    }
    classic = api("Pets", definition={"enable_jwt": True, "jwt_default_policies": ["Gold"]})
    config = {
        "apis": [classic if style == "classic" else {"definition": oas}],
        "policies": [{"name": "Gold", "access_rights": [{"api": "Pets"}]}],
    }
    made = gate.ok("config", config=config)
    assert not gate.warnings(made) and made["changed"]
    (policy,) = gate.ok("policy_info")["policies"]
    shown = gate.ok("api_info")["apis"][0]["definition"]
    assert f"'{policy['policy_id']}'" in str(shown) or "'Gold'" in str(shown)
    assert not gate.ok("config", config=config)["changed"]


@pytest.mark.parametrize("path", ["/tyk/reload", "/tyk/apis"])
@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 429}])
def test_what_was_written_is_told_where_nobody_can_tell_whether_it_is_in_use(gate, path, fault):
    config = {"apis": [api("First"), api("Second")]}
    gate.ok("config", config={"apis": config["apis"][:1]})
    skip = 0 if path == "/tyk/reload" else 1  # the list that the plan is made from is well
    gate.control("PUT", "faults", [{"method": "GET", "path": f"{path}$", "skip": skip, "times": 99, **fault}])
    result = gate.run("config", config=config)
    assert result["failed"] and result["changed"]
    (change,) = result["changes"]
    assert (change["name"], change["status"]) == ("Second", "failed") and change["failure"]["status"] == fault["status"]
    assert "was written, but may not be in use" in change["message"]
    gate.control("DELETE", "faults")
    gate.ok("config", config=config)
    assert len(gate.ok("api_info")["apis"]) == 2 and not gate.ok("config", config=config)["changed"]
