# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was declared before and is not any more: it is taken back where Tyk still has it so."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk
from undo_world import exported

from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC
from ansible_collections.community.tyk.plugins.module_utils._object.unique import makeshift


@pytest.fixture
def go(tmp_path):
    """Bring about a configuration, which undoes an earlier one."""

    def write(name, config):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(config))
        return str(path)

    def run(tyk, new, before=None, **options):
        more = {} if before is None else {"previous": [write("before", before)]}
        return tyk.ok("config", src=[write("now", new)], **more, **options)

    run.write = write
    return run


def undo(go, tyk, old, new, **options):
    """Go back from a new declaration to an old one: check, run, and once more; what the run said."""
    plan = go(tyk, old, new, check=True, **options)
    tyk.log()
    done = go(tyk, old, new, **options)
    facts = [[(c["kind"], c["name"], c["action"], c.get("paths")) for c in one["changes"]] for one in (plan, done)]
    assert facts[0] == facts[1] and plan["changed"] == done["changed"]
    tyk.log()
    again = go(tyk, old, new, **options)
    writes = [entry for entry in tyk.writes() if "/cache/none-" not in entry]  # to empty what is not there is none
    assert not again["changed"] and not writes, again["changes"]
    assert "cannot be compared, so" not in told(tyk, again)
    return done


def told(tyk, result):
    return "\n".join(tyk.warnings(result))


def api(name="Orders", **more):
    return {
        "name": name,
        "listen_path": f"/{name.lower().replace(' ', '-')}/",
        "target_url": "http://up.example/",
        **more,
    }


def policy(name="gold", **more):
    return {"name": name, "access_rights": [{"api": "Orders"}], **more}


def stored(tyk, name="gold"):
    return next(one for one in tyk.read("/api/portal/policies?p=-1")["Data"] if one["name"] == name)


def change(tyk, **fields):
    """Somebody else changes the policy."""
    found = stored(tyk)
    status, answer = tyk.call("PUT", f"/api/portal/policies/{found['_id']}", {**found, **fields})
    assert status == 200, answer


A = {"apis": [api()], "policies": [policy(rate=10, per=1)]}
B = {
    "apis": [api()],
    "policies": [policy(rate=10, per=1, quota_max=5, quota_renewal_rate=60, tags=["x"], meta_data={"a": 1, "b": 0})],
}


def test_fields_that_are_no_more_declared_go_to_what_a_new_object_has(tyk: Tyk, go):
    go(tyk, A)
    made = stored(tyk)
    go(tyk, B, A)
    result = undo(go, tyk, A, B)
    now = stored(tyk)
    assert now["quota_max"] == made["quota_max"] == -1 and now["quota_renewal_rate"] == -1
    assert not now["tags"] and not now["meta_data"]
    assert sorted(result["changes"][0]["paths"]) == [
        *("meta_data.a", "meta_data.b", "quota_max", "quota_renewal_rate", "tags")
    ]


def test_what_somebody_else_has_changed_since_is_left_and_told(tyk, go):
    go(tyk, A)
    go(tyk, B)
    change(tyk, quota_max=7, tags=["x", "theirs"], meta_data={"a": 2, "b": 0, "c": 3})
    said = told(tyk, undo(go, tyk, A, B))
    now = stored(tyk)
    assert now["tags"] == ["theirs"] and now["meta_data"] == {"a": 2, "c": 3}
    assert (now["quota_max"], now["quota_renewal_rate"]) == (7, 60)
    assert "policy 'gold'" in said and "quota_max (changed since)" in said and "meta_data.a (changed since)" in said
    assert "quota_renewal_rate (goes with quota_max, which stays)" in said


def test_objects_that_are_no_more_declared_are_deleted(tyk, go):
    go(tyk, A)
    more = {**A, "policies": [*A["policies"], policy("extra", rate=1, per=1)]}
    go(tyk, more)
    result = undo(go, tyk, A, more)
    assert [(c["name"], c["action"]) for c in result["changes"]] == [("extra", "deleted")]
    assert "its ID" in result["changes"][0]["why"]


def test_an_object_that_somebody_else_has_changed_stays(tyk, go):
    more = {**A, "policies": [*A["policies"], policy("extra", rate=1, per=1)]}
    go(tyk, more)
    found = stored(tyk, "extra")
    assert tyk.call("PUT", f"/api/portal/policies/{found['_id']}", {**found, "rate": 9})[0] == 200
    result = undo(go, tyk, A, more)
    assert not result["changed"] and "policy 'extra'" in told(tyk, result) and ": rate." in told(tyk, result)


def test_what_others_added_to_an_object_that_goes_is_named(tyk, go):
    more = {**A, "policies": [*A["policies"], policy("extra", rate=1, per=1)]}
    go(tyk, more)
    found = stored(tyk, "extra")
    assert tyk.call("PUT", f"/api/portal/policies/{found['_id']}", {**found, "tags": ["theirs"]})[0] == 200
    plan = go(tyk, A, more, check=True)
    assert "tags" in plan["changes"][0]["why"]


def test_brakes_of_prune_hold(tyk, go):
    more = {**A, "policies": [*A["policies"], policy("extra"), policy("other")]}
    go(tyk, more)
    said = tyk.fails("config", src=[go.write("now", A)], previous=[go.write("before", more)], prune_max=1)
    assert "this would delete 2 objects" in said and "nothing was written" in said
    result = go(tyk, A, more, protected={"policies": ["extra"]})
    assert [c["name"] for c in result["changes"]] == ["other"]


def test_what_survivors_use_stays(tyk, go):
    more = {**A, "apis": [api(), api("Pay")]}
    go(tyk, more)
    entry = {"versions": ["Default"]}
    pay = next(one["api_definition"] for one in tyk.read("/api/apis?p=-1")["apis"] if "Pay" in json.dumps(one))
    found = stored(tyk)
    change(tyk, access_rights={**found["access_rights"], pay["api_id"]: {**entry, "api_id": pay["api_id"]}})
    result = go(tyk, {"apis": [api()]}, {"apis": [api(), api("Pay")]})
    assert not result["changed"] and "refers to it" in told(tyk, result)


def test_what_goes_together_goes(tyk, go):
    more = {
        "apis": [api(), api("Pay")],
        "policies": [policy(), {"name": "payers", "access_rights": [{"api": "Pay"}]}],
        "keys": [{"alias": "k", "policies": ["payers"]}],
    }
    go(tyk, more)
    result = undo(go, tyk, {"apis": [api()], "policies": [policy()]}, more)
    assert [c["kind"] for c in result["changes"]] == ["apis", "policies", "keys"]


