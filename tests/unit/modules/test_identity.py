# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A name matches names only, an id ids only: everywhere, for every kind, on both platforms."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UP = {"target_url": "http://up.example/"}
LOGIN = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}
BASE = {"name": "Base", "listen_path": "/base/", **UP, "definition": LOGIN}
RIGHTS = {"access_rights": [{"api": "Base"}]}


def api(ident, name):
    return {"api_id": ident, "name": name, "listen_path": f"/{ident}/", **UP, "definition": LOGIN}


# kind -> (the rest of an object with this id and this name, what changes it, where that is in the result)
MADE = {
    "api": (api, {"target_url": "http://new.example/"}),
    "api in OAS form": (
        lambda ident, name: {**api(ident, name), "format": "oas", "definition": {}},
        {"target_url": "http://n.example/"},
    ),
    "mcp_proxy": (lambda ident, name: {**api(ident, name), "definition": {}}, {"target_url": "http://n.example/"}),
    "policy": (lambda ident, name: {"policy_id": ident, "name": name, **RIGHTS}, {"rate": 7, "per": 1}),
    "oauth_client": (
        lambda ident, name: {
            "api": "Base",
            "client_id": ident,
            "client_name": name,
            "redirect_uri": "http://a.example",
        },
        {"redirect_uri": "http://b.example", "recreate": True},
    ),
    "webhook": (
        lambda ident, name: {"webhook_id": ident, "name": name, "target_path": "http://a.example/"},
        {"target_path": "http://b.example/"},
    ),
    "asset": (
        lambda ident, name: {"asset_id": ident, "name": name, "data": {"openapi": "3.0.3"}},
        {"description": "changed"},
    ),
    "client_idp": (
        lambda ident, name: {"client_idp_id": ident, "name": name, "jwks_uri": "http://a.example/"},
        {"issuer": "http://b.example/"},
    ),
    "identity_profile": (
        lambda ident, name: {
            "profile_id": ident,
            "name": name,
            "action_type": "GenerateOrLoginUserProfile",
            "type": "redirect",
            "provider_name": "SAMLProvider",
        },
        {"return_url": "http://b.example/"},
    ),
}
# Nobody chooses the ids of these, or no option names them otherwise.
NEVER_CHOSEN = {"user", "user_group", "certificate", "key"}
CASES = [(platform, style) for style in MADE for platform in (Tyk, Gate)]
# A Gateway's OAuth clients have no name beside their id.
ON_BOTH = {kind.name for kind in ON_GATEWAY.values()} - {"oauth_client"}
CASES = [(platform, style) for platform, style in CASES if platform is Tyk or style.split()[0] in ON_BOTH]


def test_the_table_knows_every_kind_whose_ids_people_choose():
    chosen = {kind.name for kind in KINDS.values() if kind.identity.id_option and kind.identity.name_option}
    assert {style.split()[0] for style in MADE} == chosen - NEVER_CHOSEN


class Pair:
    """Two objects: the first has the name of the second for its id."""

    def __init__(self, platform, style):
        self.tyk, self.style, self.kind = platform(), style, style.split()[0]
        make, self.change = MADE[style]
        options = next(kind for kind in KINDS.values() if kind.name == self.kind)
        self.ident, self.name = options.identity.id_option, options.identity.name_option
        self.section, self.results, self.noun = options.section, options.results, options.noun
        self.tyk.ok("api", **BASE)
        self.items = [make("shared", "first"), make("other", "shared")]
        for item in self.items:
            self.tyk.ok(self.kind, **item)
        self.home = {"api": "Base"} if self.kind == "oauth_client" else {}

    def by(self, **said):
        return {**self.home, **{getattr(self, what): value for what, value in said.items()}}

    def left(self):
        """Id and name of what is there."""
        found = self.tyk.ok(f"{self.kind}_info", **self.home)[self.results]
        return {(obj[self.ident], obj[self.name]) for obj in found} - {(obj[self.ident], "Base") for obj in found}


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0].__name__}-{case[1]}")
def pair(request):
    return Pair(*request.param)


FIRST, SECOND = ("shared", "first"), ("other", "shared")


def test_the_name_is_the_name(pair):
    changed = pair.tyk.ok(pair.kind, **pair.by(name="shared"), **pair.change)
    assert changed["changed"] and changed[pair.kind][pair.ident] == "other"
    assert pair.left() == {FIRST, SECOND}
    assert not pair.tyk.ok(pair.kind, **pair.items[0])["changed"], "the other one is as it was"


