# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Classic APIs: ids, schema, and the damage that a PUT of less than everything does."""

from __future__ import annotations

import copy

import pytest
from emulator_world import World, wrapper


def fetch(world, api):
    return world.ok("GET", f"/api/apis/{api}")


def names(world, query="?p=-1"):
    return [entry["api_definition"]["name"] for entry in world.ok("GET", f"/api/apis{query}")["apis"]]


def test_create_answers_both_ids(world):
    answer = world.ok("POST", "/api/apis", wrapper())
    assert list(answer) == ["Status", "Message", "Meta", "ID"] and answer["Message"] == "API created"
    assert (len(answer["ID"]), len(answer["Meta"])) == (32, 24)
    assert fetch(world, answer["ID"]) == fetch(world, answer["Meta"])


@pytest.mark.parametrize(
    ("version", "quirks", "kept", "with_id"),
    [
        ("5.13", (), True, True),
        ("5.13", ("regenerate-api-id",), False, True),
        ("4.3", (), False, True),
        ("2.9", (), False, False),
    ],
)
def test_the_wanted_id(version, quirks, kept, with_id):
    world = World(dashboard_version=version, quirks=quirks)
    answer = world.ok("POST", "/api/apis", wrapper(api_id="orders", id=24 * "a", org_id="elsewhere"))
    definition = fetch(world, answer["Meta"])["api_definition"]
    assert ((definition["api_id"] == "orders"), "ID" in answer) == (kept, with_id)
    assert definition["id"] == answer["Meta"] != 24 * "a"
    assert definition["org_id"] == world.org


def test_a_read_shows_all_fields(world):
    wrapped = fetch(world, world.api(config_data=None, proxy={"target_url": "http://x"}))
    definition = wrapped["api_definition"]
    assert len(definition) >= 84
    assert definition["proxy"]["listen_path"] == f"/{definition['api_id']}/"
    assert definition["proxy"]["transport"]["ssl_ciphers"] == []
    assert definition["version_data"]["versions"]["Default"]["paths"]["white_list"] == []
    assert ("is_oas" in definition, definition["config_data"], definition["allowed_ips"]) == (False, {}, [])
    assert {"hook_references", "user_owners", "user_group_owners", "categories", "created_at", "updated_at"} <= set(
        wrapped
    )
    assert "oas" not in wrapped


def without(*path):
    def change(definition):
        for name in path[:-1]:
            definition = definition[name]
        del definition[path[-1]]

    return change


def setting(**fields):
    return lambda definition: definition.update(fields)


BREAKS = [
    without("name"),
    without("proxy"),
    without("version_data"),
    without("proxy", "target_url"),
    without("version_data", "not_versioned"),
    without("version_data", "versions"),
    without("version_data", "versions", "Default", "name"),
    setting(unknown_key=1),
    setting(active="yes"),
    setting(listen_port="80"),
    setting(name=None),
    setting(upstream_auth=None),
    setting(definition={"key": "x"}),
    setting(auth_provider={"name": "default"}),
    setting(graphql={"enabled": True, "execution_mode": "strange"}),
    setting(graphql={}),
    setting(allowed_ips={}),
]


@pytest.mark.parametrize("change", BREAKS)
def test_the_schema_is_enforced_on_create_and_update(world, change):
    body = wrapper("Broken")
    change(body["api_definition"])
    api = world.api("Whole")
    whole = fetch(world, api)
    for method, path in (("POST", "/api/apis"), ("PUT", f"/api/apis/{api}")):
        status, answer = world.call(method, path, body)
        assert (status, answer["Message"]) == (500, "Error while validating schema")
    assert fetch(world, api) == whole


def test_odd_version_names_escape_the_schema(world):
    versions = {"not_versioned": True, "versions": {"v1.0": {"expires": ""}}}
    assert world.call("POST", "/api/apis", wrapper(version_data=versions))[0] == 200


def test_additional_properties_are_taken_and_lost(world):
    body = wrapper(description="x", proxy={"target_url": "http://x", "listen_path": "/x/", "no_such_member": 1})
    assert world.call("POST", "/api/apis", body)[0] == 500
    api = world.ok("POST", "/api/apis?accept_additional_properties=true", body)["ID"]
    definition = fetch(world, api)["api_definition"]
    assert "description" not in definition and "no_such_member" not in definition["proxy"]