def test_an_object_under_another_name_is_the_same(tyk, go):
    ident = "0123456789abcdef0123456789abcdef"
    old, new = {"apis": [api("Old", api_id=ident)]}, {"apis": [api("New", api_id=ident)]}
    go(tyk, old)
    result = go(tyk, new, old)
    assert [c["action"] for c in result["changes"]] == ["updated"]
    undo(go, tyk, old, new)
    named = {"apis": [{"name": "Old", "listen_path": "/old/", "target_url": "http://up.example/"}]}
    assert [c["action"] for c in go(tyk, new, named)["changes"]] == ["updated"]


def apis_there(tyk):
    return {
        one["api_definition"]["api_id"]: one["api_definition"]["name"] for one in tyk.read("/api/apis?p=-1")["apis"]
    }


# Tyk keeps categories of a classic API as words in its name.
CALLED = [
    ({"name": "X #a"}, {"name": "X #b"}),
    ({"name": "X #a"}, {"name": "X", "categories": ["b"]}),
    ({"name": "X", "categories": ["a"]}, {"name": "X #b"}),
    ({"name": "X #a"}, {"name": "X #a", "categories": ["a", "b"]}),
    ({"name": "X #a"}, {"name": "X", "categories": []}),
    ({"name": "X"}, {"name": "X #a"}),
    ({"name": "X #a #b"}, {"name": "X #b"}),
]


@pytest.mark.parametrize(("one", "other"), [*CALLED, *((other, one) for one, other in CALLED[:5])])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_an_api_with_other_categories_is_the_same(tyk, go, one, other, strategy):
    old, new = ({"apis": [{**api("X"), "format": "classic", **said}]} for said in (one, other))
    go(tyk, old, strategy=strategy)
    made = apis_there(tyk)
    changed = go(tyk, new, old, strategy=strategy)
    assert [c["action"] for c in changed["changes"]] == ["updated"] and apis_there(tyk).keys() == made.keys()
    assert not go(tyk, new, old, strategy=strategy)["changed"]
    assert "for the first time: API" not in told(tyk, go(tyk, new, old, strategy=strategy, check=True))
    undo(go, tyk, old, new, strategy=strategy)
    assert apis_there(tyk) == made


def test_what_others_have_categorised_keeps_that(tyk, go):
    ident = "0123456789abcdef0123456789abcdef"
    known = {"format": "classic", "listen_path": "/x/", "api_id": ident}
    old, new = ({"apis": [api(name, **known)]} for name in ("X", "X #a"))
    go(tyk, old)
    go(tyk, new, old)
    tyk.ok("api", api_id=ident, categories=["a", "theirs"])
    undo(go, tyk, old, new)
    assert apis_there(tyk) == {ident: "X #theirs"}


def test_an_api_named_with_other_categories_beside_one_that_stays_is_new(tyk, go):
    one, other = (api(f"X #{name}", format="classic", listen_path=f"/{name}/") for name in "ab")
    old, new = {"apis": [one]}, {"apis": [one, other]}
    go(tyk, old)
    changed = go(tyk, new, old)
    assert [(c["name"], c["action"]) for c in changed["changes"]] == [("X #b", "created")]
    assert [c["action"] for c in undo(go, tyk, old, new)["changes"]] == ["deleted"]


@pytest.mark.parametrize(("before", "now"), [("ab", "cd"), ("ab", "c"), ("a", "cd")])
def test_where_several_can_be_meant_that_is_refused(tyk, go, before, now):
    def some(words):
        return {"apis": [api(f"X #{word}", format="classic", listen_path=f"/{word}/") for word in words]}

    go(tyk, some(before))
    there = apis_there(tyk)
    tyk.log()
    for check in (True, False):
        said = tyk.fails(
            "config", src=[go.write("now", some(now))], previous=[go.write("before", some(before))], check=check
        )
        assert "under another name" in said and "'X #a'" in said and "api_id" in said
    assert not tyk.writes() and apis_there(tyk) == there
    named = some(now)
    for item, ident in zip(named["apis"], there):
        item["api_id"] = ident
    actions = [c["action"] for c in go(tyk, named, some(before))["changes"]]
    assert actions.count("updated") == min(len(before), len(now)) and there.keys() & apis_there(tyk).keys()


@pytest.mark.parametrize("format_", ["classic", "oas"])
@pytest.mark.parametrize("kind", ["Dashboard", "Gateway"])
def test_a_run_with_an_owner_deletes_what_was_declared_and_has_no_mark(go, format_, kind):
    """That it has none is no change of somebody else's."""
    server = Tyk() if kind == "Dashboard" else Gate()
    stays, goes = (api(name, format=format_) for name in ("Stays", "Goes"))
    old, new = {"apis": [stays, goes]}, {"apis": [stays]}
    go(server, old)
    result = go(server, new, old, owner="us")
    assert [(c["name"], c["action"]) for c in result["changes"]] == [("Stays", "updated"), ("Goes", "deleted")]
    assert not go(server, new, old, owner="us")["changed"]


def test_a_run_with_an_owner_leaves_what_others_have_changed_or_marked(tyk, go):
    old = {**A, "policies": [policy(), policy("marked", rate=1, per=1), policy("changed", rate=1, per=1)]}
    go(tyk, old)
    for name, fields in (("marked", {"meta_data": {"ansible_policy_owner": "them"}}), ("changed", {"rate": 9})):
        found = stored(tyk, name)
        assert tyk.call("PUT", f"/api/portal/policies/{found['_id']}", {**found, **fields})[0] == 200
    result = go(tyk, {**A, "policies": [policy()]}, old, owner="us")
    assert "deleted" not in [c["action"] for c in result["changes"]]
    said = told(tyk, result)
    assert "'marked' is no more declared, and stays, because it bears the mark of another owner" in said
    assert "'changed' is no more declared, and stays, because somebody has changed it since: rate." in said


def test_an_entry_of_rights_is_taken_back_and_the_last_one_is_not(tyk, go):
    two = [{"api": "Orders"}, {"api": "Pay"}]
    base = {"apis": [api(), api("Pay")]}
    go(tyk, {**base, "policies": [policy()]})
    new = {**base, "policies": [{"name": "gold", "definition": {"access_rights": {"Pay": {"versions": ["Default"]}}}}]}
    go(tyk, new)
    assert len(stored(tyk)["access_rights"]) == 2
    undo(go, tyk, {**base, "policies": [{"name": "gold"}]}, new)
    assert len(stored(tyk)["access_rights"]) == 1
    whole = {**base, "policies": [{"name": "gold", "access_rights": two}]}
    go(tyk, whole)
    said = told(tyk, undo(go, tyk, {**base, "policies": [{"name": "gold"}]}, whole))
    assert len(stored(tyk)["access_rights"]) == 2 and "access_rights (access_rights: the policy would grant" in said


