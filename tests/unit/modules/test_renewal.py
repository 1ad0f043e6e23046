# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate takes the place of another: whatever refers to the old one refers to the new one, and the old one goes
when nothing refers to it."""

from __future__ import annotations

import json

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
    tyk.ok("key", alias="till", access_rights=[{"api": "Pets"}], definition={"mtls_static_certificate_bindings": [ident]})


def whole(tyk):
    """Everything that may refer to a certificate, as others see it, as text."""
    if isinstance(tyk, Gate):
        apis, documents = (tyk.ask("GET", f"/tyk/apis{where}")[1] for where in ("", "/oas"))
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
