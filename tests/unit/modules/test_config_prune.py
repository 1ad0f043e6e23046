# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tyk_config deletes although nothing says so object by object, and what it never does."""

from __future__ import annotations

import pytest
from module_company import apis, outcomes


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", "target_url": "http://up.example/", **more}


def policies(*names, tag="shop"):
    return [{"name": name, "access_rights": [{"api": "Api 0"}], "tags": [tag]} for name in names]


@pytest.fixture
def shop(tyk):
    """Three policies with a tag, one with another, and a key."""
    tyk.ok(
        "config",
        config={
            "apis": apis(1),
            "policies": [*policies("A", "B", "C"), *policies("Other", tag="bank")],
            "keys": [{"alias": "k", "policies": ["Other"]}],
        },
    )
    tyk.log()
    return tyk


def left(tyk):
    return sorted(policy["name"] for policy in tyk.read("/api/portal/policies?p=-1")["Data"])


def test_without_prune_nothing_goes(shop):
    assert not shop.ok("config", config={"policies": policies("A")})["changed"]
    assert left(shop) == ["A", "B", "C", "Other"]


def test_prune_within_its_scope(shop):
    wish = {"config": {"policies": policies("A")}, "prune": ["policies"], "prune_scope": {"tag": "shop"}}
    plan = shop.ok("config", **wish, check=True)
    assert not shop.writes()
    assert [(c["name"], c["action"]) for c in plan["changes"]] == [("B", "deleted"), ("C", "deleted")] or [
        c["name"] for c in plan["changes"]
    ] == ["C", "B"]
    assert all("tag shop" in change["why"] for change in plan["changes"])
    result = shop.ok("config", **wish)
    assert outcomes(result, "deleted") == 2 and left(shop) == ["A", "Other"]
    assert not shop.ok("config", **wish)["changed"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"prune": ["policies"]}, "prune_scope"),
        ({"prune": ["policies", "keys"], "prune_all": True}, "no keys are declared"),
        ({"prune": ["policies"], "prune_all": True, "prune_max": 1}, "would delete 2 objects"),
        ({"prune": ["policies"], "prune_all": True, "prune_scope": {"tag": "x"}}, "contradict"),
        ({"prune": ["policies"], "prune_scope": {"category": "x"}}, "policies have none"),
        ({"prune": ["policies"], "prune_scope": {"tag": ""}}, "prune_scope"),
        ({"prune": ["policies"], "prune_all": True, "protected": {"polices": ["B"]}}, "no such kind"),
    ],
)
def test_brakes(shop, options, told):
    assert told in shop.fails("config", config={"policies": policies("A")}, **options)
    assert not shop.writes() and len(left(shop)) == 4


# What is stored in a declared object and not restated: (what is declared, how it is named again, what would go).
STORED = {
    "policy to API": ("policies", {"name": "P", "access_rights": [{"api": "A"}]}, "apis"),
    "key to API": ("keys", {"alias": "k", "access_rights": [{"api": "A"}]}, "apis"),
    "key to policy": ("keys", {"alias": "k", "policies": ["G"]}, "policies"),
    "user to group": (
        "users",
        {
            "email_address": "u@acme.example",
            "first_name": "A",
            "last_name": "B",
            "group": "T",
            "user_permissions": {"apis": "read"},
        },
        "user_groups",
    ),
    "API to policy": ("apis", api("J", definition={"jwt_default_policies": ["G"]}), "policies"),
    "API to webhook": ("apis", api("J", webhooks=[{"event": "AuthFailure", "webhook": "H"}]), "webhooks"),
    "API to group": ("apis", api("J", owners={"groups": ["T"]}), "user_groups"),
    "version to base": ("apis", api("V", version={"of": "A", "name": "v2"}), "apis"),
    "OAuth client to policy": ("oauth_clients", {"api": "A", "client_id": "c", "policy": "G"}, "policies"),
}
BESIDE = {
    "apis": [api("A", definition={"use_oauth2": True}), api("Z")],
    "policies": [{"name": name, "access_rights": [{"api": "Z"}]} for name in "GKY"],
    "webhooks": [{"name": name, "target_path": "http://h.example/"} for name in "HX"],
    "user_groups": [{"name": name, "user_permissions": {"apis": "read"}} for name in "TX"],
}
NAMING = ("name", "alias", "email_address", "client_id", "api")
GOES = {"apis": "Z", "policies": "Y", "webhooks": "X", "user_groups": "X"}


