# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Gateway that belongs to the Dashboard: its APIs and policies are the Dashboard's, its keys are made here."""

from __future__ import annotations

import json

import pytest
from emulator_world import World, parse, read_key, rights, wrapper

from tyk_emulator import Config

NO_APIS = "Due to enabled use_db_app_configs, please use the Dashboard API"
NO_POLICIES = "Due to enabled service policy source, please use the Dashboard API"


class Both(World):
    """A Dashboard, and the Gateway that belongs to it."""

    def __init__(self, **settings):
        super().__init__(gateway_mode="dashboard", **settings)

    def gateway(self, method, target, body=None):
        answer = self.send(method, f"/gateway{target}", body, {"x-tyk-authorization": "gateway-secret"})
        return answer.status, parse(answer.body)


@pytest.fixture
def both():
    return Both()


def test_apis_and_policies_are_those_of_the_dashboard_at_once(both):
    api, oas = both.api("Orders"), both.oas("Pets")
    status, listed = both.gateway("GET", "/tyk/apis")
    assert (status, {entry["api_id"] for entry in listed}) == (200, {api, oas})
    assert both.gateway("GET", f"/tyk/apis/{api}")[1]["org_id"] == both.org
    assert both.gateway("GET", f"/tyk/apis/oas/{oas}")[1]["x-tyk-api-gateway"]["info"]["name"] == "Pets"
    policy = both.policy(access_rights=rights(api), rate=7)
    assert both.gateway("GET", f"/tyk/policies/{policy}")[1]["rate"] == 7
    both.ok("DELETE", f"/api/portal/policies/{policy}")
    assert both.gateway("GET", f"/tyk/policies/{policy}")[0] == 404
    both.ok("DELETE", f"/api/apis/{api}")
    assert both.gateway("GET", f"/tyk/apis/{api}")[0] == 404


def test_an_api_that_is_switched_off_is_not_loaded(both):
    api = both.api("Orders", active=False)
    assert both.gateway("GET", f"/tyk/apis/{api}")[0] == 404


@pytest.mark.parametrize(
    ("method", "target", "message"),
    [
        ("POST", "/tyk/apis", NO_APIS),
        ("POST", "/tyk/apis/x", NO_APIS),
        ("PUT", "/tyk/apis/x", NO_APIS),
        ("POST", "/tyk/apis/oas", NO_APIS),
        ("PUT", "/tyk/apis/oas/x", NO_APIS),
        ("DELETE", "/tyk/apis/oas/x", NO_APIS),
        ("POST", "/tyk/policies", NO_POLICIES),
        ("PUT", "/tyk/policies/x", NO_POLICIES),
    ],
)
def test_writes_are_the_dashboards(both, method, target, message):
    assert both.gateway(method, target, b"junk") == (500, {"status": "error", "message": message})


def test_what_is_deleted_here_has_no_file(both):
    api = both.api("Orders")
    policy = both.policy(access_rights=rights(api))
    for target in (f"/tyk/apis/{api}", f"/tyk/policies/{policy}"):
        assert both.gateway("DELETE", target) == (500, {"status": "error", "message": "Delete failed"})
        assert both.gateway("GET", target)[0] == 200


def test_a_key_with_a_policy_of_the_dashboard(both):
    api = both.api("Orders")
    policy = both.policy(access_rights=rights(api), rate=5, per=1)
    status, made = both.gateway("POST", "/tyk/keys/shop", {"org_id": both.org, "apply_policies": [policy]})
    assert status == 200
    shown = read_key(both, made["key"])
    assert (shown["rate"], list(shown["access_rights"])) == (5, [api])
    status, refused = both.gateway("POST", "/tyk/keys/other", {"org_id": both.org, "apply_policies": ["gone"]})
    assert (status, refused["message"]) == (500, "Failed to create key, ensure security settings are correct.")


def test_one_id_in_two_organisations(both):
    """A key finds the policy of its own organisation."""
    other = both.admin("POST", "/admin/organisations", {"owner_name": "Other"})[1]["Meta"]
    token = both.make_user("root@other.example", {"IsAdmin": "admin"}, other)[1]
    first = both.api("Orders")
    second = both.ok("POST", "/api/apis", wrapper("Pets"), token)["ID"]
    both.policy("Gold", id="gold", access_rights=rights(first), rate=1, per=1)
    body = {"name": "Gold", "id": "gold", "active": True, "access_rights": rights(second), "rate": 2, "per": 1}
    both.ok("POST", "/api/portal/policies", body, token)
    for org, api, rate in ((both.org, first, 1), (other, second, 2)):
        made = both.gateway("POST", "/tyk/keys", {"org_id": org, "apply_policies": ["gold"]})[1]
        shown = both.gateway("GET", f"/tyk/keys/{made['key']}")[1]
        assert (list(shown["access_rights"]), shown["rate"]) == ([api], rate)
    assert len(both.gateway("GET", "/tyk/policies")[1]) == 2


def test_the_mode_can_be_changed_by_a_reset():
    world = World()
    answer = world.send("POST", "/_emulator/reset", json.dumps({"gateway_mode": "dashboard"}).encode())
    assert answer.status == 200 and world.emulator.config.gateway_mode == "dashboard"
    with pytest.raises(ValueError, match="gateway_mode"):
        Config(gateway_mode="cloud")
