# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate takes the place of another: whatever refers to the old one refers to the new one, and the old one goes
when nothing refers to it."""

from __future__ import annotations

import json
import os

import pytest
from certificates import pair
from gateway_runner import PETS, Gate
from module_runner import Tyk

UP = "http://up.example/"


@pytest.fixture(params=["dashboard", "gateway"])
def tyk(request):
    return Tyk() if request.param == "dashboard" else Gate()


@pytest.fixture(scope="module")
def old():
    return dict(zip(("certificate", "private_key"), pair(name="a.example")))


@pytest.fixture(scope="module")
def new():
    return dict(zip(("certificate", "private_key"), pair(name="a.example")))


def upload(tyk, wish):
    return tyk.ok("certificate", **wish)["certificate"]["certificate_id"]


def ids(tyk):
    return sorted(one["certificate_id"] for one in tyk.ok("certificate_info")["certificates"])


def world(tyk, ident):
    """What refers to a certificate, in every way."""
    definition = {
        "certificates": [ident],
        "client_certificates": [ident],
        "use_mutual_tls_auth": True,
        "upstream_certificates": {"up.example": ident},
        "pinned_public_keys": {"up.example": ident},
        "request_signing": {"is_enabled": True, "certificate_id": ident, "algorithm": "rsa-sha256", "key_id": "k"},
    }
    tyk.ok("api", name="Classic", listen_path="/classic/", target_url=UP, definition=definition)
    document = json.loads(json.dumps(PETS))
    tyks = document["x-tyk-api-gateway"]
    tyks["server"].update(
        customDomain={"enabled": True, "name": "pets.example", "certificates": [ident]},
        clientCertificates={"enabled": True, "allowlist": [ident]},
    )
    tyks["upstream"].update(
        mutualTLS={"enabled": True, "domainToCertificateMapping": [{"domain": "up.example", "certificate": ident}]},
        certificatePinning={
            "enabled": True,
            "domainToPublicKeysMapping": [{"domain": "up.example", "publicKeys": [ident]}],
        },
    )
    tyk.ok("api", definition=document)
    tyk.ok(
        "key", alias="till", access_rights=[{"api": "Pets"}], definition={"mtls_static_certificate_bindings": [ident]}
    )


def whole(tyk):
    """Everything that may refer to a certificate, as others see it, as text."""
    if isinstance(tyk, Gate):
        found = (tyk.ask("GET", f"/tyk/apis{where}")[1] for where in ("", "/oas"))
        apis, documents = (sorted(map(json.dumps, objects)) for objects in found)  # they come in any order
        hashes = tyk.ask("GET", "/tyk/keys")[1]["keys"]
        return json.dumps([apis, documents, [tyk.ask("GET", f"/tyk/keys/{one}?hashed=1")[1] for one in hashes]])
    apis = tyk.read("/api/apis?p=-1")["apis"]
    documents = [tyk.call("GET", f"/api/apis/oas/{one['api_definition']['api_id']}")[1] for one in apis]
    profiles = tyk.call("GET", "/api/tib/profiles?p=-1")[1]
    return json.dumps([apis, documents, tyk.read("/api/keys/detailed?p=-1"), profiles])


def test_everything_that_refers_to_the_old_one_refers_to_the_new_one(tyk, old, new):
    first = upload(tyk, old)
    world(tyk, first)
    before = whole(tyk)
    assert before.count(first) >= 10
    foreseen = tyk.ok("certificate", check=True, replaces=first, **new)
    assert whole(tyk) == before and ids(tyk) == [first]
    done = tyk.ok("certificate", replaces=first, **new)
    second = done["certificate"]["certificate_id"]
    assert ids(tyk) == [second]
    after = whole(tyk)
    assert after.count(second) == before.count(first) and first not in after
    for key in ("changed", "moved", "removed", "diff"):
        assert foreseen[key] == done[key], key
    assert done["changed"] and done["removed"] and tyk.warnings(done) == tyk.warnings(foreseen) == []
    assert sorted(one["name"] for one in done["moved"]) == ["Classic", "Pets", "till"]
    tyk.log()
    again = tyk.ok("certificate", replaces=first, **new)
    assert not again["changed"] and not [one for one in tyk.writes() if "/cache/none-" not in one]
    by_name = tyk.ok("certificate", replaces="a.example", **new)
    assert not by_name["changed"]


def test_a_configuration_renews_a_certificate_for_what_it_declares_and_for_all_else(tyk, old, new):
    first = upload(tyk, old)
    world(tyk, first)
    before = whole(tyk)
    declared = {"name": "Classic", "listen_path": "/classic/", "target_url": UP}
    named = {
        "name": "Named",
        "listen_path": "/n/",
        "target_url": UP,
        "definition": {"client_certificates": ["a.example"]},
    }
    config = {"certificates": [{**new, "replaces": "a.example"}], "apis": [declared, named]}
    foreseen = tyk.ok("config", check=True, config=config)
    assert whole(tyk) == before and ids(tyk) == [first]
    done = tyk.ok("config", config=config)
    (second,) = ids(tyk)
    after = whole(tyk)
    assert second != first and first not in after and after.count(second) >= before.count(first) + 1
    assert foreseen["summary"] == done["summary"] and foreseen["diff"] == done["diff"]
    assert tyk.warnings(done) == tyk.warnings(foreseen) == []
    changes = sorted((one["name"], one["action"]) for one in done["changes"])
    assert changes == [
        ("Classic", "updated"),
        ("Named", "created"),
        ("Pets", "updated"),
        ("a.example", "created"),
        ("a.example", "deleted"),
        ("till", "updated"),
    ]
    tyk.log()
    again = tyk.ok("config", config=config)
    assert not again["changed"] and not [one for one in tyk.writes() if "/cache/none-" not in one]


def test_mcp_proxies_and_identity_profiles_are_moved(old, new):
    tyk = Tyk()
    first = upload(tyk, old)
    own = {"x-tyk-api-gateway": {"server": {"clientCertificates": {"enabled": True, "allowlist": [first]}}}}
    tyk.ok("mcp_proxy", name="Weather", listen_path="/w/", target_url=UP, definition=own)
    saml = {"CertLocation": first, "IDPMetadataURL": "https://login.example/"}
    kind = {"action_type": "GenerateOrLoginUserProfile", "type": "redirect", "provider_name": "SAMLProvider"}
    tyk.ok("identity_profile", name="Login", provider_config=saml, **kind)
    bare = {"certificate": new["certificate"]}
    assert "private_key: identity broker profile 'Login' uses" in tyk.fails("certificate", replaces=first, **bare)
    done = tyk.ok("certificate", replaces=first, **new)
    second = done["certificate"]["certificate_id"]
    assert sorted(one["name"] for one in done["moved"]) == ["Login", "Weather"] and ids(tyk) == [second]
    profile = tyk.ok("identity_profile_info")["identity_profiles"][0]
    proxy = tyk.ok("mcp_proxy_info")["mcp_proxies"][0]
    assert profile["provider_config"]["CertLocation"] == second and first not in json.dumps([profile, proxy])


# Refusals, before anything is written


def refused(tyk, **wish):
    tyk.log()
    in_check, alone, together = (
        tyk.fails("certificate", check=True, **wish),
        tyk.fails("certificate", **wish),
        tyk.fails("config", config={"certificates": [wish]}),
    )
    assert in_check == alone and alone in together
    assert not [one for one in tyk.writes() if "/cache/none-" not in one]
    return alone


def test_what_is_no_other_certificate_is_refused(tyk, old, new):
    lost = {"replaces": "b.example", **new}
    assert "the new one is not there either" in tyk.fails("certificate", **lost)
    for check in (True, False):
        assert "the new one is not there either" in tyk.fails("config", check=check, config={"certificates": [lost]})
    (text,) = tyk.warnings(tyk.ok("certificate", check=True, **lost))
    assert "taken for one that an earlier task makes" in text and not ids(tyk)
    first = upload(tyk, old)
    for said in (first, first[-64:]):
        assert "this is the certificate itself" in refused(tyk, replaces=said, **old)
    assert "of another organisation" in refused(tyk, replaces=f"other{first[-64:]}", **new)
    assert "not with" not in first and "leave it out with state: absent" in tyk.fails(
        "certificate", replaces=first, state="absent", **new
    )
    upload(tyk, dict(zip(("certificate", "private_key"), pair(name="a.example"))))
    assert "2 other certificates answer to 'a.example'" in refused(tyk, replaces="a.example", **new)


def test_a_certificate_that_uses_need_the_key_of_has_to_have_one(tyk, old, new):
    first = upload(tyk, old)
    bare = {"certificate": new["certificate"]}
    allows = {"definition": {"client_certificates": [first]}, "target_url": UP}
    tyk.ok("api", name="Trusting", listen_path="/t/", **allows)
    assert tyk.ok("certificate", check=True, replaces=first, **bare)["removed"]
    tyk.ok("api", name="Showing", listen_path="/s/", target_url=UP, definition={"certificates": [first]})
    assert "private_key: API 'Showing' uses the private key" in refused(tyk, replaces=first, **bare)
    upload(tyk, bare)
    assert "private_key: API 'Showing' uses the private key" in refused(tyk, replaces=first, **bare)


def test_an_expired_certificate_takes_nobody_s_place(tyk, old, monkeypatch):
    first, young = upload(tyk, old), dict(zip(("certificate", "private_key"), pair(name="a.example", ends=30)))
    second = upload(tyk, young)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert "it has expired on" in refused(tyk, replaces=first, **young)
    assert "it has expired on" in refused(tyk, replaces=first, certificate_id=second)


def test_a_declared_object_that_names_the_old_one_is_told(tyk, old, new):
    first = upload(tyk, old)
    api = {"name": "A", "listen_path": "/a/", "target_url": UP, "definition": {"client_certificates": [first]}}
    tyk.ok("api", **api)
    config = {"certificates": [{**new, "replaces": first}], "apis": [api]}
    for check in (True, False):
        text = tyk.fails("config", check=check, config=config)
        assert "it names the certificate that config: certificates[0] replaces" in text
    both = {"certificates": [old, {**new, "replaces": first}]}
    assert "declares the certificate that this one replaces" in tyk.fails("config", config=both)
    assert ids(tyk) == [first]


# Where not all can be seen


def stays(tyk, first, wish, text):
    """The old one stays, and the same is said in check mode and by a whole configuration."""
    for check in (True, False):
        done = tyk.ok("certificate", check=check, **wish)
        assert not done["removed"] and [one for one in tyk.warnings(done) if text in one], tyk.warnings(done)
    assert first in ids(tyk)
    for check in (True, False, False):
        done = tyk.ok("config", check=check, config={"certificates": [wish]})
        assert not done["changed"] and [one for one in tyk.warnings(done) if text in one], tyk.warnings(done)
    assert first in ids(tyk)


HIDDEN = {
    "keys": "Keys",
    "apis": "APIs",
    "mcp": "MCP proxies",
    "idm": "Identity broker profiles",
    "api_assets": "Assets",
    "hooks": "Webhooks",
    "policies": "Policies",
}
RIGHTS = ("apis", "keys", "certs", "users", "mcp", "idm", "policies", "oauth", "portal", "hooks", "api_assets")


@pytest.mark.parametrize("permission", HIDDEN)
def test_what_the_token_may_not_list_may_use_the_old_one(old, new, permission):
    tyk = Tyk()
    first = upload(tyk, old)
    everybody = tyk.user("all@acme.example", tyk.org, dict.fromkeys(RIGHTS, "write"))
    granted = {name: "write" for name in RIGHTS if name != permission}
    tyk.token = tyk.user("less@acme.example", tyk.org, granted)
    stays(tyk, first, {"replaces": first, **new}, f"may not list {HIDDEN[permission]}")
    tyk.token = everybody
    assert tyk.ok("certificate", replaces=first, **new)["removed"] and first not in ids(tyk)


def test_what_a_gateway_does_not_list_may_use_the_old_one(old, new):
    gate = Gate()
    first = upload(gate, old)
    gate.control("PUT", "faults", [{"method": "GET", "path": "/gateway/tyk/keys$", "status": 404, "times": 999}])
    stays(gate, first, {"replaces": first, **new}, "Keys could not be listed")


def test_a_key_that_is_known_by_its_certificate_keeps_it(tyk, old, new):
    first = upload(tyk, old)
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP)
    tyk.ok("key", alias="bound", certificate=first, access_rights=[{"api": "A"}])
    stays(tyk, first, {"replaces": first, **new}, "key 'bound', whose own id follows from it")
    tyk.ok("key", alias="bound", certificate=first, state="absent")
    done = tyk.ok("certificate", replaces=first, **new)
    assert done["removed"] and first not in ids(tyk)


def test_a_key_with_a_token_of_its_own_gets_the_new_certificate(tyk, old, new):
    first = upload(tyk, old)
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP)
    tyk.ok("key", alias="till", key_id="till-of-shop-1", certificate=first, access_rights=[{"api": "A"}])
    done = tyk.ok("certificate", replaces=first, **new)
    second = done["certificate"]["certificate_id"]
    assert [one["name"] for one in done["moved"]] == ["till"] and done["removed"] and ids(tyk) == [second]
    assert first not in whole(tyk) and second in whole(tyk)


def test_a_list_that_has_both_has_the_new_one_once(tyk, old, new):
    first, second = upload(tyk, old), upload(tyk, new)
    both = {"client_certificates": [second, first], "pinned_public_keys": {"up.example": f"{first},{second}"}}
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP, definition=both)
    tyk.ok("certificate", replaces=first, certificate_id=second)
    text = whole(tyk).replace("\\", "")
    assert first not in text and json.dumps([second]) in text and f'"up.example": "{second}"' in text


# What ends soon


def test_a_certificate_that_ends_soon_is_told(tyk):
    soon, later = (dict(zip(("certificate", "private_key"), pair(name="a.example", ends=days))) for days in (20, 40))
    assert not tyk.warnings(tyk.ok("certificate", **soon))
    for wish, said in ((soon, "30d"), (later, "6w"), (soon, "960h")):
        for check in (True, False):
            for kind, given in (("certificate", wish), ("config", {"config": {"certificates": [wish]}})):
                wish["warn_before"] = said
                (text,) = tyk.warnings(tyk.ok(kind, check=check, **given))
                assert "'a.example' is valid until 20" in text and "with replaces: " in text
    for wish, said in ((soon, "19d"), (later, "30d"), (soon, ...)):
        wish = (
            {**wish, "warn_before": said} if said is not ... else {k: v for k, v in wish.items() if k != "warn_before"}
        )
        assert not tyk.warnings(tyk.ok("certificate", **wish))
    assert "warn_before: 'soon' is no span" in tyk.fails("certificate", **{**soon, "warn_before": "soon"})


def test_one_that_has_ended_is_told_by_its_id_too(tyk, monkeypatch):
    wish = dict(zip(("certificate", "private_key"), pair(name="a.example", ends=30)))
    ident = upload(tyk, wish)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    for how in (wish, {"certificate_id": ident}):
        (text,) = tyk.warnings(tyk.ok("certificate", warn_before="1d", **how))
        assert "'a.example' has expired on 20" in text and f"replaces: {ident}" in text
    assert not tyk.warnings(tyk.ok("certificate", warn_before="1d", state="absent", **wish))


ENDINGS = ("md", "json", "html", "xml")


def test_what_ends_soon_is_a_row_of_reports(tyk, tmp_path):
    wish = dict(zip(("certificate", "private_key"), pair(name="a.example", ends=20)))
    paths = [tmp_path / f"drift.{end}" for end in ENDINGS]
    for config, told in (({**wish, "warn_before": "30d"}, True), ({**wish, "warn_before": "19d"}, False), (wish, None)):
        for check in (True, False):
            done = tyk.ok(
                "config", check=check, config={"certificates": [config]}, report=[str(path) for path in paths]
            )
            assert [one["name"] for one in done.get("expiring", ())] == ["a.example"] * bool(told)
            assert ("expiring" in done) is (told is not None)
            for path in paths:
                text, row = path.read_text(encoding="utf-8"), '"expiring": [' if path.suffix == ".json" else "What ends"
                assert ("is valid until 20" in text) is bool(told) and (row in text) is (
                    bool(told) or told is not None and path.suffix == ".json"
                )


def test_all_that_is_declared_and_what_it_refers_to_is_told(tyk, tmp_path):
    soon, later, third = (
        dict(zip(("certificate", "private_key"), pair(name=f"{name}.example", ends=days)))
        for name, days in (("soon", 20), ("later", 400), ("third", 20))
    )
    first, path = upload(tyk, soon), tmp_path / "drift.json"
    upload(tyk, third)  # nothing declared refers to it
    api = {"name": "A", "listen_path": "/a/", "target_url": UP, "definition": {"client_certificates": [first]}}
    key = {
        "key_id": "till-of-shop-1",
        "alias": "till",
        "access_rights": [{"api": "A"}],
        "expires": "2099-01-01T00:00:00Z",
    }
    config = {"certificates": [later], "apis": [api], "keys": [key]}
    tyk.ok("config", config=config)
    assert tyk.ok("config", config=config, warn_before="19d")["expiring"] == []
    for check in (True, False):
        done = tyk.ok("config", check=check, config=config, warn_before="30d", report=[str(path)])
        (one,) = done["expiring"]
        assert (one["kind"], one["name"], one["id"], one["used_by"]) == (
            "certificates",
            "soon.example",
            first,
            ["API 'A'"],
        )
        (text,) = tyk.warnings(done)
        assert "certificate 'soon.example' (valid until 20" in text and not done["changed"]
        (row,) = json.loads(path.read_text(encoding="utf-8"))["expiring"]
        assert row["status"] == "expiring" and "used by: API 'A'" in row["why"]
    done = tyk.ok("config", config=config, warn_before="9999w")
    assert [one["name"] for one in done["expiring"]] == ["soon.example", "later.example", "till"]
    assert "soon-1" not in json.dumps(done) and "till-of-shop-1" not in json.dumps(done["expiring"])
    assert len(tyk.warnings(done)) == 2  # one of the certificate itself
    assert "warn_before: 'soon' is no span" in tyk.fails("config", config=config, warn_before="soon")


def test_what_the_token_may_not_list_is_told():
    tyk = Tyk()
    first = upload(tyk, dict(zip(("certificate", "private_key"), pair(name="a.example", ends=20))))
    api = {"name": "A", "listen_path": "/a/", "target_url": UP, "definition": {"client_certificates": [first]}}
    tyk.ok("config", config={"apis": [api]})
    tyk.token = tyk.user("less@acme.example", tyk.org, {"apis": "write", "users": "read"})
    done = tyk.ok("config", config={"apis": [api]}, warn_before="30d")
    assert done["expiring"] == [] and "not all was looked at" in tyk.warnings(done)[0]
    assert tyk.warnings(tyk.ok("config", config={"apis": [api]})) == []


# Broken off


EVERY = 1 if os.environ.get("TYK_TRUST") == "all" else 3
CUTS = ({"refuse": True, "times": 9999}, {"drop": True, "after": True, "times": 9999}, {"status": 400, "times": 1})


@pytest.mark.share(3)
@pytest.mark.parametrize("cut", range(len(CUTS)))
@pytest.mark.parametrize("kind", ["certificate", "config"])
def test_a_run_that_breaks_off_anywhere_goes_on(old, new, kind, cut):
    for at in range(cut % EVERY, 99, EVERY):
        tyk = Tyk()
        first = upload(tyk, old)
        world(tyk, first)
        before = whole(tyk)
        wish = {"replaces": first, **new}
        given = wish if kind == "certificate" else {"config": {"certificates": [wish]}}
        tyk.control("PUT", "faults", [{**CUTS[cut], "skip": at}])
        broken = tyk.run(kind, **given)
        left = tyk.control("GET", "faults")
        tyk.control("DELETE", "faults")
        there, text = ids(tyk), whole(tyk)
        assert first in there or first not in text
        assert sum(text.count(one) for one in there) >= before.count(first)
        tyk.ok(kind, **given)
        (second,) = ids(tyk)
        text = whole(tyk)
        assert second != first and first not in text and text.count(second) == before.count(first)
        assert not tyk.ok(kind, **given)["changed"]
        if not broken.get("failed") and left and left[0]["skip"] > 0:
            break
    else:
        pytest.fail("it never ended")


# Where nobody can know what it means


def free_places(tyk, ident):
    """What mentions a certificate where people write what they like: in values, among words, as keys."""
    data = {"config_data": {"certs": {ident: "shop"}}, "client_certificates": [ident], "tags": [f"cert-{ident[-64:]}"]}
    tyk.ok("api", name="Classic", listen_path="/classic/", target_url=UP, definition=data)
    document = json.loads(json.dumps(PETS))
    plugin = {"pluginConfig": {"data": {"enabled": True, "value": {"trust": f"id={ident};x"}}}}
    document["x-tyk-api-gateway"]["middleware"] = {"global": plugin}
    tyk.ok("api", definition=document)
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Pets"}], meta_data={"cert": ident})
    tyk.ok("key", alias="till", access_rights=[{"api": "Pets"}], meta_data={ident[-64:].upper(): 1})
    places = [
        "API 'Classic' (definition.config_data.certs.",
        "API 'Classic' (definition.tags[0])",
        "API 'Pets' (definition.x-tyk-api-gateway.middleware.global.pluginConfig.data.value.trust)",
        "policy 'Gold' (meta_data.cert)",
        "key 'till' (meta_data.",
    ]
    if not isinstance(tyk, Gate):
        tyk.ok("asset", name="Template", data={"map": {ident: {"a": 1}}, "list": [{"b": f"{ident},x"}]})
        tyk.ok("webhook", name="Hook", target_path=UP, header_map={"X-Cert": ident})
        places += [
            "asset 'Template' (data.list[0].b)",
            "asset 'Template' (data.map.",
            "webhook 'Hook' (header_map.X-Cert)",
        ]
    return places


def everything(tyk):
    kinds = ("policy", "key", *(("asset", "webhook") if not isinstance(tyk, Gate) else ()))
    return whole(tyk) + json.dumps([tyk.ok(f"{kind}_info") for kind in kinds])


def test_a_mention_in_a_free_place_stays_and_is_told_and_so_is_the_old_certificate(tyk, old, new):
    first = upload(tyk, old)
    places = free_places(tyk, first)
    before = everything(tyk)
    wish = {"replaces": first, **new}
    for given in ({"check": True, **wish}, wish):
        done = tyk.ok("certificate", **given)
        (text,) = tyk.warnings(done)
        assert "Certificate 'a.example' with the ID" in text and "delete the old one with state: absent" in text
        assert [place for place in places if place not in text] == [], text
        assert [one["name"] for one in done["moved"]] == ["Classic"] and not done["removed"] and done["changed"]
    after, second = everything(tyk), done["certificate"]["certificate_id"]
    assert ids(tyk) == sorted([first, second])
    assert after.count(second) == 1 and after.count(first) == before.count(first) - after.count(second)
    for how, given in (("certificate", wish), ("config", {"config": {"certificates": [wish]}})):
        again = tyk.ok(how, **given)
        (text,) = tyk.warnings(again)
        assert not again["changed"] and [place for place in places if place not in text] == []
    tyk.ok("certificate", certificate_id=first, state="absent")  # who says so knows what it means
    for how, given in (("certificate", wish), ("config", {"config": {"certificates": [wish]}})):
        again = tyk.ok(how, **given)
        assert not again["changed"] and tyk.warnings(again) == []
    assert ids(tyk) == [second]


def test_a_configuration_that_takes_the_mention_away_deletes_the_old_one(tyk, old, new):
    first = upload(tyk, old)
    api = {"name": "A", "listen_path": "/a/", "target_url": UP, "definition": {"config_data": {"cert": first}}}
    tyk.ok("api", **api)
    wish = {"replaces": first, **new}
    for check in (True, False):
        (text,) = tyk.warnings(tyk.ok("config", check=check, config={"certificates": [wish], "apis": [api]}))
        assert "API 'A' (definition.config_data.cert)" in text
    assert first in ids(tyk)
    api["definition"]["config_data"]["cert"] = "a.example"
    for check in (True, False):
        done = tyk.ok("config", check=check, config={"certificates": [wish], "apis": [api]})
        assert tyk.warnings(done) == [] and [one["action"] for one in done["changes"]] == ["updated", "deleted"]
    assert first not in ids(tyk)


def test_a_mention_wants_no_private_key(tyk, old, new):
    first = upload(tyk, old)
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP, definition={"config_data": {"cert": first}})
    done = tyk.ok("certificate", replaces=first, certificate=new["certificate"])
    assert done["moved"] == [] and not done["removed"]


def test_prune_takes_no_certificate_that_the_key_of_a_map_names(tyk, old, new):
    first, second = upload(tyk, old), upload(tyk, new)
    tyk.ok("api", name="A", listen_path="/a/", target_url=UP, definition={"config_data": {first: "shop"}})
    tyk.ok("config", config={"certificates": [{"certificate_id": second}]}, prune=["certificates"], prune_all=True)
    assert ids(tyk) == sorted([first, second])


@pytest.fixture(scope="module")
def later():
    return dict(zip(("certificate", "private_key"), pair(name="a.example", ends=4000)))


def test_what_is_left_of_a_renewal_does_not_delete_the_next_certificate(tyk, old, new, later):
    upload(tyk, old)
    wish = {**new, "replaces": "a.example"}
    first = tyk.ok("certificate", **wish)["certificate"]["certificate_id"]
    next_one = upload(tyk, later)
    for how in ({"check": True}, {}):
        for kind, asked in (("certificate", wish), ("config", {"config": {"certificates": [wish]}})):
            result = tyk.ok(kind, **asked, **how)
            assert not result["changed"]
            (told,) = [text for text in tyk.warnings(result) if "replaces" in text]
            assert "longer than this one" in told and "and stays" in told
    assert ids(tyk) == sorted([first, next_one])


def test_a_name_puts_no_certificate_in_the_place_of_one_that_is_valid_for_longer(tyk, new, later):
    ident = upload(tyk, later)
    wish = {**new, "replaces": "a.example"}
    for how in ({"check": True}, {}):
        assert f"name it by its ID, {ident}" in tyk.fails("certificate", **wish, **how)
        assert f"name it by its ID, {ident}" in tyk.fails("config", config={"certificates": [wish]}, **how)
    assert ids(tyk) == [ident]


@pytest.mark.parametrize("said", [lambda ident: ident, lambda ident: ident[-64:]], ids=["id", "fingerprint"])
def test_an_id_or_a_fingerprint_does(tyk, new, later, said):
    ident = upload(tyk, later)
    first = tyk.ok("certificate", **new, replaces=said(ident))["certificate"]["certificate_id"]
    assert ids(tyk) == [first]
