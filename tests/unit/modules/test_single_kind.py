# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kind of which there is always exactly one is found, changed and exported without a name. It is made up here."""

from __future__ import annotations

import functools
import sys
import types

import pytest
import yaml

from ansible_collections.community.tyk.plugins import modules
from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import config_spec, info_spec
from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run, run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    KEY_FILE,
    Identity,
    Life,
    Object,
    Route,
    Secret,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

FIELD, PATH = "additional_permissions", "/api/org/permissions"
FIRST, SECOND = {"billing": "Billing"}, {"billing": "Billing", "plans": "Plans"}


class House(Kind, abstract=True):
    """What an organisation calls its own permissions."""

    name, section, noun, title, results = "house", "house", "set of house rules", "House rules", "house_rules"
    route = Route("api/org/permissions")
    identity = Identity(org="", name_option="")
    life = Life(states=("present",), single=True, exported=False)
    options = {"rooms": Option(FIELD, {"type": "dict"})}


class WithDefinition(House):
    """The object is what lies within the envelope, so that a definition is no deeper than need be."""

    options = {"rooms": Option("rooms", {"type": "dict"})}

    def decode(self, reply: Object) -> Object:
        return {"rooms": reply.get(FIELD) or {}}

    def encode(self, obj: Object) -> Object:
        return {FIELD: obj.get("rooms") or {}}


@pytest.fixture
def house(tyk, monkeypatch):
    """The emulated Dashboard, and modules for the kind."""
    kind = WithDefinition()
    monkeypatch.setitem(KINDS.loads, kind.section, lambda: kind)
    monkeypatch.setattr(KINDS, "_loaded", {**KINDS, kind.section: kind})
    for suffix, main in (("", run), ("_info", run_info)):
        module = types.ModuleType(f"{modules.__name__}.tyk_house{suffix}")
        module.main = functools.partial(main, kind)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(modules, f"tyk_house{suffix}", module, raising=False)
    return tyk


def stored(tyk):
    return tyk.read(PATH)[FIELD]


def test_it_is_changed_and_then_left_alone(house):
    planned = house.ok("house", rooms=FIRST, check=True)
    assert planned["changed"] and planned["action"] == "updated" and not house.writes()
    done = house.ok("house", rooms=FIRST)
    assert (done["action"], done["diff"]) == ("updated", planned["diff"]) and not house.warnings(done)
    assert done["house"] == {"rooms": FIRST} == {"rooms": stored(house)}
    assert done["diff"]["after_header"] == "set of house rules"
    house.log()
    again = house.ok("house", rooms=FIRST)
    assert not again["changed"] and again["action"] == "none"
    assert house.log() == [f"GET {PATH}"]


def test_it_is_written_to_the_route_of_the_collection_itself(house):
    house.ok("house", rooms=FIRST)
    assert house.writes() == [f"PUT {PATH}"]


def test_a_map_is_merged_and_null_takes_away(house):
    house.ok("house", rooms=FIRST)
    house.ok("house", rooms={"plans": "Plans"})
    assert stored(house) == SECOND
    house.ok("house", rooms={"plans": None})
    assert stored(house) == FIRST
    house.ok("house", rooms=SECOND)
    house.ok("house", rooms=FIRST, strategy="replace")
    assert stored(house) == FIRST
    house.ok("house", rooms=None)
    assert stored(house) == {}


def test_a_definition_names_its_fields(house):
    assert house.ok("house", definition={"rooms": FIRST})["changed"]
    assert not house.ok("house", definition={"rooms": FIRST})["changed"]
    assert "keep one of them" in house.fails("house", definition={"rooms": FIRST}, rooms=SECOND)


def test_it_asks_for_no_organisation_of_its_own(house):
    assert house.ok("house", rooms=FIRST, org_id=house.org)["changed"]
    assert "nothing was changed" in house.fails("house", rooms=SECOND, org_id="0" * 24)


def test_it_cannot_be_absent(house):
    assert "present" in house.fails("house", rooms=FIRST, state="absent")


def test_its_info_module_has_exactly_one(house):
    house.ok("house", rooms=FIRST)
    assert house.ok("house_info") == {**house.ok("house_info"), "changed": False, "house_rules": [{"rooms": FIRST}]}
    assert not {"", "name"} & info_spec(KINDS["house"]).keys()


