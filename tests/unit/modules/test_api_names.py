# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which classic API a name means, as categories are words at the end of names."""

from __future__ import annotations

import itertools

import pytest
from module_runner import Tyk


def api(name, path, **more):
    return {"name": name, "listen_path": f"/{path}/", "target_url": "http://x.example", **more}


ALIKE = [api("A", 1), api("A #y", 2), api("A", 3, categories=["x"]), api("A", 4, categories=["x", "z"])]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_apis_of_one_name_and_other_categories(tyk, order):
    config = {"apis": [ALIKE[index] for index in order]}
    tyk.ok("config", config=config)
    stored = {a["api_definition"]["proxy"]["listen_path"]: a for a in tyk.read("/api/apis?p=-1")["apis"]}
    names = {path: entry["api_definition"]["name"] for path, entry in stored.items()}
    assert names == {"/1/": "A", "/2/": "A #y", "/3/": "A #x", "/4/": "A #x #z"}
    assert not tyk.ok("config", config=config)["changed"]
    for wish in config["apis"]:
        assert not tyk.ok("api", **wish)["changed"]
    exported = tyk.ok("config_info", kinds=["apis"])["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    other = Tyk(seed=4)
    other.ok("config", config=exported)
    assert other.ok("config_info", kinds=["apis"])["config"] == exported


def test_one_declaration_twice(tyk):
    twice = [api("A", 1, categories=["x", "y"]), api("A", 2, categories=["y", "x"])]
    assert "declare it once" in tyk.fails("config", config={"apis": twice})
    tyk.ok("api", **twice[0])
    assert "declare it once" in tyk.fails("config", config={"apis": twice})


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_oas_apis_have_their_categories_apart(tyk, order):
    oas = [api("A", path, format="oas", categories=[path]) for path in ("x", "y")]
    classic = api("A", "z", categories=["z"])
    wishes = [[*oas, classic][index] for index in order]
    assert "declare it once" in tyk.fails("config", config={"apis": wishes})
    config = {"apis": [wish for wish in wishes if wish is not oas[1]]}
    tyk.ok("config", config=config)
    assert sorted(entry["name"] for entry in tyk.ok("api_info")["apis"]) == ["A", "A #z"]
    assert not tyk.ok("config", config=config)["changed"]


def test_other_categories_move_the_one_that_is_there(tyk):
    ident = tyk.ok("api", **api("A", 1, categories=["x"]))["api"]["api_id"]
    assert tyk.ok("api", name="A", categories=["y"])["api"]["api_id"] == ident
    assert tyk.ok("api", name="A", listen_path="/other/")["api"]["name"] == "A #y"
    tyk.ok("api", **api("A #x", 2))
    for wish in ({"name": "A"}, {"name": "A", "state": "absent"}, {"name": "A", "categories": ["z"]}):
        assert "2 APIs are called 'A'" in tyk.fails("api", **wish)
    assert tyk.ok("api", name="A", categories=["x"], state="absent")["changed"]
    assert [entry["name"] for entry in tyk.ok("api_info")["apis"]] == ["A #y"]


# Names in which Tyk finds categories elsewhere than at the end, or what looks like some.
ODD = [
    *("in #the middle", "#lead api", "a#b", "##", "# x", "#only", "#only #two", "x #", "a  #b  c  #d", "a #b#c"),
    *("tab\t#x", "in #the middle #end", "a #x #x", " #a b ", "a #\u00fc", "x #b ", "#"),
]


def made_elsewhere(tyk, *called):
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    for number, name in enumerate(called):
        proxy = {"listen_path": f"/{number}/", "target_url": "http://x.example"}
        definition = {"name": name, "api_id": f"a{number}", "active": True, "version_data": versions, "proxy": proxy}
        tyk.make("/api/apis", {"api_definition": definition})


def stored(tyk):
    return [entry["api_definition"]["name"] for entry in tyk.read("/api/apis?p=-1&sort=created_at")["apis"]]


@pytest.mark.parametrize("options", [{}, {"keep_ids": True}], ids=str)
def test_an_export_renames_nothing_wherever_a_category_stands(tyk, options):
    made_elsewhere(tyk, *ODD)
    config = tyk.ok("config_info", kinds=["apis"], **options)["config"]
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=config, strategy=strategy)["changed"]
    assert sorted(stored(tyk)) == sorted(ODD)
    other = Tyk(seed=4)
    other.ok("config", config=config)
    assert sorted(stored(other)) == sorted(ODD)
    assert not other.ok("config", config=config)["changed"]


@pytest.mark.parametrize("name", ODD)
def test_what_a_result_says_is_no_change(tyk, name):
    made_elsewhere(tyk, name)
    (shown,) = tyk.ok("api_info")["apis"]
    said = {"name": shown["name"], "categories": shown["categories"]}
    for wish in ({"name": name}, said, {**said, "api_id": "a0"}, {"api_id": "a0", "categories": shown["categories"]}):
        assert not tyk.ok("api", **wish)["changed"], wish
        assert not tyk.ok("config", config={"apis": [wish]})["changed"], wish
    over = {"config": {"apis": [said]}, "overlays": [{"apis": [{"name": name, "definition": {"tags": ["eu"]}}]}]}
    assert tyk.ok("config", **over)["changed"] and not tyk.ok("config", **over)["changed"]
    wish = {**said, "categories": [*shown["categories"], "new"]}
    assert tyk.ok("api", **wish)["changed"] and not tyk.ok("api", **wish)["changed"]
    assert {*tyk.ok("api_info")["apis"][0]["categories"]} == {*wish["categories"]}
    assert tyk.ok("api", api_id="a0", name="Other")["changed"] and not tyk.ok("api", name="Other")["changed"]
    assert stored(tyk)[0].startswith("Other")


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
@pytest.mark.parametrize("name", ["in #the middle", "#the lead", "#the", "#the #end"])
def test_a_category_within_the_name_stays_or_is_refused(tyk, name, many, strategy):
    made_elsewhere(tyk, name)
    for wish in ({"name": name}, {"api_id": "a0"}):
        wish = {**wish, "target_url": "http://x.example", "categories": ["eu"], "listen_path": "/0/"}
        for check in (True, False):
            how = {"config": {"apis": [{**wish, "strategy": strategy}]}} if many else {**wish, "strategy": strategy}
            told = tyk.fails("config" if many else "api", **how, check=check)
            assert f"categories: Tyk takes #the in the name '{name}'" in told, told
    assert stored(tyk) == [name]
