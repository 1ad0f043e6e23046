# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole configuration at once: checked, planned, applied, and what becomes of a run that is stopped."""

from __future__ import annotations

import copy
import gc
import json
import re
import stat

import pytest
import yaml
from module_company import COMPANY, COUNT, apis, company, outcomes
from module_runner import WRITES

from ansible_collections.community.tyk.plugins.module_utils._api.http import Http
from ansible_collections.community.tyk.plugins.module_utils._config import run as _run


def test_everything_then_nothing(tyk):
    plan = tyk.ok("config", config=company(), check=True)
    assert not tyk.writes()
    made = tyk.ok("config", config=company())
    assert made["changed"] and outcomes(made, "created") == COUNT and not tyk.warnings(made)
    assert plan["summary"] == made["summary"]
    again = tyk.ok("config", config=company())
    assert not again["changed"] and again["changes"] == [] and outcomes(again, "unchanged") == COUNT


def test_no_run_changes_what_is_declared(tyk, monkeypatch):
    """Items share what the files hold with each other and with their options, so that nobody may write into that."""
    read, seen = _run.read_all, []

    def reading(params, how):
        items = read(params, how)
        seen.extend((item, copy.deepcopy((item.said, item.params, item.named))) for item in items)
        return items

    monkeypatch.setattr(_run, "read_all", reading)
    for more in ({"check": True}, {}, {}, {"strategy": "replace"}):
        tyk.ok("config", config=company(), **more)
    assert len(seen) == 4 * COUNT
    assert [(item.said, item.params, item.named) for item, _was in seen] == [was for _item, was in seen]


def test_plan_equals_result(tyk):
    plan = tyk.ok("config", config=company(), check=True)
    made = tyk.ok("config", config=company())
    same = [[(c["kind"], c["name"], c["action"]) for c in result["changes"]] for result in (plan, made)]
    assert same[0] == same[1]
    assert plan["diff"] == made["diff"]
    assert {change["status"] for change in plan["changes"]} == {"planned"}
    assert {change["status"] for change in made["changes"]} == {"done"}


def test_nothing_shows_a_secret(tyk):
    for check in (True, False):
        result = tyk.ok("config", config=company(), check=check)
        assert "s3cr3t" not in tyk.out and "a-secret-password" not in tyk.out
    generated = {(entry["kind"], entry["name"]): entry for entry in result["generated"]}
    assert set(generated) == {
        ("users", "ada@acme.example"),
        ("keys", "acme"),
        ("keys", "reporting"),
        ("oauth_clients", "portal"),
    }
    assert tyk.read(f"/api/keys/{generated[('keys', 'acme')]['key_id']}")["data"]["alias"] == "acme"


def test_generated_secrets_into_files(tyk, tmp_path):
    result = tyk.ok("config", config=company(), key_dir=str(tmp_path / "keys"))
    assert "generated" not in result
    files = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*") if path.is_file()}
    assert set(files) == {
        "keys/users/ada@acme.example",
        "keys/keys/acme",
        "keys/keys/reporting",
        "keys/oauth_clients/Orders/portal",
    }
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files.values())
    assert all(path.read_text().strip() not in tyk.out for path in files.values())
    assert tyk.read(f"/api/keys/{files['keys/keys/acme'].read_text().strip()}")["data"]["alias"] == "acme"


def test_no_secret_takes_the_place_of_another(tyk, tmp_path):
    config = company(keys=[{"alias": alias, "policies": ["Gold"]} for alias in ("a b", "a_b")])
    config["keys"][0]["key_file"] = config["keys"][1]["key_file"] = str(tmp_path / "other")
    for check in (True, False):
        failed = tyk.fails("config", config=config, key_dir=str(tmp_path / "keys"), check=check)
        assert "config: keys[1] (a_b): its secret would go into the same file as that of config: keys[0]" in failed
    assert not tyk.writes()
    del config["keys"][0]["key_file"]
    # clients of several APIs may have the same name
    oauth = {"use_oauth2": True}
    config["apis"].append(
        {"name": "More", "listen_path": "/more/", "target_url": "https://x.example", "definition": oauth}
    )
    config["oauth_clients"].append({**config["oauth_clients"][0], "api": "More", "policy": None})
    tyk.ok("config", config=config, key_dir=str(tmp_path / "keys"))
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    portals = {"keys/oauth_clients/Orders/portal", "keys/oauth_clients/More/portal"}
    assert {"other", *portals} < files and any(name.startswith("keys/keys/a_b-") for name in files)


