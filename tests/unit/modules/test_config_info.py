# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An export is what it was made from: applied in place it changes nothing, applied elsewhere it makes the same."""

from __future__ import annotations

import copy
import stat

import pytest
import yaml
from gateway_runner import Gate
from module_company import COMPANY, company, outcomes
from module_corpus import Unfit, kind_of, tyk_refuses, with_apis, with_policies
from module_runner import Tyk
from samples import ours, real, rows

from ansible_collections.community.tyk.plugins.module_utils._data.merge import differ
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get

ADMIN = "admin@acme.example"


def exported(tyk, **options):
    """What tyk_config_info tells, without the user that the test itself works as."""
    config = tyk.ok("config_info", **options)["config"]
    config["users"] = [user for user in config.get("users", []) if user["email_address"] != ADMIN]
    return {kind: items for kind, items in config.items() if items}


@pytest.fixture
def acme(tyk):
    tyk.ok("config", config=company())
    tyk.log()
    return tyk


def test_export_reads_lists_only(acme):
    exported(acme)
    log = acme.log()
    assert all(entry.startswith("GET ") for entry in log)
    assert len(log) == len(set(log)) <= len(COMPANY) + 1


def test_clients_cost_one_request_for_each_api_that_can_have_some(acme):
    oauth = {"use_oauth2": True}
    acme.ok("api", name="More", listen_path="/more/", target_url="https://more.example", definition=oauth)
    acme.log()
    assert len(acme.ok("config_info", kinds=["oauth_clients"])["config"]["oauth_clients"]) == 1
    log = acme.log()
    assert sum("/api/apis/oauth/" in entry for entry in log) == 2
    assert len(log) == len(set(log))


def test_apply_in_place_changes_nothing(acme):
    for secrets in (False, True):
        for strategy in ("merge", "replace") if secrets else ("merge",):
            result = acme.ok("config", config=exported(acme, include_secrets=secrets), strategy=strategy)
            assert not result["changed"], result["diff"]


def test_apply_elsewhere_makes_the_same(acme):
    for options in ({}, {"include_secrets": True}, {"keep_ids": True}):
        config = exported(acme, **options)
        other = Tyk(seed=42)
        result = other.ok("config", config=config)
        assert outcomes(result, "created") == sum(map(len, config.values()))
        again = exported(other, **options)
        if "keep_ids" in options:  # Tyk takes no ids for these; OAuth clients get a new secret with theirs
            for tree in (config, again):
                for item in tree["webhooks"] + tree["keys"]:
                    item.pop("webhook_id", None), item.pop("key_hash", None)
        assert again == config
        assert other.org not in yaml.safe_dump(again)


def test_names_for_ids_and_no_noise(acme):
    text = yaml.safe_dump(exported(acme))
    for noise in (acme.org, "created_at", "last_updated", "api_model", "_id:", "dbId", "s3cr3t", "********"):
        assert noise not in text, text
    assert "s3cr3t-head" in yaml.safe_dump(exported(acme, include_secrets=True))


def test_twins_keep_their_ids(tyk):
    definition = {"name": "Twin", "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}}
    for path in ("/a/", "/b/"):
        proxy = {"listen_path": path, "target_url": "https://up.example"}
        tyk.make("/api/apis", {"api_definition": {**definition, "proxy": proxy, "active": True}})
    twins = exported(tyk)["apis"]
    assert len({twin["api_id"] for twin in twins}) == 2
    assert not tyk.ok("config", config={"apis": twins})["changed"]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"name": ["Ord*"]}, {"Orders"}),
        ({"tag": "shop"}, {"Orders", "Gold", "acme"}),  # the key has it from its policy
        ({"category": "finance"}, {"Invoices"}),
        ({"kinds": ["policies"]}, {"Gold"}),
    ],
)
def test_filters(acme, options, names):
    found = exported(acme, **options)
    assert {item.get("name") or item["alias"] for items in found.values() for item in items} == names


@pytest.mark.parametrize("layout", ["kind", "object"])
def test_files(acme, tmp_path, layout):
    folder = tmp_path / "export"
    arguments = {"dest": str(folder), "layout": layout, "kinds": [kind for kind in COMPANY if kind != "users"]}
    assert acme.ok("config_info", check=True, **arguments)["changed"] and not folder.exists()
    result = acme.ok("config_info", **arguments)
    assert result["changed"] and len(result["files"]) == (len(COMPANY) - 1 if layout == "kind" else 11)
    assert "config" not in result and sum(result["counts"].values()) == 11 and "/orders/" not in acme.out
    assert not acme.ok("config_info", **arguments)["changed"]
    assert not acme.ok("config", src=[str(folder)])["changed"]
    (folder / "old.yml").write_text("apis: []")
    again = acme.ok("config_info", **arguments)
    assert again["stale"] == [str(folder / "old.yml")] and acme.warnings(again)
    secret = acme.ok("config_info", **arguments, include_secrets=True)
    assert secret["changed"]
    hooks = next(path for path in folder.rglob("*.yml") if "s3cr3t-head" in path.read_text())
    assert stat.S_IMODE(hooks.stat().st_mode) == 0o600


