# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An id that stands in a field which no option is for: used_by names who holds it, and prune leaves it in place."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem
from module_runner import Tyk

UP = {"target_url": "http://up.example/"}
BOTH = pytest.mark.parametrize("make", [Tyk, Gate])


def api(name, **more):
    return {"name": name, "listen_path": f"/{name.lower()}/", **UP, **more}


def rights(*names):
    return {"access_rights": [{"api": name} for name in names]}


def users(tyk, kind, results, ident, option):
    info = tyk.ok(f"{kind}_info", used_by=True, **{option: ident})
    return [(user["kind"], user["name"]) for user in info[results][0]["used_by"]]


def pruned(tyk, section, kept):
    """What prune takes of a kind of which only one object is declared."""
    tyk.log()
    done = tyk.ok("config", config={section: [kept]}, prune=[section], prune_all=True, check=True)
    assert not tyk.writes()
    again = tyk.ok("config", config={section: [kept]}, prune=[section], prune_all=True)
    gone = [[c["name"] for c in run["changes"] if c["action"] == "deleted"] for run in (done, again)]
    assert gone[0] == gone[1]
    return gone[0], tyk.warnings(again)


# Certificates that a key names

HELD_BY_A_KEY = {
    "of signed requests": lambda ident: {"rsa_certificate_id": ident, "enable_http_signature_validation": True},
    "bound": lambda ident: {"mtls_static_certificate_bindings": [ident]},
    "of a token": lambda ident: {"jwt_data": {"secret": ident}},
    "in metadata": lambda ident: {"meta_data": {"certificate": f"spare,{ident}"}},
}


@BOTH
@pytest.mark.parametrize("field", HELD_BY_A_KEY)
def test_a_certificate_that_a_key_names_anywhere_is_in_use(make, field):
    tyk = make()
    ids = {name: tyk.ok("certificate", certificate=pem(name)[0])["certificate"]["certificate_id"] for name in "ab"}
    tyk.ok("api", **api("A"))
    tyk.ok("key", alias="k", definition=HELD_BY_A_KEY[field](ids["b"]), **rights("A"))
    assert users(tyk, "certificate", "certificates", ids["b"], "certificate_id") == [("key", "k")]
    gone, told = pruned(tyk, "certificates", {"certificate": pem("a")[0]})
    assert not gone and any("key 'k' refers to it" in text for text in told)


# Webhooks that an API holds by the id that people chose

HANDLERS = {
    "classic handler": lambda hook: {
        "api_definition": {
            "event_handlers": {
                "events": {"AuthFailure": [{"handler_name": "eh_web_hook_handler", "handler_meta": hook}]}
            }
        }
    },
    "reference": lambda hook: {"hook_references": [{"event_name": "AuthFailure", "hook": hook}]},
}


@pytest.mark.parametrize("place", HANDLERS)
def test_a_webhook_that_an_api_names_by_the_id_that_was_chosen_is_in_use(tyk, place):
    for name in "HK":
        tyk.ok("webhook", name=name, webhook_id=f"chosen-{name}", target_path="http://h.example/")
    ident = tyk.ok("api", **api("A"))["api"]["api_id"]
    stored = tyk.read(f"/api/apis/{ident}")
    hook = {"webhook_id": "chosen-H", "name": "old name", "method": "POST", "target_path": "http://h.example/"}
    more = HANDLERS[place](hook)
    stored["api_definition"].update(more.pop("api_definition", {}))
    assert tyk.call("PUT", f"/api/apis/{ident}", {**stored, **more})[0] == 200
    assert users(tyk, "webhook", "webhooks", "chosen-H", "webhook_id") == [("api", "A")]
    gone, told = pruned(tyk, "webhooks", {"name": "K"})
    assert not gone and any("API 'A' refers to it" in text for text in told)


# Objects of another organisation of the same Gateway, which its list shows