def test_the_key_of_a_later_run_takes_no_other_keys_place(tyk, tmp_path):
    tyk.ok("config", config=company(), key_dir=str(tmp_path))
    kept = {}
    for alias in ("team a", "team_a", "team/a", "команда", "командѣ"):
        wish = {"keys": [{"alias": alias, "policies": ["Gold"]}]}
        assert tyk.ok("config", config=wish, key_dir=str(tmp_path))["changed"]
        files = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
        assert kept.items() < files.items() and len(files) == len(kept or files) + bool(kept)
        kept = files


def test_fields_that_tyk_does_not_keep_are_told_with_the_name_of_the_object(tyk):
    config = {"apis": apis(2)}
    tyks = {"global": {"cache": {"enabled": True, "timeout": 5}}}  # where an old version had it
    config["apis"][1]["definition"] = {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}
    config["apis"][1]["definition"]["x-tyk-api-gateway"] = tyks
    (warning,) = tyk.warnings(tyk.ok("config", config=config))
    assert "the API 'Api 1' but did not keep" in warning and "global.cache.timeout" in warning


def test_requests_do_not_grow_with_objects(tyk):
    counts = []
    for count in (3, 30):
        tyk.ok("config", config={"apis": apis(count)})
        tyk.log()
        tyk.ok("config", config={"apis": apis(count)})
        counts.append(len(tyk.log()))
    assert counts == [1, 1]


def test_nobody_looks_for_cycles_while_a_configuration_is_planned_and_made(tyk, monkeypatch):
    looks, send = set(), Http.send
    monkeypatch.setattr(Http, "send", lambda http, request: looks.add(gc.isenabled()) or send(http, request))
    assert gc.isenabled()
    tyk.ok("config", config=company())
    tyk.fails("config", config={"keys": [{"alias": "k", "policies": ["nobody"]}]})
    assert looks == {False} and gc.isenabled()


def test_what_is_not_declared_stays(tyk):
    tyk.ok("config", config=company())
    api = tyk.read("/api/apis?p=-1")["apis"]
    classic = next(entry for entry in api if entry["api_definition"]["name"] == "Orders")
    classic["api_definition"]["config_data"] = {"by": "hand"}
    ident = classic["api_definition"]["api_id"]
    assert tyk.call("PUT", f"/api/apis/{ident}", classic)[0] == 200
    change = company()
    change["apis"][0]["target_url"] = "https://new.example"
    result = tyk.ok("config", config=change)
    assert [(c["name"], c["paths"]) for c in result["changes"]] == [("Orders", ["target_url"])]
    stored = tyk.read(f"/api/apis/{ident}")["api_definition"]
    assert stored["config_data"] == {"by": "hand"} and stored["proxy"]["target_url"] == "https://new.example"


def test_all_errors_at_once_before_any_write(tyk):
    bad = {
        "apis": [{"name": "A", "listen_pth": "/a/"}, {"name": "B"}, *apis(1)],
        "policies": [{"name": "P", "access_rights": [{"api": "Nowhere"}]}, "no mapping"],
        "keys": [{"alias": "k", "policies": ["Missing"], "rate": "fast"}],
        "gadgets": [],
    }
    result = tyk.run("config", config=bad)
    assert result["failed"] and not tyk.log()
    assert len(result["errors"]) == 4
    for text in ("gadgets", "listen_pth", "policies[1]", "rate"):
        assert text in result["msg"]
    # what the first look cannot see, the comparison tells; again all of it
    bad = {"apis": [{"name": "B"}], "policies": [{"name": "P", "access_rights": [{"api": "Nowhere"}]}]}
    result = tyk.run("config", config=bad)
    assert len(result["errors"]) == 2 and "target_url" in result["msg"] and "Nowhere" in result["msg"]
    assert not tyk.writes()


def test_one_object_is_declared_once(tyk):
    message = tyk.fails("config", config={"apis": [*apis(2), *apis(1)]})
    assert "config: apis[2]" in message and "config: apis[0]" in message and not tyk.writes()
    tyk.ok("config", config={"apis": apis(2)})
    ident = tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]
    message = tyk.fails("config", config={"apis": [*apis(2), {"api_id": ident["api_id"], "active": True}]})
    assert "declare it once" in message


def test_an_object_that_the_run_deletes_can_not_be_referred_to(tyk):
    tyk.ok("config", config=company())
    tyk.log()
    gone = company()
    gone["apis"][1]["state"] = "absent"
    message = tyk.fails("config", config=gone)
    assert "Invoices" in message and not tyk.writes()