def test_versions_of_a_classic_api_leave_it_as_a_new_one_is(tyk, go):
    versions = {"not_versioned": False, "versions": {"v1": {"name": "v1"}, "v2": {"name": "v2"}}}
    old = {"apis": [api(format="classic")]}
    go(tyk, old)
    made = tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]["version_data"]
    new = {"apis": [api(definition={"version_data": versions})]}
    go(tyk, new)
    undo(go, tyk, old, new)
    assert tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]["version_data"] == made


def test_an_api_that_became_a_version_is_none_again(tyk, go):
    old = {"apis": [api(format="oas"), api("Orders 2", format="oas")]}
    go(tyk, old)
    new = {"apis": [old["apis"][0], {**old["apis"][1], "version": {"of": "Orders", "name": "v2"}}]}
    go(tyk, new)
    undo(go, tyk, old, new)
    base = next(a for a in tyk.read("/api/apis?p=-1")["apis"] if a["api_definition"]["name"] == "Orders")
    assert not base["api_definition"].get("version_data", {}).get("base_version")
    assert not base["oas"]["x-tyk-api-gateway"]["info"].get("versioning", {}).get("versions")


def test_clients_below_an_api(tyk, go):
    old = {"apis": [api(definition={"use_oauth2": True})]}
    client = {"api": "Orders", "client_id": "shop", "redirect_uri": "http://a.example/", "policy": "gold"}
    new = {**old, "policies": [policy()], "oauth_clients": [client]}
    go(tyk, new)
    result = undo(go, tyk, old, new)
    assert [c["kind"] for c in result["changes"]] == ["policies", "oauth_clients"]


def test_a_secret_that_tyk_does_not_show_is_left_and_told(tyk, go):
    person = {
        "email_address": "a@acme.example",
        "first_name": "A",
        "last_name": "B",
        "user_permissions": {"apis": "read"},
    }
    old, new = {"users": [person]}, {"users": [{**person, "password": "planted-password"}]}
    go(tyk, old)
    go(tyk, new)
    result = undo(go, tyk, old, new)
    assert "password (not shown by Tyk" in told(tyk, result) and "planted" not in json.dumps(result)


def test_it_is_told_beforehand_what_an_undo_will_give(tyk, go):
    old = {"apis": [api()], "policies": [policy()]}
    go(tyk, old)
    change(tyk, rate=100, per=60)
    new = {"apis": [api()], "policies": [policy(rate=5, per=60)]}
    for check in (True, False):
        said = told(tyk, go(tyk, new, old, check=check))
        assert "policy 'gold'" in said and "rate: 100 -> 5, undoing will give 0" in said


def test_what_is_adopted_is_told(tyk, go):
    go(tyk, {"apis": [api(), api("Pay")]})
    said = told(tyk, go(tyk, {"apis": [api(), api("Pay")]}, {"apis": [api()]}, check=True))
    assert "API 'Pay'" in said and "declared for the first time" in said and "Orders" not in said


@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_either_strategy(tyk, go, strategy):
    go(tyk, A, strategy=strategy)
    go(tyk, B, A, strategy=strategy)
    undo(go, tyk, A, B, strategy=strategy)
    assert not stored(tyk)["tags"] and stored(tyk)["quota_max"] == -1


def test_absent_items_are_nothing_to_undo(tyk, go):
    go(tyk, A)
    gone = {"apis": [api()], "policies": [{"name": "gold", "state": "absent"}]}
    assert not go(tyk, {"apis": [api()]}, gone)["changed"]
    assert go(tyk, gone, A)["changed"]


