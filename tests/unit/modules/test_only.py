# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A part of a configuration: what is not meant is left alone, and counts as declared."""

from __future__ import annotations

import copy
import json

import pytest
import yaml
from certificates import pair
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", "target_url": "http://up.example/", **more}


def policy(name, *named, tags=("shop",), **more):
    return {"name": name, "access_rights": [{"api": one} for one in named], "tags": [*tags], **more}


WORLD = {
    "apis": [api("Orders", categories=["shop"]), api("Pets", categories=["zoo"])],
    "policies": [policy("Gold", "Orders"), policy("Zoo", "Pets", tags=["zoo"])],
    "keys": [{"alias": "acme", "policies": ["Gold"]}],
}


def changed(config=None, **fields):
    """The world with all of it changed."""
    config = copy.deepcopy(config or WORLD)
    for one in config["apis"]:
        one["target_url"] = "http://other.example/"
    for one in config["policies"]:
        one["rate"], one["per"] = 7, 60
    for one in config["keys"]:
        one["meta_data"] = {"team": "other"}
    return config


@pytest.fixture
def world(tyk):
    tyk.ok("config", config=WORLD)
    tyk.log()
    return tyk


def touched(result):
    return {(one["kind"], one["name"].partition(" #")[0], one["action"]) for one in result["changes"]}


MEANT = {
    "kinds": ({"kinds": ["policies"]}, {"Gold", "Zoo"}),
    "names": ({"names": ["Orders", "g*", "G*"]}, {"Orders", "Gold"}),
    "tags": ({"tags": ["zoo"]}, {"Zoo"}),
    "categories": ({"categories": ["zoo", "none"]}, {"Pets"}),
    "kinds and names": ({"kinds": ["policies", "keys"], "names": ["*o*"]}, {"Gold", "Zoo"}),
    "names and tags": ({"names": ["Gold"], "tags": ["shop", "zoo"]}, {"Gold"}),
}


def stored(world):
    """All that Tyk has, by kind and name."""
    config = world.ok("config_info", include_secrets=True, keep_ids=True)["config"]
    found = (
        (kind, str(one.get("name") or one.get("alias")), one) for kind, several in config.items() for one in several
    )
    return {(kind, name.partition(" #")[0]): one for kind, name, one in found}


@pytest.mark.parametrize("strategy", ["merge", "replace"])
@pytest.mark.parametrize("case", MEANT)
def test_what_is_not_meant_is_stored_as_before(world, case, strategy):
    only, names = MEANT[case]
    before = stored(world)
    world.ok("config", config=changed(), only=only, strategy=strategy)
    after = stored(world)
    assert before.keys() == after.keys()
    assert {name for kind, name in before if before[kind, name] != after[kind, name]} == names
    world.ok("config", config=changed(), strategy=strategy)
    whole = Tyk()
    whole.ok("config", config=WORLD)
    whole.ok("config", config=changed(), strategy=strategy)
    assert [*stored(whole)] == [*stored(world)]


def test_what_is_declared_otherwise_than_tyk_has_it_is_declared_all_the_same(world, tmp_path):
    """By what Tyk has it is meant, by what is declared it is not: so it is neither changed nor deleted."""
    (tmp_path / "all.json").write_text(json.dumps(WORLD))
    config = copy.deepcopy(WORLD)
    config["policies"][0]["tags"] = ["new"]
    config["policies"].append(policy("Shop", "Pets"))
    wish = {"config": config, "only": {"tags": ["shop"]}, "previous": [str(tmp_path)]}
    wish |= {"prune": ["policies"], "prune_all": True, "undeclared_objects": True}
    result = world.ok("config", **wish)
    assert touched(result) == {("policies", "Shop", "created")} and result["undeclared_objects"] == []
    assert not world.ok("config", **wish)["changed"]


