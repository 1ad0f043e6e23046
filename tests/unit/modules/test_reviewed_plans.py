# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that is looked at, and then applied exactly as it is, or not at all."""

from __future__ import annotations

import copy
import json
import os
import pathlib
import stat
from unittest import mock

import pytest
import yaml
from certificates import pair
from gateway_runner import Gate
from module_company import company
from module_objects import pem
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._config.plan_file import DECLARED, FIELDS, STEP, TOOL

PEM = pem()[0]
KEY = "a key that nobody can guess"
API = {"name": "Orders", "listen_path": "/orders/", "target_url": "https://orders.example", "categories": ["b", "a"]}
POLICY = {"name": "Gold", "access_rights": [{"api": "Orders"}], "rate": 1, "per": 1, "tags": ["shop", "more"]}
ON_GATEWAY = {"name": "Orders", "listen_path": "/orders/", "target_url": "https://orders.example", "api_id": "orders"}
HOOK = {"name": "Pager", "target_path": "http://pager.example/", "header_map": {"Authorization": "s3cr3t-of-a-hook"}}
SMALL = {"webhooks": [HOOK], "apis": [API], "policies": [POLICY]}


def with_changes(**changes):
    """What is declared, with other values for one object of each kind: apis={"target_url": ...}."""
    config = copy.deepcopy(SMALL)
    for section, values in changes.items():
        config[section][0].update(values)
    return config


CHANGED = with_changes(apis={"target_url": "https://new.example"}, policies={"rate": 2})


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "plan.json")


def plan(tyk, file, **params):
    """Make a plan; the plan."""
    tyk.log()
    made = tyk.ok("config", check=True, plan_dest=file, **params)
    assert made["plan_path"] == file and not tyk.writes()
    return json.loads(pathlib.Path(file).read_text())


def refused(tyk, file, **params):
    """Both in check mode and in a run the plan is not applied; why not."""
    tyk.log()
    told = [tyk.run("config", plan=file, check=check, **params) for check in (True, False)]
    assert not tyk.writes() and all(result["failed"] and not result["changed"] for result in told), told
    assert told[0]["msg"] == told[1]["msg"] and told[0].get("moved") == told[1].get("moved")
    return told[0]


def api_of(tyk, name="Orders"):
    return next(
        api for api in tyk.read("/api/apis?p=-1")["apis"] if api["api_definition"]["name"].split(" #")[0] == name
    )


def edit_api(tyk, called="Orders", **fields):
    api = api_of(tyk, called)
    api["api_definition"].update(fields)
    assert tyk.call("PUT", f"/api/apis/{api['api_definition']['api_id']}", api)[0] == 200


def edit_policy(tyk, name="Gold", **fields):
    policies = tyk.read("/api/portal/policies?p=-1")["Data"]
    policy = next(policy for policy in policies if policy["name"] == name)
    assert tyk.call("PUT", f"/api/portal/policies/{policy['_id']}", {**policy, **fields})[0] == 200


@pytest.mark.parametrize("more", [{}, {"plan_key": KEY}], ids=["without a key", "with a key"])
def test_it_is_applied_as_it_is_and_once(tyk, file, more):
    made = plan(tyk, file, config=company(), **more)
    checked = tyk.ok("config", config=company(), plan=file, check=True, **more)
    assert checked["msg"].endswith("Nothing has moved, so the plan would be applied as it is.") and not tyk.writes()
    done = tyk.ok("config", config=company(), plan=file, **more)
    planned = [(step["kind"], step["name"], step["action"]) for step in made["steps"]]
    assert sorted(planned) == sorted((one["kind"], one["name"], one["action"]) for one in done["changes"])
    assert not tyk.ok("config", config=company())["changed"]
    again = refused(tyk, file, config=company(), **more)
    assert f"all that {file} plans is there already" in again["msg"]
    assert "Tyk: policies: Gold: it is there already, as the plan has it" in again["moved"]


def test_a_plan_of_nothing_holds_as_long_as_nothing_is_to_be_done(tyk, file):
    tyk.ok("config", config=SMALL)
    assert plan(tyk, file, config=SMALL)["steps"] == []
    for _time in range(2):
        assert not tyk.ok("config", config=SMALL, plan=file)["changed"]


def test_what_a_plan_says(tyk, file):
    tyk.ok("config", config=SMALL)
    made = plan(tyk, file, config=CHANGED, prune=["policies"], prune_scope={"tag": "shop"})
    assert list(made) == list(FIELDS) and [*made["declared"][0]] == [*DECLARED] and [*made["steps"][0]] == [*STEP]
    assert [one["name"] for one in made["declared"]] == ["Pager", "Orders", "Gold"]
    api, policy = made["steps"]
    assert (api["kind"], api["action"], api["id"]) == ("apis", "updated", api_of(tyk)["api_definition"]["api_id"])
    assert api["changes"] == [
        {"path": "target_url", "before": "https://orders.example", "after": "https://new.example"}
    ]
    assert policy["changes"] == [{"path": "rate", "before": 1, "after": 2}]
    assert made["options"]["prune_scope"]["tag"] == "shop" and made["org_id"] == tyk.org
    assert made["secrets"] == "not compared" and made["check"] == ""
    keyed = plan(tyk, file, config=CHANGED, plan_key=KEY)
    assert keyed["secrets"] == "compared" and keyed["check"] and keyed["salt"] != made["salt"]


def test_the_version_in_it_is_that_of_the_collection():
    root = pathlib.Path(__file__).resolve().parents[3]
    assert f"community.tyk {yaml.safe_load((root / 'galaxy.yml').read_text())['version']}" == TOOL


def test_who_may_read_it_is_as_the_umask_says(tyk, file):
    old = os.umask(0o027)
    try:
        plan(tyk, file, config=SMALL)
    finally:
        os.umask(old)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o640
    os.chmod(file, 0o600)
    plan(tyk, file, config=SMALL)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert os.listdir(os.path.dirname(file)) == ["plan.json"]  # and nothing half written beside it


def _without_others(step):
    """A step as the first format had it."""
    return {name: value for name, value in step.items() if name != "others"}


