# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Client identity providers: the Portal writes to them, too, so a task touches what it names and nothing else."""

from __future__ import annotations

import copy
import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

LIST = "/api/clientidps"
LOGIN = {"name": "Login", "jwks_uri": "https://login.example/jwks.json"}
READINGS = pytest.mark.parametrize("quirks", [[], ["idp-mappings-stay", "idp-meta-own-id", "idp-no-mapping-deleted"]])


def to(**scopes):
    return {"scope_to_policy": scopes}


def world(**how):
    """Two APIs, and a policy for each of three scopes."""
    tyk = Tyk(**how)
    tyk.ids = {}
    for name in ("Orders", "Invoices"):
        api = tyk.ok("api", name=name, listen_path=f"/{name}/", target_url="http://up.example/")["api"]
        tyk.ids[name] = api["api_id"]
    for name in ("Read", "Write", "Portal"):
        policy = tyk.ok("policy", name=name, access_rights=[{"api": "Orders"}])["policy"]
        tyk.ids[name] = policy["policy_id"]
    tyk.log()
    return tyk


def stored(tyk):
    (found,) = tyk.read(f"{LIST}?p=-1")["client_idps"]
    return found


def mappings(tyk):
    """What is stored of the mappings, by names."""
    names = {ident: name for name, ident in tyk.ids.items()}
    return {
        names.get(api, api): {scope: names.get(policy, policy) for scope, policy in mapping["scope_to_policy"].items()}
        for api, mapping in stored(tyk)["api_mappings"].items()
    }


def before(tyk, method, write):
    """Let somebody else write right before the first request for one provider; it is noted in the list returned."""
    handle, seen = tyk.emulator.handle, []

    def handled(request):
        if request.method == method and request.path.startswith(f"{LIST}/") and not seen:
            seen.append(request.path)
            tyk.emulator.handle = handle
            write()
        return handle(request)

    tyk.emulator.handle = handled
    return seen


def portal(tyk, **patch):
    """The Portal changes mappings."""
    ident = stored(tyk)["client_idp_id"]
    status, answer = tyk.call("PATCH", f"{LIST}/{ident}/mappings", patch)
    assert status == 200, answer


@READINGS
def test_from_nothing_to_a_provider_and_back_with_apis_and_policies_by_name(quirks):
    tyk = world(quirks=quirks)
    wish = {**LOGIN, "client_idp_id": "login", "api_mappings": {"Orders": to(read="Read"), "Invoices": {}}}
    plan = tyk.ok("client_idp", check=True, **wish)
    assert plan["action"] == "created" and not tyk.writes()
    done = tyk.ok("client_idp", **wish)
    assert done["diff"]["after"] == plan["diff"]["after"] and tyk.writes() == [f"POST {LIST}"]
    assert mappings(tyk) == {"Orders": {"read": "Read"}, "Invoices": {}}
    assert not tyk.warnings(done) and not tyk.ok("client_idp", **wish)["changed"]
    shown = tyk.ok("client_idp_info", client_idp_id="login")["client_idps"]
    assert shown == [tyk.ok("client_idp", **wish)["client_idp"]]
    assert shown[0]["api_mappings"] == {"Orders": to(read="Read"), "Invoices": to()}
    assert tyk.ok("client_idp_info", api="Invoices")["client_idps"] == shown
    gone = tyk.ok("client_idp", client_idp_id="login", state="absent")
    assert gone["action"] == "deleted" and tyk.read(f"{LIST}?p=-1")["client_idps"] == []
    assert not tyk.ok("client_idp", client_idp_id="login", state="absent")["changed"]


