# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guards beside the rules: each of these holds back a write, a guess or a secret where the rule alone would not."""

from __future__ import annotations

import itertools

import pytest

HOOK = {"name": "Pager", "target_path": "http://pager.example/"}
API = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
MASK = "********"


# What was read some time ago


def edit_after_the_first_read(tyk, path, **fields):
    """Another tool changes fields of an object as soon as a module has read it."""
    handle, done = tyk.emulator.handle, []

    def edited(request):
        answer = handle(request)
        if not done and request.method == "GET":
            done.append(tyk.emulator.handle)
            tyk.emulator.handle = handle
            status, told = tyk.call("PUT", path, {**tyk.read(path), **fields})
            assert status == 200, told
        return answer

    tyk.emulator.handle = edited


@pytest.mark.parametrize(("seconds", "again"), [(0, False), (4.9, False), (5.0, False), (5.1, True), (60, True)])
def test_an_object_that_was_read_more_than_five_seconds_ago_is_read_again_before_it_is_written(tyk, seconds, again):
    ident = tyk.ok("webhook", **HOOK)["webhook"]["id"]
    path = f"/api/hooks/{ident}"
    tyk.log()
    edit_after_the_first_read(tyk, path, template_path="/theirs")
    tyk.clock = itertools.count(0, seconds).__next__
    assert tyk.ok("webhook", **HOOK, event_timeout=60)["changed"]
    asked = tyk.log()
    first, last = asked.index(f"PUT {path}"), len(asked) - asked[::-1].index(f"PUT {path}") - 1
    assert (f"GET {path}" in asked[first + 1 : last]) is again  # the first PUT is that of the other tool
    stored = tyk.read(path)
    assert stored["event_timeout"] == 60
    assert not again or stored["template_path"] == "/theirs"


def test_what_another_has_done_meanwhile_is_not_done_again_and_is_no_change(tyk):
    ident = tyk.ok("webhook", **HOOK)["webhook"]["id"]
    tyk.log()
    edit_after_the_first_read(tyk, f"/api/hooks/{ident}", event_timeout=60)
    tyk.clock = itertools.count(0, 60).__next__
    assert not tyk.ok("webhook", **HOOK, event_timeout=60)["changed"]
    assert tyk.writes() == [f"PUT /api/hooks/{ident}"]  # that of the other tool


def test_what_another_has_deleted_meanwhile_is_told_and_not_half_made_again(tyk):
    ident = tyk.ok("webhook", **HOOK)["webhook"]["id"]
    handle = tyk.emulator.handle

    def deleted(request):
        answer = handle(request)
        tyk.emulator.handle = handle
        assert tyk.call("DELETE", f"/api/hooks/{ident}")[0] == 200
        return answer

    tyk.emulator.handle = deleted
    tyk.clock = itertools.count(0, 60).__next__
    assert "was deleted while this task ran" in tyk.fails("webhook", **HOOK, event_timeout=60)


# Masks that come back


def deep(*items):
    return {
        "config_data": {"deep": [{"at": at, **({"client_secret": secret} if secret else {})} for at, secret in items]}
    }


@pytest.fixture
def masked(tyk):
    """An API with two secrets in a list."""
    tyk.ok("api", **API, definition=deep(("a", "secret-of-a"), ("b", "secret-of-b"), ("c", None)))
    tyk.log()
    return tyk


def stored(tyk):
    (api,) = tyk.read("/api/apis?p=-1")["apis"]
    return api["api_definition"]["config_data"]["deep"]


def test_a_mask_in_a_list_means_the_secret_of_the_item_that_is_the_same_otherwise(masked):
    assert not masked.ok("api", **API, definition=deep(("a", MASK), ("b", MASK), ("c", None)))["changed"]
    assert masked.ok("api", **API, definition=deep(("c", None), ("b", MASK), ("a", MASK)))["changed"]
    kept = {item["at"]: item.get("client_secret") for item in stored(masked)}
    assert kept == {"a": "secret-of-a", "b": "secret-of-b", "c": None}
    assert masked.ok("api", **API, definition=deep(("b", MASK)))["changed"]
    assert stored(masked) == [{"at": "b", "client_secret": "secret-of-b"}]


@pytest.mark.parametrize("at", ["d", "", "A"])
@pytest.mark.parametrize("check", [True, False])
def test_a_mask_in_an_item_that_is_like_none_takes_no_other_item_s_secret(masked, at, check):
    before = stored(masked)
    text = masked.fails("api", **API, definition=deep(("a", MASK), (at or "new", MASK)), check=check)
    assert "config_data.deep.1.client_secret: this is the mask of a secret" in text
    assert not masked.writes() and stored(masked) == before