# What a task can say that cannot work, and why.
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"plan_dest": "{0}/p.json", "plan": "{0}/plan.json"}, "contradict each other"),
        ({"plan_dest": ""}, "plan_dest: it is empty"),
        ({"plan": ""}, "plan: it is empty"),
        ({"plan": "{0}/none.json"}, "no such file or directory; plan_dest makes a plan"),
        ({"plan": "{0}/text"}, "is no plan of tyk_config"),
        ({"plan": "{0}/list"}, "is no plan of tyk_config"),
        ({"plan": "{0}/other"}, "is no plan of tyk_config"),
        ({"plan": "{0}/deep"}, "is no plan of tyk_config"),
        ({"plan": "{0}/half"}, "is not as it was made: somebody has changed it, or it is damaged; make it anew"),
        ({"plan": "{0}/newer"}, "is of format 3, which a newer version of this collection writes"),
        ({"plan": "{0}/older"}, "is of format 1, which an older version of this collection writes; this one knows"),
        ({"plan": "{0}/switch"}, "is no plan of tyk_config"),
        ({"plan": "{0}/edited"}, "is not as it was made"),
        ({"plan": "{0}/plan.json", "plan_key": "short"}, "fewer than 16 characters"),
        ({"plan": "{0}/plan.json", "plan_key": KEY}, "was made without a key"),
        ({"plan": "{0}/keyed.json"}, "was made with a key, and there is none here; set TYK_PLAN_KEY"),
        ({"plan": "{0}/keyed.json", "plan_key": f"not {KEY}"}, "was made with another plan_key"),
        ({"plan": "{0}/plan.json", "url": "http://127.0.0.1:3001"}, "was made for url http://127.0.0.1:3000, and this"),
        ({"plan": "{0}/plan.json", "platform": "gateway"}, "was made for platform dashboard"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_work_is_refused_before_anything_is_asked(tyk, tmp_path, said, why):
    made = plan(tyk, str(tmp_path / "plan.json"), config=SMALL)
    plan(tyk, str(tmp_path / "keyed.json"), config=SMALL, plan_key=KEY)
    files = {
        "text": "no: plan",
        "list": "[]",
        "other": '{"tyk_plan": "one"}',
        "deep": "[" * 100_000,
        "half": json.dumps({name: value for name, value in made.items() if name != "steps"}),
        "newer": json.dumps({**made, "tyk_plan": 3}),
        "older": json.dumps({**made, "tyk_plan": 1, "steps": [_without_others(step) for step in made["steps"]]}),
        "switch": json.dumps({**made, "tyk_plan": True}),
        "edited": json.dumps({**made, "steps": made["steps"][1:]}),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    tyk.log()
    said = {name: value.replace("{0}", str(tmp_path)) for name, value in said.items()}
    for check in (True, False):
        assert why in tyk.fails("config", config=SMALL, check=check, **said)
    assert tyk.log() == []


@pytest.mark.parametrize(
    ("dest", "why"),
    [
        ("{0}/src/plan.json", "would be in {0}/src, where the configuration is"),
        ("{0}/none/plan.json", "there is no folder {0}/none"),
        ("{0}/src", "is no regular file"),
        ("{0}/site.yml", "holds something else than a plan"),
        ("{0}/report.json", "is that of a report, too"),
    ],
)
def test_where_no_plan_can_be(tyk, tmp_path, dest, why):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/all.yml").write_text(yaml.safe_dump(SMALL))
    (tmp_path / "site.yml").write_text("- hosts: all")
    given = {"src": [str(tmp_path / "src")], "report": [str(tmp_path / "report.json")]}
    told = tyk.fails("config", check=True, plan_dest=dest.format(tmp_path), **given)
    assert told.startswith("plan_dest: ") and why.format(tmp_path) in told
    assert tyk.log() == [] and (tmp_path / "site.yml").read_text() == "- hosts: all"


def test_a_plan_is_made_in_check_mode_only(tyk, file):
    assert "run with --check" in tyk.fails("config", config=SMALL, plan_dest=file)
    assert tyk.log() == [] and not os.path.exists(file)


def test_the_key_comes_from_the_environment(tyk, file, monkeypatch):
    monkeypatch.setenv("TYK_PLAN_KEY", KEY)
    assert plan(tyk, file, config=SMALL)["secrets"] == "compared"
    monkeypatch.setenv("TYK_PLAN_KEY", "")  # as a pipeline has it whose secret is not set
    assert "was made with a key" in refused(tyk, file, config=SMALL)["msg"]
    assert "was made with a key" in tyk.fails("config", config=SMALL, plan=file)


def test_the_plan_of_another_organisation(tyk, file):
    plan(tyk, file, config=SMALL)
    other = tyk.make("/admin/organisations", {"owner_name": "Other"}, admin=True)["Meta"]
    token = tyk.user("admin@other.example", other)
    told = refused(tyk, file, config=SMALL, token=token)["msg"]
    assert f"was made for organisation {tyk.org}, and the token is of {other}; nothing was written" in told


def test_who_plans_needs_to_read_only(tyk, file):
    reader = tyk.user("reader@acme.example", tyk.org, dict.fromkeys(("apis", "policies", "hooks"), "read"))
    plan(tyk, file, config=SMALL, token=reader)
    told = refused(tyk, file, config=SMALL)["msg"]
    assert f"plan: {file} does not say for which organisation it was made" in told
    assert "Make a new plan once there is an API" in told
    tyk.ok("api", name="Old", listen_path="/old/", target_url="https://old.example")
    assert plan(tyk, file, config=SMALL, token=reader)["org_id"] == tyk.org
    denied = tyk.run("config", plan=file, config=SMALL, token=reader)
    assert denied["failed"] and "Give the user behind the token the permission hooks: write" in denied["msg"]
    assert tyk.ok("config", plan=file, config=SMALL)["changed"]


# What may move in the files, and what is told of it; "" where it does not matter.
FILES = {
    "another value": (
        lambda c: c["apis"][0].update(target_url="https://x.example"),
        "apis: Orders is declared otherwise: target_url",
    ),
    "one more value": (lambda c: c["apis"][0].update(active=True), "apis: Orders is declared otherwise: active"),
    "a null": (lambda c: c["apis"][0].update(categories=None), "apis: Orders is declared otherwise: categories"),
    "one more object": (
        lambda c: c["apis"].append({**API, "name": "B", "listen_path": "/b/"}),
        "apis: B is declared now, and was not",
    ),
    "one object less": (lambda c: c["webhooks"].clear(), "webhooks: Pager is declared no more"),
    "another state": (
        lambda c: c["webhooks"][0].update(state="absent"),
        "webhooks: Pager is declared otherwise: state",
    ),
    "the order of a set": (lambda c: c["policies"][0]["tags"].reverse(), ""),
    "an order that counts": (lambda c: c["apis"][0]["categories"].reverse(), None),
    "the order of objects": (lambda c: c["apis"].reverse(), ""),
    "the order of kinds and of fields": (
        lambda c: [c.update({k: [dict(reversed(o.items())) for o in c.pop(k)]}) for k in [*reversed(c)]],
        "",
    ),
}


OTHER_ORDER = (
    "Tyk: apis: Orders: something else would come of it (api_definition.name), because of what it refers to, or of the "
    "order of a list in the files"
)


@pytest.mark.parametrize("edit", FILES)
def test_what_moves_in_the_files(tyk, tmp_path, file, edit):
    config = with_changes()
    config["apis"].append({**API, "name": "Another", "listen_path": "/another/"})
    source = tmp_path / "all.yml"
    source.write_text(yaml.safe_dump(config))
    plan(tyk, file, src=[str(source)])
    change, told = FILES[edit]
    change(config)
    source.write_text(f"# a remark\n{yaml.safe_dump(config, sort_keys=False, default_flow_style=True)}")
    if told == "":
        assert tyk.ok("config", src=[str(source)], plan=file)["changed"]
        return
    result = refused(tyk, file, src=[str(source)])
    if told is None:
        assert result["moved"][0] == OTHER_ORDER and "policies: Gold" in result["moved"][1]
        return
    assert result["moved"] == [f"files: {told}"]
    assert "because one thing has changed since it was made; nothing was written." in result["msg"]
    assert result["msg"].endswith("Make a new plan, have it looked at, and apply that.")


def test_files_may_be_named_and_split_in_another_way(tyk, tmp_path, file):
    plan(tyk, file, config=with_changes(apis={"target_url": "https://stage.example"}))
    (tmp_path / "a").mkdir()
    for section, listed in SMALL.items():
        (tmp_path / f"a/{section}.json").write_text(json.dumps({section: listed}))
    overlay = [{"apis": [{"name": "Orders", "target_url": "https://stage.example"}]}]
    assert tyk.ok("config", src=[str(tmp_path / "a")], overlays=overlay, plan=file)["changed"]


def test_an_overlay_that_has_moved(tyk, file):
    overlay = {"apis": [{"name": "Orders", "target_url": "https://stage.example"}]}
    plan(tyk, file, config=SMALL, overlays=[overlay])
    overlay["apis"][0]["target_url"] = "https://other.example"
    result = refused(tyk, file, config=SMALL, overlays=[overlay])
    assert result["moved"] == ["files: apis: Orders is declared otherwise: target_url"]


@pytest.mark.parametrize(
    "option",
    [
        {"strategy": "replace"},
        {"keep_ids": False},
        {"prune_scope": {"tag": "other"}},
        {"prune": ["policies", "apis"]},
        {"prune_max": 3},
        {"protected": {"policies": ["Silver"]}},
        {"secrets": ["apis.definition.config_data"]},
    ],
    ids=lambda option: next(iter(option)),
)
def test_an_option_that_has_moved(tyk, file, option):
    given = {"prune": ["policies"], "prune_scope": {"name_prefix": "x"}, "protected": {"policies": ["B", "A"]}}
    plan(tyk, file, config=SMALL, **given)
    result = refused(tyk, file, config=SMALL, **{**given, **option})
    assert result["moved"] == [f"options: {next(iter(option))} is not as it was"]
    elsewhere = {"parallel": 1, "continue_on_error": True, "timeout": 9, "protected": {"policies": ["A", "B"]}}
    assert tyk.ok("config", config=SMALL, plan=file, **{**given, **elsewhere})["changed"]


# What others may do meanwhile, and what is told of it.
OTHERS = {
    "a field that is planned": (lambda tyk: edit_policy(tyk, rate=7), "policies: Gold: it has been changed: rate"),
    "a field that nothing names": (
        lambda tyk: edit_policy(tyk, key_expires_in=7),
        "policies: Gold: it has been changed: key_expires_in",
    ),
    "what is planned": (lambda tyk: edit_policy(tyk, rate=2), "policies: Gold: it is as the plan has it already"),
    "an object that was as declared": (
        lambda tyk: tyk.call("DELETE", f"/api/hooks/{tyk.read('/api/hooks?p=-1')['hooks'][0]['id']}"),
        "webhooks: Pager: it has been deleted, and would be made anew, which is not in the plan",
    ),
    "it is gone": (
        lambda tyk: tyk.call(
            "DELETE", f"/api/portal/policies/{tyk.read('/api/portal/policies?p=-1')['Data'][0]['_id']}"
        ),
        "policies: Gold: it has been deleted",
    ),
    "something like it": (lambda tyk: tyk.ok("webhook", name="Other", target_path="http://x.example/"), ""),
    "a field of another object that nothing names": (lambda tyk: tyk.ok("webhook", name="Pager", event_timeout=9), ""),
}


@pytest.mark.parametrize("edit", OTHERS)
def test_what_others_do_meanwhile(tyk, file, edit):
    tyk.ok("config", config=SMALL)
    tyk.log()
    plan(tyk, file, config=CHANGED)
    change, told = OTHERS[edit]
    change(tyk)
    if told:
        assert refused(tyk, file, config=CHANGED)["moved"] == [f"Tyk: {told}"]
    else:
        assert tyk.ok("config", config=CHANGED, plan=file)["changed"]


def test_what_is_to_be_made_is_there(tyk, file):
    plan(tyk, file, config=SMALL)
    tyk.ok("webhook", name="Pager", target_path="http://other.example/")
    result = refused(tyk, file, config=SMALL)
    (told,) = result["moved"]
    assert told.startswith("Tyk: webhooks: Pager: somebody has made one by now that is not as the plan has it: ")
    assert 'target_path is "http://other.example/", and the plan has "http://pager.example/"' in told
    assert told.endswith("A new plan would change that one; if it has to stay, name another")
    assert "s3cr3t" not in result["msg"]


UP = {"target_url": "http://up.example/"}
IDENT, RIGHTS = "0123456789abcdef01234567", [{"api": "Base"}]
BASE = {"name": "Base", "listen_path": "/base/", "format": "oas", **UP}
PERSON = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}, "email_address": "p@acme.example"}
V2 = {"of": "Base", "name": "v2"}