def test_what_there_is_one_of_is_taken_back(tyk, go):
    new = {**A, "additional_permissions": [{"permissions": {"own": "Own", "other": "Other"}}]}
    go(tyk, new)
    undo(go, tyk, A, new)
    assert "own" not in json.dumps(tyk.read("/api/org/permissions"))


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (None, "no such file"),
        ({}, "it declares nothing"),
        ({"policies": [{"nam": "gold"}]}, "nam: no such option"),
        ({"polices": []}, "is no kind of object"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(tyk, go, tmp_path, before, says):
    path = str(tmp_path / "none.json") if before is None else go.write("before", before)
    said = tyk.fails("config", src=[go.write("now", A)], previous=[path])
    assert says in said and "previous" in said and not tyk.writes()


def test_the_same_files_and_overlays_alone_are_refused(tyk, go, tmp_path):
    path = go.write("now", A)
    assert "is in src, too" in tyk.fails("config", src=[path], previous=[str(tmp_path)])
    assert "nothing to lay them over" in tyk.fails("config", src=[path], previous_overlays=[A])
    empty = {"apis": []}
    assert "nothing is declared any more" in tyk.fails(
        "config", src=[go.write("empty", empty)], previous=[go.write("before", A)]
    )
    assert not tyk.writes()


def test_overlays_of_before_are_laid_over_it(tyk, go):
    go(tyk, A, overlays=[{"policies": [{"name": "gold", "tags": ["live"]}]}])
    said = {"previous_overlays": [{"policies": [{"name": "gold", "tags": ["live"], "rate": None}]}]}
    undo(go, tyk, A, A, **said)
    assert not stored(tyk)["tags"] and stored(tyk)["rate"] == 10


def meanwhile(tyk, is_it, what):
    """Do something at the first request that fits, before it is answered."""
    handle = tyk.emulator.handle

    def handling(request):
        if is_it(request):
            tyk.emulator.handle = handle
            what()
        return handle(request)

    tyk.emulator.handle = handling


def test_what_somebody_changes_while_it_runs_is_left(tyk, go):
    go(tyk, A)
    go(tyk, B)

    def is_read(request):
        """Once more, after the plan and before the write."""
        return request.method == "GET" and "/api/portal/policies/" in request.path

    meanwhile(tyk, is_read, lambda: change(tyk, quota_max=7))
    said = told(tyk, go(tyk, A, B))
    assert (stored(tyk)["quota_max"], stored(tyk)["quota_renewal_rate"]) == (7, 60) and not stored(tyk)["tags"]
    assert "quota_max (changed since)" in said


def test_an_object_that_is_changed_while_it_runs_is_not_deleted(tyk, go):
    old = {"apis": [api()], "policies": [policy(tags=["a"]), policy("extra", rate=1, per=1)]}
    go(tyk, old)
    found = stored(tyk, "extra")
    path = f"/api/portal/policies/{found['_id']}"
    meanwhile(tyk, lambda request: request.method == "PUT", lambda: tyk.call("PUT", path, {**found, "rate": 9}))
    result = go(tyk, {"apis": [api()], "policies": [policy(tags=["b"])]}, old)
    assert stored(tyk, "extra")["rate"] == 9 and "changed since the run began" in told(tyk, result)


def test_nothing_is_deleted_after_a_failure(tyk, go):
    old = {"apis": [api()], "policies": [policy(tags=["a"]), policy("extra")]}
    go(tyk, old)
    tyk.control("PUT", "faults", [{"method": "PUT", "status": 403, "times": 99}])
    new = {"apis": [api()], "policies": [policy(tags=["b"])]}
    tyk.fails("config", src=[go.write("now", new)], previous=[go.write("before", old)])
    tyk.control("DELETE", "faults")
    assert stored(tyk, "extra")


SECRET = "planted-secret-of-before"


def test_no_secret_of_before_is_shown(tyk, go):
    hook = {"name": "Hook", "method": "POST", "target_path": "http://hook.example/"}
    old, new = {"webhooks": [hook]}, {"webhooks": [{**hook, "header_map": {"Authorization": SECRET, "X-A": "1"}}]}
    go(tyk, old)
    go(tyk, new)
    found = tyk.read("/api/hooks")["hooks"][0]
    other = {**found, "header_map": {"Authorization": f"{SECRET}-changed", "X-A": "1"}}
    assert tyk.call("PUT", f"/api/hooks/{found['id']}", other)[0] == 200
    over = {"previous_overlays": [{"webhooks": [{"name": "Hook", "header_map": {"X-B": SECRET}}]}]}
    result = undo(go, tyk, old, new, **over)
    assert "header_map.Authorization (changed since)" in told(tyk, result) and SECRET not in tyk.out
    # one that is declared for the first time, over another
    result = go(tyk, {"webhooks": [{**hook, "header_map": {"Authorization": "mine"}}]}, old)
    assert "header_map.Authorization: ******** -> ********" in told(tyk, result) and SECRET not in tyk.out


def test_an_encrypted_file_is_refused_as_in_src(tyk, go, tmp_path):
    (tmp_path / "vaulted.yml").write_text("$ANSIBLE_VAULT;1.1;AES256\n6162\n")
    said = tyk.fails("config", src=[go.write("now", A)], previous=[str(tmp_path / "vaulted.yml")])
    assert said.count("previous: ") == 1 and "ansible-vault" in said and not tyk.writes()


def test_reports_do_not_go_into_what_was_before(tyk, go, tmp_path):
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "all.json").write_text(json.dumps(B))
    report = str(tmp_path / "before" / "report.json")
    said = tyk.fails("config", src=[go.write("now", A)], previous=[str(tmp_path / "before")], report=[report])
    assert "report" in said and not tyk.writes()


def test_a_client_without_recreate_is_left_and_told(tyk, go):
    client = {"api": "Orders", "client_id": "shop", "redirect_uri": "http://a.example/"}
    base = {"apis": [api(definition={"use_oauth2": True})]}
    old, new = {**base, "oauth_clients": [client]}, {**base, "oauth_clients": [{**client, "description": "d"}]}
    go(tyk, new)
    said = told(tyk, undo(go, tyk, old, new))
    assert "OAuth client" in said and "recreate: true" in said


def test_documents(tyk, go):
    """What was said in a document goes, what others have put there stays, and a document that is whole has no need."""
    say = {"responses": {"200": {"description": "ok"}}}
    x = "x-tyk-api-gateway"
    one = {"openapi": "3.0.3", "paths": {"/a": {"get": say}}, "components": {"schemas": {"A": {"default": 0}}}}
    both = {
        **one,
        "paths": {**one["paths"], "/b": {"get": say}},
        x: {"middleware": {"global": {"cache": {"enabled": True}}}},
    }
    old, new = {"apis": [api(definition=one)]}, {"apis": [api(definition=both)]}
    go(tyk, old)
    go(tyk, new)
    (found,) = tyk.read("/api/apis?p=-1")["apis"]
    route = f"/api/apis/oas/{found['api_definition']['api_id']}"
    document = tyk.read(route)
    document["paths"]["/c"] = {"get": say}
    assert tyk.call("PUT", route, document)[0] == 200
    undo(go, tyk, old, new)
    document = tyk.read(route)
    assert sorted(document["paths"]) == ["/a", "/c"] and not document[x].get("middleware")
    whole = {"openapi": "3.0.3", "info": {"title": "Orders", "version": "1"}, "paths": {"/z": {"get": say}}}
    listen = {"listen_path": "/orders/", "name": "Orders", "target_url": "http://up.example/"}
    go(tyk, {"apis": [{**listen, "openapi": {**whole, "tags": [{"name": "t"}]}}]}, old)
    undo(
        go,
        tyk,
        {"apis": [{**listen, "openapi": whole}]},
        {"apis": [{**listen, "openapi": {**whole, "tags": [{"name": "t"}]}}]},
    )
    document = tyk.read(route)
    assert list(document["paths"]) == ["/z"] and not document.get("tags")


def test_on_a_gateway(go):
    gate = Gate()
    key = {"alias": "k", "key_id": "caller-1", "policies": ["gold"]}
    old = {"apis": [api()], "policies": [policy()], "keys": [key]}
    new = {
        "apis": [api(definition={"config_data": {"a": 1}}), api("Pay")],
        "policies": [policy(quota_max=5, quota_renewal_rate=60)],
        "keys": [{**key, "tags": ["x"]}, {**key, "alias": "l", "key_id": "caller-2"}],
    }
    go(gate, old)
    go(gate, new, old)
    plan = go(gate, old, new, check=True)
    done = go(gate, old, new)
    assert [(c["name"], c["action"]) for c in plan["changes"]] == [(c["name"], c["action"]) for c in done["changes"]]
    assert sorted((c["name"], c["action"]) for c in done["changes"]) == [
        *(("Orders", "updated"), ("Pay", "deleted"), ("gold", "updated"), ("k", "updated"), ("l", "deleted"))
    ]
    assert not go(gate, old, new)["changed"]
    assert gate.ask("GET", "/tyk/policies")[1][0]["quota_max"] == -1