def test_deleting_by_name_deletes_what_has_that_name(pair):
    assert pair.tyk.ok(pair.kind, **pair.by(name="shared"), state="absent")["changed"]
    assert pair.left() == {FIRST}
    assert not pair.tyk.ok(pair.kind, **pair.by(name="shared"), state="absent")["changed"]
    assert pair.left() == {FIRST}


def test_deleting_by_id_deletes_what_has_that_id(pair):
    assert not pair.tyk.ok(pair.kind, **pair.by(ident="first"), state="absent")["changed"]
    assert pair.left() == {FIRST, SECOND}
    assert pair.tyk.ok(pair.kind, **pair.by(ident="shared"), state="absent")["changed"]
    assert pair.left() == {SECOND}
    assert not pair.tyk.ok(pair.kind, **pair.by(ident="shared"), state="absent")["changed"]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(("what", "value", "other"), [("ident", "first", "name"), ("name", "other", "ident")])
def test_deleting_by_what_is_the_other_of_the_two_is_told(pair, what, value, other, many):
    task = {**pair.by(**{what: value}), "state": "absent"}
    for check in (True, False):
        how = (pair.kind, task) if not many else ("config", {"config": {pair.section: [task]}})
        done = pair.tyk.ok(how[0], check=check, **how[1])
        (told,) = pair.tyk.warnings(done)
        assert not done["changed"] and getattr(pair, what) in told and f"name it with {getattr(pair, other)}" in told
        assert repr(value) in told
    assert pair.left() == {FIRST, SECOND}
    quiet = pair.tyk.ok(pair.kind, **pair.by(**{what: "of nothing"}), state="absent")
    assert not quiet["changed"] and not pair.tyk.warnings(quiet)


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("user_group", {"name": "Team", "user_permissions": {"apis": "read"}}),
        ("key", {"alias": "Team", "access_rights": [{"api": "Base"}]}),
    ],
)
def test_so_it_is_where_tyk_gives_the_ids(tyk, kind, make):
    tyk.ok("api", **BASE)
    tyk.ok(kind, **make)
    known = next(known for known in KINDS.values() if known.name == kind).identity
    item = {known.id_option: "Team", "state": "absent"}
    done = tyk.ok("config", config={f"{kind}s": [item]})
    assert not done["changed"] and f"name it with {known.name_option}" in tyk.warnings(done)[0]


def test_information_by_name_and_by_id(pair):
    found = pair.tyk.ok(f"{pair.kind}_info", **pair.by(name="shared"))[pair.results]
    assert [obj[pair.ident] for obj in found] == ["other"]
    found = pair.tyk.ok(f"{pair.kind}_info", **pair.by(ident="shared"))[pair.results]
    assert [obj[pair.name] for obj in found] == ["first"]


@pytest.mark.parametrize("order", [1, -1])
def test_both_in_one_configuration(pair, order):
    config = {"apis": [BASE], pair.section: [{**pair.home, **item} for item in pair.items[::order]]}
    config["apis"] = [BASE, *pair.items] if pair.section == "apis" else [BASE]
    assert not pair.tyk.ok("config", config=config)["changed"]
    exported = pair.tyk.ok("config_info", kinds=[pair.section, "apis"])["config"]
    assert not pair.tyk.ok("config", config=exported)["changed"]
    alone = {pair.section: [pair.by(name="shared")]}
    pruned = pair.tyk.ok("config", config=alone, prune=[pair.section], prune_scope={"name_prefix": "fir"})
    assert pruned["changed"] and pair.left() == {SECOND}


REFERENCES = {
    "policy to API": ("policy", lambda who: {"name": "P", "access_rights": [{"api": who}]}, "api"),
    "key to API": ("key", lambda who: {"alias": "k", "access_rights": [{"api": who}]}, "api"),
    "key to policy": ("key", lambda who: {"alias": "k", "policies": [who]}, "policy"),
    "OAuth client to API": ("oauth_client", lambda who: {"api": who, "client_id": "c"}, "api"),
    "OAuth client to policy": ("oauth_client", lambda who: {"api": "Base", "client_id": "c", "policy": who}, "policy"),
    "version to base": (
        "api",
        lambda who: {"name": "V", "listen_path": "/v/", **UP, "version": {"of": who, "name": "v2"}},
        "api",
    ),
    "API to policy": (
        "api",
        lambda who: {"name": "J", "listen_path": "/j/", **UP, "definition": {"jwt_default_policies": [who]}},
        "policy",
    ),
}


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_that_may_be_either_is_refused(platform, reference):
    kind, item, other = REFERENCES[reference]
    pair = Pair(platform, other)
    named = {"key_id": "key-one"} if platform is Gate and kind == "key" else {}
    for check in (True, False):
        told = pair.tyk.fails(kind, **named, **item("shared"), check=check)
        assert "'shared' is the id of the" in told and "'first'" in told and "other" in told, told
    section = next(known.section for known in KINDS.values() if known.name == kind)
    assert "'shared' is the id of the" in pair.tyk.fails("config", config={section: [{**named, **item("shared")}]})
    assert pair.left() == {FIRST, SECOND}
    pair.tyk.ok(kind, **named, **item("first"))