def taken(section, item, module, **theirs):
    """What is declared, and what others make meanwhile."""
    return {section: [item]}, lambda tyk: tyk.ok(module, **theirs)


# What is to be made, who gets it meanwhile, and what is told; on which servers.
BOTH, DASHBOARD = ("dashboard", "gateway"), ("dashboard",)
TAKEN = {
    "listen path": (
        *taken(
            "apis", {**BASE, "name": "N", "listen_path": "/n/"}, "api", **{**BASE, "name": "P", "listen_path": "/n/"}
        ),
        "listen_path: '/n/' is that of API 'P'",
        BOTH,
    ),
    "listen path of a classic API": (
        *taken("apis", {"name": "N", "listen_path": "/n/", **UP}, "api", name="P", listen_path="/n/", **UP),
        "listen_path: '/n/' is that of API 'P'",
        BOTH,
    ),
    "listen path of a proxy": (
        *taken(
            "mcp_proxies", {"name": "N", "listen_path": "/n/", **UP}, "mcp_proxy", name="P", listen_path="/n/", **UP
        ),
        "listen_path: '/n/' is that of MCP proxy 'P'",
        BOTH,
    ),
    "listen path that changes": (
        *taken("apis", {**BASE, "listen_path": "/n/"}, "api", **{**BASE, "name": "P", "listen_path": "/n/"}),
        "listen_path: '/n/' is that of API 'P'",
        BOTH,
    ),
    "id of an API": (
        *taken(
            "apis",
            {**BASE, "name": "N", "listen_path": "/n/", "api_id": "a" * 32},
            "api",
            **{**BASE, "name": "P", "listen_path": "/p/", "api_id": "a" * 32},
        ),
        "apis: N: somebody has made one by now",
        BOTH,
    ),
    "name of an API": (
        *taken(
            "apis", {**BASE, "name": "N", "listen_path": "/n/"}, "api", **{**BASE, "name": "N", "listen_path": "/p/"}
        ),
        "apis: N: somebody has made one by now",
        BOTH,
    ),
    "name of a version": (
        *taken(
            "apis",
            {**BASE, "name": "N", "listen_path": "/n/", "version": V2},
            "api",
            **{**BASE, "name": "P", "listen_path": "/p/", "version": V2},
        ),
        "version.name: 'v2' of API 'Base' is API",
        BOTH,
    ),
    "name of a policy": (
        *taken(
            "policies",
            {"name": "N", "policy_id": "mine", "access_rights": RIGHTS},
            "policy",
            name="N",
            access_rights=RIGHTS,
        ),
        "name: 'N' is that of policy 'N'",
        DASHBOARD,
    ),
    "e-mail address": (
        *taken("users", PERSON, "user", **{**PERSON, "last_name": "C"}),
        "somebody has made one by now",
        DASHBOARD,
    ),
    "alias of a key": (
        *taken(
            "keys",
            {"alias": "k", "access_rights": RIGHTS, "tags": ["n"]},
            "key",
            alias="k",
            access_rights=RIGHTS,
            tags=["t"],
        ),
        "keys: k: somebody has made one by now",
        BOTH,
    ),
    "id of a key": (
        *taken(
            "keys",
            {"alias": "k", "key_id": "some-long-key-id", "access_rights": RIGHTS},
            "key",
            alias="theirs",
            key_id="some-long-key-id",
            access_rights=RIGHTS,
        ),
        "somebody has made one by now",
        BOTH,
    ),
    "id of a webhook": (
        *taken("webhooks", {**HOOK, "webhook_id": IDENT}, "webhook", **{**HOOK, "name": "P", "webhook_id": IDENT}),
        "somebody has made one by now",
        DASHBOARD,
    ),
    "a certificate": (
        *taken("certificates", {"certificate": PEM}, "certificate", certificate=PEM),
        "is there already",
        BOTH,
    ),
    "the last use of what goes": (
        *taken("apis", {"name": "Base", "state": "absent"}, "policy", name="P", access_rights=RIGHTS),
        "apis: Base: policy 'P' uses it",
        BOTH,
    ),
    "what it refers to": (
        {"policies": [{"name": "N", "access_rights": RIGHTS}]},
        lambda tyk: tyk.ok("api", name="Base", state="absent"),
        "Base",
        BOTH,
    ),
}