def test_deletes_come_last_and_in_reverse(tyk):
    tyk.ok("config", config=company())
    tyk.log()
    gone = {kind: [{**item, "state": "absent"} for item in items] for kind, items in COMPANY.items()}
    # what is deleted needs no more than its name
    for item in gone["keys"] + gone["policies"] + gone["apis"] + gone["users"] + gone["oauth_clients"]:
        for name in ("policies", "access_rights", "webhooks", "owners", "group", "policy"):
            item.pop(name, None)
    gone["client_idps"] = [{"name": "Login", "state": "absent"}]
    gone["identity_profiles"] = [{"name": "Staff", "state": "absent"}]
    gone["oauth_clients"] = []  # they go with their API
    gone["webhooks"].append({"name": "New", "method": "GET", "target_path": "https://x.example"})
    result = tyk.ok("config", config=gone)
    writes = [entry.split("/")[2].split("?")[0] for entry in tyk.log() if entry.startswith(WRITES)]
    assert writes == [
        *("hooks", "tib", "clientidps", "keys", "keys", "portal"),
        *("apis", "apis", "assets", "hooks", "users", "usergroups"),
    ]
    assert outcomes(result, "deleted") == COUNT - 1
    assert not tyk.ok("config", config=gone)["changed"]


def test_clients_of_an_old_and_of_a_new_api(tyk):
    """What is known of the clients of one API says nothing about those of another."""
    oauth = [{**api, "definition": {"use_oauth2": True}} for api in apis(2)]
    client = {"client_name": "portal", "redirect_uri": "https://portal.example"}
    tyk.ok("config", config={"apis": oauth[:1], "oauth_clients": [{"api": "Api 0", **client}]})
    both = {"apis": oauth, "oauth_clients": [{"api": "Api 1", **client}, {"api": "Api 0", **client}]}
    assert outcomes(tyk.ok("config", config=both), "created") == 2
    assert not tyk.ok("config", config=both)["changed"]


def test_rename_and_refer_by_the_new_name(tyk):
    tyk.ok("config", config=company())
    ident = next(a for a in tyk.read("/api/apis?p=-1")["apis"] if a["api_definition"]["name"] == "Orders")
    renamed = {
        "apis": [{"api_id": ident["api_definition"]["api_id"], "name": "Purchases"}],
        "policies": [{"name": "Silver", "access_rights": [{"api": "Purchases"}]}],
    }
    for check in (True, False):
        result = tyk.ok("config", config=renamed, check=check)
        assert [change["action"] for change in result["changes"]] == ["updated", "created"]
    assert not tyk.ok("config", config=renamed)["changed"]


# What refers to those APIs.
LESS: dict = {section: [] for section in ("policies", "keys", "oauth_clients", "client_idps", "identity_profiles")}


def test_a_failure_stops_and_is_accounted_for(tyk):
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/apis$", "skip": 2, "times": 1, "status": 400}])
    result = tyk.run("config", config=company(apis=apis(6), **LESS), parallel=1)
    assert result["failed"] and result["changed"]
    assert result["summary"]["apis"] == {
        "created": 2,
        "updated": 0,
        "deleted": 0,
        "unchanged": 0,
        "failed": 1,
        "not_tried": 3,
    }
    assert result["msg"].startswith(
        "6 of 10 changes done (6 created), 1 failed, 3 not tried. Left: APIs 'Api 2', 'Api 3', 'Api 4', 'Api 5'; "
        "running again goes on from there.\napis: Api 2: POST /api/apis was answered with 400"
    )
    done = {"objects": 10, "compared": 10, "to_write": 10, "written": 6, "failed": 1, "left": 3}
    assert result["counts"] == done
    assert len(tyk.read("/api/apis?p=-1")["apis"]) == 2
    again = tyk.ok("config", config=company(apis=apis(6), **LESS))
    assert outcomes(again, "created") == 4 and len(tyk.read("/api/apis?p=-1")["apis"]) == 6


def test_continue_on_error_leaves_out_what_depends_on_it(tyk):
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/apis$", "times": 1, "status": 400}])
    config = {
        "apis": apis(3),
        "policies": [{"name": f"P{n}", "access_rights": [{"api": f"Api {n}"}]} for n in range(3)],
        "keys": [{"alias": f"k{n}", "policies": [f"P{n}"]} for n in range(3)],
    }
    result = tyk.run("config", config=config, parallel=1, continue_on_error=True)
    assert result["failed"]
    told = {(c["kind"], c["name"]): c["status"] for c in result["changes"]}
    assert told[("apis", "Api 0")] == "failed" and told[("policies", "P0")] == told[("keys", "k0")] == "not_tried"
    assert sum(status == "done" for status in told.values()) == 6
    assert outcomes(tyk.ok("config", config=config), "created") == 3
    assert not tyk.ok("config", config=config)["changed"]