def test_a_mask_inside_of_a_list(tyk):
    source = {"kind": "REST", "name": "s", "internal": False, "root_fields": [], "config": {"url": "http://s.example"}}
    source["config"]["headers"] = {"Authorization": "in-a-list"}
    api = {"name": "Orders", "listen_path": "/o/", "target_url": "https://o.example"}
    tyk.ok("api", **api, definition={"graphql": {"enabled": True, "engine": {"data_sources": [source]}}})
    config = exported(tyk)
    assert "in-a-list" not in yaml.safe_dump(config)
    before = tyk.read("/api/apis?p=-1")["apis"]
    assert not tyk.ok("config", config=config)["changed"]
    config["apis"][0]["target_url"] = "https://new.example"
    tyk.ok("config", config=config)
    after = tyk.read("/api/apis?p=-1")["apis"]
    stored = [apis[0]["api_definition"]["graphql"]["engine"] for apis in (before, after)]
    assert stored[0] == stored[1]
    assert "mask" in Tyk(seed=3).fails("config", config=config)


def test_values_that_options_do_not_offer(tyk):
    """Other tools store what the options do not offer; it goes into the definition."""
    rights = {"a": {"api_id": "a", "api_name": "A", "versions": ["Default"]}}
    with_apis(tyk, rights)
    tyk.make("/api/portal/policies", {"name": "Bare", "active": True, "access_rights": rights, "rate": 1, "per": 1})
    config = exported(tyk)
    assert config["policies"][0]["definition"]["state"] == "" and "policy_state" not in config["policies"][0]
    assert not tyk.ok("config", config=config)["changed"]
    other = Tyk(seed=9)
    other.ok("config", config=config)
    assert exported(other) == config


@pytest.mark.parametrize("sample", [*rows(ours("classic")), *rows(ours("oas"))])
def test_our_own_odd_apis(tyk, sample):
    """The two laws for every odd API."""
    export_and_apply(tyk, copy.deepcopy(sample))


@pytest.mark.parametrize("sample", [*rows(real("classic")), *rows(real("oas"))])
def test_real_apis(tyk, sample):
    """The two laws for every real API that Tyk takes."""
    try:
        export_and_apply(tyk, copy.deepcopy(sample))
    except Unfit as error:
        pytest.skip(str(error))


def export_and_apply(tyk, definition):
    if "api_definition" not in definition and "proxy" not in definition:
        definition.setdefault("x-tyk-api-gateway", {}).setdefault("info", {}).pop("id", None)
    definition.pop("api_id", None)
    with_policies(tyk, definition.get("jwt_default_policies") or [])
    made = tyk.run(kind_of(definition), definition=definition)
    if made.get("failed"):
        tyk_refuses(tyk, definition, made)
    config = exported(tyk, include_secrets=True)
    for strategy in ("merge", "replace"):
        result = tyk.ok("config", config=config, strategy=strategy)
        assert not result["changed"], (strategy, [change["paths"] for change in result["changes"]])
    result = tyk.ok("config", config=exported(tyk))
    assert not result["changed"], result["diff"]
    other = Tyk(seed=7)
    other.ok("config", config=config)

    again = exported(other, include_secrets=True)
    assert list(differ(again, config)) == []
    assert again == config


def test_a_file_stays_that_of_its_object(tyk, tmp_path):
    """Whatever goes or comes beside it, so that a difference between two exports is one of the objects."""
    names = ("A B", "A/B", "a-b", "订单", "Заказы", "???")
    for number, name in enumerate(names):
        tyk.ok("api", name=name, listen_path=f"/{number}/", target_url="http://x.example")
    how = {"kinds": ["apis"], "dest": str(tmp_path), "layout": "object"}
    tyk.ok("config_info", **how)

    def homes():
        return {yaml.safe_load(path.read_text())["apis"][0]["name"]: path.name for path in tmp_path.glob("apis/*.yml")}

    before = homes()
    assert len(before) == len(names) and before["订单"] == "订单.yml" and before["Заказы"] == "заказы.yml"
    tyk.ok("api", name="A/B", state="absent")
    tyk.ok("api", name="A#B", listen_path="/new/", target_url="http://x.example")
    result = tyk.ok("config_info", **how)
    stale = [path.rpartition("/")[2] for path in result["stale"]]
    assert stale == [before.pop("A/B")]
    assert {name: home for name, home in homes().items() if name in before} == before
    assert not tyk.ok("config_info", **how)["changed"]


