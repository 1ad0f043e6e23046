# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Versions of APIs, declared on the version and never lost by the base; and APIs that stream."""

from __future__ import annotations

import pytest
from module_runner import Tyk

FORMATS = ("classic", "oas")


def api(name, style, **more):
    return {
        "name": name,
        "format": style,
        "listen_path": f"/{name}/",
        "target_url": f"http://{name}.example".lower(),
        **more,
    }


def entries(tyk, ident):
    """What the base has: name of a version -> its id; and the default."""
    wrapper = tyk.read(f"/api/apis/{ident}")
    block = wrapper["api_definition"]["definition"]
    if wrapper.get("oas"):
        versioning = wrapper["oas"]["x-tyk-api-gateway"]["info"]["versioning"]
        listed = {entry["name"]: entry["id"] for entry in versioning["versions"]}
        assert listed == block["versions"] and versioning["default"] == block["default"]
    return block["versions"], block["default"]


def quiet(tyk, **wish):
    tyk.log()
    again = tyk.ok("api", **wish)
    assert not again["changed"], again["diff"]
    log = tyk.log()
    assert all(entry.startswith("GET ") for entry in log) and len(log) <= 3
    assert not tyk.warnings(again)


@pytest.fixture(params=FORMATS)
def family(request, tyk):
    """A base and a version of it."""
    tyk.style = request.param
    tyk.base = tyk.ok("api", **api("Orders", tyk.style, categories=["shop"]))["api"]["api_id"]
    tyk.wish = api("Orders-2", tyk.style, version={"of": "Orders", "name": "v2"})
    planned = tyk.ok("api", check=True, **tyk.wish)
    tyk.log()
    made = tyk.ok("api", **tyk.wish)
    assert len(tyk.log()) <= 5
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    # Categories of a classic API belong to its name.
    assert made["api"]["version"] == {"of": base_name(tyk), "name": "v2"}
    tyk.child = made["api"]["api_id"]
    return tyk


def base_name(tyk):
    return "Orders #shop" if tyk.style == "classic" else "Orders"


def test_a_version_is_made_where_it_belongs(family):
    assert entries(family, family.base) == ({"v2": family.child}, "self")
    quiet(family, **family.wish)
    by_id = {"api_id": family.child, "version": {"of": family.base, "name": "v2"}}
    quiet(family, **by_id)
    shown = {entry["api_id"]: entry.get("version") for entry in family.ok("api_info")["apis"]}
    assert shown == {family.base: None, family.child: {"of": base_name(family), "name": "v2"}}


def test_the_base_keeps_its_versions(family):
    change = {"target_url": "http://elsewhere.example", "categories": ["shop", "eu"]}
    assert family.ok("api", api_id=family.base, **change)["changed"]
    assert entries(family, family.base) == ({"v2": family.child}, "self")
    whole = api("Orders", family.style, strategy="replace", api_id=family.base)
    assert family.ok("api", **whole)["changed"]
    assert entries(family, family.base) == ({"v2": family.child}, "self")
    quiet(family, **whole)
    quiet(family, **family.wish)
    where = {"classic": {"definition": None}, "oas": {"x-tyk-api-gateway": {"info": {"versioning": None}}}}
    family.log()
    assert "cut off the versions v2" in family.fails("api", api_id=family.base, definition=where[family.style])
    assert not family.writes()


def test_a_definition_does_not_name_versions(family):
    block = {"classic": {"definition": {"versions": {"v9": "x"}}}}
    block["oas"] = {"x-tyk-api-gateway": {"info": {"versioning": {"versions": [{"name": "v9", "id": "x"}]}}}}
    done = family.ok("api", api_id=family.base, definition=block[family.style])
    assert not done["changed"] and "option version" in family.warnings(done)[0]