def test_replace_takes_a_secret_along_that_was_declared(tyk, go):
    login = {"definition": {"upstream_auth": {"basic_auth": {"password": SECRET}}}}
    old, new = {"apis": [api(format="classic")]}, {"apis": [api(format="classic", **login)]}
    go(tyk, old, strategy="replace")
    go(tyk, new, strategy="replace")
    assert SECRET in json.dumps(tyk.read("/api/apis?p=-1"))
    assert not go(tyk, old, strategy="replace")["changed"]  # by itself it keeps secrets that nobody names
    undo(go, tyk, old, new, strategy="replace")
    assert SECRET not in json.dumps(tyk.read("/api/apis?p=-1"))


def test_a_title_that_was_declared_goes_to_the_name(tyk, go):
    named = api(api_id="0123456789abcdef0123456789abcdef")
    told_title = {"openapi": "3.0.3", "info": {"title": "Our orders", "version": "2"}}
    go(tyk, {"apis": [{**named, "definition": told_title}]})
    by_id = {"apis": [{"api_id": named["api_id"], "definition": {"openapi": "3.0.3"}}]}
    undo(go, tyk, by_id, {"apis": [{"api_id": named["api_id"], "definition": told_title}]})
    assert tyk.read(f"/api/apis/oas/{named['api_id']}")["info"] == {"title": "Orders", "version": "1.0.0"}


V2, V3 = ({"of": "Orders", "name": name} for name in ("v2", "v3"))
# What one object takes of another that is undone in the same run: before, and after.
TAKEN = {
    "listen path": ({"apis": [api()]}, {"apis": [api(listen_path="/moved/"), api("P", listen_path="/orders/")]}),
    "listen path of an OAS API": (
        {"apis": [api(format="oas")]},
        {"apis": [api(format="oas", listen_path="/moved/"), api("P", format="oas", listen_path="/orders/")]},
    ),
    "listen path of a proxy": (
        {"mcp_proxies": [api()]},
        {"mcp_proxies": [api(listen_path="/moved/"), api("P", listen_path="/orders/")]},
    ),
    "name of a policy": (
        {"apis": [api()], "policies": [policy(policy_id="p1")]},
        {"apis": [api()], "policies": [policy("silver", policy_id="p1"), policy(policy_id="p2")]},
    ),
    "version": (
        {"apis": [api(format="oas"), api("O2", format="oas", version=V2)]},
        {"apis": [api(format="oas"), api("O2", format="oas", version=V3), api("O3", format="oas", version=V2)]},
    ),
    "id": ({"apis": [api(api_id="a" * 32)]}, {"apis": [api(api_id="b" * 32)]}),
}
SERVERS = [(where, what) for where in ("dashboard", "gateway") for what in TAKEN]


def world(where):
    return Tyk() if where == "dashboard" else Gate()


def called(tyk, kind):
    key, module = {"apis": ("apis", "api"), "mcp_proxies": ("mcp_proxies", "mcp_proxy")}.get(kind, (kind, "policy"))
    return sorted(one["name"] for one in tyk.ok(f"{module}_info")[key])


@pytest.mark.parametrize(("where", "what"), SERVERS)
def test_what_made_room_goes_all_the_same(go, tmp_path, where, what):
    tyk, (old, new) = world(where), TAKEN[what]
    kinds = [kind for kind in new if kind != "oauth_clients"]
    go(tyk, old)
    there = [called(tyk, kind) for kind in kinds]
    go(tyk, new, old)
    plan = {"src": [go.write("now", old)], "previous": [go.write("before", new)]}
    tyk.ok("config", **plan, plan_dest=str(tmp_path / "plan.json.plan"), check=True)
    done = tyk.ok("config", **plan, plan=str(tmp_path / "plan.json.plan"))
    assert done["changed"] and [called(tyk, kind) for kind in kinds] == there, done["changes"]
    assert "stays" not in told(tyk, done) and "moving-" not in told(tyk, done)
    assert not go(tyk, old, new)["changed"]
    go(tyk, new, old)
    undo(go, tyk, old, new)
    assert [called(tyk, kind) for kind in kinds] == there


def test_what_an_interrupted_run_has_moved_is_no_change_of_somebody_else(go):
    tyk, (old, new) = Tyk(), TAKEN["listen path"]
    go(tyk, old)
    go(tyk, new, old)
    apis = tyk.read("/api/apis?p=-1")["apis"]
    row = next(one for one in apis if one["api_definition"]["name"] == "P")
    ours = makeshift(CLASSIC, row)
    row["api_definition"]["proxy"]["listen_path"] = f"/{ours}/"
    assert tyk.call("PUT", f"/api/apis/{row['api_definition']['id']}", row)[0] == 200
    undo(go, tyk, old, new)
    assert called(tyk, "apis") == ["Orders"]


def test_what_stays_after_all_is_not_told_as_deleted(go, monkeypatch):
    tyk, old, new = Tyk(), {"apis": [api()]}, {"apis": [api(), api("P")]}
    go(tyk, old)
    go(tyk, new, old)
    look = Bulk.look_again

    def meanwhile(bulk):
        tyk.ok("api", name="P", target_url="http://theirs.example/")
        look(bulk)

    monkeypatch.setattr(Bulk, "look_again", meanwhile)
    done = go(tyk, old, new)
    assert not done["changed"] and not done["changes"] and done["summary"]["apis"]["deleted"] == 0
    assert "API 'P' stays" in told(tyk, done) and called(tyk, "apis") == ["Orders", "P"]


KEYED = {"use_keyless": False, "use_standard_auth": True}
HEADER = {"auth_header_name": "X-K"}


@pytest.mark.parametrize(
    "two", [{"auth": HEADER}, {"auth_configs": {"authToken": HEADER}}], ids=["auth", "auth_configs"]
)
@pytest.mark.parametrize("where", ["dashboard", "gateway"])
def test_what_tyk_keeps_in_two_places_goes_from_both(go, where, two):
    tyk, old, new = world(where), *({"apis": [api(definition={**KEYED, **more})]} for more in ({}, two))
    go(tyk, old)
    go(tyk, new, old)
    undo(go, tyk, old, new)
    (found,) = tyk.ok("api_info", name="Orders")["apis"]
    assert "X-K" not in json.dumps(found)