# Two declarations of which one names an object by a name that the other gives or takes away, and what there is before.
MOVES = {
    "a new object by its name, and one of that name by its id": ([], [("", "Z"), ("zid", "Z")]),
    "one that is there, and a new one of its name": ([("a1", "Z")], [("", "Z"), ("zid", "Z")]),
    "one that another declaration renames": ([("a1", "Old")], [("a1", "New"), ("", "Old")]),
    "one that is renamed into the name of another": ([("a1", "Old"), ("b1", "New")], [("a1", "New"), ("", "New")]),
}


REFUSED = ("the name alone does not tell which one", "declare it once", "s are called '")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("case", MOVES)
@pytest.mark.parametrize(("platform", "style"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_names_that_move_within_one_configuration(platform, style, case, order):
    before, declared = MOVES[case]
    tyk, kind, make = platform(), style.split()[0], MADE[style][0]
    known = next(one for one in KINDS.values() if one.name == kind)
    tyk.ok("api", **BASE)
    for ident, name in before:
        tyk.ok(kind, **make(ident, name))
    items = []
    for ident, name in declared:
        item = {**make(ident or "unnamed", name), **({"recreate": True} if kind == "oauth_client" else {})}
        items.append(item if ident else {key: value for key, value in item.items() if key != known.identity.id_option})
    was = tyk.ok(f"{kind}_info", **({"api": "Base"} if kind == "oauth_client" else {}))[known.results]
    for check in (True, False):
        told = tyk.fails("config", config={known.section: items[::order]}, check=check)
        assert any(text in told for text in REFUSED), told
    assert tyk.ok(f"{kind}_info", **({"api": "Base"} if kind == "oauth_client" else {}))[known.results] == was


@pytest.mark.parametrize("order", [1, -1])
def test_names_that_swap_between_declared_ids(tyk, order):
    for ident, name in (("a1", "A"), ("b1", "B")):
        tyk.ok("api", **api(ident, name))
    wish = {"apis": [{**api("a1", "B")}, {**api("b1", "A")}][::order]}
    assert tyk.ok("config", config=wish)["changed"]
    assert {(one["api_id"], one["name"]) for one in tyk.ok("api_info")["apis"]} == {("a1", "B"), ("b1", "A")}
    assert not tyk.ok("config", config=wish)["changed"]


def test_twins_with_ids_of_their_own_are_nobody_elses_fault(tyk):
    wish = {"apis": [api("aaaa1", "T"), api("aaaa2", "T")]}
    made = tyk.ok("config", config=wish)
    assert not tyk.warnings(made) and not tyk.ok("config", config=wish)["changed"]


@pytest.mark.parametrize("many", [False, True])
def test_an_unknown_id_beside_a_known_name_is_told(pair, many):
    new = MADE[pair.style][0]("of-nothing", "first")
    # A policy's name is unique in Tyk, which refuses a second one of it.
    for check in (True,) if pair.kind == "policy" else (True, False):
        how = ("config", {"config": {pair.section: [{**pair.home, **new}]}}) if many else (pair.kind, new)
        result = pair.tyk.ok(how[0], **how[1], check=check)
        assert len(pair.tyk.warnings(result)) == 1, pair.tyk.warnings(result)
        (told,) = pair.tyk.warnings(result)
        assert f"{pair.ident}: there is no" in told and "'first'" in told and "shared" in told, told
        assert result["changed"]
    if pair.kind != "policy":
        assert pair.left() == {FIRST, SECOND, ("of-nothing", "first")}
        assert not many or result["changes"][0]["id"] not in ("shared", "other")


@pytest.mark.parametrize("many", [False, True])
def test_where_something_is_missing_an_unknown_id_is_told_first(pair, many):
    if pair.kind == "oauth_client":
        return  # it needs nothing
    short = {pair.ident: "of-nothing", pair.name: "first"}
    short.update({"access_rights": []} if pair.kind == "policy" else {})
    item = {"config": {pair.section: [short]}} if many else short
    for check in (True, False):
        told = pair.tyk.fails("config" if many else pair.kind, **item, check=check)
        assert f"there is no {pair.noun} with the {pair.ident} 'of-nothing' ({pair.noun} 'first' is there: " in told
        assert "shared" in told and pair.left() == {FIRST, SECOND}