def test_change_of_a_version(family):
    renamed = {**family.wish, "version": {"of": "Orders", "name": "v3", "default": True}}
    planned = family.ok("api", check=True, **renamed)
    assert not list(family.writes())
    done = family.ok("api", **renamed)
    assert done["changed"] and done["diff"] == planned["diff"] and not family.warnings(done)
    assert len(family.log()) <= 9  # two APIs are read, one is written
    assert entries(family, family.base) == ({"v3": family.child}, "v3")
    quiet(family, **renamed)
    less = {**renamed, "version": {"of": family.base, "default": False}}
    assert family.ok("api", **less)["changed"]
    assert entries(family, family.base) == ({"v3": family.child}, "self")
    assert family.read(f"/api/apis/{family.base}")["categories"] == ["shop"]
    alone = {**family.wish, "version": None}
    assert family.ok("api", **alone)["changed"]
    assert entries(family, family.base)[0] == {}
    quiet(family, **alone)


def test_a_version_moves_to_another_base(family):
    other = family.ok("api", **api("Sales", family.style))["api"]["api_id"]
    moved = {**family.wish, "version": {"of": "Sales", "name": "v2"}}
    assert family.ok("api", **moved)["changed"]
    assert entries(family, other)[0] == {"v2": family.child} and entries(family, family.base)[0] == {}
    quiet(family, **moved)
    assert family.ok("api", api_id=family.child, state="absent")["changed"]
    assert entries(family, other)[0] == {}


def test_refused_versions(family):
    sales = api("Sales", family.style)
    family.ok("api", **sales)
    third = api("Orders-3", family.style)
    family.log()
    wrong = {
        "there is no API 'Nobody'": {"of": "Nobody", "name": "v3"},
        "version.name": {"of": family.base},
        "is API " + family.child: {"of": family.base, "name": "v2"},
        "is API " + family.base: {"of": family.base, "name": "Default"},
        "is a version itself": {"of": family.child, "name": "v3"},
    }
    for said, version in wrong.items():
        assert said in family.fails("api", **third, version=version)
    assert "the API itself" in family.fails("api", **sales, version={"of": "Sales", "name": "v3"})
    assert not family.writes()


def test_versions_in_check_mode_before_there_is_a_base(tyk):
    for style in FORMATS:
        done = tyk.ok("api", check=True, **api("Orders-2", style, version={"of": "Orders", "name": "v2"}))
        assert done["changed"] and done["api"]["version"] == {"of": "Orders", "name": "v2"}


def test_old_dashboards_lose_nothing_of_a_base():
    tyk = Tyk(dashboard_version="5.8.2")
    base = tyk.ok("api", **api("Orders", "oas", categories=["shop"]))["api"]["api_id"]
    owners = {"users": ["admin@acme.example"]}
    tyk.ok("api", api_id=base, owners=owners)
    wish = api("Orders-2", "oas")
    tyk.ok("api", **wish)
    assert tyk.ok("api", **wish, version={"of": "Orders", "name": "v2"})["changed"]
    stored = tyk.read(f"/api/apis/{base}")
    assert stored["categories"] == ["shop"] and stored["user_owners"]


def test_chosen_ids_of_versions_where_tyk_makes_its_own():
    tyk = Tyk(quirks={"regenerate-api-id"})
    base = tyk.ok("api", **api("Orders", "classic"))["api"]["api_id"]
    wish = api("Orders-2", "classic", api_id="chosen", version={"of": "Orders", "name": "v2"})
    tyk.ok("api", **wish)
    assert entries(tyk, base)[0] == {"v2": "chosen"}
    quiet(tyk, **wish)


def test_classic_versions_inside_of_one_api(tyk):
    data = {"not_versioned": False, "default_version": "v1", "versions": {"v1": {"name": "v1"}, "v2": {"name": "v2"}}}
    place = {"location": "header", "key": "x-version"}
    wish = api("Orders", "classic", definition={"version_data": data, "definition": place})
    made = tyk.ok("api", **wish)
    assert made["changed"] and not tyk.warnings(made)
    quiet(tyk, **wish)
    more = {"versions": {"v3": {"name": "v3", "expires": "2036-01-01 00:00"}}}
    assert tyk.ok("api", name="Orders", definition={"version_data": more})["changed"]
    less = {"versions": {"v1": None}, "default_version": "v2"}
    assert tyk.ok("api", name="Orders", definition={"version_data": less})["changed"]
    stored = tyk.read(f"/api/apis/{made['api']['api_id']}")["api_definition"]["version_data"]
    assert sorted(stored["versions"]) == ["v2", "v3"] and stored["default_version"] == "v2"
    assert "versions v2, v3" in tyk.fails("policy", name="Gold", access_rights=[{"api": "Orders"}])