@READINGS
@pytest.mark.parametrize(
    ("task", "becomes"),
    [
        ({"Orders": to(write="Write")}, {"Orders": {"read": "Read", "write": "Write"}, "Invoices": {"p": "Portal"}}),
        ({"Orders": to(read="Write")}, {"Orders": {"read": "Write"}, "Invoices": {"p": "Portal"}}),
        ({"Orders": to(read=None)}, {"Orders": {}, "Invoices": {"p": "Portal"}}),
        ({"Orders": None}, {"Invoices": {"p": "Portal"}}),
        ({"Invoices": {"scope_to_policy": None}}, {"Orders": {"read": "Read"}, "Invoices": {}}),
        (None, {}),
    ],
)
def test_what_a_task_does_not_name_of_the_mappings_stays_and_null_takes_away(quirks, task, becomes):
    tyk = world(quirks=quirks)
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read"), "Invoices": to(p="Portal")})
    tyk.log()
    done = tyk.ok("client_idp", name="Login", api_mappings=task)
    assert done["action"] == "updated" and mappings(tyk) == becomes
    ident = stored(tyk)["client_idp_id"]
    assert tyk.writes() == [f"PATCH {LIST}/{ident}/mappings"]
    assert not tyk.ok("client_idp", name="Login", api_mappings=task)["changed"] and not tyk.writes()


EMPTY = {"Orders": to(), "Invoices": to(p="Portal")}


@READINGS
@pytest.mark.parametrize(
    "wrap", [lambda said: {"api_mappings": said}, lambda said: {"definition": {"api_mappings": said}}]
)
@pytest.mark.parametrize(
    ("there", "said", "becomes"),
    [
        (EMPTY, {"Orders": None}, {"Invoices": {"p": "Portal"}}),
        (EMPTY, None, {}),
        ({}, {"Orders": to()}, {"Orders": {}}),
        ({}, {"Orders": {}}, {"Orders": {}}),
        ({"Invoices": to()}, {"Orders": to(), "Invoices": None}, {"Orders": {}}),
        ({"Invoices": to(p="Portal")}, {"Orders": to()}, {"Orders": {}, "Invoices": {"p": "Portal"}}),
    ],
)
def test_a_mapping_without_scopes_comes_and_goes(quirks, wrap, there, said, becomes):
    for bulk in (False, True):
        tyk = world(quirks=quirks)
        tyk.ok("client_idp", **LOGIN, api_mappings=there)
        task = {"name": "Login", **wrap(said)}
        module, params = ("config", {"config": {"client_idps": [task]}}) if bulk else ("client_idp", task)
        for check, changed in ((True, True), (False, True), (True, False), (False, False)):
            done = tyk.ok(module, check=check, **copy.deepcopy(params))
            assert done["changed"] is changed and not tyk.warnings(done)
        assert mappings(tyk) == becomes


def test_replace_takes_a_mapping_without_scopes_away():
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings=EMPTY)
    only = {**LOGIN, "api_mappings": {"Invoices": to(p="Portal")}, "strategy": "replace"}
    assert tyk.ok("client_idp", **only)["changed"] and mappings(tyk) == {"Invoices": {"p": "Portal"}}
    assert not tyk.ok("client_idp", **only)["changed"]


def test_scopes_that_are_null_are_none():
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings=EMPTY)
    (row,) = tyk.emulator.state["client_idps"]
    row["doc"]["api_mappings"][tyk.ids["Orders"]]["scope_to_policy"] = None
    for said in ({}, to(), {"scope_to_policy": None}):
        assert not tyk.ok("client_idp", name="Login", api_mappings={"Orders": said})["changed"]
    assert tyk.ok("client_idp", name="Login", api_mappings={"Orders": to(r="Read")})["changed"]
    assert tyk.ok("client_idp", name="Login", api_mappings={"Orders": None})["changed"]
    assert mappings(tyk) == {"Invoices": {"p": "Portal"}}


@pytest.mark.parametrize("way", ["api_mappings", "definition"])
def test_what_is_gone_cannot_be_taken_away_from_and_need_not(way):
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read")})
    said = {"Gone": None, "0" * 32: None}
    task = {"api_mappings": said} if way == "api_mappings" else {"definition": {"api_mappings": said}}
    for check in (True, False):
        for more, changed in (({}, False), ({"issuer": "x"}, True)):
            done = tyk.ok("client_idp", name="Login", check=check, **copy.deepcopy(task), **more)
            assert done["changed"] is changed and not tyk.warnings(done)
    tyk.ok("client_idp", name="New", jwks_uri="x", **task)
    for kind, named in (("policy", {"name": "Read"}), ("key", {"alias": "K", "policies": ["Read"]})):
        tyk.ok(kind, **named)
        for check in (True, False):
            done = tyk.ok(kind, check=check, **named, definition={"access_rights": dict(said)})
            assert not done["changed"] and not tyk.warnings(done), kind