def test_a_configuration_has_a_list_with_one_item_for_it(house):
    config = {"house": [{"rooms": FIRST}]}
    planned = house.ok("config", config=config, check=True)
    assert not house.writes()
    done = house.ok("config", config=config)
    assert stored(house) == FIRST and planned["diff"] == done["diff"]
    assert [(entry["name"], entry["action"], entry["status"]) for entry in done["changes"]] == [
        ("set of house rules", "updated", "done")
    ]
    assert done["summary"]["house"]["updated"] == 1
    assert not house.ok("config", config=config)["changed"]


def test_a_configuration_may_lay_something_over_it(house):
    house.ok("config", config={"house": [{"rooms": FIRST}]}, overlays=[{"house": [{"rooms": {"plans": "Plans"}}]}])
    assert stored(house) == SECOND


def test_a_configuration_with_two_items_for_it_is_refused(house):
    text = house.fails("config", config={"house": [{"rooms": FIRST}, {"rooms": SECOND}]})
    assert "house[1]" in text and "declare it once" in text and not house.writes()


def test_it_is_never_pruned(house):
    assert "house" not in config_spec(KINDS)["prune"]["choices"] and "users" in config_spec(KINDS)["prune"]["choices"]
    assert "prune" in house.fails("config", config={"house": [{"rooms": FIRST}]}, prune=["house"], prune_all=True)


def test_an_export_has_it_only_where_it_is_asked_for_by_name(house, tmp_path):
    house.ok("house", rooms=FIRST)
    house.log()
    assert "house" not in house.ok("config_info")["config"]
    assert f"GET {PATH}" not in house.log()
    for layout in ("kind", "object"):
        done = house.ok("config_info", kinds=["house"], dest=str(tmp_path / layout), layout=layout)
        file = tmp_path / layout / ("house.yml" if layout == "kind" else "house/house.yml")
        assert done["files"] == [str(file)] and yaml.safe_load(file.read_text()) == {"house": [{"rooms": FIRST}]}
        assert not house.ok("config", src=[str(tmp_path / layout)])["changed"]


def test_an_export_that_may_not_read_it_warns_and_goes_on(house):
    house.ok("webhook", name="Alarm", target_path="http://alarm.example/")
    token = house.user("reader@acme.example", house.org, {"hooks": "read"})
    done = house.ok("config_info", kinds=["webhooks", "house"], token=token)
    assert list(done["config"]) == ["webhooks"]
    assert len(house.warnings(done)) == 1 and "house is left out" in house.warnings(done)[0]
    assert not house.warnings(house.ok("config_info", kinds=["webhooks"], token=token))


def test_an_export_that_may_not_read_another_kind_fails(house):
    token = house.user("reader@acme.example", house.org, {"hooks": "read"})
    assert "403" in house.fails("config_info", kinds=["webhooks", "policies"], token=token)


def test_a_declared_one_that_may_not_be_read_is_a_failure(house):
    token = house.user("reader@acme.example", house.org, {"hooks": "read"})
    for kind, task in (("config", {"config": {"house": [{"rooms": FIRST}]}}), ("house", {"rooms": FIRST})):
        assert "403" in house.fails(kind, **task, token=token)


def test_one_that_this_tyk_does_not_have_is_not_made(house, monkeypatch):
    monkeypatch.setattr(type(KINDS["house"]), "route", Route("api/hooks/none"))
    for kind, task in (("house", {"rooms": FIRST}), ("config", {"config": {"house": [{"rooms": FIRST}]}})):
        assert "Tyk does not know of the set of house rules" in house.fails(kind, **task)
    assert not house.writes()
    assert house.ok("house_info")["house_rules"] == []


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"identity": Identity("id", org="", name_option="")}, "no id and no name"),
        ({"identity": Identity(org="")}, "no option names it"),
        ({"life": Life(single=True)}, "absent"),
        ({"life": Life(("present",), single=True, merges=False)}, "can be changed"),
        ({"secret": Secret("token"), "params": KEY_FILE}, "generates no secret"),
        ({"route": Route("api/org/permissions", selectors=("rooms",))}, "below no other"),
    ],
)
def test_parts_that_do_not_fit_it_are_refused(parts, says):
    with pytest.raises(TypeError, match=says):
        type("Wrong", (House,), parts)