FOREIGN = {
    "by id": ("apis", lambda ids: {**api("F"), "target_url": "tyk://ours/"}),
    "by name": ("apis", lambda ids: {**api("F"), "target_url": "tyk://our-API/x"}),
    "certificate": ("certificates", lambda ids: api("F", definition={"upstream_certificates": {"*": ids["b"]}})),
    "pinned": ("certificates", lambda ids: api("F", definition={"pinned_public_keys": {"*": ids["b"]}})),
}
KEPT = {"apis": {"name": "Keep"}, "certificates": {"certificate": pem("a")[0]}}


def shared_gateway(case):
    gate = Gate()
    ids = {}
    for name in "ab":
        ids[name] = gate.ok("certificate", certificate=pem(name)[0])["certificate"]["certificate_id"]
    for name, ident in (("Keep", "keep"), ("Our API", "ours")):
        gate.ok("api", **{**api(name, api_id=ident), "listen_path": f"/{ident}/"})
    gate.ok("api", org_id="other", **FOREIGN[case][1](ids))
    return gate, ids


@pytest.mark.parametrize("case", FOREIGN)
def test_what_an_api_of_another_organisation_refers_to_is_in_use(case):
    gate, ids = shared_gateway(case)
    section = FOREIGN[case][0]
    gone, told = pruned(gate, section, KEPT[section])
    assert not gone and any("API 'F' refers to it" in text for text in told)
    kind, option = ("api", {"api_id": "ours"}) if section == "apis" else ("certificate", {"certificate_id": ids["b"]})
    assert users(gate, kind, section, *reversed(next(iter(option.items())))) == [("api", "F")]
    texts = gate.warnings(gate.ok(kind, state="absent", **option))
    assert any(text.endswith("is still used by: API 'F'.") for text in texts)


def test_an_api_of_another_organisation_is_never_pruned():
    gate, _ids = shared_gateway("by id")
    gate.ok("api", api_id="ours", target_url="http://b.example/")
    gate.ok("api", org_id="other", name="F", target_url="http://b.example/")
    gone, _told = pruned(gate, "apis", KEPT["apis"])
    assert gone == ["Our API"]
    assert [one["name"] for one in gate.ok("api_info", org_id="other")["apis"]] == ["F"]


# What nobody manages here, and holds ids


def identity_profile(tyk, **more):
    tyk.make("/api/tib/profiles/sso", {"ID": "sso", "Name": "SSO", "ActionType": "GenerateOrLoginUserProfile", **more})


def catalogue(tyk, **more):
    tyk.make("/api/portal/catalogue", {"apis": [{"name": "Offer", "show": True, **more}]})


def client_idp(tyk, **mappings):
    tyk.make("/api/clientidps", {"name": "Login", "jwks_uri": "http://x.example/", "api_mappings": mappings})


OUTSIDE = {
    "scope of a client identity provider": (
        "policies",
        "client_idp",
        lambda tyk, ident: client_idp(tyk, a={"scope_to_policy": {"read": ident}}),
    ),
    "mapping of a client identity provider": ("apis", "client_idp", lambda tyk, ident: client_idp(tyk, **{ident: {}})),
    "policy of the catalogue": ("policies", "catalogue_entry", lambda tyk, ident: catalogue(tyk, policy_id=ident)),
    "API of the catalogue": ("apis", "catalogue_entry", lambda tyk, ident: catalogue(tyk, api_id=ident)),
    "default group": (
        "user_groups",
        "identity_profile",
        lambda tyk, ident: identity_profile(tyk, DefaultUserGroupID=ident),
    ),
    "mapped group": (
        "user_groups",
        "identity_profile",
        lambda tyk, ident: identity_profile(tyk, UserGroupMapping={"staff": ident}),
    ),
    "policy of tokens": (
        "policies",
        "identity_profile",
        lambda tyk, ident: identity_profile(tyk, MatchedPolicyID=ident),
    ),
    "API of tokens": (
        "apis",
        "identity_profile",
        lambda tyk, ident: identity_profile(tyk, IdentityHandlerConfig={"TokenAuth": {"baseAPIID": ident}}),
    ),
}
IDENTS = {"policies": ("policy", "policy_id"), "apis": ("api", "api_id"), "user_groups": ("user_group", "id")}
OPTION = {"policies": "policy_id", "apis": "api_id", "user_groups": "group_id"}
NAMES = {"client_idp": "Login", "catalogue_entry": "Offer", "identity_profile": "SSO"}


