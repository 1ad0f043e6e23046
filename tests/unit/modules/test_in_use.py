# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in use by what tyk_config does not list by itself, or cannot, and objects that look like another."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem
from module_runner import Tyk

UP = {"target_url": "http://up.example/"}
ONLY_P = {"config": {"policies": [{"name": "P"}]}, "prune": ["policies"], "prune_all": True}
SESSION = {
    "rate": 1,
    "per": 1,
    "quota_max": -1,
    "quota_renewal_rate": -1,
    "allowance": 1,
    "expires": 0,
    "meta_data": {},
}


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", **UP, **more}


def rights(name):
    return {"access_rights": [{"api": name}]}


def two_policies(tyk):
    tyk.ok("api", **api("A"))
    for name in "PQ":
        tyk.ok("policy", name=name, **rights("A"))
    return tyk


def policies(tyk):
    return sorted(policy["name"] for policy in tyk.ok("policy_info")["policies"])


# What is in use by keys, which may be many, elsewhere, or out of sight


def test_a_policy_that_a_key_of_a_gateway_has_stays():
    gate = two_policies(Gate())
    gate.ok("key", key_id="shopkey", policies=["Q"])
    gate.ok("config", **ONLY_P)
    assert policies(gate) == ["P", "Q"]
    gate.ok("key", key_id="shopkey", state="absent")
    gate.ok("config", **ONLY_P)
    assert policies(gate) == ["P"]


def test_a_policy_that_a_key_on_a_later_page_has_stays():
    tyk = two_policies(Tyk(page_size=5))
    for number in range(8):
        tyk.ok("key", alias=f"k{number}", policies=["Q" if number == 7 else "P"])
    tyk.ok("config", **ONLY_P)
    assert policies(tyk) == ["P", "Q"]


def test_where_keys_cannot_be_seen_nothing_that_they_may_use_goes(tyk):
    two_policies(tyk)
    tyk.token = tyk.user("few@acme.example", tyk.org, {"apis": "write", "policies": "write", "users": "read"})
    done = tyk.ok("config", **ONLY_P)
    assert policies(tyk) == ["P", "Q"]
    assert any(
        "'Q' stays, because it may be in use: " in t and "the token may not list Keys" in t for t in tyk.warnings(done)
    )


@pytest.mark.parametrize("hidden", ["policies", "keys"])
@pytest.mark.parametrize("section", ["apis", "mcp_proxies"])
def test_so_it_is_with_what_goes_by_the_name_of_an_api(tyk, section, hidden):
    """Rights to an MCP proxy stand among those to APIs."""
    config = {section: [api("A"), api("B")]}
    tyk.ok("config", config=config)
    names = ("apis", "mcp", "policies", "keys", "oauth", "portal", "idm", "hooks", "certs", "users", "api_assets")
    granted = {name: "write" for name in names if name != hidden}
    only = {"config": {section: [api("A")]}, "prune": [section], "prune_all": True}
    everybody = tyk.user("all@acme.example", tyk.org, dict.fromkeys(names, "write"))
    tyk.token = tyk.user("few@acme.example", tyk.org, granted)
    done = tyk.ok("config", **only)
    assert not done["changed"] and any("'B' stays, because it may be in use: " in text for text in tyk.warnings(done))
    tyk.token = everybody
    assert [change["action"] for change in tyk.ok("config", **only)["changes"]] == ["deleted"]


def test_the_policy_that_an_older_tool_gave_a_key_is_kept_by_the_key_and_by_prune(tyk):
    two_policies(tyk)
    old = next(one["_id"] for one in tyk.read("/api/portal/policies?p=-1")["Data"] if one["name"] == "Q")
    ident = tyk.ok("api_info")["apis"][0]["api_id"]
    own = {ident: {"api_id": ident, "api_name": "A", "versions": ["Default"]}}
    body = {**SESSION, "alias": "legacy", "apply_policies": [], "apply_policy_id": old, "access_rights": own}
    key = tyk.make("/api/keys", body)["key_id"]
    assert tyk.ok("key", alias="legacy", tags=["x"])["changed"]
    assert tyk.read(f"/api/keys/{key}")["data"]["apply_policy_id"] == old
    tyk.ok("config", **ONLY_P)
    assert policies(tyk) == ["P", "Q"]