@pytest.mark.parametrize(("where", "what"), [(where, what) for what, row in TAKEN.items() for where in row[3]])
def test_what_others_have_got_meanwhile(file, where, what):
    tyk, (config, others, told, _where) = Tyk() if where == "dashboard" else Gate(), TAKEN[what]
    tyk.ok("api", **BASE)
    plan(tyk, file, config=config)
    others(tyk)
    tyk.log()
    result = refused(tyk, file, config=config)
    assert told in result["msg"] and result["moved"], result["msg"]


def test_who_went_out_of_the_way_refuses_no_plan(tyk, file):
    tyk.ok("api", **BASE)
    tyk.ok("policy", name="P", access_rights=RIGHTS)
    config = {"apis": [{"name": "Base", "state": "absent"}]}
    made = plan(tyk, file, config=config)
    assert made["steps"][0]["others"] == ["policy 'P' uses it"]
    tyk.ok("policy", name="P", state="absent")
    assert tyk.ok("config", config=config, plan=file)["changed"]


def test_one_that_is_deleted_and_made_anew_is_another(tyk, file):
    tyk.ok("config", config=SMALL)
    plan(tyk, file, config=with_changes(webhooks={"target_path": "http://new.example/"}))
    tyk.ok("webhook", name="Pager", state="absent")
    tyk.ok("webhook", **HOOK)
    tyk.log()
    result = refused(tyk, file, config=with_changes(webhooks={"target_path": "http://new.example/"}))
    assert result["moved"] == ["Tyk: webhooks: Pager: another object has its name now"]