def test_somebody_edits_between_plan_and_write(tyk):
    """The object is read again before the write, so an edit in between is kept."""
    tyk.ok("config", config={"apis": apis(1)})
    ident = tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]["api_id"]
    handle, edited = tyk.emulator.handle, []

    def edit_after_the_list(request):
        answer = handle(request)
        if request.path == "/api/apis" and not edited:
            edited.append(True)
            wrapper = tyk.read(f"/api/apis/{ident}")
            wrapper["api_definition"]["config_data"] = {"by": "somebody"}
            assert tyk.call("PUT", f"/api/apis/{ident}", wrapper)[0] == 200
        return answer

    tyk.emulator.handle = edit_after_the_list
    change = apis(1)
    change[0]["target_url"] = "https://new.example"
    tyk.ok("config", config={"apis": change})
    stored = tyk.read(f"/api/apis/{ident}")["api_definition"]
    assert stored["config_data"] == {"by": "somebody"} and stored["proxy"]["target_url"] == "https://new.example"


def test_files_and_overlays(tyk, tmp_path):
    (tmp_path / "conf/more").mkdir(parents=True)
    (tmp_path / "conf/apis.yml").write_text(yaml.safe_dump({"apis": COMPANY["apis"], "webhooks": COMPANY["webhooks"]}))
    (tmp_path / "conf/more/rest.json").write_text(
        json.dumps({kind: COMPANY[kind] for kind in ("user_groups", "policies", "keys")})
    )
    (tmp_path / "conf/.hidden.yml").write_text("apis: [{name: no}]")
    (tmp_path / "stage.yml").write_text("apis: [{name: Orders, target_url: 'https://stage.example', owners: null}]")
    overlays = [str(tmp_path / "stage.yml"), {"policies": [{"name": "Gold", "rate": 5}]}]
    result = tyk.ok("config", src=[str(tmp_path / "conf")], overlays=overlays)
    assert outcomes(result, "created") == 7
    orders = next(a for a in tyk.read("/api/apis?p=-1")["apis"] if a["api_definition"]["name"] == "Orders")
    assert orders["api_definition"]["proxy"]["target_url"] == "https://stage.example"
    assert not orders["user_group_owners"]
    assert tyk.read("/api/portal/policies?p=-1")["Data"][0]["rate"] == 5
    message = tyk.fails(
        "config", src=[str(tmp_path / "conf")], overlays=[{"apis": [{"name": "Ordrs", "active": True}]}]
    )
    assert "overlays[0]: apis[0] (Ordrs)" in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("apis: [", "x.yml"),
        ("apis:\n- name: A\n  name: B\n", "twice"),
        ("apis:\n- &x {name: A}\n- <<: *x\n  name: B\n  name: C\n", "'name' is there twice"),
        ("apis:\n- <<: {name: A, name: B}\n  listen_path: /a/\n", "'name' is there twice"),
        ("apis:\n- <<: [{<<: {name: A, name: B}}, {}]\n  listen_path: /a/\n", "'name' is there twice"),
        ("apis: {name: A}", "no list"),
        ("- 1", "no mapping"),
        ("apis:\n- name: !vault x\n", "vault"),
    ],
)
def test_files_that_can_not_be_read(tyk, tmp_path, text, told):
    (tmp_path / "x.yml").write_text(text)
    assert told in tyk.fails("config", src=[str(tmp_path)]) and not tyk.log()


def test_what_a_merge_brings_may_be_said_again(tyk, tmp_path):
    (tmp_path / "x.yml").write_text(
        "apis:\n- &x {name: A, listen_path: /a/, target_url: http://u}\n- <<: *x\n  name: B\n  listen_path: /b/\n"
        "- {<<: [{name: C, listen_path: /c/}, *x]}\n"
    )
    plan = tyk.ok("config", src=[str(tmp_path)], check=True)
    assert [change["name"] for change in plan["changes"]] == [*"ABC"]


def test_yaml_that_makes_other_types(tyk, tmp_path):
    (tmp_path / "x.yml").write_text(
        "keys:\n- {alias: 7, expires: 2040-01-31, policies: [1e3]}\n"
        "policies:\n- name: 1e3\n  access_rights: [{api: 10}]\n"
        "apis:\n- {name: 10, listen_path: /x/, target_url: http://x.example}\n"
    )
    plan = tyk.run("config", src=[str(tmp_path)], check=True)
    assert not plan.get("failed"), plan["msg"]
    assert {change["name"] for change in plan["changes"]} == {"7", "1e3", "10"}