@pytest.mark.parametrize("check", [True, False])
def test_results_have_names_whatever_the_task_names(check):
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read")})
    for task in ({"issuer": "https://new.example/"}, {"api_mappings": {"Invoices": {}}}, {}):
        done = tyk.ok("client_idp", name="Login", check=check, **task)
        for shown in (done["client_idp"], done["diff"]["before"], done["diff"]["after"]):
            assert shown["api_mappings"]["Orders"] == to(read="Read")


@READINGS
@pytest.mark.parametrize("more", [{}, {"issuer": "https://login.example/"}])
def test_mappings_that_the_portal_makes_after_the_plan_stay(quirks, more):
    tyk = world(quirks=quirks)
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read", old="Portal")})
    ids = tyk.ids
    patch = {ids["Invoices"]: to(p=ids["Portal"]), ids["Orders"]: to(old=None, new=ids["Portal"])}
    looked = before(tyk, "GET", lambda: portal(tyk, **patch))  # the look that goes before a write
    done = tyk.ok("client_idp", name="Login", api_mappings={"Orders": to(write="Write")}, **more)
    assert looked and done["action"] == "updated"
    assert mappings(tyk) == {
        "Orders": {"read": "Read", "write": "Write", "new": "Portal"},
        "Invoices": {"p": "Portal"},
    }


def test_not_even_a_write_right_before_that_of_mappings_is_lost():
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read")})
    patched = before(tyk, "PATCH", lambda: portal(tyk, **{tyk.ids["Invoices"]: to(p=tyk.ids["Portal"])}))
    tyk.ok("client_idp", name="Login", api_mappings={"Orders": to(read="Write")})
    assert patched and mappings(tyk) == {"Orders": {"read": "Write"}, "Invoices": {"p": "Portal"}}


@READINGS
def test_another_field_leaves_the_mappings(quirks):
    tyk = world(quirks=quirks)
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read")})
    tyk.log()
    tyk.ok("client_idp", name="Login", jwks_uri="https://other.example/jwks.json", scope_claim_name="scp")
    ident = stored(tyk)["client_idp_id"]
    assert tyk.writes() == [f"PUT {LIST}/{ident}"] and mappings(tyk) == {"Orders": {"read": "Read"}}
    assert stored(tyk)["scope_claim_name"] == "scp"


def test_the_whole_of_the_mappings_can_be_said_with_replace():
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read"), "Invoices": to(p="Portal")})
    tyk.log()
    only = {"Orders": to(write="Write")}
    tyk.ok("client_idp", **LOGIN, api_mappings=only, strategy="replace")
    assert mappings(tyk) == {"Orders": {"write": "Write"}}
    assert not tyk.ok("client_idp", **LOGIN, api_mappings=only, strategy="replace")["changed"]
    tyk.ok("client_idp", name="Login", issuer="x")
    for again in (False, True):
        done = tyk.ok("client_idp", **LOGIN, strategy="replace")  # which says nothing of mappings
        assert done["changed"] is not again and mappings(tyk) == {"Orders": {"write": "Write"}}
    assert stored(tyk)["issuer"] == ""


def test_a_name_finds_the_only_one_and_names_both_where_there_are_two():
    tyk = world()
    for ident in ("one", "two"):
        tyk.ok("client_idp", **LOGIN, client_idp_id=ident)
    for state in ("present", "absent"):
        said = tyk.fails("client_idp", name="Login", state=state, check=True)
        assert "client_idp_id one" in said and "client_idp_id two" in said and "name one with client_idp_id" in said
    assert tyk.ok("client_idp", client_idp_id="two", name="Renamed")["action"] == "updated"
    assert not tyk.ok("client_idp", name="Login", jwks_uri=LOGIN["jwks_uri"])["changed"]
    assert {one["name"] for one in tyk.ok("client_idp_info")["client_idps"]} == {"Login", "Renamed"}