def test_a_name_that_means_another_object(tyk, file):
    """The policy is not touched, but what it refers to is another API by now."""
    tyk.ok("config", config=SMALL)
    tyk.ok("api", name="Other", listen_path="/other/", target_url="http://x.example")
    tyk.log()
    config = with_changes(policies={"access_rights": [{"api": "Other"}]})
    plan(tyk, file, config={"policies": config["policies"]})
    edit_api(tyk, "Orders", name="First")
    edit_api(tyk, "Other", name="Orders")
    edit_api(tyk, "First", name="Other")
    tyk.log()
    (told,) = refused(tyk, file, config={"policies": config["policies"]})["moved"]
    assert told.startswith("Tyk: policies: Gold: ")


def test_what_prune_would_delete_now(tyk, file):
    more = {"prune": ["policies"], "prune_scope": {"tag": "shop"}}
    tyk.ok("config", config=SMALL)
    tyk.ok("policy", name="Old", access_rights=[{"api": "Orders"}], rate=1, per=1, tags=["shop"])
    tyk.log()
    made = plan(tyk, file, config=SMALL, **more)
    assert [(step["name"], step["action"], step["why"]) for step in made["steps"]] == [
        ("Old", "deleted", "not declared, and in prune_scope (tag shop)")
    ]
    tyk.ok("policy", name="New", access_rights=[{"api": "Orders"}], rate=1, per=1, tags=["shop"])
    tyk.log()
    told = refused(tyk, file, config=SMALL, **more)["moved"]
    assert told == ["Tyk: policies: New: it would be deleted, which is not in the plan"]
    tyk.ok("policy", name="New", tags=["kept"])
    edit_policy(tyk, "Old", rate=9)
    tyk.log()
    assert refused(tyk, file, config=SMALL, **more)["moved"] == ["Tyk: policies: Old: it has been changed: rate"]
    edit_policy(tyk, "Old", rate=1)
    tyk.ok("config", config=SMALL, plan=file, **more)
    assert [one["name"] for one in tyk.ok("policy_info")["policies"]] == ["Gold", "New"]


def test_the_base_of_a_version_that_is_made(tyk, file):
    tyk.ok("config", config=SMALL)
    version = {**API, "name": "Orders v2", "listen_path": "/v2/", "version": {"of": "Orders", "name": "v2"}}
    config = {"apis": [version]}
    made = plan(tyk, file, config=config)
    (step,) = made["steps"]
    assert [*step["beside"]] == [f"api/{api_of(tyk)['api_definition']['api_id']}"]
    edit_api(tyk, expire_analytics_after=5)
    tyk.log()
    (told,) = refused(tyk, file, config=config)["moved"]
    assert told == "Tyk: apis: Orders v2: API 'Orders', which is written along with it, has been changed"
    edit_api(tyk, expire_analytics_after=0)
    assert tyk.ok("config", config=config, plan=file)["changed"]


# What is declared of a version, and whether an edit of its base refuses the plan.
OF = {"version": {"of": "Orders", "name": "v2"}}
ALONG = {
    "it stays the version that it is": ({**OF, "active": False}, False),
    "it is called otherwise": ({"version": {"of": "Orders", "name": "v3"}}, True),
    "it is the default": ({"version": {"of": "Orders", "name": "v2", "default": True}}, True),
    "it is no version any more": ({"version": None}, True),
    "it goes": ({"state": "absent"}, True),
}


@pytest.mark.parametrize("kind", ["classic", "oas"])
@pytest.mark.parametrize("case", ALONG)
def test_an_edit_of_the_base_counts_where_that_is_written_along(tyk, file, case, kind):
    said, counts = ALONG[case]
    there = [{**API, "format": kind}, {**API, **OF, "name": "Orders2", "listen_path": "/two/", "format": kind}]
    tyk.ok("config", config={"apis": there})
    config = {"apis": [{"name": "Orders2", **said}]}
    plan(tyk, file, config=config)
    if kind == "classic":
        edit_api(tyk, tags=["by hand"])
    else:
        route = f"/api/apis/oas/{api_of(tyk)['api_definition']['api_id']}"
        document = tyk.read(route)
        document["info"]["version"] = "9.9"
        assert tyk.call("PUT", route, document)[0] == 200
    tyk.log()
    if counts:
        told = refused(tyk, file, config=config)["moved"]
        assert told == ["Tyk: apis: Orders2: API 'Orders', which is written along with it, has been changed"]
    else:
        assert tyk.ok("config", config=config, plan=file)["changed"]


def _rename_version(tyk, called, name):
    """Somebody gives the version another name in its base, as the Dashboard's own pages do."""
    tyk.ok("api", name=called, version={"of": "Orders", "name": name})


def _retag(tyk):
    edit_policy(tyk, "Old", tags=["other"])


def _hook(tyk):
    tyk.ok("webhook", **{**HOOK, "header_map": {"Authorization": "another-s3cr3t"}})