def test_fields_of_a_map_that_no_object_can_do_without_are_taken_back(go):
    tyk, data = Tyk(), {"openapi": "3.0.3"}
    old, new = (
        {"assets": [{"name": "T", "data": {**data, **more}}]} for more in ({}, {"tags": [{"name": "x"}], "paths": {}})
    )
    go(tyk, old)
    go(tyk, new, old)
    undo(go, tyk, old, new)
    (found,) = tyk.read("/api/assets?p=-1")
    assert found["data"] == data


def test_the_secret_of_a_client_is_left_and_named(go):
    client = {"api": "Orders", "client_id": "shop", "redirect_uri": "http://a.example/"}
    old = {"apis": [api(definition={"use_oauth2": True})], "policies": [policy()], "oauth_clients": [client]}
    new = {**old, "oauth_clients": [{**client, "secret": "planted-secret-1"}]}
    tyk = Tyk()
    go(tyk, new)
    done = undo(go, tyk, old, new)
    assert "secret (no object can do without it)" in told(tyk, done) and "planted-secret" not in json.dumps(done)


@pytest.mark.parametrize(
    "gone",
    [
        {"auth": None},
        {"auth": {"auth_header_name": None}},
        {"auth_configs": None},
        {"auth_configs": {"authToken": None}},
        {"auth": None, "auth_configs": None},
    ],
    ids=json.dumps,
)
def test_null_in_one_of_two_places_goes_for_the_other(gone):
    tyk = Tyk()
    tyk.ok("api", **api(definition={**KEYED, "auth": HEADER}))
    done = tyk.ok("api", name="Orders", definition=gone)
    tyk.log()
    again = tyk.ok("api", name="Orders", definition=gone)
    assert done["changed"] and not again["changed"] and not tyk.writes() and not tyk.warnings(done)


PARAM = {**HEADER, "use_param": True}
IN_AUTH, IN_CONFIGS, IN_BOTH = (
    {"auth": HEADER},
    {"auth_configs": {"authToken": HEADER}},
    {"auth": HEADER, "auth_configs": {"authToken": HEADER}},
)
NAMED = {"version_data": {"not_versioned": True, "versions": {"Default": {}}}}
PLACES = {
    "auth, both": (IN_AUTH, IN_BOTH, False),
    "auth_configs, both": (IN_CONFIGS, IN_BOTH, False),
    "auth, auth_configs": (IN_AUTH, IN_CONFIGS, False),
    "more in one": (IN_AUTH, {"auth": HEADER, "auth_configs": {"authToken": PARAM}}, True),
    "more in the other": (IN_CONFIGS, {"auth": PARAM, "auth_configs": {"authToken": HEADER}}, True),
    "the name of a version": (NAMED, {}, False),
}


@pytest.mark.parametrize("case", PLACES)
@pytest.mark.parametrize("turned", [False, True], ids=["there", "back"])
def test_what_one_of_two_places_still_says_stays_in_both(go, case, turned):
    tyk, (*two, differ) = Tyk(), PLACES[case]
    old, new = ({"apis": [api(format="classic", definition=one)]} for one in (two[::-1] if turned else two))
    go(tyk, old)
    (there,) = tyk.ok("api_info", name="Orders")["apis"]
    assert go(tyk, new, old)["changed"] is differ
    done = undo(go, tyk, old, new)
    assert done["changed"] is differ and not tyk.warnings(done)
    (now,) = tyk.ok("api_info", name="Orders")["apis"]
    assert now == there


def of_version(style, *more):
    return {"apis": [api(format=style), *more]}


@pytest.mark.parametrize("where", ["dashboard", "gateway"])
@pytest.mark.parametrize("style", ["oas", "classic"])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_what_the_last_version_leaves_behind(go, where, style, strategy):
    """It is no difference, and goes with the next write of the base."""
    tyk, old, new = world(where), of_version(style), of_version(style, api("O2", format=style, version=V2))
    go(tyk, old, strategy=strategy)
    (there,) = tyk.ok("api_info", name="Orders")["apis"]
    go(tyk, new, old, strategy=strategy)
    undo(go, tyk, old, new, strategy=strategy)
    for active in (False, True):
        go(tyk, {"apis": [api(format=style, active=active)]})
    (now,) = tyk.ok("api_info", name="Orders")["apis"]
    assert now == there


@pytest.mark.parametrize("where", ["dashboard", "gateway"])
@pytest.mark.parametrize("style", ["oas", "classic"])
def test_a_version_that_is_none_any_more_leaves_nothing_behind(go, where, style):
    lone = api("O2", format=style)
    tyk, old, new = world(where), of_version(style, lone), of_version(style, {**lone, "version": V2})
    go(tyk, old)
    there = tyk.ok("api_info", name="Orders")["apis"]
    go(tyk, new, old)
    undo(go, tyk, old, new)
    assert tyk.ok("api_info", name="Orders")["apis"] == there


OPENAPI = {"openapi": "3.0.3"}
NULLS = {  # a null that takes away nothing, in a map that is new
    "meta data": ("policies", {"meta_data": {"a": {"b": None}}}),
    "an extension": ("apis", {"definition": {**OPENAPI, "x-own": {"a": None}}}),
    "deep in one": ("apis", {"definition": {**OPENAPI, "x-own": {"a": {"b": None}, "c": 1}}}),
    "config data": ("apis", {"definition": {"config_data": {"a": {"b": None}}}}),
}


@pytest.mark.parametrize("where", ["dashboard", "gateway"])
@pytest.mark.parametrize("what", NULLS)
def test_a_null_in_a_new_map_leaves_no_empty_map(go, where, what):
    section, more = NULLS[what]
    style = "oas" if "openapi" in json.dumps(more) else "classic"
    tyk, old = world(where), {"apis": [api(format=style)], "policies": [policy()]}
    new = {**old, section: [{**old[section][0], **more}]}

    def there():
        return tyk.ok("config_info", kinds=["apis", "policies"])["config"]

    go(tyk, old)
    before = there()
    go(tyk, new, old)
    undo(go, tyk, old, new)
    assert there() == before


