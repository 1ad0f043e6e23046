# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nothing that a task does not name is lost; what Tyk shows in other words is no change; check mode tells the truth."""

from __future__ import annotations

import copy
import itertools

from module_objects import CLASSIC, OAS, api, make_classic, make_oas, policy, right
from module_runner import Tyk


def but(obj, *names):
    copied = copy.deepcopy(obj)
    for name in names:
        *way, last = name.split("/")
        inner = copied
        for part in way:
            inner = inner[part]
        inner.pop(last, None)
    return copied


def test_only_the_name_of_a_classic_api(tyk):
    ident = make_classic(tyk)
    before = tyk.read(f"/api/apis/{ident}")
    assert len(before["api_definition"]) > 80
    tyk.log()
    done = tyk.ok("api", api_id=ident, name="Renamed")
    assert done["changed"] and len(tyk.log()) <= 5
    after = tyk.read(f"/api/apis/{ident}")
    moving = ("updated_at", "api_definition/name")
    assert but(after, *moving) == but(before, *moving)
    assert after["api_definition"]["name"] == "Renamed"
    assert after["hook_references"] and after["user_owners"] and after["categories"] == ["internal"]
    assert ident in [entry["api_definition"]["api_id"] for entry in tyk.read("/api/apis?p=-1")["apis"]]
    assert not tyk.ok("api", api_id=ident, name="Renamed")["changed"]
    assert not tyk.ok("api", name="Renamed", target_url="http://up.example/")["changed"]


def test_only_the_name_of_an_oas_api(tyk):
    ident = make_oas(tyk)
    before, wrapper = tyk.read(f"/api/apis/oas/{ident}"), tyk.read(f"/api/apis/{ident}")
    tyk.log()
    assert tyk.ok("api", api_id=ident, name="Renamed")["changed"]
    assert len(tyk.log()) <= 5
    after = tyk.read(f"/api/apis/oas/{ident}")
    name = "x-tyk-api-gateway/info/name"
    assert but(after, name) == but(before, name)
    now = tyk.read(f"/api/apis/{ident}")
    for field in ("categories", "user_owners", "user_group_owners"):
        assert now[field] == wrapper[field]
    assert not tyk.ok("api", name="Renamed")["changed"]


def test_categories_that_an_update_of_the_document_loses_are_put_back(tyk):
    """As before 5.8.3: somebody takes categories and owners away while the document is written."""
    ident = make_oas(tyk)
    handle = tyk.emulator.handle

    def losing(request):
        answer = handle(request)
        if request.method == "PUT" and request.path == f"/api/apis/oas/{ident}":
            tyk.call("PUT", f"/api/apis/oas/{ident}/categories", {"categories": []})
            tyk.call("PUT", f"/api/apis/{ident}/access", {"userIds": [], "userGroupIds": []})
        return answer

    tyk.emulator.handle = losing
    assert tyk.ok("api", api_id=ident, name="Renamed")["changed"]
    tyk.emulator.handle = handle
    now = tyk.read(f"/api/apis/{ident}")
    assert now["categories"] == ["internal"] and now["user_owners"]


def test_one_field_of_a_policy(tyk):
    orders = api(tyk, "Orders")
    extra = {
        "throttle_interval": 5,
        "max_query_depth": 3,
        "meta_data": {"a": "b"},
        "tags": ["x", "y"],
        "key_expires_in": 60,
    }
    ident = policy(tyk, "Gold", right(orders, "Orders"), rate=10, per=1, **extra)
    before = tyk.read(f"/api/portal/policies/{ident}")
    assert tyk.ok("policy", name="Gold", rate=11)["changed"]
    after = tyk.read(f"/api/portal/policies/{ident}")
    assert but(after, "rate", "last_updated") == but(before, "rate", "last_updated")
    assert after["rate"] == 11


def test_one_field_of_a_user(tyk):
    group = tyk.make("/api/usergroups", {"name": "G", "active": True, "user_permissions": {"apis": "read"}})["Meta"]
    user = {"first_name": "A", "last_name": "B", "email_address": "x@acme.example", "active": True, "group_id": group}
    ident = tyk.make("/api/users", {**user, "user_permissions": {"apis": "write"}, "password_max_days": 9})["Meta"]
    before = tyk.read(f"/api/users/{ident}")
    assert before["access_key"]
    assert tyk.ok("user", email_address="x@acme.example", first_name="New")["changed"]
    assert tyk.read(f"/api/users/{ident}") == {**before, "first_name": "New"}