@pytest.mark.parametrize(
    ("case", "declared"),
    [
        (case, declared)
        for case in STORED
        for declared in (True, False)
        if declared or STORED[case][0] != STORED[case][2]
    ],
)
def test_what_is_stored_in_what_stays_is_in_use(tyk, case, declared):
    section, item, kind = STORED[case]
    config = {**BESIDE, section: [*BESIDE.get(section, []), item]}
    tyk.ok("config", config=config)
    if kind == "apis":
        tyk.ok("config", config={"policies": [{"name": name, "state": "absent"} for name in "GKY"]})
    said = {name: item[name] for name in NAMING if name in item}
    wish = {kind: [{"name": {"apis": "A", "policies": "K", "webhooks": "H", "user_groups": "T"}[kind]}]}
    if declared:
        wish[section] = [*wish.get(section, []), said]
    kept = BESIDE[kind][0]["name"]
    if kind != section or not declared:  # something has to be declared of what is pruned
        wish[kind] = [{"name": "K"}] if kind == "policies" else [{"name": "New", **extra(kind)}]
    for _turn in range(2):
        tyk.ok("config", config=wish, prune=[kind], prune_all=True)
    info = {"apis": "api", "policies": "policy", "webhooks": "webhook", "user_groups": "user_group"}[kind]
    left_over = {obj["name"] for obj in tyk.ok(f"{info}_info")[kind]}
    assert kept in left_over and GOES[kind] not in left_over


def extra(kind):
    return {name: value for name, value in BESIDE[kind][0].items() if name not in ("name", "definition")} | (
        {"listen_path": "/new/"} if kind == "apis" else {}
    )


def test_protected_and_referred_to_stay(shop):
    shop.ok(
        "config",
        config={"policies": policies("A"), "keys": [{"alias": "k", "policies": ["C"]}]},
        prune=["policies"],
        prune_all=True,
        protected={"policies": ["Other"]},
    )
    assert left(shop) == ["A", "C", "Other"]


def test_the_own_user_stays(tyk):
    ada = {
        "email_address": "ada@acme.example",
        "first_name": "A",
        "last_name": "O",
        "user_permissions": {"apis": "read"},
    }
    bob = {**ada, "email_address": "bob@acme.example"}
    tyk.ok("config", config={"users": [ada, bob]})
    result = tyk.ok("config", config={"users": [ada]}, prune=["users"], prune_all=True)
    assert [change["name"] for change in result["changes"]] == ["bob@acme.example"]
    assert any("admin@acme.example" in text for text in tyk.warnings(result))


@pytest.mark.parametrize(
    "foreign",
    [{"oauth_client_id": "c"}, {"meta_data": {"TykJWTSessionID": "s"}}, {"meta_data": {"tyk_developer_id": "d"}}],
)
def test_sessions_that_are_no_api_keys_stay(shop, foreign):
    key = {"alias": "mine", "apply_policies": [], "expires": 0, "rate": 1, "per": 1, "quota_max": -1}
    key |= {"quota_renewal_rate": -1, "allowance": 1, "org_id": shop.org, "tags": [], "meta_data": {}}
    ident = shop.read("/api/apis?p=-1")["apis"][0]["api_definition"]["api_id"]
    key["access_rights"] = {ident: {"api_id": ident, "api_name": "Api 0", "versions": ["Default"]}}
    shop.make("/api/keys", key)
    made = shop.make("/api/keys", {**key, "alias": "theirs", **foreign})
    wish = {"config": {"keys": [{"alias": "k"}]}, "prune": ["keys"], "prune_all": True}
    result = shop.ok("config", **wish)
    assert [change["name"] for change in result["changes"]] == ["mine"]
    assert shop.read(f"/api/keys/{made['key_id']}")["data"]["alias"] == "theirs"
