# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every brake of prune for every kind of object. The options themselves say which rows the tables must have."""

from __future__ import annotations

import itertools

import pytest
from prunable_items import BASE, ITEMS, PRUNABLE, SPEC, STYLES, called

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

SCOPES = SPEC["prune_scope"]["options"]

# What tells that an item is to go: the least that names it.
NAMED = {
    "users": lambda item: {"email_address": item["email_address"]},
    "certificates": lambda item: item,
    "keys": lambda item: {"alias": item["alias"]},
    "oauth_clients": lambda item: {"api": item["api"], "client_id": item["client_id"]},
}

# scope -> kind -> what an object inside of the scope is labelled with, and some that are nearly inside.
TAG = ("eu", {"tags": ["x", "eu"]}, [{}, {"tags": []}, {"tags": ["europe"]}, {"tags": ["e", "u", "EU"]}])
META = (
    {"by": "ci", "team": "shop"},
    {"meta_data": {"team": "shop", "by": "ci", "more": "x"}},
    [{}, {"meta_data": {"by": "ci"}}, {"meta_data": {"team": "shop"}}, {"meta_data": {"by": "ci", "team": "shops"}}],
)
CATEGORY = ("a", {"categories": ["b", "a"]}, [{}, {"categories": ["ab"]}, {"categories": ["ba", "A"]}])
MARKS = ("shop", {"mark": "shop"}, [{}, {"mark": "shops"}, {"mark": "Shop"}, {"mark": "bank"}])


def marks(kind):
    """The same where the mark is in metadata."""
    way = f"ansible_{kind}_owner"
    elsewhere = [{"meta_data": {"ansible_owner": "shop"}}, {"meta_data": {"owner": "shop"}}]
    inside, near = ({"meta_data": {way: name}} for name in ("shop", "shops"))
    return "shop", inside, [{}, near, *elsewhere]


LABELS = {
    "tag": {"apis": TAG, "policies": TAG, "keys": TAG},
    "category": {"apis": CATEGORY},
    "meta_data": {"policies": META, "keys": META, "oauth_clients": META},
    "owner": {
        "apis": MARKS,
        "mcp_proxies": MARKS,
        "policies": marks("policy"),
        "keys": marks("key"),
        "oauth_clients": marks("oauth_client"),
    },
}
NAMELESS = {"certificates"}  # no option names them
TABLE = {kind: [scope for scope in LABELS if kind in LABELS[scope]] for kind in PRUNABLE}
for kind in set(PRUNABLE) - NAMELESS:
    TABLE[kind].append("name_prefix")
# The one cell that is missing: the emulator does not show the gateway tags of an OAS API in the list of APIs.
UNKNOWN = ("apis in OAS form", "tag")
HAVE = [(style, scope) for style in STYLES for scope in TABLE[style.split()[0]] if (style, scope) != UNKNOWN]
HAVE_NOT = [(kind, scope) for kind in PRUNABLE for scope in SCOPES if scope not in TABLE[kind]]

ROWS = {
    "user_groups": "usergroups",
    "users": "users",
    "certificates": "certs",
    "webhooks": "hooks",
    "assets": "assets",
    "apis": "apis",
    "mcp_proxies": "apis",
    "policies": "policies",
    "keys": "keys",
    "oauth_clients": "clients",
    "client_idps": "client_idps",
    "identity_profiles": "tib_profiles",
}
# Kinds that prune_all can take: nobody else makes any.
OURS = [kind for kind in PRUNABLE if not KINDS[kind].life.shared_with]


def test_the_tables_know_every_kind_and_every_scope():
    assert set(ITEMS) == set(ROWS) == set(PRUNABLE)
    assert {*LABELS, "name_prefix"} == set(SCOPES)


def title(obj):
    """The name of a row of the emulator, without what Tyk adds to it."""
    obj = obj.get("doc") or obj.get("session") or obj
    inner = obj.get("api_definition") or obj
    fields = ("alias", "email_address", "client_name", "name", "Name")
    named = next(inner[field] for field in fields if inner.get(field))
    return named.partition(" #")[0].partition("@")[0]


def there(tyk, kind):
    """The names of the objects of a kind that are there, but for those that every test has."""
    rows = tyk.control("GET", "state")[ROWS[kind]]
    if kind == "certificates":
        names = {tyk.certificates[row["id"]] for row in rows}
    else:
        names = {title(row) for row in rows}
    return names - ({"Base"} if kind == "apis" else {"admin"})


def fill(tyk, style, labelled):
    """Make objects, by name and labels; what declares each."""
    kind = style.split()[0]
    items = {name: STYLES[style](called(name, kind), **labels) for name, labels in labelled.items()}
    needed = {"apis": [BASE]} if kind != "apis" and kind in ("policies", "keys", "oauth_clients") else {}
    made = tyk.ok("config", config={**needed, kind: list(items.values())})
    tyk.certificates = {change["id"]: change["name"] for change in made["changes"] if change["kind"] == "certificates"}
    tyk.log()
    return items