V2 = {**API, "name": "V2", "listen_path": "/v2/", "version": {"of": "Orders", "name": "v2"}}
OLD = {**POLICY, "name": "Old"}
PRUNED = {"prune": ["policies"], "prune_scope": {"tag": "shop"}}
ALONG_V2 = {"apis": [{"name": "V2", "target_url": "https://v.example", "version": {"of": "Orders", "name": "v3"}}]}
# What is there, what the plan is of, what others do, and what the refusal says of it: the words that no other test has.
MEANWHILE = {
    "it would be changed back": (
        SMALL,
        {"config": with_changes(policies={"rate": 2})},
        lambda tyk: edit_api(tyk, proxy={**api_of(tyk)["api_definition"]["proxy"], "target_url": "https://x.example"}),
        "Tyk: apis: Orders: it has been changed, and would be changed back, which is not in the plan (",
    ),
    "the scope holds no more": (
        {**SMALL, "policies": [POLICY, OLD]},
        {"config": SMALL, **PRUNED},
        _retag,
        "Tyk: policies: Old: it stays now, because this does not hold any more: not declared, and in prune_scope",
    ),
    "the base needs no write any more": (
        {"apis": [API, V2]},
        {"config": ALONG_V2},
        lambda tyk: _rename_version(tyk, "V2", "v3"),
        "API 'Orders' is not written along with it any more, as it is in the plan",
    ),
    "the base needs a write now": (
        {"apis": [API, {**V2, **ALONG_V2["apis"][0], "target_url": "https://old.example"}]},
        {"config": ALONG_V2},
        lambda tyk: _rename_version(tyk, "V2", "v4"),
        "API 'Orders' would be written along with it, which is not in the plan",
    ),
    "only a secret is another": (
        {"apis": [API]},
        {"config": SMALL},
        _hook,
        'header_map.Authorization is "********", and the plan has "********',
    ),
    "only the end of a long value is another": (
        {"apis": [API]},
        {"config": {"webhooks": [{**HOOK, "target_path": f"http://pager.example/{'x' * 99}a"}]}},
        lambda tyk: tyk.ok("webhook", **{**HOOK, "target_path": f"http://pager.example/{'x' * 99}b"}),
        "target_path is another than the plan has",
    ),
    "what it refers to is gone": (
        {"apis": [API]},
        {"config": {"policies": [POLICY]}},
        lambda tyk: tyk.ok("api", name="Orders", state="absent"),
        "this cannot be planned any more: ",
    ),
}


@pytest.mark.parametrize("case", MEANWHILE)
@pytest.mark.parametrize("key", ["", KEY], ids=["without a key", "with a key"])
def test_what_has_moved_is_told_in_these_words(tyk, file, case, key):
    there, planned, meanwhile, said = MEANWHILE[case]
    more = {"plan_key": key} if key else {}
    tyk.ok("config", config=there)
    plan(tyk, file, **planned, **more)
    meanwhile(tyk)
    told = refused(tyk, file, **planned, **more)["moved"]
    assert [text for text in told if said in text], told


TWO = {"name": "Two", "listen_path": "/two/", "target_url": "http://two.example"}


@pytest.mark.parametrize("how", ["previous", "prune"])
def test_who_uses_what_was_to_go_is_told(tyk, tmp_path, file, how):
    before = {"apis": [API, TWO]}
    (tmp_path / "before.json").write_text(json.dumps(before))
    by_prune = {"prune": ["apis"], "prune_all": True}
    more = {"previous": [str(tmp_path / "before.json")]} if how == "previous" else by_prune
    tyk.ok("config", config=before)
    plan(tyk, file, config={"apis": [API]}, **more)
    tyk.ok("policy", name="P", access_rights=[{"api": "Two"}])
    tyk.log()
    result = refused(tyk, file, config={"apis": [API]}, **more)
    assert result["moved"] == ["Tyk: apis: Two: it stays now, because of policy 'P'"]
    assert "is not applied" in result["msg"] and "is there already" not in result["msg"]
    tyk.ok("policy", name="P", state="absent")
    tyk.ok("api", name="Two", state="absent")
    tyk.log()
    assert refused(tyk, file, config={"apis": [API]}, **more)["moved"] == ["Tyk: apis: Two: it is gone already"]


def test_that_previous_is_missing_when_it_is_applied_is_told_as_that(tyk, tmp_path, file):
    before, now = {"apis": [API, TWO]}, {"apis": [API]}
    (tmp_path / "before.json").write_text(json.dumps(before))
    tyk.ok("config", config=before)
    plan(tyk, file, config=now, previous=[str(tmp_path / "before.json")])
    told = refused(tyk, file, config=now)["moved"]
    assert told[0] == "options: previous is not as it was"
    assert not [text for text in told if "stays now" in text or "already" in text]


@pytest.mark.parametrize("then", [{"apis": [API]}, {"apis": [API, TWO]}], ids=["the same", "one more"])
def test_previous_that_is_there_since_counts_by_what_it_does(tyk, tmp_path, file, then):
    """What was applied last is given from the second time on, to the same plan, too."""
    now = {"apis": [API]}
    (tmp_path / "last.json").write_text(json.dumps(then))
    plan(tyk, file, config=now)
    more = {"previous": [str(tmp_path / "last.json")]}
    assert tyk.ok("config", config=now, plan=str(file), **more)["changed"]
    again = refused(tyk, file, config=now, **more)
    assert "is there already, so there is nothing to apply" in again["msg"]
    assert again["moved"] == ["Tyk: apis: Orders: it is there already, as the plan has it"]


def _by_hand(tyk, ident):
    edit_api(tyk, tags=["by hand"])


def _another(tyk, ident):
    tyk.ok("api", **TWO, definition={"certificates": [ident]})


def _gone(tyk, ident):
    tyk.ok("api", name="Orders", state="absent")


def _mentioned(tyk, ident):
    tyk.ok("webhook", name="H", target_path="http://h.example/", header_map={"X-C": ident})


# What others do while a plan to renew a certificate waits, and what is told; "" where it is applied.
RENEWED = {
    "nothing": (lambda tyk, ident: None, ""),
    "its user is edited": (_by_hand, "Tyk: apis: Orders: it has been changed: api_definition.tags"),
    "another uses it": (_another, "Tyk: apis: Two: it would be changed, which is not in the plan"),
    "its user is gone": (_gone, "Tyk: apis: Orders: it has been deleted, or needs no change any more"),
    "it is mentioned": (_mentioned, "it stays now: it is mentioned where only people know what that means"),
}