@pytest.mark.parametrize(
    "fields", [{"proxy": {"target_url": "http://x", "listen_path": 5}}, {"cache_options": {"enable_cache": "on"}}]
)
def test_wrong_types_below_the_schema_are_malformed(world, fields):
    status, answer = world.call("POST", "/api/apis", wrapper(**fields))
    assert (status, answer["Message"]) == (403, "Request body malformed")


def test_a_put_with_only_a_name_is_refused(world):
    api = world.api()
    for body in ({"api_definition": {"name": "New"}}, {"name": "New"}):
        assert world.call("PUT", f"/api/apis/{api}", body)[0] == 500


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"org_id": ""}, False),
        ({"org_id": None}, False),
        ({"id": ""}, False),
        ({"id": None}, False),
        ({"org_id": "x"}, False),
    ],
)
def test_the_disappearing_api(world, change, shown):
    api = world.api()
    wrapped = fetch(world, api)
    definition = {**wrapped["api_definition"], **change}
    wrapped["api_definition"] = {name: value for name, value in definition.items() if value is not None}
    answer = world.ok("PUT", f"/api/apis/{api}", wrapped)
    assert answer == {"Status": "OK", "Message": "API updated", "Meta": None}
    assert names(world) == (["Orders"] if shown else [])
    assert (world.call("GET", f"/api/apis/{api}")[0] == 200) is shown
    assert (world.call("PUT", f"/api/apis/{api}", wrapped)[0] == 200) is shown


def test_the_oldest_dashboards_take_anything_on_put():
    world = World(dashboard_version="2.9")
    api = world.ok("POST", "/api/apis", wrapper())["Meta"]
    world.ok("PUT", f"/api/apis/{api}", {"api_definition": {"name": "New"}})
    assert names(world) == []


def test_put_wipes_what_stands_beside_the_definition(world):
    hook = {"name": "h", "method": "POST", "target_path": "http://x"}
    world.ok("POST", "/api/hooks", hook)
    hook = world.ok("GET", "/api/hooks")["hooks"][0]
    reference = {"event_name": "AuthFailure", "event_timeout": 60, "hook": hook}
    body = {
        **wrapper(),
        "hook_references": [reference],
        "user_owners": ["u"],
        "user_group_owners": ["g"],
        "categories": ["c"],
    }
    api = world.ok("POST", "/api/apis", body)["ID"]
    before = fetch(world, api)
    events = before["api_definition"]["event_handlers"]["events"]
    assert events["AuthFailure"][0]["handler_name"] == "eh_web_hook_handler"
    assert events["AuthFailure"][0]["handler_meta"]["id"] == hook["id"]
    assert (before["user_owners"], before["user_group_owners"], before["categories"]) == (["u"], ["g"], ["c"])
    world.ok("PUT", f"/api/apis/{api}", {"api_definition": before["api_definition"]})
    after = fetch(world, api)
    for name in ("hook_references", "user_owners", "user_group_owners", "categories"):
        assert after[name] == [], name
    assert after["api_definition"]["event_handlers"]["events"] == {}


def test_fields_that_are_left_out_fall_back(world):
    api = world.api(
        active=True, domain="a.example", allowed_ips=["1.2.3.4"], proxy={"target_url": "http://x", "listen_path": "/a/"}
    )
    definition = fetch(world, api)["api_definition"]
    small = {name: definition[name] for name in ("id", "org_id", "api_id", "name", "version_data")}
    world.ok("PUT", f"/api/apis/{api}", {"api_definition": {**small, "proxy": {"target_url": "http://x"}}})
    after = fetch(world, api)["api_definition"]
    assert (after["active"], after["domain"], after["allowed_ips"], after["proxy"]["listen_path"]) == (
        False,
        "",
        [],
        "",
    )