def two_of_each():
    tyk = Tyk(dashboard_version="5.14")
    for name in ("Keep", "Held"):
        tyk.ok("api", **api(name))
        tyk.ok("policy", name=name, **rights("Keep"))
        tyk.ok("user_group", name=name, user_permissions={"apis": "read"})
    return tyk


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_something_holds_that_nobody_manages_here_is_in_use(case):
    section, user, make = OUTSIDE[case]
    tyk, (kind, field) = two_of_each(), IDENTS[section]
    ident = next(one[field] for one in tyk.ok(f"{kind}_info")[section] if one["name"] == "Held")
    make(tyk, ident)
    assert users(tyk, kind, section, ident, OPTION[section]) == [(user, NAMES[user])]
    gone, told = pruned(tyk, section, {"name": "Keep"})
    assert not gone and any(f"{NAMES[user]!r} refers to it" in text for text in told)
    texts = tyk.warnings(tyk.ok(kind, name="Held", state="absent"))
    assert any(NAMES[user] in text and "is still used by" in text for text in texts)


FULL = dict.fromkeys("apis policies keys users user_groups certs hooks oauth mcp portal idm".split(), "write")


@pytest.mark.parametrize(
    ("missing", "section", "stays"),
    [
        *[("portal", "policies", True), ("idm", "policies", True), ("idm", "user_groups", True)],
        *[("portal", "apis", False), ("idm", "apis", False), ("portal", "user_groups", False)],
    ],
)
def test_without_the_permission_to_see_them_that_is_told_and_nothing_that_depends_on_it_goes(missing, section, stays):
    tyk = two_of_each()
    tyk.token = tyk.user("few@acme.example", tyk.org, {name: value for name, value in FULL.items() if name != missing})
    gone, told = pruned(tyk, section, {"name": "Keep"})
    assert gone == ([] if stays else ["Held"])
    assert any(f"needs the permission {missing}" in text for text in told) is stays


@pytest.mark.parametrize("version", ["5.8", "5.14"])
def test_a_dashboard_without_them_prunes_as_before(version):
    tyk = Tyk(dashboard_version=version)
    tyk.ok("api", **api("A"))
    for name in ("Keep", "Held"):
        tyk.ok("policy", name=name, **rights("A"))
    assert pruned(tyk, "policies", {"name": "Keep"}) == (["Held"], [])


# What a key is shown with, and may not be its own


@BOTH
def test_an_api_that_a_key_has_through_a_policy_that_goes_stays(make):
    tyk = make()
    for name in ("Keep", "Held"):
        tyk.ok("api", **api(name))
    for name in ("Keep", "Held"):
        tyk.ok("policy", name=name, **rights(name))
    tyk.ok("key", key_id="shopkey", policies=["Held"])
    config = {"apis": [{"name": "Keep"}], "policies": [{"name": "Keep"}, {"name": "Held", "state": "absent"}]}
    for check in (True, False):
        done = tyk.ok("config", config=config, prune=["apis"], prune_all=True, check=check)
        assert any("API 'Held' stays, because key" in text for text in tyk.warnings(done))
    assert len(tyk.ok("api_info")["apis"]) == 2
    shown = tyk.ok("key_info")["api_keys"][0]["access_rights"]
    done = tyk.ok("config", config=config, prune=["apis"], prune_all=True)
    assert done["changed"] is (shown == [])