def pruning(tyk, kind, kept, **options):
    """What a prune is asked for that keeps one object; in a world without the own user in its way."""
    protected = {"users": ["admin@acme.example"], **options.pop("protected", {})}
    return {"config": {kind: [kept]}, "prune": [kind], "protected": protected, **options}


def pruned(tyk, kind, wish):
    """What goes, by name, as a plan and a run tell it; the run has to do just that, and nothing when it runs again."""
    before = there(tyk, kind)
    planned = tyk.ok("config", **wish, check=True)["changes"]
    assert not tyk.writes() and {change["action"] for change in planned} <= {"deleted"}
    gone = {change["name"].partition(" #")[0].partition("@")[0]: change for change in planned}
    assert len(gone) == len(planned)
    done = tyk.ok("config", **wish)["changes"]
    assert [{**change, "status": "planned"} for change in done] == planned
    assert there(tyk, kind) == before - gone.keys()
    assert not tyk.ok("config", **wish)["changed"]
    return gone


def inside_and_nearly(kind, scope):
    """A value of the scope, the labels or the name of an object within it, and some that are nearly so."""
    if scope == "name_prefix":
        other_case = [] if kind == "users" else [("In-side", {})]  # Tyk keeps addresses in lower case
        return "in-", ("in-side", {}), [("an-in-side", {}), ("in", {}), ("in_side", {}), *other_case]
    value, labels, nearly = LABELS[scope][kind]
    return value, ("inside", labels), [(f"near{number}", near) for number, near in enumerate(nearly)]


@pytest.mark.parametrize(("style", "scope"), HAVE)
def test_prune_deletes_what_is_in_its_scope_and_nothing_that_nearly_is(tyk, style, scope):
    kind = style.split()[0]
    value, inside, nearly = inside_and_nearly(kind, scope)
    items = fill(tyk, style, dict([("kept", {}), inside, *nearly]))
    wish = pruning(tyk, kind, items["kept"], prune_scope={scope: value})
    gone = pruned(tyk, kind, wish)
    assert set(gone) == {inside[0]}
    assert gone[inside[0]]["why"].startswith(f"not declared, and in prune_scope ({scope} ")


@pytest.mark.parametrize(("kind", "scope"), HAVE_NOT)
def test_a_scope_that_a_kind_does_not_have_is_refused(tyk, kind, scope):
    items = fill(tyk, kind, {"kept": {}, "other": {}})
    value = {"by": "ci"} if SCOPES[scope]["type"] == "dict" else "x"
    text = tyk.fails("config", **pruning(tyk, kind, items["kept"], prune_scope={scope: value}))
    assert f"prune_scope.{scope}: {kind} have none" in text
    assert not tyk.writes()


def test_an_object_has_to_meet_all_that_the_scope_names(tyk):
    labels = {"in name only": {}, "in both": {"tags": ["eu"]}, "kept": {"tags": ["eu"]}, "tag only": {"tags": ["eu"]}}
    items = fill(tyk, "policies", labels)
    wish = pruning(tyk, "policies", items["kept"], prune_scope={"tag": "eu", "name_prefix": "in "})
    gone = pruned(tyk, "policies", wish)
    assert {name: change["why"] for name, change in gone.items()} == {
        "in both": "not declared, and in prune_scope (tag eu; name_prefix in )"
    }


@pytest.mark.parametrize("kind", PRUNABLE)
@pytest.mark.parametrize("scope", [None, *({name: {} if SCOPES[name]["type"] == "dict" else ""} for name in SCOPES)])
def test_an_empty_scope_matches_nothing(tyk, kind, scope):
    items = fill(tyk, kind, {"kept": {}, "other": {}})
    text = tyk.fails("config", **pruning(tyk, kind, items["kept"], prune_scope=scope))
    assert "say which objects may be deleted" in text
    assert not tyk.writes()


@pytest.mark.parametrize("scope", SCOPES)
def test_prune_all_and_a_scope_contradict_each_other(tyk, scope):
    kind = next(kind for kind in PRUNABLE if scope in TABLE[kind])
    value, _inside, _nearly = inside_and_nearly(kind, scope)
    items = fill(tyk, kind, {"kept": {}, "other": {}})
    wish = pruning(tyk, kind, items["kept"], prune_all=True, prune_scope={scope: value})
    assert "contradict each other" in tyk.fails("config", **wish)
    assert not tyk.writes()