def test_one_field_of_an_organisation(tyk):
    api(tyk, "Orders")
    before = tyk.read(f"/admin/organisations/{tyk.org}", admin=True)
    assert before["apis"]
    assert tyk.ok("organisation", org_id=tyk.org, cname="portal.example.com")["changed"]
    assert tyk.read(f"/admin/organisations/{tyk.org}", admin=True) == {**before, "cname": "portal.example.com"}


def test_masked_token_of_another_user_survives(tyk):
    """Writing the mask back would take the user's token away."""
    tyk = Tyk(quirks=["masked-tokens"])
    token = tyk.user("x@acme.example", tyk.org, {"apis": "read"})
    assert tyk.ok("user", email_address="x@acme.example", first_name="New")["changed"]
    assert tyk.call("GET", "/api/apis", token=token)[0] == 200


def test_null_at_every_depth(tyk):
    ident = make_classic(tyk)
    wish = {"config_data": {"nested": {"list": None}}, "CORS": {"allowed_origins": None}, "slug": None}
    assert tyk.ok("api", api_id=ident, definition=wish)["changed"]
    stored = tyk.read(f"/api/apis/{ident}")["api_definition"]
    assert not stored["config_data"].get("nested", {}).get("list")
    assert not stored["CORS"]["allowed_origins"] and not stored["slug"]
    assert stored["CORS"]["max_age"] == 24
    assert not tyk.ok("api", api_id=ident, definition=wish)["changed"]
    orders = {"name": "Gold", "tags": ["a"], "meta_data": {"a": "1", "b": "2"}, "access_rights": [{"api": ident}]}
    tyk.fails("policy", **orders)  # versions v1 and v2: which?
    orders["access_rights"][0]["versions"] = ["v1"]
    tyk.ok("policy", **orders)
    assert tyk.ok("policy", name="Gold", tags=None, meta_data={"b": None})["changed"]
    assert not tyk.ok("policy", name="Gold", tags=None, meta_data={"b": None})["changed"]
    stored = tyk.read("/api/portal/policies?p=-1")["Data"][0]
    assert not stored["tags"] and stored["meta_data"] == {"a": "1"} and stored["access_rights"]


def test_shuffled_sets_and_other_words_for_numbers(tyk):
    first = {"name": "One", "listen_path": "/one/", "target_url": "http://x.example"}
    tyk.ok("api", **first, definition={"tags": ["a", "b", "c"], "cache_options": {"cache_timeout": 60}})
    quiet = tyk.ok("api", **first, definition={"tags": ["c", "a", "b"], "cache_options": {"cache_timeout": 60.0}})
    assert not quiet["changed"]
    rights = [
        {
            "api": "One",
            "versions": ["Default"],
            "allowed_urls": [{"url": "/a", "methods": ["GET", "POST"]}, {"url": "/b"}],
        }
    ]
    tyk.ok("policy", name="P", access_rights=rights, tags=["x", "y"])
    rights[0]["allowed_urls"] = [{"url": "/b"}, {"url": "/a", "methods": ["POST", "GET"]}]
    assert not tyk.ok("policy", name="P", access_rights=rights, tags=["y", "x"])["changed"]


def test_unset_group_is_sent_as_blank(tyk):
    group = tyk.make("/api/usergroups", {"name": "G", "active": True, "user_permissions": {"apis": "read"}})["Meta"]
    who = {"email_address": "x@acme.example"}
    person = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    tyk.ok("user", **who, **person, definition={"group_id": group})
    assert tyk.ok("user", **who, definition={"group_id": None})["changed"]
    assert not tyk.ok("user", **who, definition={"group_id": None})["changed"]


def test_strategy_replace(tyk):
    orders = api(tyk, "Orders")
    policy(tyk, "Gold", right(orders, "Orders"), rate=10, per=1, tags=["x"], meta_data={"a": "b"})
    wish = {"name": "Gold", "strategy": "replace", "access_rights": [{"api": "Orders"}], "rate": 10, "per": 1}
    wish["definition"] = {"active": True, "state": "active"}
    assert tyk.ok("policy", **wish)["changed"]
    stored = tyk.read("/api/portal/policies?p=-1")["Data"]
    assert len(stored) == 1 and not stored[0]["tags"] and not stored[0]["meta_data"]
    again = tyk.ok("policy", **wish)
    assert not again["changed"], again["diff"]


def test_one_path_named_twice(tyk):
    text = tyk.fails("policy", name="Gold", rate=1, definition={"rate": 2})
    assert "rate" in text and "definition" in text
    assert "name" in tyk.fails("api", name="One", definition={"name": "Two", "proxy": {"listen_path": "/x/"}})
    assert not tyk.writes()