@pytest.mark.parametrize("ending", ["md", "html", "json", "xml"])
def test_reports(tyk, tmp_path, ending):
    target = tmp_path / f"plan.{ending}"
    tyk.ok("config", config=company(), check=True, report=str(target))
    text = target.read_text()
    assert "Orders" in text and "s3cr3t-head" not in text and "a-secret-password" not in text
    tyk.ok("config", config=company())
    change = company()
    change["apis"][0]["target_url"] = "https://new.example"
    tyk.ok("config", config=change, report=str(target))
    text = re.sub("<[^>]*>", "", target.read_text()) if ending == "html" else target.read_text()
    assert "https://orders.example" in text and "https://new.example" in text and "target_url" in text


def test_several_reports_of_one_run(tyk, tmp_path):
    targets = [tmp_path / "plan.md", tmp_path / "plan.xml"]
    tyk.ok("config", config=company(), report=[str(target) for target in targets])
    assert targets[0].read_text().startswith("## Tyk") and targets[1].read_text().startswith("<?xml")


def test_a_report_that_can_not_be_written_is_told_first(tyk, tmp_path):
    for name in ("plan.docx", "nowhere/plan.md"):
        assert "report" in tyk.fails("config", config=company(), report=str(tmp_path / name))
    assert not tyk.log()


def test_definitions_with_ids_of_elsewhere(tyk):
    """What another organisation's files say of ids is no wish here: names tell objects apart, and Tyk chooses."""
    mongo = "0123456789abcdef01234567"
    tyks = {"info": {"name": "Open", "id": "a" * 32, "dbId": mongo, "state": {"active": True}}}
    tyks |= {"server": {"listenPath": {"value": "/open/"}}, "upstream": {"url": "https://up.example"}}
    oas = {"openapi": "3.0.3", "info": {"title": "Open", "version": "1"}, "paths": {}, "x-tyk-api-gateway": tyks}
    classic = {
        "name": "Old",
        "api_id": "b" * 32,
        "id": mongo,
        "proxy": {"listen_path": "/old/", "target_url": "https://x"},
    }
    proxy = {**classic["proxy"], "listen_path": "/whole/"}
    whole = {"api_definition": {**classic, "name": "Whole", "api_id": "c" * 32, "proxy": proxy}}
    config = {"apis": [{"definition": definition} for definition in (oas, classic, whole)]}
    config["policies"] = [{"name": "Gold", "definition": {"id": mongo}, "access_rights": [{"api": "Open"}], "rate": 1}]
    tyk.ok("config", config=copy.deepcopy(config), keep_ids=False)
    stored = {api["api_definition"]["api_id"] for api in tyk.read("/api/apis?p=-1")["apis"]}
    assert len(stored) == 3 and not stored & {"a" * 32, "b" * 32, "c" * 32}
    assert mongo not in str(tyk.read("/api/portal/policies?p=-1"))
    again = tyk.ok("config", config=copy.deepcopy(config), keep_ids=False)
    assert not again["changed"], again["changes"]
    assert outcomes(tyk.ok("config", config={"apis": config["apis"]}, check=True), "created") == 3


def test_a_field_that_is_all_that_goes_is_a_change(tyk):
    login = {"name": "Login", "jwks_uri": "http://login.example/"}
    tyk.ok("config", config={"client_idps": [{**login, "issuer": "http://one.example/"}]})
    gone = {"client_idps": [{**login, "issuer": None}]}
    result = tyk.ok("config", config=gone)
    assert result["changed"] and result["changes"][0]["paths"] == ["issuer"]
    assert not tyk.ok("config", config=gone)["changed"]


def test_what_refers_to_something_that_is_wrong_says_so(tyk):
    odd = {
        "name": "Orders",
        "listen_path": "/orders/",
        "target_url": "http://up.example",
        "webhooks": [{"event": "A", "webhook": "No"}],
    }
    policy = {"name": "Gold", "access_rights": [{"api": "Orders"}]}
    errors = tyk.fails("config", config={"apis": [odd], "policies": [policy]}).splitlines()[1:]
    assert len(errors) == 2 and "there is no webhook 'No'" in errors[0]
    assert "there is no API 'Orders', because what config: apis[0] says is wrong" in errors[1]
