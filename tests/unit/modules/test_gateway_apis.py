# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs and policies of a Gateway without a Dashboard: files, reloads, and what goes wrong with them."""

from __future__ import annotations

import pytest
from gateway_runner import GATE_SECRET, ORG, PETS, Gate

NEW = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
CLASSIC = {**NEW, "definition": {"cache_options": {"enable_cache": True}, "tags": ["b", "a"]}}


@pytest.fixture
def gate():
    return Gate()


@pytest.mark.parametrize("task", [CLASSIC, {"definition": PETS}], ids=["classic", "oas"])
def test_an_api_from_its_making_to_its_end(gate, task):
    foretold = gate.ok("api", check=True, **task)
    assert not gate.changes() and foretold["changed"]
    made = gate.ok("api", **task)
    assert made["action"] == "created" and made["diff"] == foretold["diff"] and not gate.warnings(made)
    assert made["api"]["org_id"] == "acme" and len(made["api"]["api_id"]) == 32
    assert [entry for entry in gate.sent() if "reload" in entry] == ["GET /tyk/reload"]
    again = gate.ok("api", **task)
    assert not again["changed"] and again["diff"]["before"] == again["diff"]["after"]
    assert len(gate.sent()) <= 2
    name = made["api"]["name"]
    changed = gate.ok("api", name=name, target_url="http://other.example/")
    assert changed["action"] == "updated" and changed["api"]["target_url"] == "http://other.example/"
    assert gate.ok("api", name=name, target_url="http://other.example/")["action"] == "none"
    assert gate.ok("api", api_id=made["api"]["api_id"], state="absent")["action"] == "deleted"
    assert gate.ok("api", name=name, state="absent")["action"] == "none"


def test_null_takes_away(gate):
    gate.ok("api", **CLASSIC)
    changed = gate.ok("api", name="Orders", definition={"tags": None, "cache_options": None})
    assert changed["action"] == "updated" and not {"tags", "cache_options"} & changed["api"]["definition"].keys()


def test_what_is_not_named_stays(gate):
    gate.api(definition={"CORS": {"enable": True, "max_age": 24}, "config_data": {"x": 1}})
    gate.ok("api", name="Orders", target_url="http://other.example/")
    api = gate.ok("api_info")["apis"][0]
    assert api["definition"]["CORS"] == {"enable": True, "max_age": 24} and api["definition"]["config_data"] == {"x": 1}


def test_ids_are_the_same_in_every_run(gate):
    first = gate.api()
    gate.ok("api", name="Orders", state="absent")
    assert gate.api() == first


def test_the_id_of_an_object_that_was_renamed_is_not_taken_again(gate):
    first = gate.api()
    gate.ok("api", api_id=first, name="Orders v1")
    second = gate.ok("api", name="Orders", listen_path="/new/", target_url="http://up.example/")["api"]["api_id"]
    assert first != second and len(gate.ok("api_info")["apis"]) == 2


def test_a_run_that_broke_off_before_the_reload_is_gone_on_with(gate):
    gate.ok("api", reload=False, **NEW)
    assert gate.ok("api_info")["apis"] == []
    gate.ok("api", **NEW)
    assert len(gate.ok("api_info")["apis"]) == 1
    gate.ok("api", name="Orders", state="absent", reload=False)
    assert gate.ok("api", name="Orders", state="absent")["action"] == "deleted"
    assert gate.ok("api_info")["apis"] == []


def test_a_reload_may_be_left_to_others(gate):
    made = gate.ok("api", reload=False, **NEW)
    assert made["action"] == "created" and "GET /tyk/reload" not in gate.sent()
    assert made["api"]["target_url"] == "http://up.example/"
    gate.ask("GET", "/tyk/reload?block=true")
    assert gate.ok("api", **NEW)["action"] == "none"


def test_a_reload_that_quietly_failed(gate):
    gate.api()
    gate.state(loads=False)
    assert "does not serve it" in gate.fails("api", name="Pets", listen_path="/pets/", target_url="http://up.example/")
    said = gate.fails("api", name="Orders", target_url="http://other.example/")
    assert "'Orders'" in said and "serves the former target_url" in said
    assert "still serves it" in gate.fails("api", name="Orders", state="absent")
    gate.state(loads=True)
    assert gate.ok("api", name="Orders", state="absent")["action"] == "deleted"


def test_an_api_that_is_quietly_skipped(gate):
    said = gate.fails("api", name="Odd", listen_path="/{odd:[}/", target_url="http://up.example/")
    assert "'Odd'" in said and "does not serve it" in said