@pytest.mark.parametrize("where", ["dashboard", "gateway"])
def test_what_goes_is_named_and_what_it_loses_once(go, where):
    tyk, old = world(where), {"apis": [api()]}
    person = {"email_address": "p@acme.example", "first_name": "A", "last_name": "B", "password": "planted-password"}
    new = {
        "apis": [api(), api("Pay")],
        "policies": [policy(access_rights=[{"api": "Pay"}])],
        "keys": [
            {"key_id": "some-long-key-id", "access_rights": [{"api": "Orders"}]},
            {"alias": "k", "policies": ["gold"]},
        ],
        **({"users": [{**person, "user_permissions": {"apis": "read"}}]} if where == "dashboard" else {}),
    }
    go(tyk, old)
    go(tyk, new, old)
    why = {(one["kind"], one["name"]): one["why"] for one in undo(go, tyk, old, new)["changes"]}
    lost = {what: text.partition("with it: ")[2] for what, text in why.items()}
    assert lost.pop(("users", "p@acme.example"), "its secret, password") == "its secret, password"
    assert lost.pop(("apis", "Pay")) == lost.pop(("policies", "gold")) == "its ID"
    assert lost.pop(("keys", "k")) == "its ID, its secret"
    ((kind, name),) = lost  # a key without an alias goes by its hash, and comes back as it is
    assert kind == "keys" and name and "some-long" not in name and not lost[kind, name]


def test_a_base_whose_last_version_went_can_be_replaced(go):
    old, new = ({"apis": [api(format="oas"), *more]} for more in ([], [api("O2", format="oas", version=V2)]))
    tyk = Tyk()
    go(tyk, old)
    go(tyk, new, old)
    go(tyk, old, new)
    go(tyk, old, strategy="replace")
    tyk.log()
    assert not go(tyk, old, strategy="replace")["changed"] and not tyk.writes()
    (found,) = tyk.ok("api_info", name="Orders")["apis"]
    assert "versioning" not in json.dumps(found["definition"])


DATA = {
    "unnamed": {"not_versioned": True, "versions": {"Default": {}}},
    "null": {"not_versioned": True, "versions": {"Default": {"name": None}}},
    "empty": {},
    "nothing": None,
}


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("world", [Tyk, Gate])
def test_the_name_of_a_version_is_its_key(world, data, go):
    """Be it written with the object or by an undo: check mode says what the run does, and the second run is quiet."""
    for strategy in ("merge", "replace"):
        tyk, there = world(), api(definition={"tags": ["t"]})
        one = {"apis": [{**there, "strategy": strategy, "definition": {"version_data": DATA[data]}}]}
        other = {"apis": [{**there, "strategy": strategy}]}
        go(tyk, one)
        assert not go(tyk, one, check=True)["changed"] and not go(tyk, one)["changed"]
        for now, then in ((other, one), (one, other)):
            assert "did not keep" not in told(tyk, undo(go, tyk, now, then))


def test_a_version_of_which_nothing_is_said_is_there_and_goes_again(tyk, go):
    without, one = {"apis": [api()]}, {"apis": [api(definition={"version_data": {"versions": {"v1": {}}}})]}
    go(tyk, without)

    def names():
        return {*tyk.ok("api_info", name="Orders")["apis"][0]["definition"]["version_data"]["versions"]}

    assert go(tyk, one, without)["changed"] and names() == {"v1"}
    assert go(tyk, without, one)["changed"] and names() == {"Default"}


@pytest.mark.parametrize(
    ("old", "more", "ends"),
    [
        ({"rate": 10}, {"per": 60}, {"rate": 10, "per": 0}),
        ({"quota_max": 10}, {"quota_renewal_rate": 60}, {"quota_max": 10, "quota_renewal_rate": -1}),
        ({"quota_renewal_rate": 60}, {"quota_max": 10}, {"quota_max": -1, "quota_renewal_rate": 60}),
        ({"rate": 10, "per": 60}, {"quota_max": 5, "quota_renewal_rate": 60}, {"rate": 10, "per": 60, "quota_max": -1}),
        ({}, {"rate": 10, "per": 60}, {}),
    ],
)
def test_what_goes_with_a_field_that_is_declared_still_goes(tyk, go, old, more, ends):
    first, second = ({"apis": [api()], "policies": [policy(**one)]} for one in (old, {**old, **more}))
    go(tyk, first)
    made = stored(tyk)
    go(tyk, second, first)
    assert "which stays" not in told(tyk, undo(go, tyk, first, second))
    now = stored(tyk)
    assert {name: now[name] for name in ("rate", "per", "quota_max", "quota_renewal_rate")} == {
        name: made[name] for name in ("rate", "per", "quota_max", "quota_renewal_rate")
    }
    assert ends.items() <= now.items()


KEY = {"alias": "caller", "key_id": "caller-of-ours", "access_rights": [{"api": "Orders"}]}


@pytest.mark.parametrize("more", [{"quota_max": 5}, {"quota_renewal_rate": 60}, {"rate": 5}, {"per": 60}], ids=str)
@pytest.mark.parametrize(("section", "item"), [("policies", policy()), ("keys", KEY)], ids=["policy", "key"])
@pytest.mark.parametrize("where", ["dashboard", "gateway"])
def test_half_of_a_limit_that_is_declared_alone_goes(go, where, section, item, more):
    """The other half is as in a new object, so nothing holds this one."""
    tyk, old, new = world(where), *({"apis": [api()], section: [one]} for one in (item, {**item, **more}))
    go(tyk, old)
    before = exported(tyk, [section])
    assert go(tyk, new, old)["changed"] and exported(tyk, [section]) != before
    assert "left as they are" not in told(tyk, undo(go, tyk, old, new))
    assert exported(tyk, [section]) == before


IGNORED = {"ignored": [{"path": "/health", "method_actions": {"GET": {"action": "no_action", "code": 200}}}]}


@pytest.mark.parametrize(
    "data",
    [
        {"versions": {"Default": {"use_extended_paths": True, "extended_paths": IGNORED}}},
        {"versions": {"Default": {"expires": "2099-01-01 00:00"}}},
        {"versions": {"Default": {"name": "Default"}}},
        {"default_version": "Default"},
    ],
    ids=["a path", "an end", "its name", "which is the default"],
)
@pytest.mark.parametrize("where", ["dashboard", "gateway"])
def test_to_say_more_of_the_version_that_an_api_has_anyway_makes_it_no_versioned_one(go, where, data):
    """Or callers would have to name a version from then on, which nobody has declared."""
    tyk, old, new = (
        world(where),
        *({"apis": [api(format="classic", **more)]} for more in ({}, {"definition": {"version_data": data}})),
    )
    go(tyk, old)

    def there():
        found = tyk.ok("api_info", name="Orders")["apis"][0]["definition"]["version_data"]
        return found["not_versioned"], [*found["versions"]]

    assert there() == (True, ["Default"])
    go(tyk, new, old)
    assert there() == (True, ["Default"])
    undo(go, tyk, old, new)
    assert there() == (True, ["Default"])