TYK = "x-tyk-api-gateway"
REWRITE = {"operations": {"a": {"urlRewrite": {"enabled": True, "pattern": "a", "rewriteTo": "tyk://%s/b"}}}}
SUBGRAPH = {"enabled": True, "version": "2", "execution_mode": "supergraph"}
MENTIONS = {
    "target": {"target_url": "tyk://%s/x?a=b"},
    "OAS upstream": {"format": "oas", "definition": {TYK: {"upstream": {"url": "TYK://%s"}}}},
    "OAS rewriting": {"format": "oas", "target_url": "http://u/", "definition": {TYK: {"middleware": REWRITE}}},
    "subgraph": {
        "target_url": "http://u/",
        "definition": {"graphql": {**SUBGRAPH, "supergraph": {"subgraphs": [{"api_id": "%s", "url": "tyk://%s"}]}}},
    },
}


@pytest.mark.parametrize("kind", ["classic", "oas"])
@pytest.mark.parametrize("how", MENTIONS)
def test_an_api_that_another_mentions_by_its_id_keeps_it(tyk, how, kind):
    where = {"listen_path": "/back/", "target_url": "http://u/"}
    ident = tyk.ok("api", name="Back", format=kind, **where)["api"]["api_id"]
    tyk.ok("api", name="Other", listen_path="/other/", target_url="tyk://back/")  # which Tyk takes for the name
    front = {"name": "Front", "listen_path": "/front/", **MENTIONS[how]}
    tyk.ok("api", **yaml.safe_load(yaml.safe_dump(front).replace("%s", ident)))
    config = tyk.ok("config_info", portable=True)["config"]
    assert {api["name"]: api.get("api_id") for api in config["apis"]} == {"Back": ident, "Front": None, "Other": None}
    assert not tyk.ok("config", config=config)["changed"]
    there = Tyk(seed=7)
    there.ok("config", config=config)
    assert there.ok("api_info", api_id=ident)["apis"][0]["name"] == "Back"
    assert there.ok("config_info", portable=True)["config"]["apis"] == config["apis"]


@pytest.mark.parametrize("back", ["api", "mcp_proxy"])
@pytest.mark.parametrize("front", ["api", "mcp_proxy"])
@pytest.mark.parametrize("how", ["upstream", "servers"])
def test_so_does_one_that_a_document_of_another_kind_mentions(tyk, front, back, how):
    made = tyk.ok(back, name="Back", listen_path="/back/", target_url="http://u.example/")
    ident = made[back]["api_id"]
    address = f"tyk://{ident}/x"
    mention = {"upstream": {"target_url": address}, "servers": {"definition": {"servers": [{"url": address}]}}}[how]
    kind = {"format": "oas"} if front == "api" else {}
    tyk.ok(front, **{"name": "Front", "listen_path": "/front/", "target_url": "http://u.example/", **kind, **mention})
    config = tyk.ok("config_info", portable=True)["config"]
    exported = {item["name"]: item for section in ("apis", "mcp_proxies") for item in config.get(section, ())}
    assert exported["Back"]["api_id"] == ident and "api_id" not in exported["Front"]
    assert [*exported["Back"]][:2] == ["name", "api_id"]
    there = Tyk(seed=7)
    there.ok("config", config=config)
    assert there.ok(f"{back}_info", api_id=ident)[{"api": "apis"}.get(back, "mcp_proxies")][0]["name"] == "Back"
    assert not there.ok("config", config=config)["changed"]
    assert there.ok("config_info", portable=True)["config"] == config


def test_without_the_permission_for_mcp_proxies_the_rest_is_exported_and_that_is_told(tyk):
    tyk.ok("mcp_proxy", name="Tools", listen_path="/tools/", target_url="http://u.example/")
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://u.example/")
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])
    tyk.ok("policy", name="Tools", access_rights=[{"api": "Tools"}])
    tyk.control("PUT", "faults", [{"method": "GET", "path": "/api/mcps", "status": 403, "times": 99}])
    told = tyk.ok("config_info", portable=True)
    assert [api["name"] for api in told["config"]["apis"]] == ["Orders"] and "mcp_proxies" not in told["config"]
    assert [policy["name"] for policy in told["config"]["policies"]] == ["Gold"]
    mine, other = sorted(tyk.warnings(told))
    assert mine.startswith("kinds: mcp_proxies is left out, because the user behind the token may not read it")
    assert other.startswith("policies.Tools: left out") and "or the token may not see it" in other