def test_a_listen_path_that_is_taken(gate):
    gate.api()
    gate.log()
    said = gate.fails("api", name="Other", listen_path="/orders/", target_url="http://up.example/")
    assert "'Orders'" in said and "choose another" in said and not gate.changes()
    gate.ok(
        "api", name="Other", listen_path="/orders/", target_url="http://up.example/", definition={"domain": "x.example"}
    )


def test_a_listen_path_that_is_taken_meanwhile(gate):
    gate.api()
    body = {"api_id": "late", "name": "Late", "org_id": "acme", "version_data": {"versions": {}}}
    proxy = {"listen_path": "/late/", "target_url": "http://up.example/"}
    gate.ask("POST", "/tyk/apis", {**body, "proxy": proxy})  # not loaded yet, and so in no list
    said = gate.fails("api", api_id="zzz", name="Mine", listen_path="/late/", target_url="http://up.example/")
    assert "/late/-zzz" in said and "'Mine'" in said


def test_organisations(gate):
    gate.api()
    said = gate.fails("api", api_id=gate.ok("api_info")["apis"][0]["api_id"], org_id="other", target_url="http://x/")
    assert "org_id is other" in said and "organisation acme" in said
    assert gate.ok("api_info", org_id="other")["apis"] == []
    gate.ok("api", name="Orders", listen_path="/theirs/", target_url="http://up.example/", org_id="other")
    assert len(gate.ok("api_info", org_id=...)["apis"]) == 2
    assert "2 APIs are called 'Orders'" in gate.fails("api", name="Orders", org_id=..., target_url="http://x/")
    said = gate.fails("api", name="Third", listen_path="/3/", target_url="http://x/", definition={"org_id": "other"})
    assert "other" in said and "acme" in said


def test_the_only_organisation_need_not_be_named(gate):
    gate.api()
    assert gate.ok("policy", name="Gold", access_rights=[{"api": "Orders"}], org_id=...)["policy"]["org_id"] == "acme"


def test_what_a_gateway_does_not_have(gate):
    assert "has no users" in gate.fails("user", email_address="a@b.example")
    for option, value in {"categories": ["a"], "owners": {"users": ["a"]}, "webhooks": []}.items():
        if value:
            said = gate.fails("api", **{**NEW, option: value})
            assert said.startswith(f"{option}: not with platform: gateway")
    assert "policy_state" in gate.fails("policy", name="Gold", policy_state="deny")


def test_an_api_that_is_not_active_is_served_all_the_same(gate):
    assert "state: absent" in gate.warnings(gate.ok("api", **NEW, active=False))[0]


def test_a_wrong_secret(gate):
    said = gate.fails("api", **NEW, token="wrong")
    assert "token is not the secret of this Gateway's configuration" in said
    assert GATE_SECRET not in gate.out


def test_a_value_that_the_gateway_fetches_is_neither_compared_nor_written_back():
    gate = Gate(gateway_env={"UPSTREAM": "http://hidden.example/", "PIN": "the-pin"})
    task = {
        **NEW,
        "target_url": "env://UPSTREAM",
        "definition": {"config_data": {"pin": "env://PIN", "list": ["env://PIN"]}},
    }
    made = gate.ok("api", **task)
    assert gate.ask("GET", f"/tyk/apis/{made['api']['api_id']}")[1]["config_data"]["pin"] == "the-pin"
    assert gate.ok("api", **task)["action"] == "none"
    assert "the-pin" not in gate.out and "hidden" not in gate.out
    gate.ok("api", **{**task, "listen_path": "/moved/"})
    (file,) = gate.emulator.state["gateway_files"]
    assert file["doc"]["config_data"] == {"pin": "env://PIN", "list": ["env://PIN"]}
    assert file["doc"]["proxy"]["target_url"] == "env://UPSTREAM"


def test_a_policy_from_its_making_to_its_end(gate):
    gate.api()
    task = {"name": "Gold", "access_rights": [{"api": "Orders"}], "rate": 10, "per": 1, "tags": ["b", "a"]}
    assert gate.ok("policy", check=True, **task)["changed"]
    made = gate.ok("policy", **task)
    assert made["action"] == "created" and not gate.warnings(made)
    assert gate.ok("policy", **{**task, "tags": ["a", "b"]})["action"] == "none"
    gate.log()
    assert gate.ok("policy", name="Gold", rate=20)["policy"]["rate"] == 20
    assert gate.changes() == [f"PUT /tyk/policies/{made['policy']['policy_id']}"]
    assert gate.ok("policy", name="Gold", tags=None)["policy"]["tags"] == []
    assert gate.ok("policy_info")["policies"][0]["access_rights"] == [{"api": "Orders", "versions": ["Default"]}]
    assert gate.ok("policy", name="Gold", state="absent")["action"] == "deleted"
    assert gate.ok("policy", name="Gold", state="absent")["action"] == "none"