def test_a_new_name_that_is_not_meant_is_not_there_yet(world):
    ident = next(one["policy_id"] for one in world.ok("policy_info")["policies"] if one["name"] == "Gold")
    config = copy.deepcopy(WORLD)
    config["policies"][0] = {"policy_id": ident, "name": "Platinum"}
    config["keys"] = [{"alias": "acme", "policies": ["Platinum"]}]
    told = world.fails("config", config=config, only={"kinds": ["keys"]})
    assert "there is no policy 'Platinum' yet" in told and "policies[0] declares it" in told
    config["keys"] = [{"alias": "acme", "policies": ["Gold"]}]
    assert not world.ok("config", config=config, only={"kinds": ["keys"]})["changed"]
    more = {"prune": ["policies"], "prune_all": True}
    assert not world.ok("config", config=config, only={"names": ["Gold"]}, **more)["changed"]


@pytest.mark.parametrize("case", MEANT)
@pytest.mark.parametrize("check", [True, False])
def test_only_what_is_meant_is_changed_and_told(world, case, check):
    only, names = MEANT[case]
    result = world.ok("config", config=changed(), only=only, check=check)
    assert {name for _kind, name, _action in touched(result)} == names
    assert "left alone" in result["msg"]
    assert bool(world.writes()) is not check
    rest = world.ok("config", config=changed(), check=True)
    assert {name for _kind, name, _action in touched(rest)} == {"Orders", "Pets", "Gold", "Zoo", "acme"} - (
        set() if check else names
    )
    if not check:
        assert not world.ok("config", config=changed(), only=only)["changed"]


def test_labels_that_are_not_declared_are_those_that_tyk_has(world):
    config = changed()
    for one in (*config["policies"], *config["apis"]):
        one.pop("tags" if "tags" in one else "categories")
    assert touched(world.ok("config", config=config, only={"tags": ["zoo"]})) == {("policies", "Zoo", "updated")}
    assert touched(world.ok("config", config=config, only={"categories": ["shop"]})) == {("apis", "Orders", "updated")}


def test_labels_that_are_declared_count_before_those_that_tyk_has(world):
    config = changed()
    config["policies"][0]["tags"] = ["new"]
    config["keys"] = []
    assert "none of" in world.fails("config", config=config, only={"tags": ["shop"]})
    assert touched(world.ok("config", config=config, only={"tags": ["new"]})) == {("policies", "Gold", "updated")}


def test_an_absent_one_is_meant_as_any(world):
    config = changed()
    config["keys"] = [{"alias": "acme", "state": "absent"}]
    assert touched(world.ok("config", config=config, only={"kinds": ["apis"]}, check=True)) == {
        ("apis", "Orders", "updated"),
        ("apis", "Pets", "updated"),
    }
    assert touched(world.ok("config", config=config, only={"names": ["acme"]})) == {("keys", "acme", "deleted")}


def test_an_item_that_says_only_its_id_is_known_by_the_name_that_tyk_has(world):
    ident = next(one["api_id"] for one in world.ok("api_info")["apis"] if one["name"].startswith("Pets"))
    config = {"apis": [{"api_id": ident, "target_url": "http://other.example/"}, api("Other")]}
    assert touched(world.ok("config", config=config, only={"names": ["Pets"]})) == {("apis", "Pets", "updated")}


def test_a_new_one_refers_to_what_is_there_and_not_meant(world):
    config = changed()
    config["policies"].append(policy("New", "Pets"))
    assert touched(world.ok("config", config=config, only={"names": ["New"]})) == {("policies", "New", "created")}


@pytest.mark.parametrize("check", [True, False])
def test_a_reference_to_what_is_declared_not_meant_and_not_there_names_both(world, check):
    config = changed()
    config["apis"].append(api("Fresh"))
    config["policies"].append(policy("New", "Fresh"))
    told = world.fails("config", config=config, only={"names": ["New"]}, check=check)
    assert "policies[2] (New)" in told and "apis[2] declares it" in told and "let only select it, too" in told
    assert not world.writes()
    assert touched(world.ok("config", config=config, only={"names": ["New", "Fresh"]})) == {
        ("apis", "Fresh", "created"),
        ("policies", "New", "created"),
    }