# What refers to something in an unusual place


def test_a_webhook_that_an_api_knows_by_name_only_stays(tyk):
    for name in "HK":
        tyk.ok("webhook", name=name, target_path=f"http://{name}.example/")
    made = tyk.ok("api", **api("A"))["api"]["api_id"]
    stored = tyk.read(f"/api/apis/{made}")
    stored["hook_references"] = [{"event_name": "AuthFailure", "hook": {"name": "H"}}]
    assert tyk.call("PUT", f"/api/apis/{made}", stored)[0] == 200
    tyk.ok("config", config={"webhooks": [{"name": "K"}]}, prune=["webhooks"], prune_all=True)
    assert len(tyk.ok("webhook_info")["webhooks"]) == 2


def test_certificates_that_are_pinned_sign_or_are_bound_stay(tyk):
    names = ("keep", "pinned", "signs", "bound", "free")
    ids = {n: tyk.ok("certificate", certificate=pem(n)[0])["certificate"]["certificate_id"] for n in names}
    signing = {"is_enabled": True, "certificate_id": ids["signs"], "algorithm": "rsa-sha256", "key_id": "k"}
    tyk.ok("api", **api("A", definition={"pinned_public_keys": {"*": ids["pinned"]}, "request_signing": signing}))
    tyk.ok("key", alias="k", definition={"mtls_static_certificate_bindings": [ids["bound"]]}, **rights("A"))
    wish = {"certificates": [{"certificate": pem("keep")[0]}]}
    tyk.ok("config", config=wish, prune=["certificates"], prune_all=True)
    left = {one["certificate_id"] for one in tyk.ok("certificate_info")["certificates"]}
    assert left == set(ids.values()) - {ids["free"]}


def test_what_goes_as_declared_holds_nothing_back(tyk):
    two_policies(tyk).ok("key", alias="k", policies=["Q"])
    wish = {**ONLY_P, "config": {**ONLY_P["config"], "keys": [{"alias": "k", "state": "absent"}]}}
    planned = [change["name"] for change in tyk.ok("config", check=True, **wish)["changes"]]
    assert [change["name"] for change in tyk.ok("config", **wish)["changes"]] == planned == ["k", "Q"]
    assert not tyk.ok("config", **wish)["changed"]


# Failures on the way


def test_after_a_delete_that_failed_nothing_more_is_pruned(tyk):
    two_policies(tyk).ok("key", alias="k", policies=["Q"])
    tyk.ok("key", alias="m", **rights("A"))
    tyk.control("PUT", "faults", [{"method": "DELETE", "path": "/api/keys/", "status": 400, "times": 9}])
    config = {**ONLY_P["config"], "keys": [{"alias": "m"}]}
    result = tyk.run("config", config=config, prune=["policies", "keys"], prune_all=True, continue_on_error=True)
    tyk.control("DELETE", "faults")
    assert result["failed"] and policies(tyk) == ["P", "Q"]


def test_where_the_second_look_fails_what_was_done_is_told(tyk):
    two_policies(tyk).ok("webhook", name="H", target_path="http://h.example/")
    handle = tyk.emulator.handle

    def breaking(request):
        answer = handle(request)
        if request.method == "PUT" and "hooks" in request.path:
            fault = {"method": "GET", "path": "/api/apis", "status": 500, "times": 99}
            tyk.call("PUT", "/_emulator/faults", [fault])
        return answer

    tyk.emulator.handle = breaking
    config = {**ONLY_P["config"], "webhooks": [{"name": "H", "target_path": "http://i.example/"}]}
    result = tyk.run("config", **{**ONLY_P, "config": config})
    told = {change["name"]: change["status"] for change in result["changes"]}
    assert result["failed"] and told == {"H": "done", "Q": "failed"}