@pytest.mark.parametrize(
    "data",
    [{"deep": [{"client_secret": MASK}]}, {"client_secret": MASK}, {"deep": {"er": {"client_secret": MASK}}}],
)
def test_a_mask_is_no_secret_of_a_new_object(tyk, data):
    assert "this is the mask of a secret" in tyk.fails("api", **API, definition={"config_data": data})
    assert not tyk.writes()


@pytest.mark.parametrize("data", [{"client_secret": MASK}, {"other": {"client_secret": MASK}}])
def test_a_mask_where_there_was_no_secret_is_not_stored(masked, data):
    assert "this is the mask of a secret" in masked.fails("api", **API, definition={"config_data": data})
    assert not masked.writes()


# What a new object needs


@pytest.mark.parametrize("value", [None, "", ...])
@pytest.mark.parametrize(
    ("kind", "params", "name"),
    [
        ("webhook", HOOK, "target_path"),
        ("user", {"email_address": "a@b.example", "first_name": "A", "last_name": "B"}, "last_name"),
        ("asset", {"name": "Base", "data": {"a": 1}}, "data"),
    ],
)
def test_a_blank_is_nothing_to_make_an_object_with(tyk, kind, params, name, value):
    given = {**params, name: {} if value == "" and kind == "asset" else value}
    assert f"to create it {name} is needed" in tyk.fails(kind, **given)
    assert not tyk.writes()


# Deletes


def test_the_own_user_and_what_belongs_to_another_organisation_are_not_deleted(tyk):
    assert "admin@acme.example" in tyk.fails("user", email_address="admin@acme.example", state="absent")
    tyk.ok("webhook", **HOOK)
    tyk.log()
    assert "organisation" in tyk.fails("webhook", name="Pager", state="absent", org_id="0" * 24)
    assert "organisation" in tyk.fails("config", config={"webhooks": [HOOK]}, org_id="0" * 24)
    assert not tyk.writes()


def test_what_cannot_be_changed_is_made_anew_only_where_the_task_says_so(tyk):
    tyk.ok("api", **API, definition={"use_oauth2": True})
    client = {"api": "Orders", "client_id": "c", "redirect_uri": "http://a.example"}
    tyk.ok("oauth_client", **client)
    tyk.log()
    for how in ({}, {"recreate": False}):
        text = tyk.fails("oauth_client", **{**client, "redirect_uri": "http://b.example"}, **how)
        assert "recreate: true makes a new one" in text
    assert not tyk.writes()
    assert not tyk.ok("oauth_client", **client, recreate=True)["changed"] and not tyk.writes()


def test_of_two_fields_with_one_route_one_that_changes_is_enough_to_write_them(tyk):
    tyk.ok("user_group", name="Team", user_permissions={"apis": "read"})
    tyk.ok("user_group", name="Others", user_permissions={"apis": "read"})
    wish = {**API, "format": "oas", "owners": {"users": ["admin@acme.example"], "groups": ["Team"]}}
    tyk.ok("api", **wish)
    wish["owners"] = {**wish["owners"], "groups": ["Others"]}
    assert tyk.ok("api", **wish)["changed"]
    (group,) = tyk.read("/api/apis?p=-1")["apis"][0]["user_group_owners"]
    assert tyk.read(f"/api/usergroups/{group}")["name"] == "Others"
    assert not tyk.ok("api", **wish)["changed"]


# Objects that are made while answers get lost


def test_an_object_with_a_secret_is_looked_for_after_a_500_as_well(tyk):
    person = {"email_address": "x@acme.example", "first_name": "A", "last_name": "B"}
    rights = {"user_permissions": {"apis": "read"}}
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/users", "status": 500, "after": True, "times": 1}])
    assert tyk.ok("user", **person, **rights)["changed"]
    assert len(tyk.read("/api/users?p=-1")["users"]) == 2


def test_creates_that_are_never_carried_out_end_with_what_was_wrong(tyk):
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/hooks", "drop": True, "times": 99}])
    text = tyk.fails("webhook", **HOOK)
    assert "POST /api/hooks" in text and "deleted again" not in text
    assert tyk.read("/api/hooks?p=-1")["hooks"] in ([], None)


# Two items, one object