def test_twins_are_refused(tyk):
    for _time in range(2):
        make_twin(tyk)
    tyk.log()
    text = tyk.fails("api", name="Twin", active=False)
    assert "2 APIs" in text and "api_id" in text and "/twin-" in text
    tyk.make("/admin/organisations", {"owner_name": "Acme", "cname": "b.example"}, admin=True)
    tyk.log()
    assert "org_id" in tyk.fails("organisation", owner_name="Acme")
    assert not tyk.writes()


NUMBERS = itertools.count(1)


def make_twin(tyk):
    number = next(NUMBERS)
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    proxy = {"listen_path": f"/twin-{number}/", "target_url": "http://x.example"}
    definition = {"name": "Twin", "active": True, "proxy": proxy, "version_data": versions}
    tyk.make("/api/apis", {"api_definition": definition, "hook_references": []})


def test_format_is_not_changed_by_accident(tyk):
    classic, oas = make_classic(tyk), make_oas(tyk)
    tyk.log()
    assert "classic" in tyk.fails("api", api_id=classic, definition=OAS)
    assert "OAS" in tyk.fails("api", api_id=oas, definition=CLASSIC)
    assert "oas" in tyk.fails("api", name="New", format="oas", definition=CLASSIC)
    assert not tyk.writes()


def test_own_user_is_guarded(tyk):
    me = {"email_address": "admin@acme.example"}
    tyk.log()
    for params in ({"state": "absent"}, {"active": False}, {"user_permissions": {"IsAdmin": None, "apis": "read"}}):
        for check in (True, False):
            assert "force" in tyk.fails("user", **me, **params, check=check)
    assert not tyk.writes()
    assert tyk.ok("user", **me, first_name="Me")["changed"]
    tyk.user("second@acme.example", tyk.org)
    assert tyk.ok("user", email_address="second@acme.example", state="absent")["changed"]
    assert tyk.ok("user", **me, active=False, force=True, check=True)["changed"]


def test_user_without_permissions(tyk):
    person = {"email_address": "x@acme.example", "first_name": "A", "last_name": "B"}
    assert "user_permissions" in tyk.fails("user", **person)
    assert "user_permissions" in tyk.fails("user", **person, user_permissions={})
    assert not tyk.writes()


def test_passwords(tyk):
    person = {
        "email_address": "x@acme.example",
        "first_name": "A",
        "last_name": "B",
        "user_permissions": {"apis": "read"},
    }
    tyk.ok("user", **person, password="first-password")
    assert "POST" in "".join(tyk.writes())
    assert not tyk.ok("user", **person, password="second-password")["changed"]
    assert not tyk.writes()
    done = tyk.ok("user", **person, password="second-password", update_secrets="always")
    assert done["changed"] and "second-password" not in tyk.out
    assert [entry.split("/")[-1] for entry in tyk.writes()] == ["reset"]
    planned = tyk.ok("user", **person, password="third-password", update_secrets="always", check=True)
    assert planned["changed"] and planned["diff"] == done["diff"]


def test_check_mode_on_an_empty_organisation(tyk):
    """Each task of a play predicts its own change, though the objects that it names do not exist yet."""
    play = [
        ("api", {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}),
        ("api", {"definition": OAS}),
        ("policy", {"name": "Gold", "access_rights": [{"api": "Orders"}, {"api": "Pets"}], "rate": 10, "per": 1}),
        ("key", {"alias": "team", "policies": ["Gold"]}),
        ("key", {"alias": "own", "access_rights": [{"api": "Pets"}], "rate": 3, "per": 1}),
        (
            "user",
            {
                "email_address": "x@acme.example",
                "first_name": "A",
                "last_name": "B",
                "user_permissions": {"apis": "read"},
            },
        ),
    ]
    tyk.log()
    planned = [tyk.ok(kind, check=True, **params) for kind, params in play]
    assert not tyk.writes()
    real = [tyk.ok(kind, **params) for kind, params in play]
    assert all(result["changed"] for result in real)
    assert [result["diff"] for result in planned] == [result["diff"] for result in real]
    tyk.log()
    again = [tyk.ok(kind, **params) for kind, params in play]
    assert not any(result["changed"] for result in again)
    assert all(entry.startswith("GET ") for entry in tyk.log())
    gone = [tyk.ok(kind, check=True, state="absent", **_identity(params)) for kind, params in play]
    assert all(result["changed"] for result in gone)
    assert not tyk.writes()


def _identity(params):
    if "definition" in params:
        return {"name": "Pets"}
    return {name: value for name, value in params.items() if name in ("name", "alias", "email_address")}


