# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole objects, one to a file as Tyk shows it, are a configuration: where they come from, and elsewhere."""

from __future__ import annotations

import json

import pytest
from corpus_world import CorpusWorld
from module_runner import Tyk

OWN = "x-tyk-api-gateway"
UP = {"target_url": "http://up.example/"}


def dumped(tyk, folder):
    """Each object in a file, as somebody may have got it with curl."""
    folder.mkdir()
    apis = [api if not api.get("oas") else api["oas"] for api in tyk.read("/api/apis?p=-1")["apis"]]
    policies = tyk.read("/api/portal/policies?p=-1")["Data"]
    for name, found in (("api", apis), ("policy", policies), ("asset", tyk.read("/api/assets"))):
        for number, one in enumerate(found):
            (folder / f"{name}-{number}.json").write_text(json.dumps(one))
    return str(folder)


@pytest.fixture
def world(tyk):
    tyk.ok("webhook", name="Bell", target_path="http://h.example/")
    hooks = [{"event": "QuotaExceeded", "webhook": "Bell"}]
    tyk.ok("api", name="Orders", listen_path="/orders/", **UP, categories=["a"], webhooks=hooks)
    handler = {"enabled": True, "trigger": "QuotaExceeded", "type": "webhook", "id": "Bell", "cooldownPeriod": "10s"}
    tyk.ok(
        "api",
        name="Pets",
        format="oas",
        listen_path="/pets/",
        **UP,
        definition={OWN: {"server": {"eventHandlers": [handler]}}},
    )
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}], rate=3, per=1)
    tyk.ok("asset", name="Template", data={"openapi": "3.0.3"})
    return tyk


def test_where_it_comes_from_nothing_changes(world, tmp_path):
    src = [dumped(world, tmp_path / "dump")]
    world.log()
    for check in (True, False):
        done = world.ok("config", src=src, check=check)
        assert not done["changed"] and not world.warnings(done)
    assert not world.writes()


def test_elsewhere_it_makes_the_same(world, tmp_path):
    src, there = [dumped(world, tmp_path / "dump")], Tyk(seed=7)
    there.ok("webhook", name="Other", target_path="http://o.example/")  # so that no id is the same by chance
    there.ok("webhook", name="Bell", target_path="http://h.example/")
    assert there.ok("config", src=src)["changed"] and not there.ok("config", src=src)["changed"]
    kinds = ["apis", "policies", "assets"]
    here, copies = (one.ok("config_info", kinds=kinds, keep_ids=True)["config"] for one in (world, there))
    for one in (here, copies):
        one["assets"] = [{**item, "asset_id": ""} for item in one["assets"]]
    assert copies == here


def test_odd_objects_in_their_place(tmp_path):
    world = CorpusWorld("ours")
    done = world.ok("config", src=[dumped(world, tmp_path / "dump")])
    assert not done["changed"], [step for step in done["changes"] if step["action"] != "none"]


def test_a_bare_definition_is_one_too(world, tmp_path):
    """It has a field that is called like a kind."""
    bare = next(api["api_definition"] for api in world.read("/api/apis?p=-1")["apis"] if not api.get("oas"))
    (tmp_path / "x.json").write_text(json.dumps({**bare, "certificates": []}))
    assert not world.ok("config", src=[str(tmp_path)])["changed"]
    there = Tyk(seed=7)
    assert there.ok("config", src=[str(tmp_path)])["changed"]
    assert there.ok("api_info")["apis"][0]["name"] == bare["name"]


@pytest.mark.parametrize(
    "wrong",
    [{"openapi": "3.0.3", "x-paths": {}}, {"alias": "k", "access_rights": {}, "allowance": 1}, {"a": 1}],
)
def test_what_is_none_is_one_error(tyk, tmp_path, wrong):
    (tmp_path / "x.json").write_text(json.dumps(wrong))
    said = tyk.fails("config", src=[str(tmp_path)])
    assert "There is one error" in said and repr(next(iter(wrong))) in said
