# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A kind is made of parts that fit each other, and does not change."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._errors import Ambiguous
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Life,
    Part,
    Rotation,
    Route,
    Secret,
)

GOOD = {
    "name": "mug",
    "noun": "mug",
    "title": "Mugs",
    "route": Route("api/mugs"),
    "identity": Identity("id", "name", other_ids=("code",), tells_twins_apart=("colour",)),
    "options": {"name": Option("name"), "colour": Option("colour")},
}
ONLY_ONE = {"identity": Identity(name_option=""), "life": Life(("present",), single=True)}
ROTATED = {"life": Life(("present", "rotated"))}
KEY_FILE = {"key_file": {"type": "path"}}


def mug(**parts):
    """A class of mugs, which are as they should be but for these parts."""
    return type("Mug", (Kind,), {**GOOD, **parts})


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"name": ""}, "it has no name"),
        ({"noun": ""}, "it has no noun"),
        ({"title": ""}, "it has no title"),
        ({"route": None}, "it has no route"),
        ({"identity": None}, "it has no identity"),
        ({"identity": Identity("", "name")}, "it has no identity.id"),
        ({"identity": Identity("id", "")}, "it has no identity.name"),
        (
            {"identity": Identity("id", "name", id_option="mug_id")},
            "identity.id_option 'mug_id' is none of its options",
        ),
        (
            {"identity": Identity("id", "name", name_option="label")},
            "identity.name_option 'label' is none of its options",
        ),
        ({"params": {"colour": {"type": "str"}}}, "options and params both have colour"),
        ({"options": {"name": Option("name"), "size": Option()}}, "option size stands for neither or both"),
        (
            {"options": {"name": Option("name"), "size": Option("size", paths=("a",), to_tyk=lambda *args: {})}},
            "option size stands for neither or both",
        ),
        ({"options": {"name": Option("name"), "size": Option(paths=("a", "b"))}}, "option size stands for several"),
        ({"fields": Fields(parts=(Part(("lid",)),))}, "the part lid is stored in neither or both"),
        (
            {"fields": Fields(parts=(Part(("lid",), "PUT", in_others=True),))},
            "the part lid is stored in neither or both",
        ),
        ({"life": Life(immutable=True)}, "has no option recreate"),
        (ROTATED, "state: rotated and rotation go together"),
        ({"rotation": Rotation("name", "*", ("turn", "turn"), ())}, "state: rotated and rotation go together"),
        ({"secret": Secret("pin")}, "no option key_file to put it in"),
        ({"route": Route("api/mugs", selectors=("shelf",))}, "route.selectors: shelf is none of its options"),
        ({"life": Life(("present",), single=True)}, "there is exactly one, so it has no id and no name"),
        ({"identity": ONLY_ONE["identity"], "life": Life(single=True)}, "there is exactly one, so none can be absent"),
    ],
)
def test_parts_that_do_not_fit_are_refused_when_the_class_is_made(parts, fault):
    with pytest.raises(TypeError, match="^Mug: ") as refused:
        mug(**parts)
    assert fault in str(refused.value)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        ONLY_ONE,
        {"secret": Secret("pin"), "params": KEY_FILE},
        {**ROTATED, "rotation": Rotation("name", "*", ("turn", "turn"), ())},
        {"life": Life(immutable=True), "params": {"recreate": {"type": "bool"}}},
    ],
)
def test_parts_that_fit_make_a_kind(parts):
    kind = mug(**parts)()
    assert (kind.name, kind.result, kind.results) == ("mug", "mug", "mugs")


def test_an_abstract_kind_may_lack_parts():
    class Ware(Kind, abstract=True):
        noun = "ware"

    assert Ware.noun == "ware"


def test_a_kind_does_not_change():
    kind = mug()()
    with pytest.raises(AttributeError, match=r"but\(\) gives a changed one"):
        kind.noun = "cup"
    other = kind.but(noun="cup")
    assert (kind.noun, other.noun, other.route) == ("mug", "cup", kind.route)


def test_a_subclass_has_results_of_its_own_where_it_says_so():
    class Cup(mug(result="vessel")):
        pass

    class Glass(Cup):
        result, results = "glass", "glasses"

    assert (Cup.result, Cup.results) == ("vessel", "vessels")

    class Bowl(Cup):
        name = "bowl"

    assert (Glass.result, Glass.results) == ("glass", "glasses")
    assert (Bowl.result, Bowl.results) == ("bowl", "bowls")


def test_of_several_objects_none_is_guessed():
    kind, twins = mug()(), [{"id": "1", "code": "a", "colour": "red"}, {"id": "2", "colour": "blue"}]
    assert kind.only_one(twins[:1], "x") is twins[0] and kind.only_one([], "x") is None
    with pytest.raises(Ambiguous, match=r"2 mugs are called 'x' \(id 1, code a, colour red; id 2, colour blue\)"):
        kind.only_one(twins, "x")


def test_ids_names_and_organisations_are_texts_or_nothing():
    kind = mug()()
    assert (kind.id_of({"id": 5}), kind.id_of({}), kind.id_of(None)) == ("5", "", "")
    assert (kind.name_of({"name": "Blue"}), kind.name_of({"name": None})) == ("Blue", "")
    assert (kind.org_of({"org_id": ""}), kind.org_of({}), kind.org_of({"org_id": "o"})) == ("", None, "o")
    single = mug(**ONLY_ONE)()
    assert single.id_of({"id": "5"}) == single.name_of({"name": "Blue"}) == ""