@pytest.mark.parametrize("section", ["user_groups", "webhooks", "assets"])
def test_of_objects_of_one_name_a_portable_export_has_none_that_nobody_can_make(tyk, section):
    make = {
        "user_groups": ("usergroups", {"name": "Twin", "user_permissions": {"apis": "read"}}),
        "webhooks": ("hooks", {"name": "Twin", "method": "GET", "target_path": "http://h/"}),
        "assets": ("assets", {"name": "Twin", "kind": "oas-template", "data": {"openapi": "3.0.3"}}),
    }
    for _turn in "ab":
        tyk.make(f"/api/{make[section][0]}", make[section][1])
    told = tyk.ok("config_info", portable=True)
    for item in told["config"].get("users", []):
        item.pop("password", None)
    there = Tyk(seed=7)
    there.ok("config", config=told["config"])
    assert not there.ok("config", config=told["config"])["changed"]


CLIENT = {"clientId": "c", "clientSecret": "s3cr3t-client", "tokenUrl": "http://t.example"}
LOGIN = {**CLIENT, "username": "u", "password": "s3cr3t-login"}
AUTH = {
    "basicAuth": ({"enabled": True, "username": "u", "password": "s3cr3t-basic"}, "password"),
    "oauth.clientCredentials": (CLIENT, "clientSecret"),
    "oauth.password": (LOGIN, "password"),
}


def upstream(way, block):
    *above, last = way.split(".")
    inner = {last: block}
    if above:
        inner = {"oauth": {"enabled": True, "allowedAuthorizeTypes": [last], **inner}}
    return {TYK: {"upstream": {"authentication": {"enabled": True, **inner}}}}


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("way", AUTH)
def test_a_secret_that_tyk_demands_is_told_where_it_is_left_out(way, platform):
    (block, secret), tyk = AUTH[way], platform()
    tyk.ok(
        "api", name="Modern", listen_path="/m/", target_url="http://u/", format="oas", definition=upstream(way, block)
    )
    told = tyk.ok("config_info", kinds=["apis"])
    path = f"{TYK}.upstream.authentication.{way}.{secret}"
    assert any(path in text and "include_secrets: true" in text for text in tyk.warnings(told))
    assert not tyk.ok("config_info", kinds=["apis"], portable=True)["config"].get("apis")
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=told["config"], strategy=strategy)["changed"]
    item = told["config"]["apis"][0]
    shown = get(item["definition"], f"{TYK}.upstream.authentication.{way}")
    assert {k: v for k, v in shown.items() if v} == {k: v for k, v in block.items() if "s3cr3t" not in str(v)}
    there = platform(seed=7)
    for check in (True, False):
        said = there.fails("config", config=told["config"], check=check)
        assert "(Modern): " in said and f"definition.{path}: Tyk demands this secret" in said
        assert path in there.fails("api", check=check, **item)
    whole = tyk.ok("config_info", kinds=["apis"], include_secrets=True)["config"]
    assert there.ok("config", config=whole)["changed"] and not there.ok("config", config=whole)["changed"]


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_a_way_to_log_in_that_is_called_password_is_no_secret(platform):
    login = {
        "client_id": "c",
        "client_secret": "s3cr3t",
        "token_url": "http://t",
        "username": "u",
        "password": "s3cr3t",
    }
    oauth = {"enabled": True, "allowed_authorize_types": ["password"], "password": login}
    tyk = platform()
    where = {"name": "Classic", "listen_path": "/c/", "target_url": "http://u/"}
    tyk.ok("api", **where, definition={"upstream_auth": {"enabled": True, "oauth": oauth}})
    told = tyk.ok("config_info", kinds=["apis"])
    shown = told["config"]["apis"][0]["definition"]["upstream_auth"]["oauth"]["password"]
    assert {k: v for k, v in shown.items() if v and k != "header"} == {k: v for k, v in login.items() if v != "s3cr3t"}
    assert "s3cr3t" not in str(told)
    there = platform(seed=7)
    assert (
        there.ok("config", config=told["config"])["changed"]
        and not there.ok("config", config=told["config"])["changed"]
    )


@pytest.mark.parametrize("target", ["tyk://$2/$1", "tyk://$tyk_context.path_parts/", "TYK://$1"])
def test_an_address_that_an_expression_completes_mentions_no_api(tyk, target):
    rewrite = {"path": "/a", "method": "GET", "match_pattern": "/(.*)/(.*)", "rewrite_to": target}
    version = {"name": "Default", "use_extended_paths": True, "extended_paths": {"url_rewrites": [rewrite]}}
    inner = {"version_data": {"not_versioned": True, "versions": {"Default": version}}}
    tyk.ok("api", name="Looping", listen_path="/looping/", target_url="http://up.example/", definition=inner)
    done = tyk.ok("config_info", kinds=["apis"], portable=True)
    assert done["omitted"] == [] and not tyk.warnings(done) and len(done["config"]["apis"]) == 1