# Objects that look like another


def test_a_declared_key_that_changes_is_no_other_where_keys_are_not_hashed():
    tyk = Tyk(hash_keys=False)
    tyk.ok("api", **api("A"))
    tyk.ok("key", key_id="partner", alias="acme", **rights("A"))
    config = {"keys": [{"key_id": "partner", "rate": 4, "per": 1}]}
    tyk.ok("config", config=config, prune=["keys"], prune_all=True)
    assert len(tyk.control("GET", "state")["keys"]) == 1


@pytest.mark.parametrize(
    "ident", [{"key_id": "token"}, {"basic_auth": {"username": "bob", "password": "secret-of-bob"}}]
)
@pytest.mark.parametrize("check", [True, False])
def test_two_new_keys_of_one_id_are_refused(tyk, ident, check):
    two_policies(tyk)
    keys = [{**ident, "alias": alias, **rights("A")} for alias in ("one", "two")]
    assert "declare it once" in tyk.fails("config", config={"keys": keys}, check=check)


def test_an_overlay_by_id_lies_over_that_id(tyk):
    tyk.ok("api", **api("first", api_id="shared"))
    tyk.ok("api", **{**api("shared", api_id="other"), "listen_path": "/2/"})
    config = {"apis": [{"api_id": "other", "name": "shared"}, {"api_id": "shared", "name": "first"}]}
    tyk.ok("config", config=config, overlays=[{"apis": [{"api_id": "shared", "active": False}]}])
    found = {one["api_id"]: (one["name"], one["active"]) for one in tyk.ok("api_info")["apis"]}
    assert found == {"shared": ("first", False), "other": ("shared", True)}
    assert "no object of this name" in tyk.fails(
        "config", config={"apis": config["apis"][:1]}, overlays=[{"apis": [{"api_id": "shared", "active": True}]}]
    )


@pytest.mark.parametrize("kind", ["policy", "api"])
def test_a_dead_reference_stays_though_another_is_called_like_it(tyk, kind):
    two_policies(tyk)
    if kind == "policy":
        tyk.ok("policy", name="First", policy_id="gold", **rights("A"))
        tyk.ok("key", alias="k", policies=["First"])
        tyk.ok("policy", name="First", state="absent")
        tyk.ok("policy", name="gold", policy_id="p2", **rights("A"))
    else:
        tyk.ok("api", **api("First", api_id="orders"))
        tyk.ok("policy", name="R", **rights("First"))
        tyk.ok("api", name="First", state="absent")
        tyk.ok("api", **api("orders", api_id="o2"))
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]


def test_a_short_name_and_an_id_are_two_meanings(tyk):
    tyk.ok("api", **api("Other", api_id="Orders"))
    tyk.ok("api", **api("Orders"), categories=["prod"])
    assert "is the id of" in tyk.fails("policy", name="R", **rights("Orders"))


def test_a_protected_name_is_read_as_a_declared_one(tyk):
    person = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    for name in ("ada", "bob"):
        tyk.ok("user", email_address=f"{name}@x.example", **person)
    config = {"users": [{"email_address": "bob@x.example"}]}
    tyk.ok("config", config=config, prune=["users"], prune_all=True, protected={"users": ["Ada@x.example"]})
    assert len(tyk.ok("user_info")["users"]) == 3


def test_a_message_about_twins_has_no_token():
    tyk = Tyk(hash_keys=False)
    ident = tyk.ok("api", **api("A"))["api"]["api_id"]
    own = {ident: {"api_id": ident, "api_name": "A", "versions": ["Default"]}}
    tokens = [tyk.make("/api/keys", {**SESSION, "alias": "twin", "access_rights": own})["key_id"] for _turn in "ab"]
    told = tyk.fails("key", alias="twin", rate=3)
    assert "2 keys are called 'twin'" in told and not any(token in tyk.out for token in tokens)