def test_a_version_needs_its_base(world):
    config = changed()
    config["apis"] += [api("Base"), api("Second", version={"of": "Base", "name": "v2"})]
    told = world.fails("config", config=config, only={"names": ["Second"]})
    assert "apis[2] declares it" in told and not world.writes()
    config["apis"][3]["version"]["of"] = "Orders"
    result = world.ok("config", config=config, only={"names": ["Second"]})
    assert touched(result) == {("apis", "Second", "created")}
    assert not world.ok("config", config=config, only={"names": ["Second"]})["changed"]


def test_what_a_plan_would_find_of_others_does_not_stop_it(world):
    config = changed()
    config["policies"][1]["access_rights"] = [{"api": "Nowhere"}]
    assert "Nowhere" in world.fails("config", config=config)
    assert touched(world.ok("config", config=config, only={"names": ["Gold"]})) == {("policies", "Gold", "updated")}


def test_what_is_no_option_of_others_does(world):
    config = changed()
    config["policies"][1]["colour"] = "red"
    assert "colour" in world.fails("config", config=config, only={"names": ["Gold"]})


EMPTY = [{}, {"kinds": []}, {"names": []}, {"tags": [""]}, {"kinds": ["apis"], "names": None}]


@pytest.mark.parametrize("only", EMPTY)
@pytest.mark.parametrize("module", ["config", "config_info"])
def test_an_empty_one_does_not_mean_everything(world, only, module):
    more = {"config": changed()} if module == "config" else {}
    told = world.fails(module, **more, only=only)
    assert "it is empty" in told and "leave" in told
    assert not world.writes()


def test_null_is_as_left_out(world):
    assert len(world.ok("config", config=changed(), only=None, check=True)["changes"]) == 5


def test_nothing_is_meant(world):
    told = world.fails("config", config=changed(), only={"names": ["Ordres"]})
    assert "none of 5 declared objects" in told and "did you mean 'Orders'?" in told
    told = world.fails("config", config=changed(), only={"kinds": ["users"]})
    assert "kinds users" in told
    assert "no kind" in world.fails("config", config=changed(), only={"kinds": ["users"], "tags": ["a"]})
    assert "value of kinds" in world.fails("config", config=changed(), only={"kinds": ["user"]})
    assert not world.writes()


def test_a_pattern_that_fits_nothing_is_told(world):
    result = world.ok("config", config=changed(), only={"names": ["Orders", "Golf"]})
    assert any("'Golf' (did you mean 'Gold'?)" in text for text in world.warnings(result))


def test_a_name_of_another_kind_is_told_as_that(world):
    told = world.fails("config", config=changed(), only={"names": ["Gold"], "kinds": ["apis"]})
    assert "('Gold' is a policy)" in told and "did you mean" not in told


def test_what_is_absent_already_stays_selected_by_labels_that_it_had(world):
    gone = {"policies": [{"name": "Tagged", "state": "absent"}]}
    world.ok("policy", name="Tagged", access_rights=[{"api": "Orders"}], tags=["t"])
    assert world.ok("config", config=gone, only={"tags": ["t"]})["changed"]
    assert not world.ok("config", config=gone, only={"tags": ["t"]})["changed"]
    assert "selected by" in world.fails("config", config=gone, only={"tags": ["t"], "names": ["Other"]})


@pytest.mark.parametrize("name", ["API [v2]", "[x]", "a*b?", "[!a]"])
def test_a_name_may_look_like_a_pattern(world, name):
    config = {"apis": [{"name": name, "listen_path": "/odd/", "target_url": "http://up.example"}]}
    assert len(world.ok("config", config=config, only={"names": [name]})["changes"]) == 1
    assert len(world.ok("config_info", only={"names": [name]})["config"]["apis"]) == 1


def test_lists_that_nobody_needs_are_not_read(world):
    world.ok("config", config=changed(), only={"kinds": ["apis"]})
    assert not [entry for entry in world.log() if "polic" in entry or "keys" in entry]