@pytest.mark.parametrize("case", RENEWED)
def test_what_moves_while_a_certificate_waits_to_be_renewed(tyk, file, case):
    old, new = (dict(zip(("certificate", "private_key"), pair(name="a.example"))) for _time in range(2))
    ident = tyk.ok("certificate", **old)["certificate"]["certificate_id"]
    tyk.ok("api", **{**API, "categories": []}, definition={"certificates": [ident]})
    config = {"certificates": [{**new, "replaces": ident}]}
    plan(tyk, file, config=config)
    others, told = RENEWED[case]
    others(tyk, ident)
    tyk.log()
    if told:
        moved = refused(tyk, file, config=config)["moved"]
        assert any(told in line for line in moved) and not any(line.startswith("files: ") for line in moved), moved
    else:
        done = tyk.ok("config", config=config, plan=file)
        assert done["changed"] and not [text for text in tyk.warnings(done) if "Name the new one there" in text]


def test_a_span_counts_from_when_it_is_written(file):
    gate = Gate()
    config = {
        "apis": [ON_GATEWAY],
        "keys": [{"alias": "a", "key_id": "some-long-key-id", "access_rights": [{"api": "Orders"}], "expires": "30d"}],
    }
    made = plan(gate, file, config=config)
    key = next(step for step in made["steps"] if step["kind"] == "keys")
    assert {"path": "expires", "after": "30d, which counts from when it is written"} in key["changes"]
    gate.time.sleep(86_400)
    assert gate.ok("config", config=config, plan=file)["changed"]


def test_a_gateway_alone(file):
    gate = Gate()
    config = {"apis": [ON_GATEWAY], "policies": [POLICY]}
    gate.ok("config", config=config)
    gate.log()
    changed = copy.deepcopy(config)
    changed["apis"][0]["target_url"] = "https://new.example"
    made = plan(gate, file, config=changed)
    assert made["platform"] == "gateway" and [step["name"] for step in made["steps"]] == ["Orders"]
    gate.ok("api", name="Orders", definition={"expire_analytics_after": 9})
    gate.log()
    assert refused(gate, file, config=changed)["moved"] == [
        "Tyk: apis: Orders: it has been changed: api_definition.expire_analytics_after"
    ]
    gate.ok("api", name="Orders", definition={"expire_analytics_after": 0})
    assert gate.ok("config", config=changed, plan=file)["changed"]
    assert "is there already" in refused(gate, file, config=changed)["msg"]


@pytest.mark.parametrize("mode", ["direct", "stage", "promote"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("notifications", {"oauth_on_keychange_url": "http://keys.example/"}),
        ("jwt_issued_at_validation_skew", 4),
        ("response_processors", [{"name": "custom", "options": {}}]),
        ("slug", "another"),
        ("tags", ["edge"]),
    ],
)
def test_a_classic_api_that_is_to_be_migrated_is_compared_whole(file, mode, field, value):
    """Also what Tyk would not carry over, so that the edit is not lost."""
    tyk, wish = Tyk(), {"name": "Orders", "migrate": True, "migrate_mode": mode}
    keyed = {"use_keyless": False, "use_standard_auth": True, "auth": {"auth_header_name": "X-Key"}}
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://u/", format="classic", definition=keyed)
    if mode == "promote":
        tyk.ok("api", **{**wish, "migrate_mode": "stage"})
    params = {"config": {"apis": [wish]}}
    tyk.ok("config", check=True, plan_dest=file, **params)
    edit_api(tyk, **{field: value})
    for check in (True, False):
        said = tyk.fails("config", plan=file, check=check, **params)
        assert "Tyk: apis: Orders: the classic API has been changed: " in said and f"api_definition.{field}" in said
    assert "oas" not in api_of(tyk)
    tyk.ok("config", check=True, plan_dest=f"{file}.new", **params)
    assert tyk.ok("config", plan=f"{file}.new", **params)["changed"]


@pytest.mark.parametrize("key", ["", KEY])
def test_secrets_are_compared_with_a_key_only(tyk, file, key):
    given = {"plan_key": key or None}
    tyk.ok("config", config=SMALL)
    tyk.log()
    config = with_changes(webhooks={"header_map": {"Authorization": "s3cr3t-that-is-new"}})
    made = plan(tyk, file, config=config, **given)
    assert made["steps"][0]["changes"][0]["after"] == "******** (new value)"
    other = with_changes(webhooks={"header_map": {"Authorization": "s3cr3t-that-nobody-saw"}})
    if not key:
        assert tyk.ok("config", config=other, plan=file, check=True, **given)["changed"]
        return
    result = refused(tyk, file, config=other, **given)
    assert result["moved"] == ["files: webhooks: Pager is declared otherwise: header_map.Authorization"]
    (hook,) = tyk.read("/api/hooks?p=-1")["hooks"]
    tyk.call("PUT", f"/api/hooks/{hook['id']}", {**hook, "header_map": {"Authorization": "s3cr3t-of-others"}})
    tyk.log()
    (told,) = refused(tyk, file, config=config, **given)["moved"]
    assert told == "Tyk: webhooks: Pager: it has been changed: header_map.Authorization"
    assert "s3cr3t" not in tyk.out + pathlib.Path(file).read_text()


def test_a_secret_has_another_digest_in_each_plan_and_at_each_place(tyk, file):
    config = {"webhooks": [{**HOOK, "name": name} for name in ("A", "B")]}
    digests = [
        one["fields"]["header_map.Authorization"]
        for _time in (1, 2)
        for one in plan(tyk, file, config=config, plan_key=KEY)["declared"]
    ]
    assert len({*digests}) == 4


# What somebody changes after the plan was checked, right before the write.
@pytest.mark.parametrize(
    ("config", "more"),
    [
        ({"policies": [{**POLICY, "rate": 2}]}, {}),
        ({"policies": [{"name": "Gold", "state": "absent"}]}, {}),
        ({"policies": [{**POLICY, "name": "Other"}]}, {"prune": ["policies"], "prune_all": True}),
    ],
    ids=["updated", "deleted", "pruned"],
)
def test_what_changes_between_the_check_and_the_write_is_left_alone(tyk, file, config, more):
    tyk.ok("config", config=SMALL)
    tyk.log()
    plan(tyk, file, config=config, **more)
    handle, lists = tyk.emulator.handle, []

    def edit_after_the_list(request):
        answer = handle(request)
        if request.method == "GET" and request.path == "/api/portal/policies" and not lists:
            lists.append(request)
            edit_policy(tyk, meta_data={"by": "somebody"})
        return answer

    tyk.emulator.handle = edit_after_the_list
    result = tyk.run("config", config=config, plan=file, **more)
    tyk.emulator.handle = handle
    assert lists and result["failed"] and "a new plan goes on from there" in result["msg"]
    (failed,) = [one for one in result["changes"] if one["name"] == "Gold"]
    assert failed["status"] == "failed" and "since the plan was checked" in failed["message"]
    (gold,) = [one for one in tyk.ok("policy_info")["policies"] if one["name"] == "Gold"]
    assert gold["rate"] == 1 and gold["meta_data"] == {"by": "somebody"}


