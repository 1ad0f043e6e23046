# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tyk_config deletes although nothing says so object by object, and what it never does."""

from __future__ import annotations

import pytest
from module_company import apis, outcomes
from module_runner import Tyk


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


class Meddler:
    """Another tool that does something in the middle of the run."""

    def __init__(self, tyk, path, act):
        self.handle, self.path, self.act, self.busy = tyk.emulator.handle, path, act, False
        tyk.emulator.handle = self

    def __call__(self, request):
        answer = self.handle(request)
        if not self.busy and request.method == "PUT" and request.path.startswith(self.path):
            self.busy = True
            self.act()
        return answer


def edit(tyk, who, **fields):
    policy = next(one for one in tyk.read("/api/portal/policies?p=-1")["Data"] if one["name"] == who)
    assert tyk.call("PUT", f"/api/portal/policies/{policy['_id']}", {**policy, **fields})[0] == 200


MEDDLING = {
    "the tag is taken off": lambda tyk: edit(tyk, "B", tags=[]),
    "the name is protected now": lambda tyk: edit(tyk, "B", name="Kept"),
    "somebody has deleted it": lambda tyk: tyk.call("DELETE", f"/api/portal/policies/{ident(tyk, 'B')}"),
}


def ident(tyk, name):
    return next(one["_id"] for one in tyk.read("/api/portal/policies?p=-1")["Data"] if one["name"] == name)


@pytest.mark.parametrize("case", MEDDLING)
def test_what_others_change_meanwhile_stays(shop, case):
    meddler = Meddler(shop, "/api/portal/policies/", lambda: MEDDLING[case](shop))
    wish = {"config": {"policies": [{"name": "A", "rate": 9, "per": 1}]}, "prune": ["policies"]}
    wish |= {"prune_scope": {"tag": "shop"}, "protected": {"policies": ["Kept"]}}
    done = shop.ok("config", **wish)
    assert meddler.busy and any("has changed since the run began" in text for text in shop.warnings(done))
    assert "C" not in left(shop)
    assert len(left(shop)) == (2 if "deleted" in case else 3)


def test_after_a_failure_nothing_is_pruned(shop):
    shop.control("PUT", "faults", [{"method": "POST", "path": "/api/portal/policies", "status": 400, "times": 9}])
    wish = {"config": {"policies": [{"name": "New", "access_rights": [{"api": "Api 0"}], "tags": ["shop"]}]}}
    for go_on in (True, False):
        result = shop.run("config", **wish, prune=["policies"], prune_all=True, continue_on_error=go_on)
        assert result["failed"] and left(shop) == ["A", "B", "C", "Other"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"prune_scope": {"meta_data": {"managed_by": None}}},
        {"prune_scope": {"meta_data": {"managed_by": ""}, "tag": "shop"}},
        {"prune_scope": {"meta_data": {}, "tag": "shop"}},
        {"prune_scope": {"tag": "", "name_prefix": "A"}},
        {"prune_all": True, "protected": {"policies": "Other"}},
        {"prune_all": True, "protected": {"policies": {"Other": True}}},
        {"prune_all": True, "protected": {"policies": [["Other"]]}},
        {"prune_all": True, "protected": {"policies": None}},
    ],
)
def test_brakes_that_say_nothing_are_refused(shop, wrong):
    for check in (True, False):
        told = shop.fails("config", config={"policies": policies("A")}, prune=["policies"], check=check, **wrong)
        assert "prune_scope." in told or "protected." in told
    assert not shop.writes()


def test_a_protected_name_without_the_categories_protects(tyk):
    config = {"apis": [*apis(1), {**api("Orders"), "categories": ["prod"]}, api("Other")]}
    tyk.ok("config", config=config)
    wish = {"config": {"apis": apis(1)}, "prune": ["apis"], "prune_all": True, "protected": {"apis": ["Orders", "Nil"]}}
    done = tyk.ok("config", **wish)
    assert [change["name"] for change in done["changes"] if change["action"] == "deleted"] == ["Other"]
    assert [t for t in tyk.warnings(done) if "protected" in t] == ["protected: there is none of apis called 'Nil'."]


def test_what_is_declared_outside_the_scope_is_told(shop):
    wish = {"config": {"policies": policies("A", tag="none")}, "prune": ["policies"], "prune_scope": {"tag": "shop"}}
    assert any(
        "prune_scope does not cover these policies, which are declared: A. When" in text
        for text in shop.warnings(shop.ok("config", **wish))
    )


@pytest.mark.parametrize("hashed", [True, False])
def test_a_declared_key_is_never_pruned(hashed):
    tyk = Tyk(hash_keys=hashed)
    key = {"key_id": "partner-acme", "alias": "acme", "access_rights": [{"api": "Api 0"}]}
    wish = {"config": {"apis": apis(1), "keys": [key]}, "prune": ["keys"], "prune_all": True}
    tyk.ok("config", **wish)
    for _turn in range(2):
        assert not tyk.ok("config", **wish)["changed"]
    assert len(tyk.control("GET", "state")["keys"]) == 1


@pytest.mark.parametrize("partitions", [{}, {"acl": True}, {"per_api": True}])
@pytest.mark.parametrize("changed", ["policy", "key"])
def test_what_a_policy_granted_a_key_until_now_is_not_in_use(tyk, partitions, changed):
    for name in "AB":
        tyk.ok("api", name=name, listen_path=f"/{name}/", target_url="http://u/")
    tyk.ok("policy", name="P", access_rights=[{"api": "A"}], partitions=partitions)
    tyk.ok("policy", name="Q", access_rights=[{"api": "B"}])
    tyk.ok("key", alias="k", policies=["P"])
    after = {
        "policy": {"policies": [{"name": "P", "access_rights": [{"api": "B"}]}]},
        "key": {"keys": [{"alias": "k", "policies": ["Q"]}], "policies": [{"name": "Q"}]},
    }
    wish = {"config": {"apis": [{"name": "B"}], **after[changed]}, "prune_all": True}
    wish["prune"] = ["apis", "policies"] if changed == "key" else ["apis"]
    planned, done = tyk.ok("config", check=True, **wish), tyk.ok("config", **wish)
    assert [(c["name"], c["action"]) for c in planned["changes"]] == [(c["name"], c["action"]) for c in done["changes"]]
    assert ("A", "deleted") in [(c["name"], c["action"]) for c in done["changes"]]
    assert not tyk.ok("config", **wish)["changed"]


def test_what_a_key_may_reach_by_itself_is_in_use(tyk):
    for name in "AB":
        tyk.ok("api", name=name, listen_path=f"/{name}/", target_url="http://u/")
    tyk.ok("key", alias="k", access_rights=[{"api": "A"}])
    done = tyk.ok("config", config={"apis": [{"name": "B"}]}, prune=["apis"], prune_all=True)
    assert not done["changed"] and "key 'k' refers to it" in tyk.warnings(done)[0]