def test_files_of_twins_stay_theirs(tyk, tmp_path):
    for ident in "ab":
        tyk.ok("api", **{**api("T", api_id=ident), "listen_path": f"/{ident}/"})
    how = {"dest": str(tmp_path), "layout": "object", "kinds": ["apis"]}
    assert tyk.ok("config_info", **how)["changed"]
    assert not tyk.ok("config_info", **how)["changed"]


# What is deleted, or taken away, and is still in use


def shop(tyk):
    """An API that a policy and three keys name, with a version that one of the keys names."""
    versions = {"not_versioned": False, "versions": {name: {"name": name} for name in ("v1", "v2")}}
    tyk.ok("api", **api("Orders", definition={"version_data": versions}))
    granted = {"access_rights": [{"api": "Orders", "versions": ["v2"]}]}
    tyk.ok("policy", name="Gold", **granted)
    for alias in ("till", "acme"):
        tyk.ok("key", alias=alias, access_rights=[{"api": "Orders", "versions": ["v1"]}])
    tyk.log()
    return tyk


def told(tyk, kind, **task):
    """What a task warns of in check mode, and then in the run: the same."""
    tyk.log()
    planned = tyk.warnings(tyk.ok(kind, check=True, **task))
    assert not tyk.writes()
    assert tyk.warnings(tyk.ok(kind, **task)) == planned
    return planned


def gone(section, **item):
    return {"config": {section: [{**item, "state": "absent"}]}}


BULK = pytest.mark.parametrize("bulk", [False, True], ids=["alone", "in a configuration"])


def delete(tyk, bulk, kind, section, **item):
    return told(tyk, "config", **gone(section, **item)) if bulk else told(tyk, kind, state="absent", **item)


@BULK
def test_what_goes_and_is_in_use_is_told(bulk):
    tyk = shop(Tyk())
    (text,) = delete(tyk, bulk, "api", "apis", name="Orders")
    assert text == "API 'Orders' is deleted, and is still used by: policy 'Gold', keys 'acme', 'till'."


@BULK
def test_on_a_gateway_keys_are_not_looked_at_unasked(bulk):
    gate = shop(Gate())
    texts = delete(gate, bulk, "api", "apis", name="Orders")
    assert texts == [
        "API 'Orders' is deleted, and is still used by: policy 'Gold'.",
        "Not all was looked at that may use what is deleted: Keys (2) were not looked at, since each takes a request.",
    ]


@BULK
@pytest.mark.parametrize(
    ("kind", "section", "name", "users"),
    [
        ("policy", "policies", {"name": "G"}, "API 'J', key 'k', OAuth client 'c'"),
        ("user", "users", {"email_address": "ada@x.example"}, "API 'J'"),
        ("user_group", "user_groups", {"name": "T"}, "user 'ada@x.example'"),
        ("webhook", "webhooks", {"name": "H"}, "API 'J'"),
        ("certificate", "certificates", {"certificate_id": ...}, "API 'J', key 'k'"),
        ("api", "apis", {"name": "J"}, "API 'J2', OAuth client 'c'"),
    ],
)
def test_every_kind_that_can_be_in_use_is_told(tyk, bulk, kind, section, name, users):
    person = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    certificate = tyk.ok("certificate", certificate=pem("c")[0])["certificate"]["certificate_id"]
    tyk.ok("user_group", name="T", user_permissions={"apis": "read"})
    tyk.ok("user", email_address="ada@x.example", group="T", **person)
    tyk.ok("webhook", name="H", target_path="http://h.example/")
    tyk.ok("api", **api("A"))
    tyk.ok("policy", name="G", **rights("A"))
    held = {"jwt_default_policies": ["G"], "client_certificates": [certificate], "use_oauth2": True}
    hook = [{"event": "AuthFailure", "webhook": "H"}]
    tyk.ok("api", **api("J", definition=held, owners={"users": ["ada@x.example"]}, webhooks=hook))
    tyk.ok("api", **api("J2", version={"of": "J", "name": "v2"}))
    bound = {"mtls_static_certificate_bindings": [certificate]}
    tyk.ok("key", alias="k", policies=["G"], definition=bound)
    tyk.ok("oauth_client", api="J", client_name="c", client_id="c", redirect_uri="http://x.example/", policy="G")
    tyk.log()
    name = {option: certificate if value is ... else value for option, value in name.items()}
    *left, text = delete(tyk, bulk, kind, section, **name)
    if section == "apis" and not bulk:  # what stays behind of a base is told by itself
        (stay,), users = left, users.replace("API 'J2', ", "")
        assert stay.startswith("API 'J' is deleted, and these stay, as APIs of their own: 'v2' (J2).")
    assert text.endswith(f"is deleted, and is still used by: {users}.")