def test_what_was_shown_can_be_fed_back(tyk):
    definition = {**CLASSIC, "upstream_auth": {"basic_auth": {"username": "u", "password": "s3cr3t"}}, "slug": "x"}
    tyk.ok("api", definition=definition)
    assert "s3cr3t" not in tyk.out
    shown = tyk.ok("api_info", name="Orders")["apis"][0]
    assert "s3cr3t" not in tyk.out
    known = {name: value for name, value in shown.items() if name != "org_id"}
    tyk.log()
    again = tyk.ok("api", **known)
    assert not again["changed"], again["diff"]
    assert tyk.ok("api", **{**known, "target_url": "http://new.example/"})["changed"]
    stored = tyk.read(f"/api/apis/{shown['api_id']}")["api_definition"]
    assert stored["upstream_auth"]["basic_auth"]["password"] == "s3cr3t"
    other = {**known, "api_id": "a" * 32, "name": "Copy", "listen_path": "/copy/"}
    tyk.log()
    assert "password" in tyk.fails("api", **other)
    assert not tyk.writes()


def test_replace_starts_from_what_a_new_object_gets(tyk):
    tyk.ok("api", name="One", listen_path="/one/", target_url="http://x.example", definition={"tags": ["a"]})
    wish = {"name": "One", "listen_path": "/one/", "target_url": "http://x.example", "strategy": "replace"}
    assert tyk.ok("api", **wish)["changed"]
    stored = tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]
    assert stored["active"] and not stored["tags"] and stored["version_data"]["versions"]
    again = tyk.ok("api", **wish)
    assert not again["changed"], again["diff"]


def test_a_password_that_was_not_set_is_told(tyk):
    person = {
        "email_address": "x@acme.example",
        "first_name": "A",
        "last_name": "B",
        "user_permissions": {"apis": "read"},
    }
    tyk.ok("user", **person)
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/users", "status": 500, "times": 9}])
    text = tyk.fails("user", **person, password="long enough", update_secrets="always")
    assert "once with update_secrets: always" in text and "user is stored" in text
    assert len(tyk.read("/api/users?p=-1")["users"]) == 2


def test_an_object_may_be_named_by_any_of_its_ids(tyk):
    api(tyk, "Orders")
    tyk.ok("policy", policy_id="gold", name="Gold", access_rights=[{"api": "Orders"}], rate=1, per=1)
    row = tyk.read("/api/portal/policies?p=-1")["Data"][0]
    for ident in ("gold", row["_id"]):
        quiet = tyk.ok("policy", policy_id=ident, rate=1)
        assert not quiet["changed"] and quiet["policy"]["policy_id"] == "gold"
    assert tyk.ok("policy", policy_id=row["_id"], rate=2)["changed"]
    assert tyk.read("/api/portal/policies?p=-1")["Data"][0]["id"] == "gold"
    tyk.ok("webhook", webhook_id="alarm", name="Alarm", target_path="http://a.example")
    hook = tyk.read("/api/hooks?p=-1")["hooks"][0]
    assert tyk.ok("webhook", webhook_id=hook["id"], event_timeout=3)["changed"]
    assert tyk.read("/api/hooks?p=-1")["hooks"][0]["webhook_id"] == "alarm"
    definition = tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]
    assert not tyk.ok("api", api_id=definition["id"], active=True)["changed"]


def test_an_id_is_no_name(tyk):
    api(tyk, "Orders")
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}], rate=1, per=1)
    assert "policy_id" in tyk.fails("policy", policy_id="other", name="Gold", access_rights=[{"api": "Orders"}])
    assert tyk.ok("policy", policy_id="Gold", state="absent")["changed"] is False


def test_a_token_that_may_see_little(tyk):
    token = tyk.user("robot@acme.example", tyk.org, {"apis": "write", "certs": "write"})
    wish = {"name": "One", "listen_path": "/one/", "target_url": "http://x.example"}
    tyk.log()
    for kind, said in (("api", wish), ("config", {"config": {"apis": [wish]}})):
        for org in (tyk.org, "5e9d9544a1dcd60001d0ed20"):
            for check in (True, False):
                told = tyk.fails(kind, **said, token=token, org_id=org, check=check)
                assert "users: read" in told and "leave org_id out" in told and not tyk.writes()
    assert tyk.ok("api", **wish, token=token)["changed"]
    quiet = tyk.ok("api", name="One", target_url="http://x.example", token=token, org_id=tyk.org)
    assert not quiet["changed"] and not tyk.warnings(quiet)
    other = "5e9d9544a1dcd60001d0ed20"
    assert other in tyk.fails(
        "api", name="Two", listen_path="/2/", target_url="http://x.example", token=token, org_id=other
    )