def test_what_changes_between_two_tries_of_a_write_is_left_alone(tyk, file):
    tyk.ok("config", config=SMALL)
    tyk.log()
    plan(tyk, file, config=CHANGED)
    tyk.control("PUT", "faults", [{"method": "PUT", "path": "/api/portal/policies*", "status": 503}])
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 1:
            edit_policy(tyk, meta_data={"by": "somebody"})

    tyk.sleep = sleep
    result = tyk.run("config", config=CHANGED, plan=file)
    assert waits and result["failed"] and "since the plan was checked (meta_data" in result["msg"]
    (gold,) = tyk.ok("policy_info")["policies"]
    assert gold["rate"] == 1 and gold["meta_data"] == {"by": "somebody"}


def test_what_has_to_make_room_is_looked_at_first(tyk, file):
    both = [{**ON_GATEWAY, "name": name, "api_id": name * 32, "listen_path": f"/{name}/"} for name in "ab"]
    tyk.ok("config", config={"apis": both})
    config = {"apis": [{**both[0], "listen_path": "/b/"}, {**both[1], "listen_path": "/a/"}]}
    plan(tyk, file, config=config)
    handle, lists = tyk.emulator.handle, []

    def edit_after_the_list(request):
        answer = handle(request)
        if request.method == "GET" and request.path == "/api/apis" and not lists:
            lists.append(request)
            for name in "ab":
                edit_api(tyk, name, tags=["by somebody"])
        return answer

    tyk.emulator.handle = edit_after_the_list
    result = tyk.run("config", config=config, plan=file)
    tyk.emulator.handle = handle
    assert result["failed"] and "since the plan was checked (api_definition.tags)" in result["msg"]
    found = {name: api_of(tyk, name)["api_definition"] for name in "ab"}
    assert {name: api["proxy"]["listen_path"] for name, api in found.items()} == {"a": "/a/", "b": "/b/"}
    assert not result["changed"] and len([entry for entry in tyk.writes() if entry.startswith("PUT")]) == 2


def test_what_a_run_does_itself_is_not_taken_for_the_work_of_others(tyk, file):
    """Places that change hands, names that change, keys with their policies, versions with their base."""
    api = {"format": "classic", "target_url": "https://x.example"}
    first = {
        "webhooks": [HOOK],
        "apis": [
            {**api, "name": "A", "listen_path": "/a/", "api_id": "a" * 32},
            {**api, "name": "B", "listen_path": "/b/", "api_id": "b" * 32},
            {**api, "name": "A2", "listen_path": "/a2/", "version": {"of": "A", "name": "v2"}},
        ],
        "policies": [{"name": "Gold", "access_rights": [{"api": "A"}], "rate": 1, "per": 1, "tags": ["old"]}],
        "keys": [{"alias": "k", "policies": ["Gold"]}],
    }
    tyk.ok("config", config=first)
    tyk.log()
    second = copy.deepcopy(first)
    second["webhooks"][0]["target_path"] = "http://new.example/"
    second["apis"][0].update(listen_path="/b/", name="Renamed")
    second["apis"][1].update(listen_path="/a/", target_url="https://y.example")
    second["apis"][2].update(version={"of": "Renamed", "name": "v3"}, target_url="https://z.example")
    second["policies"][0].update(
        access_rights=[{"api": "Renamed"}, {"api": "B"}], rate=2, tags=["new"], meta_data={"x": "y"}
    )
    second["keys"][0].update(tags=["own"], meta_data={"own": "1"})
    for key in (None, KEY):
        plan(tyk, file, config=second, plan_key=key)
        tyk.ok("config", config=second, plan=file, plan_key=key)
        assert not tyk.ok("config", config=second, check=True)["changed"]
        tyk.ok("config", config=first)
        tyk.log()


def test_no_secret_is_in_a_plan_of_everything(file):
    tyk = Tyk(seed=3)
    for key in (None, KEY):
        plan(tyk, file, config=company(), plan_key=key)
        text = pathlib.Path(file).read_text()
        assert "s3cr3t" not in text and "a-secret-password" not in text and KEY not in text + tyk.out


def test_a_plan_that_could_not_be_written_is_none(tyk, file, tmp_path, monkeypatch):
    plan(tyk, file, config=SMALL)
    before = pathlib.Path(file).read_text()
    monkeypatch.setattr("os.replace", mock.Mock(side_effect=OSError("No space left on device")))
    assert "No space left on device; there is no plan" in tyk.fails(
        "config", config=CHANGED, check=True, plan_dest=file
    )
    assert pathlib.Path(file).read_text() == before and os.listdir(tmp_path) == ["plan.json"]


def test_the_guide_has_every_field():
    """The tables of the guide are those of the code."""
    guide = pathlib.Path(__file__).resolve().parents[3] / "docs/docsite/rst/guide_review.rst"
    _before, *tables = guide.read_text().partition("What is in the file\n")[2].split("     - What it is\n")
    types = {int: "number", str: "text", dict: "map", list: "list"}
    assert len(tables) == 3
    for table, fields in zip(tables, (FIELDS, DECLARED, STEP)):
        rows = [row.strip() for row in table.split("Each item of")[0].split("   * - ") if row.strip()]
        said = [tuple(line.strip(" -`") for line in row.splitlines()) for row in rows]
        assert said == [(name, types[kind], text) for name, (kind, text) in fields.items()]