@BULK
def test_a_version_that_goes_and_is_named_is_told(bulk):
    tyk = shop(Tyk())
    left = {"versions": {"v1": None}}
    item = {"name": "Orders", "definition": {"version_data": left}}
    texts = told(tyk, "config", config={"apis": [item]}) if bulk else told(tyk, "api", **item)
    assert texts == ["API 'Orders' loses 'v1', which is still used by: keys 'acme', 'till'."]


@BULK
def test_what_takes_nothing_away_asks_nothing_more(bulk):
    tyk = shop(Tyk())
    item = {"name": "Orders", "active": False}
    assert not told(tyk, "config", config={"apis": [item]}) if bulk else told(tyk, "api", **item) == []
    assert not [entry for entry in tyk.log() if "keys" in entry]


def test_what_goes_together_is_no_warning():
    tyk = shop(Tyk())
    tyk.ok("api", **api("Other"))
    config = {
        "apis": [{"name": "Orders", "state": "absent"}],
        "policies": [{"name": "Gold", "access_rights": [{"api": "Other"}]}],
        "keys": [{"alias": "acme", "state": "absent"}, {"alias": "till", **rights("Other")}],
    }
    assert told(tyk, "config", config=config) == []


def test_what_is_pruned_uses_nothing_any_more():
    tyk = shop(Tyk())
    tyk.ok("api", **api("Other"))
    tyk.ok("policy", name="P", **rights("Other"))
    config = {"apis": [{"name": "Orders", "state": "absent"}], "policies": [{"name": "P"}]}
    texts = told(tyk, "config", config=config, prune=["policies"], prune_all=True)
    assert texts == ["API 'Orders' is deleted, and is still used by: keys 'acme', 'till'."]


def test_keys_beyond_one_page_are_not_looked_at_and_that_is_told():
    tyk = Tyk(page_size=3)
    tyk.ok("api", **api("A"))
    for number in range(7):
        tyk.ok("key", alias=f"k{number}", **rights("A"))
    texts = told(tyk, "api", name="A", state="absent")
    assert len(texts) == 2 and texts[0].count("'k") == 3 and texts[0].startswith("API 'A' is deleted")
    assert "only the first 3 Keys were looked at, of 3 pages" in texts[1]


def test_lists_that_are_there_are_used_again():
    tyk = shop(Tyk())
    config = {"apis": [{"name": "Orders", "state": "absent"}], "keys": [{"alias": "acme", "rate": 3}]}
    config["policies"] = [{"name": "Gold", "rate": 3}]
    tyk.ok("config", config=config, check=True)
    asked = [entry for entry in tyk.log() if entry.startswith("GET ")]
    assert len(asked) == len({*asked})


def test_many_users_are_named_in_part(tyk):
    tyk.ok("api", **api("A"))
    for number in range(12):
        tyk.ok("policy", name=f"P{number:02}", **rights("A"))
    (text,) = told(tyk, "api", name="A", state="absent")
    assert "policies 'P00', " in text and "'P09' and 2 more." in text