def test_prune_deletes_only_what_is_meant(world):
    config = {"apis": WORLD["apis"], "policies": [policy("Gold", "Orders")], "keys": WORLD["keys"]}
    world.ok("config", config={"policies": [policy("Stray", "Pets"), policy("Stray zoo", "Pets", tags=["zoo"])]})
    more = {"prune": ["policies"], "prune_all": True}
    assert touched(world.ok("config", config=config, only={"tags": ["zoo"]}, **more, check=True)) == {
        ("policies", "Zoo", "deleted"),
        ("policies", "Stray zoo", "deleted"),
    }
    result = world.ok("config", config=config, only={"names": ["Stray"]}, **more)
    assert touched(result) == {("policies", "Stray", "deleted")} and not world.warnings(result)
    assert not world.ok("config", config=config, only={"names": ["Stray"]}, **more)["changed"]
    assert touched(world.ok("config", config=config, only={"kinds": ["apis"]}, **more)) == set()


def test_prune_takes_what_is_declared_and_not_meant_for_declared(world):
    more = {"prune": ["policies", "apis", "keys"], "prune_all": True}
    assert touched(world.ok("config", config=WORLD, only={"names": ["Orders"]}, **more)) == set()
    assert touched(world.ok("config", config=WORLD, only={"kinds": ["policies", "apis", "keys"]}, **more)) == set()


def test_prune_leaves_what_others_are_to_refer_to(world):
    world.ok("config", config={"apis": [api("Later")]})
    config = {**WORLD, "policies": [policy("Gold", "Orders", "Later"), WORLD["policies"][1]]}
    wish = {"config": config, "only": {"kinds": ["apis"]}, "prune": ["apis"], "prune_all": True}
    result = world.ok("config", **wish)
    assert touched(result) == set()
    assert any("'Later' stays" in text for text in world.warnings(result))


def test_prune_deletes_nothing_where_others_cannot_be_compared(world):
    world.ok("config", config={"apis": [api("Stray")]})
    config = {**WORLD, "policies": [policy("Gold", "Nowhere"), WORLD["policies"][1]]}
    result = world.ok("config", config=config, only={"kinds": ["apis"]}, prune=["apis"], prune_all=True)
    assert touched(result) == set()
    assert any("'Stray' stays" in text and "Nowhere" in text for text in world.warnings(result))


def test_undeclared_objects_are_those_that_are_meant(world):
    world.ok("config", config={"policies": [policy("Stray", "Pets"), policy("Stray zoo", "Pets", tags=["zoo"])]})
    result = world.ok("config", config=WORLD, only={"names": ["S*", "Gold"]}, undeclared_objects=True)
    assert not world.warnings(result)
    assert [one["name"] for one in result["undeclared_objects"]] == ["Stray", "Stray zoo"]
    result = world.ok("config", config=WORLD, only={"tags": ["zoo"]}, undeclared_objects=True)
    assert [one["name"] for one in result["undeclared_objects"]] == ["Stray zoo"]


def test_a_path_of_what_is_not_meant_is_taken(world):
    config = changed()
    config["apis"][0]["listen_path"], config["apis"][1]["listen_path"] = "/pets/", "/orders/"
    result = world.run("config", config=config, only={"names": ["Orders"]})
    assert "Pets" in str(world.warnings(result)) and result["failed"]  # by Tyk, which need not refuse it
    assert world.ok("config", config=config, only={"kinds": ["apis"]})["changed"]


