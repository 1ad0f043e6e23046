# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there is and nobody declares is told, and nothing is said of what a new object gets by itself."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from trust_world import LIVES, PLANTED, Step, World, build, configuration

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

SECTIONS = {kind.name: section for section, kind in KINDS.items()} | {"oas": "apis"}
ASKED = {"undeclared_fields": True, "undeclared_objects": True}
KIND = [kind for kind in LIVES if kind != "organisation"]


def of(kind, tmp_path):
    """A world with an object of a kind, and the configuration that declares it."""
    world = World.__new__(World)
    world.step, world.folder = Step(kind, LIVES[kind][0]), tmp_path
    world.tyk = world.build()
    assert world.go(**LIVES[kind][0])["changed"]
    make = {name: value for name, value in LIVES[kind][0].items() if name != "recreate"}
    return world, {SECTIONS[kind]: [make]}


def told(world, config, **more):
    found = world.tyk.ok("config", config=config, check=True, **ASKED, **more)
    assert (
        not found["changed"]
        and found["undeclared_fields"] == world.tyk.ok("config", config=config, **ASKED)["undeclared_fields"]
    )
    return found


@pytest.mark.parametrize("kind", KIND)
def test_a_new_object_has_nothing_undeclared(kind, tmp_path):
    world, config = of(kind, tmp_path)
    assert told(world, config)["undeclared_fields"] == []


@pytest.mark.parametrize("kind", [kind for kind in KIND if LIVES[kind][2]])
def test_what_somebody_else_put_there_is_told(kind, tmp_path):
    world, config = of(kind, tmp_path)
    world.enrich(kind, LIVES[kind][2])
    (one,) = told(world, config)["undeclared_fields"]
    assert one["kind"] == SECTIONS[kind] and one["source"].startswith("config: ")
    said = json.dumps(one["fields"])
    names = [name for name in LIVES[kind][2] if name not in ("api_definition",)] or ["config_data", "tags", "CORS"]
    spelled = {"CustomEmailField": "custom_email_field", "paths": "/a", "info": "description", "_": "_"}
    assert all(spelled.get(name, name) in said for name in names), said
    assert not any(secret in said for secret in PLANTED.values())


def test_a_whole_configuration_says_nothing_of_itself():
    tyk = build()
    tyk.ok("config", **configuration())
    found = tyk.ok("config", **configuration(), **ASKED)
    assert not found["changed"] and found["undeclared_fields"] == []
    assert {one["name"] for one in found["undeclared_objects"]} >= {
        "Orders",
        "Gold",
        "Pager",
        "bystander",
        "Bystanders",
    }
    assert not {"New", "Other", "new"} & {one["name"] for one in found["undeclared_objects"]}


def test_what_opens_something_comes_first(tmp_path):
    tyk = build()
    gold = {"name": "Gold", "rate": 7, "per": 1}
    (one,) = tyk.ok("config", config={"policies": [gold]}, **ASKED)["undeclared_fields"]
    paths = [field["path"] for field in one["fields"]]
    assert paths[0].startswith("access_rights") and {"tags", "meta_data.tier"} <= {*paths}
    (orders,) = tyk.ok("config", config={"apis": [{"name": "Orders", "listen_path": "/orders/"}]}, **ASKED)[
        "undeclared_fields"
    ]
    paths = [field["path"] for field in orders["fields"]]
    assert "oauth" in paths[0] or "auth" in paths[0]
    assert not any(secret in json.dumps(orders) for secret in PLANTED.values()) and "********" in json.dumps(orders)


def test_replace_leaves_nothing_undeclared_but_secrets():
    tyk = build()
    gold = {"name": "Gold", "access_rights": [{"api": "Orders"}], "rate": 7, "per": 1}
    assert tyk.ok("config", config={"policies": [gold]}, **ASKED)["undeclared_fields"]
    assert tyk.ok("config", config={"policies": [gold]}, strategy="replace", **ASKED)["undeclared_fields"] == []


def test_it_takes_no_request_of_its_own():
    tyk = build()
    config = {"config": {"policies": [{"name": "Gold", "rate": 7}], "webhooks": [{"name": "Pager"}]}, "check": True}
    tyk.ok("config", **config)
    asked = tyk.log()
    tyk.ok("config", **config, **ASKED)
    assert sorted(tyk.log()) == sorted(asked)


def test_only_declared_kinds_are_looked_at_and_what_is_pruned_is_not_told():
    tyk = build()
    tyk.ok("policy", name="Old", access_rights=[{"api": "Orders"}], tags=["x"])
    declared = {"policies": [{"name": "Gold", "rate": 7}]}
    found = tyk.ok("config", config=declared, **ASKED)["undeclared_objects"]
    assert [(one["kind"], one["name"]) for one in found] == [("policies", "Old")]
    pruned = {"prune": ["policies"], "prune_scope": {"tag": "x"}}
    assert tyk.ok("config", config=declared, **ASKED, **pruned, check=True)["undeclared_objects"] == []
    assert "undeclared_objects" not in tyk.ok("config", config=declared)


@pytest.mark.parametrize("ending", ["md", "html", "json", "xml"])
def test_reports_have_it(tmp_path, ending):
    tyk, path = build(), tmp_path / f"report.{ending}"
    tyk.ok("policy", name="Old", access_rights=[{"api": "Orders"}])
    declared = {"policies": [{"name": "Gold", "rate": 7}], "webhooks": [{"name": "Pager"}]}
    tyk.ok("config", config=declared, **ASKED, report=[str(path)], check=True)
    text = path.read_text(encoding="utf-8")
    titles = (
        ["undeclared_fields", "undeclared_objects"]
        if ending == "json"
        else ["Fields that nobody declares", "Objects that nobody declares"]
    )
    assert all(title in text for title in titles) and "access_rights" in text and "Old" in text
    assert not any(secret in text for secret in PLANTED.values())
    plain = tmp_path / f"plain.{ending}"
    tyk.ok("config", config=declared, report=[str(plain)], check=True)
    assert not any(title in plain.read_text(encoding="utf-8") for title in titles)


def test_a_gateway_tells_it_too():
    gate = Gate()
    api = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
    config = {"apis": [api], "policies": [{"name": "Gold", "access_rights": [{"api": "Orders"}]}]}
    config["apis"].append({**api, "name": "Pets", "format": "oas", "listen_path": "/pets/"})
    config["keys"] = [{"key_id": "somebodys-key", "alias": "one", "policies": ["Gold"]}]
    gate.ok("config", config=config)
    assert gate.ok("config", config=config, **ASKED)["undeclared_fields"] == []
    gate.ok("api", name="Orders", definition={"use_keyless": True, "tags": ["x"]})
    gate.ok("policy", name="Other", access_rights=[{"api": "Orders"}])
    found = gate.ok("config", config=config, **ASKED)
    (one,) = found["undeclared_fields"]
    assert [field["path"] for field in one["fields"]] == ["definition.use_keyless", "definition.tags"]
    assert [one["name"] for one in found["undeclared_objects"]] == ["Other"]