@BULK
def test_what_the_token_may_not_list_is_told_once(bulk):
    tyk = shop(Tyk())
    tyk.ok("api", **api("Other"))
    tyk.token = tyk.user("few@acme.example", tyk.org, {"apis": "write", "users": "read"})
    if bulk:
        both = [{"name": name, "state": "absent"} for name in ("Orders", "Other")]
        texts = told(tyk, "config", config={"apis": both})
    else:
        texts = told(tyk, "api", name="Orders", state="absent")
    (text,) = texts
    assert text.count("the token may not list Keys") == text.count("the token may not list Policies") == 1


def test_an_older_tool_s_key_has_no_name(tyk):
    ident = tyk.ok("api", **api("A"))["api"]["api_id"]
    own = {ident: {"api_id": ident, "api_name": "A", "versions": ["Default"]}}
    made = tyk.make("/api/keys", {**SESSION, "access_rights": own})
    (text,) = told(tyk, "api", name="A", state="absent")
    assert f"key '{made['key_hash']}'" in text and made["key_id"] not in text


def test_an_api_whose_id_is_another_s_name_is_looked_below(tyk):
    tyk.ok("api", **api("Other", api_id="Twin", definition={"use_oauth2": True}))
    tyk.ok("api", **api("Twin"))
    tyk.ok("policy", name="G", **rights("Other"))
    ident = tyk.ok("api_info", name="Other")["apis"][0]["api_id"]
    body = {
        "client_id": "c",
        "policy_id": tyk.ok("policy_info")["policies"][0]["policy_id"],
        "redirect_uri": "http://x/",
    }
    assert tyk.call("POST", f"/api/apis/oauth/{ident}", body)[0] == 200
    (text,) = told(tyk, "policy", name="G", state="absent")
    assert "is still used by: OAuth client 'c'" in text


def test_what_an_oauth_client_has_stays_whatever_was_looked_at_before(tyk):
    two_policies(tyk).ok("api", **api("O", definition={"use_oauth2": True}))
    tyk.ok("oauth_client", api="O", client_id="c", redirect_uri="http://x.example/", policy="Q")
    config = {"apis": [api("New")], "policies": [{"name": "P"}], "keys": [{"alias": "k", **rights("New")}]}
    wish = {**ONLY_P, "config": config}
    for check in (True, False):
        done = tyk.ok("config", check=check, **wish)
        assert any("policy 'Q' stays, because OAuth client" in text for text in tyk.warnings(done))
    assert policies(tyk) == ["P", "Q"]


def test_what_an_api_is_looped_to_by_stays(tyk):
    tyk.ok("api", **api("Keep"))
    for name in ("Inner", "Free"):
        tyk.ok("api", **api(name, api_id=name.lower()))
    tyk.ok("api", **{**api("Front"), "target_url": "tyk://inner/x"})
    config = {"apis": [{"name": "Keep"}, {"name": "Front", "active": False}]}
    wish = {"config": config, "prune": ["apis"], "prune_all": True}
    done = tyk.ok("config", **wish)
    assert any("API 'Inner' stays, because API 'Front' refers to it" in text for text in tyk.warnings(done))
    assert {one["name"] for one in tyk.ok("api_info")["apis"]} == {"Keep", "Front", "Inner"}


# What becomes of an object is seen by all that refer to it, in whatever order they are written and planned

TOKENS = {
    "default policies": lambda who: {"jwt_default_policies": [who]},
    "scopes": lambda who: {"scopes": {"jwt": {"scope_claim_name": "s", "scope_to_policy": {"read": who}}}},
    "clients": lambda who: {"openid_options": {"providers": [{"issuer": "i", "client_ids": {"Y2xpZW50": who}}]}},
}