def test_an_undo_takes_back_only_what_is_meant(world, tmp_path):
    (tmp_path / "before").mkdir()
    (tmp_path / "before/all.json").write_text(json.dumps(WORLD))
    config = {
        "apis": [{"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}, WORLD["apis"][1]],
        "policies": [WORLD["policies"][0]],
    }
    wish = {"config": config, "previous": [str(tmp_path / "before")]}
    everything = touched(world.ok("config", **wish, check=True))
    assert {one[1:] for one in everything} >= {("Zoo", "deleted"), ("acme", "deleted"), ("Orders", "updated")}
    assert touched(world.ok("config", **wish, only={"kinds": ["policies"]}, check=True)) == {
        ("policies", "Zoo", "deleted")
    }
    assert touched(world.ok("config", **wish, only={"names": ["acme"]})) == {("keys", "acme", "deleted")}
    assert touched(world.ok("config", **wish, only={"names": ["Gold"]})) == set()


def test_a_plan_is_applied_with_the_same_only(world, tmp_path):
    path = str(tmp_path / "plan.json")
    world.ok("config", config=changed(), only={"names": ["Gold"]}, plan_dest=path, check=True)
    told = world.fails("config", config=changed(), plan=path)
    assert "options: only is not as it was" in told
    assert "only is not" in world.fails("config", config=changed(), only={"names": ["Zoo"]}, plan=path)
    assert not world.writes()
    assert touched(world.ok("config", config=changed(), only={"names": ["Gold"]}, plan=path)) == {
        ("policies", "Gold", "updated")
    }


def test_keys_that_only_their_ids_tell_are_not_pruned(world):
    """A list of keys may tell none from the others."""
    config = {**WORLD, "keys": [{"key_id": "my-own-key-of-22-letters", "policies": ["Gold"]}]}
    world.ok("config", config=config)
    more = {"prune": ["keys"], "prune_all": True}
    expected = touched(world.ok("config", config=config, **more, check=True))
    assert touched(world.ok("config", config=config, only={"kinds": ["keys"]}, **more, check=True)) == expected
    assert touched(world.ok("config", config=config, only={"names": ["acme"]}, **more, check=True)) == expected
    assert expected == {("keys", "acme", "deleted")}


def test_nothing_goes_where_the_token_may_not_see_all_that_is_declared(world):
    config = {**WORLD, "users": [{"email_address": "u@acme.example", "first_name": "U", "last_name": "V"}]}
    world.ok("config", config={"policies": [policy("Stray", "Pets")]})
    world.control("PUT", "faults", [{"method": "GET", "path": "/api/users", "status": 403, "times": 99}])
    wish = {"config": config, "only": {"kinds": ["policies"]}, "prune": ["policies"], "prune_all": True}
    result = world.ok("config", **wish)
    assert touched(result) == set()
    assert any("nothing of policies is deleted" in text and "403" in text for text in world.warnings(result))
    result = world.ok("config", config=config, only={"kinds": ["policies"]}, undeclared_objects=True)
    assert result["undeclared_objects"] == []
    assert any("nothing of policies is told" in text for text in world.warnings(result))


def test_what_is_not_meant_is_not_given_another_certificate(tyk):
    old, new = (dict(zip(("certificate", "private_key"), pair(name="a.example"))) for _each in range(2))
    ident = tyk.ok("certificate", **old)["certificate"]["certificate_id"]
    tyk.ok("config", config={"apis": [api("Bound", definition={"certificates": [ident]})]})
    config = {"certificates": [{**new, "replaces": ident}], "apis": [api("Bound")]}
    tyk.log()
    told = tyk.fails("config", config=config, only={"kinds": ["certificates"]})
    assert "API 'Bound'" in told and "let only select that, too" in told and not tyk.writes()
    assert tyk.ok("config", config=config, only={"kinds": ["certificates", "apis"]})["changed"]


def test_on_a_gateway():
    gate = Gate()
    config = {"apis": [api("Orders"), api("Pets")], "policies": [policy("Gold", "Orders"), policy("Zoo", "Pets")]}
    gate.ok("config", config=config)
    assert touched(gate.ok("config", config=changed({**config, "keys": []}), only={"names": ["Orders", "Zoo"]})) == {
        ("apis", "Orders", "updated"),
        ("policies", "Zoo", "updated"),
    }
    more = {"prune": ["policies"], "prune_all": True, "only": {"kinds": ["policies"]}}
    less = {**config, "policies": config["policies"][:1]}
    assert touched(gate.ok("config", config=less, **more)) == {("policies", "Zoo", "deleted")}
    assert [one["name"] for one in gate.ok("config_info", only={"names": ["Pets"]})["config"]["apis"]] == ["Pets"]


def test_a_certificate_that_is_not_meant_has_to_be_there(tyk):
    """Its ID is known before it is there, and no list is asked for it."""
    pem = dict(zip(("certificate", "private_key"), pair(name="a.example")))
    ident = tyk.ok("certificate", **pem)["certificate"]["certificate_id"]
    tyk.ok("certificate", certificate_id=ident, state="absent")
    config = {"certificates": [pem], "apis": [api("Bound", definition={"certificates": [ident]})]}
    tyk.log()
    for check in (True, False):
        told = tyk.fails("config", config=config, only={"kinds": ["apis"]}, check=check)
        assert "apis[0] (Bound)" in told and "certificates[0] declares it" in told and not tyk.writes()
    assert tyk.ok("config", config=config, only={"kinds": ["apis", "certificates"]})["changed"]
    assert not tyk.ok("config", config=config, only={"kinds": ["apis"]})["changed"]
    assert not tyk.ok("config", config=config, only={"names": ["a.example"]})["changed"]


def test_an_item_that_cannot_be_read_is_meant_if_it_may_be(world):
    config = changed()
    config["policies"][1]["definition"] = {"name": "Other"}  # which name and definition name otherwise
    assert touched(world.ok("config", config=config, only={"kinds": ["apis"]}, check=True))
    assert "name the same field" in world.fails("config", config=config, only={"names": ["Gold"]})


def test_an_undo_of_what_is_not_meant_is_nothing(world, tmp_path):
    (tmp_path / "all.json").write_text(json.dumps(WORLD))
    wish = {"config": {"apis": WORLD["apis"]}, "previous": [str(tmp_path)], "only": {"names": ["Nobody"]}}
    assert "none of 2" in world.fails("config", **wish)


EXPORTS = {
    "kinds": ({"kinds": ["policies"]}, {"policies"}, 2),
    "names": ({"names": ["Gold", "Orders"]}, {"policies", "apis"}, 2),
    "tags": ({"tags": ["zoo"]}, {"policies"}, 1),
    "categories": ({"categories": ["zoo"]}, {"apis"}, 1),
}


@pytest.mark.parametrize("case", EXPORTS)
def test_an_export_of_what_is_meant(world, case):
    only, kinds, count = EXPORTS[case]
    config = world.ok("config_info", only=only)["config"]
    assert set(config) == kinds and sum(map(len, config.values())) == count


def test_an_export_has_to_meet_both(world):
    result = world.ok("config_info", only={"names": ["Gold", "Golf"]}, name=["Zoo"])
    assert set(result["config"]) == set()
    (text,) = world.warnings(result)
    assert "'Golf' (did you mean 'Gold'?)" in text
    assert "means nothing of apis" in world.fails("config_info", only={"kinds": ["policies"]}, kinds=["apis"])


PARTS = {"only": {"only": {"names": ["Gold"]}}, "name": {"name": ["Gold"]}}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "exported"


def test_what_is_gone_stays_in_a_file_of_several_and_is_told(world, folder):
    world.ok("config_info", dest=str(folder))
    world.ok("config", config={"policies": [{"name": "Zoo", "state": "absent"}]})
    result = world.ok("config_info", dest=str(folder), only={"kinds": ["policies"]})
    assert len(yaml.safe_load((folder / "policies.yml").read_text())["policies"]) == 2
    assert any("Not part of this export: policies.Zoo (policies.yml)." in text for text in world.warnings(result))
    result = world.ok("config_info", dest=str(folder), only={"names": ["Gold"]})
    assert not any("Not part" in text for text in world.warnings(result))
    world.ok("config_info", dest=str(folder))
    assert len(yaml.safe_load((folder / "policies.yml").read_text())["policies"]) == 1


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_a_kind_leaves_the_others_in_the_file(world, folder, part):
    world.ok("config_info", dest=str(folder))
    file = folder / "policies.yml"
    before = file.read_text()
    assert not world.ok("config_info", dest=str(folder), **PARTS[part])["changed"]
    world.ok("config", config=changed(), only={"kinds": ["policies"]})
    result = world.ok("config_info", dest=str(folder), **PARTS[part])
    assert result["changed"] and result["stale"] == []
    there = {one["name"]: one for one in yaml.safe_load(file.read_text())["policies"]}
    old = {one["name"]: one for one in yaml.safe_load(before)["policies"]}
    assert there["Zoo"] == old["Zoo"] and there["Gold"]["rate"] == 7
    world.ok("config", config={"policies": [policy("Zoo 2", "Pets")]})
    world.ok("config_info", dest=str(folder), only={"names": ["Zoo 2"]})
    assert len(yaml.safe_load(file.read_text())["policies"]) == 3


def test_a_file_that_cannot_be_kept_is_not_written_over(world, folder):
    folder.mkdir()
    (folder / "policies.yml").write_text("policies: [{name: Mine")
    told = world.fails("config_info", dest=str(folder), only={"names": ["Gold"]})
    assert "policies.yml" in told and "another folder" in told
    assert "Mine" in (folder / "policies.yml").read_text()


@pytest.mark.parametrize(
    "odd", ["{rate: 010, name: Mine}", "expires: 2026-01-01", "meta_data: {1: x}", "x: !vault |\n      $ANSIBLE"]
)
def test_what_cannot_be_written_as_it_was_read_is_not_written_over(world, folder, odd):
    folder.mkdir()
    text = f"policies: [{odd}]\n" if odd.startswith("{") else f"policies:\n  - name: Mine\n    {odd}\n"
    (folder / "policies.yml").write_text(text)
    mine = None if "010" in odd or "vault" in odd else parse(str(folder / "policies.yml"))["policies"][0]
    if mine is None:
        told = world.fails("config_info", dest=str(folder), only={"names": ["Gold"]})
        assert "cannot be kept" in told or "policies.yml is there" in told
        assert "another folder" in told and (folder / "policies.yml").read_text() == text
    else:
        world.ok("config_info", dest=str(folder), only={"names": ["Gold"]})
        kept, added = parse(str(folder / "policies.yml"))["policies"]
        assert kept == mine and added["name"] == "Gold"


def test_only_files_of_what_is_meant_are_stale(world, folder):
    world.ok("config_info", dest=str(folder), layout="object")
    config = {"policies": [{"name": "Zoo", "state": "absent"}]}
    world.ok("config", config=config)
    wish = {"dest": str(folder), "layout": "object"}
    assert world.ok("config_info", only={"names": ["Gold"]}, **wish)["stale"] == []
    assert world.ok("config_info", only={"kinds": ["apis"]}, **wish)["stale"] == []
    gone = [str(folder / "policies/zoo.yml")]
    assert world.ok("config_info", only={"kinds": ["policies"]}, **wish)["stale"] == gone
    assert world.ok("config_info", only={"tags": ["zoo"]}, **wish)["stale"] == gone
    assert world.ok("config_info", **wish)["stale"] == gone
    assert world.ok("config_info", only={"names": ["Gold"]}, delete_gone=True, **wish)["deleted"] == []
    assert world.ok("config_info", only={"tags": ["zoo"]}, delete_gone=True, **wish)["deleted"] == gone


def test_a_file_of_several_is_not_lost_for_one_of_them(world, folder):
    (folder / "policies").mkdir(parents=True)
    file = folder / "policies/gold.yml"
    file.write_text("policies: [{name: Gold}, {name: Mine}]")
    world.ok("config_info", dest=str(folder), layout="object", only={"names": ["Gold"]})
    gold, mine = yaml.safe_load(file.read_text())["policies"]
    assert (gold["name"], mine) == ("Gold", {"name": "Mine"}) and gold["active"]
    assert [path.name for path in folder.rglob("*.yml")] == ["gold.yml"]