def test_ids_on_put(world):
    first, second = world.api("First"), world.api("Second")
    wrapped = fetch(world, first)
    other = copy.deepcopy(wrapped)
    other["api_definition"]["id"] = fetch(world, second)["api_definition"]["id"]
    status, answer = world.call("PUT", f"/api/apis/{first}", other)
    assert (status, answer["Message"]) == (400, "Invalid `ID` value")
    other = copy.deepcopy(wrapped)
    other["api_definition"]["api_id"] = second
    assert world.call("PUT", f"/api/apis/{first}", other)[1]["Message"] == "Found API with the same ID"
    wrapped["api_definition"]["api_id"] = "renamed"
    world.ok("PUT", f"/api/apis/{first}", wrapped)
    assert world.call("GET", f"/api/apis/{first}")[0] == 400
    assert fetch(world, "renamed")["api_definition"]["name"] == "First"


@pytest.mark.parametrize(
    ("fields", "quirks", "status", "message"),
    [
        ({"api_id": "taken"}, (), 409, "Found API with the same ID"),
        ({"proxy": {"target_url": "http://y", "listen_path": "/orders/"}}, (), 403, "Found API with same url"),
        ({"proxy": {"target_url": "http://y", "listen_path": "/orders/"}, "domain": "b"}, (), 200, "API created"),
        ({"proxy": {"target_url": "http://y", "listen_path": "/orders/"}}, ("duplicate-slugs",), 200, "API created"),
    ],
)
def test_clashes(fields, quirks, status, message):
    world = World(quirks=quirks)
    world.api(api_id="taken")
    answer = world.call("POST", "/api/apis", wrapper("Other", **fields))
    assert (answer[0], answer[1]["Message"]) == (status, message)


def test_clash_on_put(world):
    world.api("First")
    second = world.api("Second")
    wrapped = fetch(world, second)
    wrapped["api_definition"]["proxy"]["listen_path"] = "/first/"
    assert world.call("PUT", f"/api/apis/{second}", wrapped)[0] == 403


def test_auth_and_its_twin_move_together(world):
    api = world.api(auth_configs={"authToken": {"auth_header_name": "X-Key"}})
    assert fetch(world, api)["api_definition"]["auth"]["auth_header_name"] == "X-Key"
    api = world.api("Two", auth={"auth_header_name": "Authorization"})
    assert fetch(world, api)["api_definition"]["auth_configs"]["authToken"]["auth_header_name"] == "Authorization"


def test_categories_are_in_the_name(world):
    api = world.api("Orders #internal #eu")
    assert fetch(world, api)["categories"] == ["internal", "eu"]
    assert world.ok("GET", "/api/apis/categories") == {
        "categories": [{"name": "internal", "count": 1}, {"name": "eu", "count": 1}]
    }
    assert world.ok("GET", "/api/apis/groups") == {"internal": [api], "eu": [api]}
    assert names(world, "?category=eu") == ["Orders #internal #eu"] and names(world, "?category=us") == []


def test_lists(world):
    for name in ("b", "a", "c"):
        world.api(name, use_keyless=name == "a", internal=name == "c")
    assert names(world) == ["c", "a", "b"]
    assert names(world, "?sort=name") == ["a", "b", "c"] and names(world, "?sort=-name") == ["c", "b", "a"]
    assert names(world, "?q=A") == ["a"] and names(world, "?auth_type=keyless") == ["a"]
    assert names(world, "?api_type=internal") == ["c"] and len(names(world, "?api_type=rest")) == 3
    assert world.call("GET", "/api/apis?sort=strange")[0] == 400
    found = world.ok("GET", "/api/apis/search?q=b")["apis"]
    assert [entry["api_definition"]["name"] for entry in found] == ["b"]


def test_graphql_tells_when_its_schema_changed(world):
    api = world.api(graphql={"enabled": True, "schema": "type Query {a: Int}"})
    first = fetch(world, api)
    world.time += 60
    world.ok("PUT", f"/api/apis/{api}", first)
    second = fetch(world, api)
    for holder in (lambda w: w["updated_at"], lambda w: w["api_definition"]["graphql"]["last_schema_update"]):
        assert holder(first) < holder(second)
    assert first["created_at"] == second["created_at"]