STREAM = {
    "info": {"title": "Orders", "version": "1"},
    "openapi": "3.0.3",
    "paths": {},
    "x-tyk-streaming": {"streams": {"orders": {"input": {"http_server": {}}, "output": {"drop": {}}}}},
    "x-tyk-api-gateway": {"info": {"state": {"active": True}}, "server": {"listenPath": {"value": "/orders/"}}},
}


def test_streams(tyk):
    wish = {"name": "Orders", "definition": STREAM, "categories": ["events"]}
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    assert "POST /api/apis/streams" in tyk.log()
    quiet(tyk, **wish)
    ident = made["api"]["api_id"]
    assert tyk.read(f"/api/apis/{ident}")["is_streams"]
    assert tyk.ok("api", api_id=ident, listen_path="/events/")["changed"]
    assert f"PUT /api/apis/streams/{ident}" in tyk.log()
    assert tyk.read(f"/api/apis/{ident}")["oas"]["x-tyk-streaming"] == STREAM["x-tyk-streaming"]
    assert tyk.ok("api", api_id=ident, categories=["all"])["changed"]
    assert tyk.read(f"/api/apis/{ident}")["categories"] == ["all"]
    shown = tyk.ok("api_info")["apis"][0]
    assert shown["definition"]["x-tyk-streaming"] == STREAM["x-tyk-streaming"]
    assert tyk.ok("api", api_id=ident, state="absent")["changed"]
    tyk.ok("api", **api("Orders", "oas"))
    tyk.log()
    assert "exists without x-tyk-streaming" in tyk.fails("api", **wish)
    assert not tyk.writes()


@pytest.mark.parametrize("style", FORMATS)
def test_versions_in_a_whole_configuration(tyk, style):
    apis = [
        api("Orders", style),
        *(api(f"Orders-{n}", style, version={"of": "Orders", "name": f"v{n}"}) for n in range(2, 8)),
    ]
    tyk.ok("config", config={"apis": apis}, check=True)
    assert not tyk.writes()
    made = tyk.ok("config", config={"apis": apis})
    assert not tyk.warnings(made)
    ids = {row["doc"]["api_definition"]["name"]: row["api_id"] for row in tyk.control("GET", "state")["apis"]}
    wanted = {f"v{n}": ids[f"Orders-{n}"] for n in range(2, 8)}
    assert entries(tyk, ids["Orders"]) == (wanted, "self")
    again = tyk.ok("config", config={"apis": apis})
    assert not again["changed"]
    apis[0]["target_url"] = "http://elsewhere.example"
    for entry in apis[1:]:
        entry["version"]["name"] += "a"
    apis[2]["version"]["default"] = True
    assert tyk.ok("config", config={"apis": apis})["changed"]
    assert entries(tyk, ids["Orders"]) == ({f"{name}a": ident for name, ident in wanted.items()}, "v3a")
    assert not tyk.ok("config", config={"apis": apis})["changed"]
    tyk.ok("api", api_id=ids["Orders"], name="The base of them all")
    exported = tyk.ok("config_info")["config"]
    assert exported["apis"][0]["version"]["of"] == "The base of them all"
    assert not tyk.ok("config", config=exported)["changed"]
    other = Tyk()
    assert other.ok("config", config=exported)["changed"]
    assert not other.ok("config", config=exported)["changed"]
    gone = [{"name": entry["name"], "state": "absent"} for entry in exported["apis"]]
    assert tyk.ok("config", config={"apis": gone})["changed"]
    assert not tyk.control("GET", "state")["apis"]