def test_two_items_about_one_object_are_refused(tyk):
    tyk.ok("webhook", **HOOK)
    ident = tyk.read("/api/hooks?p=-1")["hooks"][0]["id"]
    items = [{**HOOK, "event_timeout": 1}, {"webhook_id": ident, "name": "Other", "target_path": "http://o.example/"}]
    text = tyk.fails("config", config={"webhooks": items})
    assert "this is the same webhook as in config: webhooks[0]; declare it once" in text
    text = tyk.fails("config", config={"webhooks": [HOOK, HOOK]})
    assert "declare it once" in text


def test_clients_of_one_id_below_two_apis_are_two(tyk):
    other = {"name": "Pets", "listen_path": "/pets/", "target_url": "http://up.example/"}
    for api in (API, other):
        tyk.ok("api", **api, definition={"use_oauth2": True})
    clients = [{"api": name, "client_id": "same", "redirect_uri": "http://a.example"} for name in ("Orders", "Pets")]
    assert len(tyk.ok("config", config={"oauth_clients": clients})["changes"]) == 2
    assert not tyk.ok("config", config={"oauth_clients": clients})["changed"]


# What is declared


def test_an_overlay_is_laid_over_one_item_that_it_names_and_no_other(tyk):
    config = {
        "webhooks": [HOOK, {**HOOK, "name": "Twin"}, {**HOOK, "name": "Twin"}, {"target_path": "http://x.example/"}]
    }
    for overlay, told in (
        ({"name": "Twin", "event_timeout": 5}, "2 objects of this name are declared"),
        ({"name": "pager", "event_timeout": 5}, "no object of this name is declared"),
        ({"event_timeout": 5}, "(without a name): no object of this name is declared"),
    ):
        assert told in tyk.fails("config", config=config, overlays=[{"webhooks": [overlay]}])
    laid = tyk.ok(
        "config", config={"webhooks": [HOOK]}, overlays=[{"webhooks": [{"name": "Pager", "event_timeout": 5}]}]
    )
    assert laid["changed"] and tyk.read("/api/hooks?p=-1")["hooks"][0]["event_timeout"] == 5


def test_hidden_files_and_folders_declare_nothing(tyk, tmp_path):
    text = "webhooks: [{name: %s, target_path: 'http://x.example/'}]"
    (tmp_path / ".git").mkdir()
    for place in (".git/a.yml", ".hidden.yml", "notes.txt"):
        (tmp_path / place).write_text(text % "Hidden")
    assert "holds no file that ends with" in tyk.fails("config", src=[str(tmp_path)])
    (tmp_path / "b.yml").write_text(text % "Shown")
    assert [change["name"] for change in tyk.ok("config", src=[str(tmp_path)])["changes"]] == ["Shown"]


def test_an_item_s_own_strategy_goes_before_that_of_the_task(tyk):
    tyk.ok("webhook", **HOOK, event_timeout=60)
    item = {**HOOK, "strategy": "merge"}
    assert not tyk.ok("config", config={"webhooks": [item]}, strategy="replace")["changed"]
    assert tyk.ok("config", config={"webhooks": [HOOK]}, strategy="replace")["changed"]


def test_a_configuration_rotates_nothing(tyk):
    tyk.ok("api", **API)
    item = {"alias": "k", "access_rights": [{"api": "Orders"}]}
    tyk.ok("key", **item)
    tyk.log()
    told = tyk.fails("config", config={"keys": [{**item, "state": "rotated", "rotation": "1"}]})
    assert "state: rotated is for the module tyk_key" in told and not tyk.writes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook": [{"x": "planted-secret"}]},
        {"webhooks": {"x": "planted-secret"}},
        {"webhooks": ["planted-secret"]},
        {"webhooks": [{**HOOK, "headers": {"X": "planted-secret"}}]},
        {"keys": [{"alias": "k", "hmac": {"secret": "planted-secret"}, "nonsense": 1}]},
        ["planted-secret"],
        "planted-secret",
    ],
)
def test_what_is_declared_in_the_wrong_place_is_refused_and_not_repeated(tyk, wrong):
    tyk.fails(
        "config", config={"webhooks": [HOOK]}, overlays=[wrong] if isinstance(wrong, dict) else [{"webhooks": wrong}]
    )
    assert "planted-secret" not in tyk.out
    tyk.fails("config", config=wrong if isinstance(wrong, dict) else {"webhooks": wrong})
    assert "planted-secret" not in tyk.out and not tyk.writes()


# What a plan looks at