def test_access_replaces_both_lists(world):
    api = world.api()
    world.ok("PUT", f"/api/apis/{api}/access", {"userIds": ["u"], "userGroupIds": ["g"]})
    assert world.ok("GET", f"/api/apis/{api}/access") == {"userIds": ["u"], "userGroupIds": ["g"]}
    assert world.ok("PUT", f"/api/apis/{api}/access", {"userIds": []})["Message"] == "API access updated"
    assert world.ok("GET", f"/api/apis/{api}/access") == {"userIds": [], "userGroupIds": []}


@pytest.mark.parametrize(("version", "missing"), [("5.13", 401), ("5.13.1", 400)])
def test_ownership(version, missing):
    world = World(quirks=["enable-ownership"], dashboard_version=version)
    owner, token = world.make_user(
        "own@acme.example", {"apis": "write", "policies": "read", "keys": "write"}, world.org
    )
    free, owned, foreign = world.api("Free"), world.api("Owned"), world.api("Foreign")
    world.ok("PUT", f"/api/apis/{owned}/access", {"userIds": [owner]})
    world.ok("PUT", f"/api/apis/{foreign}/access", {"userIds": ["other"]})
    seen = {entry["api_definition"]["name"] for entry in world.ok("GET", "/api/apis", token=token)["apis"]}
    assert seen == {"Free", "Owned"} and len(names(world)) == 3
    assert world.call("GET", f"/api/apis/{foreign}", token=token)[0] == 401
    assert world.call("GET", "/api/apis/missing", token=token)[0] == missing
    assert world.call("GET", "/api/apis/missing")[0] == 400
    for name, api in (("p-own", owned), ("p-foreign", foreign), ("p-gone", "gone"), ("p-free", free)):
        world.policy(name, access_rights={api: {"api_id": api, "api_name": "x", "versions": ["Default"]}})
    policies = world.ok("GET", "/api/portal/policies", token=token)["Data"]
    assert {policy["name"] for policy in policies} == {"p-own", "p-free"}


def test_deleting_an_api_leaves_the_last_right_of_a_policy(world):
    first, second = world.api("First"), world.api("Second")
    entry = {"api_name": "x", "versions": ["Default"]}
    policy = world.policy(access_rights={api: {"api_id": api, **entry} for api in (first, second)})
    assert world.ok("DELETE", f"/api/apis/{first}")["Message"] == "API deleted"
    assert list(world.ok("GET", f"/api/portal/policies/{policy}")["access_rights"]) == [second]
    world.ok("DELETE", f"/api/apis/{second}")
    assert list(world.ok("GET", f"/api/portal/policies/{policy}")["access_rights"]) == [second]


def test_versions(world):
    base = world.api("Base")
    status, answer = world.call("POST", f"/api/apis?base_api_id={base}", wrapper("Child"))
    assert (status, answer["Message"]) == (400, "version name header should be set with base API ID")
    status, answer = world.call("POST", "/api/apis?base_api_id=zz&new_version_name=v2", wrapper("Child"))
    assert (status, answer["Message"]) == (403, f"Could not retrieve detail of apiID zz in org {world.org}")
    child = world.api("Child", f"?base_api_id={base}&base_api_version_name=v1&new_version_name=v2&set_default=true")
    block = fetch(world, base)["api_definition"]["definition"]
    assert (block["enabled"], block["name"], block["default"], block["versions"]) == (True, "v1", "v2", {"v2": child})
    header = {"authorization": world.token}
    assert world.send("GET", f"/api/apis/{child}", headers=header).headers["x-tyk-base-api-id"] == base
    assert names(world, "?base_apis=true") == ["Base"]
    world.ok("DELETE", f"/api/apis/{child}")
    block = fetch(world, base)["api_definition"]["definition"]
    assert (block["versions"], block["default"]) == ({}, "v1")


def test_admin_import_keeps_ids(world):
    item = wrapper(api_id="fixed", id=24 * "a", org_id=world.org)
    answer = world.admin("POST", "/admin/apis/import", {"apis": [item]})[1]
    assert answer == {"Status": "OK", "Message": "APIs imported", "Meta": {"fixed": True}}
    assert fetch(world, "fixed")["api_definition"]["id"] == 24 * "a"