def by_oas(who):
    scheme = {"enabled": True, "signingMethod": "rsa", "defaultPolicies": [who]}
    more = oas(server={"authentication": {"enabled": True, "securitySchemes": {"jwt": scheme}}})
    more["components"] = {"securitySchemes": {"jwt": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}}
    return more


def oas(**more):
    return {"x-tyk-api-gateway": more}


NAMING = {**TOKENS, "OAS": by_oas}
naming = pytest.mark.parametrize("field", NAMING)
ORDERS = pytest.mark.parametrize("turn", [1, -1], ids=["in order", "turned"])


def written(turn, **sections):
    return dict(list(sections.items())[::turn])


def gold(make=Tyk):
    tyk = make()
    tyk.ok("api", **api("A"))
    tyk.ok("policy", name="Gold", policy_id="gold-id", **rights("A"))
    tyk.log()
    return tyk


@naming
@ORDERS
def test_a_policy_that_the_same_run_deletes_cannot_be_named(field, turn):
    tyk = gold()
    for who in ("Gold", "gold-id"):
        item = api("J", definition=NAMING[field](who))
        config = written(turn, apis=[item], policies=[{"name": "Gold", "state": "absent"}])
        for check in (True, False):
            text = tyk.fails("config", config=config, check=check)
            assert f"there is no policy {who!r} after this run" in text and "policies[0] deletes it" in text
    assert not tyk.writes()


@ORDERS
@pytest.mark.parametrize("make", [Tyk, Gate])
def test_a_policy_that_an_api_holds_already_is_told_when_it_goes(make, turn):
    tyk = gold(make)
    item = api("J", definition=TOKENS["default policies"]("gold-id"))
    tyk.ok("api", **item)
    config = written(turn, apis=[item], policies=[{"name": "Gold", "state": "absent"}])
    assert told(tyk, "config", config=config)[0] == "Policy 'Gold' is deleted, and is still used by: API 'J'."


@naming
@ORDERS
def test_a_policy_is_named_by_the_name_that_it_gets(field, turn):
    tyk = gold()
    policy = {"policy_id": "gold-id", "name": "Platinum"}
    config = written(turn, apis=[api("J", definition=NAMING[field]("Platinum"))], policies=[policy])
    wrong = written(turn, apis=[api("J", definition=NAMING[field]("Gold"))], policies=[policy])
    text = tyk.fails("config", config=wrong, check=True)
    assert "after this run" in text and "the name 'Platinum'" in text
    tyk.ok("config", config=config, check=True)
    assert not tyk.writes()
    tyk.ok("config", config=config)
    assert "gold-id" in str(tyk.read("/api/apis?p=-1"))
    assert not tyk.ok("config", config=config)["changed"]


@ORDERS
@pytest.mark.parametrize(
    ("referring", "naming_it"),
    [
        ("policies", {"name": "P", "access_rights": [{"api": ...}]}),
        ("keys", {"alias": "k", "access_rights": [{"api": ...}]}),
        ("apis", {**api("V"), "version": {"of": ..., "name": "v2"}}),
    ],
)
def test_an_api_is_named_by_the_name_that_it_gets(tyk, referring, naming_it, turn):
    tyk.ok("api", **api("Old", api_id="one"))

    def filled(value, who):
        if isinstance(value, dict):
            return {key: filled(item, who) for key, item in value.items()}
        return [filled(item, who) for item in value] if isinstance(value, list) else who if value is ... else value

    for who, works in (("Old", False), ("New", True)):
        renamed, item = {"api_id": "one", "name": "New"}, filled(naming_it, who)
        config = written(turn, apis=[renamed], **({referring: [item]} if referring != "apis" else {}))
        if referring == "apis":
            config["apis"] = [renamed, item][::turn]
        if works:
            tyk.ok("config", config=config)
            assert not tyk.ok("config", config=config)["changed"]
        else:
            assert "the name 'New'" in tyk.fails("config", config=config)