def test_what_tyk_would_never_apply_is_refused_for_new_objects_and_for_old_ones(tyk):
    tyk.ok("api", **API)
    gold = {"name": "Gold", "access_rights": [{"api": "Orders"}]}
    wrong = {**gold, "partitions": {"per_api": True, "quota": True}}
    for _time in "new", "old":
        tyk.log()
        assert "per_api shuts out all others" in tyk.fails("policy", **wrong)
        assert not tyk.writes()
        tyk.ok("policy", **gold)


@pytest.mark.parametrize("ident", [".", ".."])
def test_an_id_that_nobody_could_reach_is_refused_before_it_is_made(tyk, ident):
    for check in (True, False):
        tyk.fails("api", **API, api_id=ident, check=check)
        tyk.fails("webhook", **HOOK, webhook_id=ident, check=check)
    assert not tyk.writes()


def test_what_is_to_be_absent_and_is_so_needs_no_change(tyk):
    assert not tyk.ok("webhook", name="Pager", state="absent")["changed"]
    assert not tyk.ok("config", config={"webhooks": [{"name": "Pager", "state": "absent"}]})["changed"]


def test_an_id_is_not_looked_for_among_names(tyk):
    tyk.ok("api", **API)
    rights = {"access_rights": [{"api": "Orders"}]}
    tyk.ok("policy", name="gold", policy_id="first", **rights)
    tyk.ok("policy", name="other", policy_id="gold", **rights)
    found = {policy["id"]: policy["name"] for policy in tyk.read("/api/portal/policies?p=-1")["Data"]}
    assert found == {"first": "gold", "gold": "other"}


def test_an_object_of_another_organisation_is_not_written(tyk):
    tyk.ok("webhook", **HOOK)
    tyk.log()
    handle = tyk.emulator.handle

    def theirs(request):
        answer = handle(request)
        if request.path.startswith("/api/hooks"):
            answer.body = answer.body.replace(tyk.org.encode(), b"f" * 24)
        return answer

    tyk.emulator.handle = theirs
    for how in ({"event_timeout": 9}, {"state": "absent"}):
        assert f"belongs to organisation {'f' * 24}" in tyk.fails("webhook", **HOOK, **how)
    assert not tyk.writes()


# Objects that name each other


def test_a_policy_that_is_to_be_absent_is_promised_to_no_api(tyk):
    api = {**API, "definition": {"enable_jwt": True, "jwt_default_policies": ["Gone"]}}
    config = {"apis": [api], "policies": [{"name": "Gone", "state": "absent"}]}
    for check in (True, False):
        assert "there is no policy 'Gone'" in tyk.fails("config", config=config, check=check)
    assert not tyk.writes()


def test_a_policy_that_is_there_is_not_promised_once_more(tyk):
    tyk.ok("api", **API)
    gold = {"name": "Gold", "access_rights": [{"api": "Orders"}]}
    ident = tyk.ok("policy", **gold)["policy"]["policy_id"]
    api = {**API, "definition": {"enable_jwt": True, "jwt_default_policies": ["Gold"]}}
    result = tyk.ok("config", config={"apis": [api], "policies": [gold]})
    assert [change["kind"] for change in result["changes"]] == ["apis"] and "(new)" not in tyk.out
    assert tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]["jwt_default_policies"] == [ident]


def test_a_failure_of_tyk_is_no_error_of_the_configuration(tyk):
    tyk.control("PUT", "faults", [{"method": "GET", "path": "/api/hooks", "status": 400, "times": 9}])
    assert "in the configuration" not in tyk.fails("config", config={"webhooks": [HOOK]})
    assert not tyk.writes()


def test_without_keep_ids_an_id_stays_where_it_is_all_that_names_the_object_or_is_its_secret(tyk):
    tyk.ok("api", **API)
    tyk.ok("webhook", **HOOK)
    ident = tyk.read("/api/hooks?p=-1")["hooks"][0]["id"]
    key = {"key_id": "of-my-own", "alias": "k", "access_rights": [{"api": "Orders"}]}
    new = {"webhook_id": "f" * 24, "name": "New", "target_path": "http://new.example/"}
    config = {"webhooks": [{"webhook_id": ident, "event_timeout": 7}, new], "keys": [key]}
    assert len(tyk.ok("config", config=config, keep_ids=False)["changes"]) == 3
    hooks = {hook["name"]: hook for hook in tyk.read("/api/hooks?p=-1")["hooks"]}
    assert hooks["Pager"]["event_timeout"] == 7
    assert "f" * 24 not in (hooks["New"]["id"], hooks["New"]["webhook_id"])
    assert "of-my-own" in str(tyk.control("GET", "state")["keys"])