@pytest.mark.parametrize("kind", PRUNABLE)
def test_a_kind_of_which_only_absent_objects_are_declared_is_not_pruned(tyk, kind):
    items = fill(tyk, kind, {"kept": {}, "going": {}, "gone-too": {}})
    going = NAMED.get(kind, lambda item: {"name": item["name"]})(items["going"])
    for absent in ([{**going, "state": "absent"}], []):
        other = {
            "webhooks" if kind == "assets" else "assets": [ITEMS["webhooks" if kind == "assets" else "assets"]("x")]
        }
        wish = {**pruning(tyk, kind, None, prune_all=True), "config": {**other, kind: absent}}
        assert f"prune: no {kind} are declared" in tyk.fails("config", **wish)
        assert not tyk.writes()


@pytest.mark.parametrize("kind", OURS)
def test_prune_all_deletes_what_is_not_declared_and_keeps_the_rest(tyk, kind):
    items = fill(tyk, kind, {"kept": {}, "one": {}, "two": {}})
    gone = pruned(tyk, kind, pruning(tyk, kind, items["kept"], prune_all=True))
    assert {name: change["why"] for name, change in gone.items()} == dict.fromkeys(
        ("one", "two"), "not declared, and prune_all is set"
    )


@pytest.mark.parametrize("kind", set(PRUNABLE) - {*OURS})
def test_kinds_of_which_others_make_some_are_refused_with_prune_all(tyk, kind):
    items = fill(tyk, kind, {"kept": {}, "one": {}})
    for check in (True, False):
        text = tyk.fails("config", **pruning(tyk, kind, items["kept"], prune_all=True), check=check)
        assert f"prune_all: {kind} can be those of {KINDS[kind].life.shared_with}" in text
    assert not tyk.writes()


@pytest.mark.parametrize("kind", PRUNABLE)
def test_a_kind_that_prune_does_not_name_is_left_alone(tyk, kind):
    items = fill(tyk, kind, {"kept": {}, "one": {}})
    other = next(name for name in PRUNABLE if name not in (kind, "apis"))
    wish = {"config": {kind: [items["kept"]], other: [ITEMS[other](called("x", other))]}, "prune": [other]}
    tyk.ok("config", **wish, prune_all=True)
    assert there(tyk, kind) >= {"kept", "one"}


# Beside the id in the list of changes: where the emulator's rows have other ids that people may use.
OTHER_IDS = {
    "certificates": lambda row: row["id"][-64:],
    "policies": lambda row: row["doc"]["_id"],
    "assets": lambda row: row["doc"]["id"],
}


PROTECTED = [*itertools.product(OURS, ("name", "id")), *((kind, "other id") for kind in OTHER_IDS)]


@pytest.mark.parametrize(("kind", "by"), PROTECTED)
def test_what_is_protected_stays(tyk, kind, by):
    items = fill(tyk, kind, {"kept": {}, "safe": {}, "other": {}})
    wish = pruning(tyk, kind, items["kept"], prune_all=True)
    ids = {change["name"].partition("@")[0]: change["id"] for change in tyk.ok("config", **wish, check=True)["changes"]}
    assert set(ids) == {"safe", "other"} and all(ids.values())
    value = called("safe", kind) if by == "name" else ids["safe"]
    if by == "other id":
        (row,) = [row for row in tyk.control("GET", "state")[ROWS[kind]] if ids["safe"] in str(row)]
        value = OTHER_IDS[kind](row)
        assert value
    wish["protected"] = {**wish["protected"], kind: [*wish["protected"].get(kind, ()), value]}
    gone = pruned(tyk, kind, wish)
    assert {name: change["id"] for name, change in gone.items()} == {"other": ids["other"]}


def test_protected_is_one_kind_s_own(tyk):
    """A name that is protected among policies protects no webhook of that name."""
    items = fill(tyk, "webhooks", {"kept": {}, "same": {}})
    tyk.ok("config", **pruning(tyk, "webhooks", items["kept"], prune_all=True, protected={"policies": ["same"]}))
    assert there(tyk, "webhooks") == {"kept"}


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("most", [0, 1, 2])
def test_where_more_than_prune_max_would_go_nothing_is_written(tyk, kind, most):
    items = fill(tyk, kind, {"kept": {}, "one": {}, "two": {}, "three": {}})
    wish = pruning(tyk, kind, items["kept"], prune_all=True, prune_max=most)
    assert f"would delete 3 objects, and prune_max is {most}" in tyk.fails("config", **wish)
    planned = tyk.ok("config", **wish, check=True)
    assert [change["action"] for change in planned["changes"]].count("deleted") == 3
    assert any("Without check mode this is refused" in text for text in tyk.warnings(planned))
    assert not tyk.writes() and there(tyk, kind) == {"kept", "one", "two", "three"}


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.parametrize("most", [3, 4])
def test_as_many_as_prune_max_go(tyk, kind, most):
    items = fill(tyk, kind, {"kept": {}, "one": {}, "two": {}, "three": {}})
    wish = pruning(tyk, kind, items["kept"], prune_all=True, prune_max=most)
    assert set(pruned(tyk, kind, wish)) == {"one", "two", "three"}


