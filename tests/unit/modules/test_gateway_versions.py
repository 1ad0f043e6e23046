# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Versions of the APIs of a Gateway without a Dashboard: entered in the base, and none of them lost between reloads."""

from __future__ import annotations

import pytest
from gateway_runner import PETS, Gate

UP = "http://up.example/"
FORMATS = ["classic", "oas"]


@pytest.fixture
def gate():
    return Gate()


def api(name, style, **more):
    task = {"name": name, "listen_path": f"/{name.lower()}/", "target_url": UP, "format": style, **more}
    return task


def child(style, number, base="Orders", **more):
    return api(f"Orders-{number}", style, version={"of": base, "name": f"v{number}", **more})


def entries(gate, style, name="Orders"):
    """Version -> name of the API, as the Gateway serves them; and the default."""
    listed = {row["api_id"]: row["name"] for row in gate.ask("GET", "/tyk/apis")[1]}
    ident = next(key for key, value in listed.items() if value == name)
    if style == "classic":
        block = gate.ask("GET", f"/tyk/apis/{ident}")[1]["definition"]
        found = block["versions"] or {}
    else:
        block = gate.ask("GET", f"/tyk/apis/oas/{ident}")[1]["x-tyk-api-gateway"]["info"].get("versioning") or {}
        found = {entry["name"]: entry["id"] for entry in block.get("versions") or ()}
    return {version: listed.get(ident, ident) for version, ident in found.items()}, block.get("default")


@pytest.mark.parametrize("style", FORMATS)
def test_a_version_from_its_making_to_its_end(gate, style):
    gate.ok("api", **api("Orders", style))
    task = child(style, 2)
    assert gate.ok("api", check=True, **task)["changed"] and entries(gate, style)[0] == {}
    gate.log()
    made = gate.ok("api", **task)
    assert made["action"] == "created" and made["api"]["version"] == {"of": "Orders", "name": "v2"}
    assert not gate.warnings(made) and gate.sent().count("GET /tyk/reload") == 1
    assert entries(gate, style) == ({"v2": "Orders-2"}, "self")
    assert not gate.ok("api", **task)["changed"]
    gate.ok("api", **child(style, 3))
    assert entries(gate, style)[0] == {"v2": "Orders-2", "v3": "Orders-3"}
    assert gate.ok("api", **child(style, 2, default=True))["action"] == "updated"
    assert entries(gate, style) == ({"v2": "Orders-2", "v3": "Orders-3"}, "v2")
    gate.ok("api", name="Orders", target_url="http://other.example/")
    assert entries(gate, style)[0] == {"v2": "Orders-2", "v3": "Orders-3"}
    assert gate.ok("api", name="Orders-2", version=None)["action"] == "updated"
    assert entries(gate, style) == ({"v3": "Orders-3"}, "self")
    gate.ok("api", name="Orders-3", state="absent")
    assert entries(gate, style)[0] == {}


@pytest.mark.parametrize("style", FORMATS)
def test_many_versions_at_once(gate, style):
    config = {"apis": [api("Orders", style), api("Pets", style), *(child(style, number) for number in range(2, 9))]}
    gate.ok("config", config=config)
    assert gate.sent().count("GET /tyk/reload") == 2, "once for the APIs, once for the versions and their bases"
    assert entries(gate, style)[0] == {f"v{number}": f"Orders-{number}" for number in range(2, 9)}
    assert not gate.ok("config", config=config)["changed"]
    for item in config["apis"][2:5]:
        item["version"] = {"of": "Pets", "name": item["version"]["name"]}
    config["apis"][5]["version"]["default"] = True
    gate.ok("config", config=config)
    assert entries(gate, style, "Pets")[0] == {f"v{number}": f"Orders-{number}" for number in range(2, 5)}
    assert entries(gate, style) == ({f"v{number}": f"Orders-{number}" for number in range(5, 9)}, "v5")
    assert not gate.ok("config", config=config)["changed"]
    del config["apis"][5:]
    gate.ok("config", config=config, prune=["apis"], prune_all=True)
    assert entries(gate, style) == ({"v5": "Orders-5"}, "v5"), "what answers where no version is named stays"
    gate.ok("api", name="Orders-5", version={"of": "Orders", "name": "v5", "default": False})
    gate.ok("config", config=config, prune=["apis"], prune_all=True)
    assert entries(gate, style)[0] == {} and len(entries(gate, style, "Pets")[0]) == 3


@pytest.mark.parametrize("style", FORMATS)
def test_a_base_and_its_versions_go_together(gate, style):
    """The Gateway strikes a version out of its base, and so would bring the file of a base back that went before."""
    config = {"apis": [api("Orders", style), api("Stays", style), child(style, 2), child(style, 3)]}
    gate.ok("config", config=config)
    gate.ok("config", config={"apis": config["apis"][1:2]}, prune=["apis"], prune_all=True)
    assert [row["name"] for row in gate.ask("GET", "/tyk/apis")[1]] == ["Stays"]
    gate.ok("config", config=config)
    gone = [{"name": item["name"], "state": "absent"} for item in config["apis"]]
    gate.ok("config", config={"apis": gone})
    assert gate.ask("GET", "/tyk/apis")[1] == []


def test_a_version_needs_a_reload(gate):
    gate.ok("api", **api("Orders", "classic"))
    gate.log()
    assert "version: not with reload: false" in gate.fails("api", **child("classic", 2), reload=False)
    assert not gate.changes()


def test_a_version_in_another_format_than_its_base(gate):
    gate.ok("api", definition=PETS)
    made = gate.ok("api", **child("classic", 2, base="Pets"))
    assert made["action"] == "created"
    assert entries(gate, "oas", "Pets")[0] == {"v2": "Orders-2"}


def test_streams(gate):
    document = {**PETS, "x-tyk-streaming": {"streams": {"s": {"input": {}, "output": {}}}}}
    assert "has no Streams" in gate.fails("api", definition=document)


@pytest.mark.parametrize("style", FORMATS)
def test_a_version_is_made_without_a_query_that_would_have_the_gateway_write_the_base(gate, style):
    gate.ok("api", **api("Orders", style))
    gate.log()
    gate.ok("api", **child(style, 2))
    posts = [entry for entry in gate.control("GET", "requests") if entry["method"] == "POST"]
    assert posts and not [entry for entry in posts if "base_api_id" in str(entry)]