def test_what_goes_with_a_field_stays_with_what_others_changed(tyk, go):
    first, second = {"apis": [api()], "policies": [policy()]}, {"apis": [api()], "policies": [policy(rate=10, per=60)]}
    go(tyk, first)
    go(tyk, second, first)
    change(tyk, rate=7)
    assert "per (goes with rate, which stays)" in told(tyk, undo(go, tyk, first, second))
    assert (stored(tyk)["rate"], stored(tyk)["per"]) == (7, 60)


WORDED = api("Orders #otel", listen_path="/orders/")
BARE = api(categories=["otel"])


def sole(tyk):
    (found,) = tyk.read("/api/apis?p=-1")["apis"]
    return found


@pytest.mark.parametrize("extra", [{}, {"definition": {"tags": ["edge"]}}])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**WORDED, "categories": ["otel"]}, WORDED),
        (WORDED, {**WORDED, "categories": ["otel"]}),
        (BARE, WORDED),
        (WORDED, BARE),
        (api("The #otel Orders", categories=["otel"]), api("The #otel Orders")),
    ],
)
def test_a_name_that_is_declared_with_its_categories_stays(tyk, go, one, other, extra):
    """Tyk keeps the categories of classic APIs as words in the name, so that both say the same."""
    one, other = {"apis": [one]}, {"apis": [{**other, **extra}]}
    go(tyk, one)
    made = sole(tyk)
    for now, before in ((other, one), (one, other), (other, one)):
        plan, done = go(tyk, now, before, check=True), go(tyk, now, before)
        assert plan["changed"] == done["changed"] == bool(extra)
        assert not tyk.warnings(plan) and not tyk.warnings(done)
        assert [change["action"] for change in done["changes"]] == ["updated"] * bool(extra)
        undo(go, tyk, now, before)
        found = sole(tyk)
        assert found["categories"] == ["otel"] and found["api_definition"]["tags"] == (
            ["edge"] if extra and now is other else []
        )
        assert [found["api_definition"][name] for name in ("name", "api_id")] == [
            made["api_definition"][name] for name in ("name", "api_id")
        ]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (api(), BARE, "Orders"),
        (api(), {**BARE, "categories": ["otel", "b"]}, "Orders"),
        (api("The #otel Orders"), api("The #otel Orders", categories=["otel", "b"]), "The #otel Orders"),
    ],
)
def test_categories_that_no_name_says_go(tyk, go, old, new, name):
    old, new = {"apis": [old]}, {"apis": [new]}
    go(tyk, old)
    made = sole(tyk)["api_definition"]["api_id"]
    go(tyk, new, old)
    assert sole(tyk)["categories"] == (new["apis"][0]["categories"])
    undo(go, tyk, old, new)
    found = sole(tyk)
    assert found["api_definition"]["name"] == name and found["api_definition"]["api_id"] == made
    assert found["categories"] == (["otel"] if "#" in name else [])


@pytest.mark.parametrize(("owner", "stays"), [("theirs", True), ("ours", False)])
def test_an_object_that_another_owner_has_taken_over_stays_and_is_told(tyk, go, owner, stays):
    more = {**A, "policies": [*A["policies"], policy("extra", rate=1, per=1)]}
    go(tyk, more)
    go(tyk, {"policies": [policy("extra")]}, owner=owner)
    plan, done = (go(tyk, A, more, owner="ours", check=check) for check in (True, False))
    text = "policy 'extra' is no more declared, and stays, because it bears the mark of another owner."
    assert (text in told(tyk, plan)) is (text in told(tyk, done)) is stays
    assert [change["action"] for change in done["changes"] if change["name"] == "extra"] == ["deleted"] * (not stays)


def extension(**inner):
    return api(format="oas", definition={"openapi": "3.0.3", "x-tyk-api-gateway": inner})


# What Tyk stores otherwise than it is said, without and with it.
STORED_OTHERWISE = {
    "the name of a version": (api(), api(definition={"version_data": {"versions": {"v1": {}}}})),
    "a plug-in's older name": (
        extension(),
        extension(middleware={"global": {"prePlugin": {"plugins": [{"enabled": True, "functionName": "f"}]}}}),
    ),
    "an empty list of keys": (
        extension(),
        extension(
            upstream={
                "certificatePinning": {
                    "enabled": True,
                    "domainToPublicKeysMapping": [{"domain": "a.example", "publicKeys": []}],
                }
            }
        ),
    ),
    "what no version of Tyk has, in a list": (
        api(),
        api(definition={"jwt_jwks_uris": [{"url": "http://a.example/", "unheard_of": 1}]}),
    ),
}


@pytest.mark.parametrize("case", STORED_OTHERWISE)
@pytest.mark.parametrize("world", [Tyk, Gate])
def test_what_tyk_stores_otherwise_goes_again(world, case, go):
    tyk, (bare, more) = world(), STORED_OTHERWISE[case]
    bare, more = ({"apis": [one]} for one in (bare, more))
    go(tyk, bare)

    def there():
        return tyk.ok("api_info", name="Orders")["apis"]

    before = there()
    assert go(tyk, more, bare)["changed"] and there() != before
    assert not go(tyk, more, bare)["changed"]
    assert "left as they are" not in told(tyk, undo(go, tyk, bare, more)) and there() == before


def test_a_version_that_others_have_named_on_a_gateway_stays(go):
    """A Gateway keeps any name of a version, so one without a name is not that which its key says."""
    tyk, bare = Gate(), {"apis": [api()]}
    one = {"apis": [api(definition={"version_data": {"not_versioned": True, "versions": {"v1": {}}}})]}
    go(tyk, bare)
    go(tyk, one, bare)
    tyk.ok("api", name="Orders", definition={"version_data": {"versions": {"v1": {"name": "theirs"}}}})
    tyk.log()
    assert not go(tyk, one)["changed"] and not tyk.changes()
    assert "version_data.versions.v1 (changed since)" in told(tyk, go(tyk, bare, one))


@pytest.mark.parametrize("says", [None, {"plugins": None}])
def test_a_plug_in_goes_under_the_name_that_it_was_given(says):
    gate, plugin = Gate(), {"enabled": True, "functionName": "f"}
    gate.ok("api", **extension(middleware={"global": {"postPlugin": {"plugins": [plugin]}}}))
    done = gate.ok("api", **extension(middleware={"global": {"postPlugin": says}}))
    assert done["changed"] and "middleware" not in done["api"]["definition"]["x-tyk-api-gateway"]