@pytest.mark.parametrize("count", [SPEC["prune_max"]["default"], SPEC["prune_max"]["default"] + 1])
def test_prune_max_has_a_default(tyk, count):
    items = fill(tyk, "webhooks", {"kept": {}, **{f"n{number}": {} for number in range(count)}})
    result = tyk.run("config", **pruning(tyk, "webhooks", items["kept"], prune_all=True))
    assert bool(result.get("failed")) is (count > 10)
    assert len(there(tyk, "webhooks")) == (12 if count > 10 else 1)


def test_prune_max_counts_all_kinds_together_and_no_delete_that_is_declared(tyk):
    hooks = fill(tyk, "webhooks", {"kept": {}, "one": {}, "going": {}})
    assets = fill(tyk, "assets", {"kept": {}, "two": {}})
    declared = {"webhooks": [hooks["kept"], {"name": "going", "state": "absent"}], "assets": [assets["kept"]]}
    wish = {"config": declared, "prune": ["webhooks", "assets"], "prune_all": True}
    text = tyk.fails("config", **wish, prune_max=1)
    assert "would delete 2 objects" in text and "webhooks: one" in text and "assets: two" in text
    assert len(tyk.ok("config", **wish, prune_max=2)["changes"]) == 3


def test_prune_max_of_nothing_refuses_nothing_where_nothing_is_to_go(tyk):
    items = fill(tyk, "webhooks", {"kept": {}})
    assert not tyk.ok("config", **pruning(tyk, "webhooks", items["kept"], prune_all=True, prune_max=0))["changed"]


@pytest.mark.parametrize("kind", PRUNABLE)
def test_protected_takes_every_kind_and_no_other(tyk, kind):
    items = fill(tyk, "webhooks", {"kept": {}})
    tyk.ok("config", **pruning(tyk, "webhooks", items["kept"], prune_all=True, protected={kind: ["x"]}))
    text = tyk.fails("config", **pruning(tyk, "webhooks", items["kept"], prune_all=True, protected={kind[:-1]: ["x"]}))
    assert f"protected: {kind[:-1]}: no such kind" in text


def test_a_misspelt_kind_in_protected_is_told_without_prune_too(tyk):
    text = tyk.fails("config", config={"webhooks": [ITEMS["webhooks"]("x")]}, protected={"hooks": ["x"]})
    assert "protected: hooks: no such kind" in text
    assert not tyk.writes()


# An object that names another: (kind of the other, how the item names it).
REFER = {
    "policies to apis": ("apis", "policies", {"access_rights": [{"api": "other"}]}),
    "keys to apis": ("apis", "keys", {"access_rights": [{"api": "other"}]}),
    "keys to policies": ("policies", "keys", {"access_rights": ..., "policies": ["other"]}),
    "keys to certificates": ("certificates", "keys", {"certificate": "other"}),
    "oauth_clients to policies": ("policies", "oauth_clients", {"policy": "other"}),
    "oauth_clients to apis": ("apis", "oauth_clients", {"api": "other", "client_id": "x"}),
    "users to user_groups": ("user_groups", "users", {"group": "other"}),
    "apis to webhooks": ("webhooks", "apis", {"webhooks": [{"event": "AuthFailure", "webhook": "other"}]}),
    "apis to user_groups": ("user_groups", "apis", {"owners": {"groups": ["other"]}}),
    "apis to users": ("users", "apis", {"owners": {"users": ["other@acme.example"]}}),
    "apis to policies": ("policies", "apis", {"definition": {"enable_jwt": True, "jwt_default_policies": ["other"]}}),
    "apis to certificates": ("certificates", "apis", {"definition": {"client_certificates": ["other"]}}),
}


@pytest.mark.parametrize("case", REFER)
def test_what_a_new_object_names_stays(tyk, case):
    kind, by, naming = REFER[case]
    items = fill(tyk, kind, {"kept": {}, "other": {}, "third": {}})
    if kind == "apis":
        tyk.ok("api", name="other", definition={"use_oauth2": True})
    elif by in ("keys", "oauth_clients"):
        tyk.ok("api", **BASE)
    item = {name: value for name, value in {**ITEMS[by](called("new", by)), **naming}.items() if value is not ...}
    wish = pruning(tyk, kind, items["kept"], prune_all=True)
    wish["config"] = {**wish["config"], by: [item]}
    planned = tyk.ok("config", **wish, check=True)
    done = tyk.ok("config", **wish)
    for result in (planned, done):
        gone = [change["name"] for change in result["changes"] if change["action"] == "deleted"]
        assert gone == [called("third", kind)]
        (text,) = [text for text in tyk.warnings(result) if "stays, because" in text]
        assert called("other", kind) in text
    assert there(tyk, kind) == {"kept", "other"}