def test_a_policy_may_bring_its_id(gate):
    gate.api()
    task = {"name": "Gold", "policy_id": "gold-1", "access_rights": [{"api": "Orders"}]}
    assert gate.ok("policy", **task)["policy"]["policy_id"] == "gold-1"
    assert gate.ok("policy", **task)["action"] == "none"
    said = gate.fails("policy", name="Odd", policy_id="a/b", access_rights=[{"api": "Orders"}])
    assert said.startswith("policy_id: 'a/b'")


def test_an_old_gateway():
    gate = Gate(gateway_version="5.3.13")
    gate.api()
    assert gate.ok("api", **NEW)["action"] == "none"
    gate.state(redis=False)
    gate.time.sleep(20)
    assert "Redis does not answer" in gate.fails("api", **NEW, wait_timeout=1)


def test_a_gateway_that_is_not_ready_is_waited_for(gate):
    gate.emulator.node.loaded = False
    assert "successful API reload" in gate.fails("api_info", wait_timeout=0)
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        gate.emulator.node.loaded = sum(waits) > 10

    gate.sleep = sleep
    gate.ok("api_info")
    assert sum(waits) > 10


@pytest.mark.parametrize("kind", ["api", "policy"])
def test_a_write_whose_answer_was_lost(gate, kind):
    gate.api("First")
    task = NEW if kind == "api" else {"name": "Gold", "access_rights": [{"api": "First"}]}
    fault = {"method": "POST", "path": "/tyk/", "times": 1, "drop": True, "after": True}
    gate.control("PUT", "faults", [fault])
    assert gate.ok(kind, **task)["action"] == "created"
    assert gate.ok(kind, **task)["action"] == "none"


def test_an_api_of_another_name_is_not_taken_for_it_because_its_name_ends_like_a_category(gate):
    """Only a Dashboard keeps categories in names."""
    first = gate.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")["api"]["api_id"]
    other = gate.ok("api", name="Orders #eu", listen_path="/eu/", target_url="http://up.example/")["api"]["api_id"]
    assert first != other and {api["name"] for api in gate.ok("api_info")["apis"]} == {"Orders", "Orders #eu"}


PROXY = {
    "openapi": "3.0.3",
    "info": {"title": "Tools", "version": "1"},
    "paths": {},
    "x-tyk-api-gateway": {
        "info": {"id": "tools", "name": "Tools", "orgId": ORG, "state": {"active": True}},
        "server": {"listenPath": {"value": "/tools/", "strip": True}},
        "upstream": {"url": "http://up.example/"},
        "middleware": {"mcpTools": {"read": {"allow": {"enabled": True}}}},
    },
}


@pytest.mark.parametrize(
    "wish",
    [
        {"target_url": "http://new.example/"},
        {"definition": {**PROXY, "x-tyk-api-gateway": {"upstream": {"url": "http://new.example/"}}}},
        {"name": "Tools", "listen_path": "/tools/", "target_url": "http://up.example/", "format": "oas"},
        {"state": "absent"},
    ],
)
@pytest.mark.parametrize("by", ["api", "config"])
def test_an_mcp_proxy_stays_one(gate, wish, by):
    assert gate.ask("POST", "/tyk/mcps", PROXY)[0] == 200
    gate.ask("GET", "/tyk/reload?block=true")
    before = gate.ask("GET", "/tyk/mcps/tools")
    gate.sent()
    item = {"api_id": "tools", **wish}
    for check in (True, False):
        params = item if by == "api" else {"config": {"apis": [item]}}
        assert "is an MCP proxy" in gate.fails(by, check=check, **params)
    assert not gate.changes() and gate.ask("GET", "/tyk/mcps/tools") == before


def test_an_mcp_proxy_is_beside_what_is_managed(gate):
    """It is in no list and no export, nothing prunes it, its name is free, and rights may name it."""
    assert gate.ask("POST", "/tyk/mcps", PROXY)[0] == 200
    gate.ask("GET", "/tyk/reload?block=true")
    gate.api("Orders")
    assert [api["name"] for api in gate.ok("api_info")["apis"]] == ["Orders"]
    config = gate.ok("config_info", kinds=["apis"])["config"]
    assert [api["name"] for api in config["apis"]] == ["Orders"]
    assert not gate.ok("config", config=config, prune=["apis"], prune_all=True)["changed"]
    assert gate.ok("policy", name="Agents", access_rights=[{"api": "Tools"}])["changed"]
    assert not gate.ok("policy", name="Agents", access_rights=[{"api": "Tools"}])["changed"]
    other = gate.ok("api", name="Tools", listen_path="/other/", target_url="http://up.example/")
    assert other["changed"] and other["api"]["api_id"] != "tools"
    assert gate.ask("GET", "/tyk/mcps/tools")[0] == 200