def test_either_id_finds_it_and_the_chosen_one_before_that_of_the_database():
    tyk = world()
    first = tyk.make(LIST, {**LOGIN, "client_idp_id": "login"})["Meta"]
    assert not tyk.ok("client_idp", client_idp_id=first, jwks_uri=LOGIN["jwks_uri"])["changed"]
    tyk.make(LIST, {**LOGIN, "name": "Other", "client_idp_id": first})
    assert tyk.ok("client_idp", client_idp_id=first, issuer="x")["client_idp"]["name"] == "Other"


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"name": "New"}, "jwks_uri is needed"),
        ({**LOGIN, "api_mappings": {"Orders": {"read": "Read"}}}, "api_mappings.Orders: Tyk keeps nothing of read"),
        ({**LOGIN, "api_mappings": {"Order": to(read="Read")}}, "there is no API 'Order'"),
        (
            {**LOGIN, "api_mappings": {"Orders": to(read="Red")}},
            "api_mappings.Orders.scope_to_policy.read: there is no policy 'Red' in organisation",
        ),
        ({**LOGIN, "definition": {"api_mappings": {"Orders": to(read="Red")}}}, "there is no policy 'Red'"),
        ({**LOGIN, "definition": {"api_mappings": {"Order": {}}}}, "api_mappings: there is no API 'Order'"),
        ({**LOGIN, "api_mappings": {"Orders": ["Read"]}}, "Tyk takes a mapping there"),
        ({**LOGIN, "api_mappings": {"Orders": to(read=["Read"])}}, "Tyk takes a text there"),
        ({"issuer": "x"}, "which client identity provider? Name it with"),
        ({**LOGIN, "client_idp_id": ".."}, "Tyk has no address for"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(task, says):
    tyk = world()
    for check in (True, False):
        if not (check and "there is no" in says):  # which a check run takes for something that is yet to be made
            assert says in tyk.fails("client_idp", check=check, **task)
    assert not tyk.writes()


def test_two_names_of_one_api_are_one_mapping_too_many():
    tyk = world()
    both = {"Orders": to(read="Read"), tyk.ids["Orders"]: to(read="Write")}
    assert "are one and the same API" in tyk.fails("client_idp", **LOGIN, api_mappings=both)


OLD = "This Tyk knows no client identity providers, which came with 5.14"


def test_an_older_dashboard_says_so_in_one_sentence_and_else_just_has_none():
    tyk = Tyk(dashboard_version="5.13")
    for check in (True, False):
        said = tyk.fails("client_idp", check=check, **LOGIN)
        assert said.startswith(OLD) and "was answered with" not in said
        said = tyk.fails("config", check=check, config={"client_idps": [LOGIN]})
        assert OLD in said
    listed = tyk.ok("client_idp_info")
    assert listed["client_idps"] == [] and OLD in tyk.warnings(listed)[0]
    exported = tyk.ok("config_info")
    assert "client_idps" not in exported["config"] and not tyk.warnings(exported)
    asked = tyk.ok("config_info", kinds=["client_idps"], org_id=tyk.org)
    assert asked["config"] == {} and OLD in tyk.warnings(asked)[0]
    tyk.ok("webhook", name="Keep", target_path="http://x.example/")
    assert not tyk.ok("config", config={"webhooks": [{"name": "Keep"}]}, prune=["webhooks"], prune_all=True)["changed"]


def test_a_gateway_has_none():
    gate = Gate()
    said = gate.fails("client_idp", **LOGIN)
    assert said == "A Gateway without a Dashboard has no client identity providers; use platform: dashboard"


def test_without_the_permission_that_is_told_and_an_export_goes_on():
    tyk = world()
    tyk.ok("client_idp", **LOGIN)
    rights = dict.fromkeys("apis policies keys users user_groups certs hooks oauth api_assets".split(), "write")
    tyk.token = tyk.user("few@acme.example", tyk.org, rights)
    said = tyk.fails("client_idp", **LOGIN)
    assert "was answered with 403: access denied" in said and "the permission for it" in said
    exported = tyk.ok("config_info")
    assert "client_idps" not in exported["config"] and "apis" in exported["config"]
    told = [text for text in tyk.warnings(exported) if "client_idps is left out" in text]
    assert told and "was answered with 403" in told[0]
    assert "was answered with 403" in tyk.fails("config_info", kinds=["client_idps"])


def test_an_export_makes_the_same_elsewhere():
    tyk, other = world(), world()
    wish = {**LOGIN, "issuer": "https://login.example/", "scope_claim_name": "scp"}
    tyk.ok("client_idp", **wish, client_idp_id="login", api_mappings={"Orders": to(read="Read"), "Invoices": {}})
    tyk.ok("client_idp", **{**LOGIN, "name": "Plain"})
    config = tyk.ok("config_info", kinds=["client_idps"], portable=True)["config"]
    named, plain = config["client_idps"]
    assert named == {**wish, "client_idp_id": "login", "api_mappings": {"Orders": to(read="Read"), "Invoices": to()}}
    assert plain == {**LOGIN, "name": "Plain"}
    assert not tyk.ok("config", config=copy.deepcopy(config))["changed"]
    other.ok("config", config=copy.deepcopy(config))
    assert not other.ok("config", config=config)["changed"]
    assert other.ok("config_info", kinds=["client_idps"])["config"] == config


def test_a_file_of_tyks_own_tools_is_one_provider(tmp_path):
    tyk, other = world(), world()
    tyk.ok("client_idp", **LOGIN, client_idp_id="login", api_mappings={"Orders": to(read="Read"), "Invoices": {}})
    for number, one in enumerate((tyk, other)):
        kept = stored(tyk)
        names = {ident: name for name, ident in tyk.ids.items()}
        text = json.dumps(kept)
        for ident, name in names.items() if number else ():  # elsewhere they have other ids
            text = text.replace(ident, other.ids[name])
        (tmp_path / "clientidp-login.json").write_text(text)
        done = one.ok("config", src=[str(tmp_path)])
        assert done["changed"] is bool(number) and not one.ok("config", src=[str(tmp_path)])["changed"]
    assert mappings(other) == mappings(tyk) and stored(other)["client_idp_id"] == "login"


def test_a_configuration_changes_mappings_alone_by_the_route_for_them():
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read"), "Invoices": to(p="Portal")})
    tyk.log()
    config = {"client_idps": [{"name": "Login", "api_mappings": {"Orders": to(read=None, write="Write")}}]}
    plan = tyk.ok("config", config=copy.deepcopy(config), check=True)
    done = tyk.ok("config", config=copy.deepcopy(config))
    paths = ["api_mappings.Orders.scope_to_policy.read", "api_mappings.Orders.scope_to_policy.write"]
    assert [run["changes"][0]["paths"] for run in (plan, done)] == [paths, paths]
    assert [one.split()[0] for one in tyk.writes()] == ["PATCH"]
    assert mappings(tyk) == {"Orders": {"write": "Write"}, "Invoices": {"p": "Portal"}}
    assert not tyk.ok("config", config=config)["changed"]


def test_apis_and_policies_that_are_gone_stay_where_they_are_stored_and_can_be_taken_away():
    tyk = world()
    tyk.ok("client_idp", **LOGIN, api_mappings={"Orders": to(read="Read", portal="Portal"), "Invoices": to(p="Read")})
    tyk.call("DELETE", f"/api/apis/{tyk.ids['Invoices']}")
    tyk.ok("policy", name="Portal", state="absent")
    was = mappings(tyk)
    exported = tyk.ok("config_info", kinds=["client_idps"])["config"]
    for check in (True, False):
        assert not tyk.ok("config", config=copy.deepcopy(exported), check=check)["changed"]
    tyk.ok("client_idp", name="Login", issuer="x", api_mappings={"Orders": to(read="Write")})
    assert mappings(tyk) == {**was, "Orders": {"read": "Write", "portal": "Portal"}}
    gone = tyk.ids["Invoices"]
    tyk.ok("client_idp", name="Login", api_mappings={gone: None, "Orders": to(portal=None)})
    assert mappings(tyk) == {"Orders": {"read": "Write"}}


def test_prune_wants_to_hear_by_name_which_may_go():
    tyk = world()
    for name in ("ours-a", "ours-b", "Portal's"):
        tyk.ok("client_idp", **{**LOGIN, "name": name})
    config = {"client_idps": [{"name": "ours-a"}]}
    said = tyk.fails("config", config=config, prune=["client_idps"], prune_all=True, check=True)
    assert "can be those of the Developer Portal" in said and "prune_scope.name_prefix" in said
    scope = {"prune": ["client_idps"], "prune_scope": {"name_prefix": "ours-"}, "prune_max": 1}
    assert not tyk.ok("config", config=config, **scope, protected={"client_idps": ["ours-b"]})["changed"]
    tyk.ok("config", config=config, **scope)
    assert {one["name"] for one in tyk.ok("client_idp_info")["client_idps"]} == {"ours-a", "Portal's"}


def test_a_failure_of_the_route_for_mappings_is_told_as_it_is():
    tyk = world()
    tyk.ok("client_idp", **LOGIN)
    handle = tyk.emulator.handle

    def handled(request):
        answer = handle(request)
        if request.method == "PATCH":
            answer.status, answer.body = 400, json.dumps({"Status": "error", "Message": "invalid body"}).encode()
        return answer

    tyk.emulator.handle = handled
    said = tyk.fails("client_idp", name="Login", api_mappings={"Orders": to(read="Read")})
    assert "was answered with 400: invalid body" in said and "is stored" not in said


def test_an_mcp_proxy_is_named_as_an_api_is():
    tyk = world()
    tools = {"name": "Tools", "listen_path": "/tools/", "target_url": "http://tools.example/"}
    tyk.ids["Tools"] = tyk.ok("mcp_proxy", **tools)["mcp_proxy"]["api_id"]
    wish = {**LOGIN, "client_idp_id": "login", "api_mappings": {"Tools": to(read="Read"), "Orders": {}}}
    planned = tyk.ok("client_idp", **wish, check=True)
    done = tyk.ok("client_idp", **wish)
    assert (
        done["client_idp"]["api_mappings"].keys() == planned["client_idp"]["api_mappings"].keys() == {"Tools", "Orders"}
    )
    assert stored(tyk)["api_mappings"].keys() == {tyk.ids["Tools"], tyk.ids["Orders"]}
    assert not tyk.ok("client_idp", **wish)["changed"]
    (proxy,) = tyk.ok("mcp_proxy_info", used_by=True)["mcp_proxies"]
    assert [user["name"] for user in proxy["used_by"]] == ["Login"]
    other = {"mcp_proxies": [{**tools, "name": "Other", "listen_path": "/other/"}]}
    kept = tyk.ok("config", config=other, prune=["mcp_proxies"], prune_all=True)
    assert "MCP proxy 'Tools' stays, because client identity provider 'Login' refers to it" in str(tyk.warnings(kept))
    config = tyk.ok("config_info", portable=True)["config"]
    there = Tyk(seed=7)
    for changed in (True, False):
        assert there.ok("config", config=config)["changed"] is changed


def test_an_mcp_proxy_of_the_same_configuration_is_named_so_as_well():
    tyk, tools = Tyk(), {"name": "Tools", "listen_path": "/tools/", "target_url": "http://tools.example/"}
    provider = {**LOGIN, "client_idp_id": "login", "api_mappings": {"Tools": {}}}
    config = {"client_idps": [provider], "mcp_proxies": [tools]}
    assert tyk.ok("config", config=config, check=True)["changed"]
    for changed in (True, False):
        assert tyk.ok("config", config=config)["changed"] is changed
    twins = {**config, "apis": [{**tools, "listen_path": "/more/"}]}
    assert "2 APIs answer to 'Tools'" in tyk.fails("config", config=twins)
