# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds that others made, on a Gateway without a Dashboard: adopted, moved, touched and pruned without a scratch.

tests/live/test_worlds.py asks the same of a real one. Of the real objects and the vendor's demo a share: TYK_TRUST=all
takes all of them."""

from __future__ import annotations

import gateway_laws as laws
import pytest
from gateway_runner import Gate

VERSIONS = ("5.14.0", "5.8.9")
FEW = () if laws.ALL else (("real", "5.8.9"), ("vendor", "5.8.9"))  # the older one takes what the newer one does


@pytest.fixture(scope="module", params=[(name, version) for name in laws.WORLDS for version in VERSIONS], ids="-".join)
def gate(request):
    name, version = request.param
    if request.param in FEW:
        pytest.skip("TYK_TRUST=all asks the older Gateway, too")
    gate = Gate(gateway_version=version)
    world = laws.load(gate, name)
    if world is None:
        pytest.skip("the objects of others are not at hand (../shared)")
    return gate


@pytest.mark.parametrize("how", laws.HOWS, ids=str)
def test_adopt(gate, how):
    laws.adopt(gate, **how)


def test_prune(gate):
    laws.prune(gate)


def test_touch(gate):
    laws.touch(gate, 30 if laws.ALL else 3)


def test_move(gate):
    laws.move(gate)


# What only other tools make, one by one.
STREAM = {
    "openapi": "3.0.3",
    "info": {"title": "Events", "version": "1"},
    "paths": {},
    "x-tyk-streaming": {"streams": {"s": {"input": {"http_server": {}}, "output": {"drop": {}}}}},
    laws.TYK: {
        "info": {"name": "Events", "state": {"active": True}},
        "server": {"listenPath": {"value": "/events/", "strip": True}},
        "upstream": {"url": "http://up.example/"},
    },
}


def test_a_document_with_streams_that_a_gateway_holds_is_left_as_it_is():
    """A Gateway keeps them, even where it cannot stream; a task may not make one all the same."""
    gate = Gate()
    laws.World(gate, [("events", STREAM)])
    ((_kind, ident),) = (who for who in laws.stored(gate) if who[0] == "oas")
    laws.adopt(gate)
    laws.adopt(gate, strategy="replace")
    gate.ok("api", api_id=ident, target_url="http://new.example/")
    document = gate.ask("GET", f"/tyk/apis/oas/{ident}")[1]
    assert document["x-tyk-streaming"] == STREAM["x-tyk-streaming"]
    assert document[laws.TYK]["upstream"]["url"] == "http://new.example/"
    told = gate.ok("config_info", portable=True)
    assert not told["config"].get("apis") and any("has no Streams" in text for text in gate.warnings(told))
    another = {**STREAM, laws.TYK: {**STREAM[laws.TYK], "server": {"listenPath": {"value": "/another/"}}}}
    assert "has no Streams" in gate.fails("api", definition=another, api_id="another")


def test_a_policy_that_was_copied_with_its_database_id():
    """The Gateway knows a policy by its id; an _id that another has as well tells it nothing."""
    gate, ident = Gate(), "5ead71205759610001818699"
    api = gate.api()
    for name, body in {"One": {"id": ident}, "Two": {"id": "copy"}}.items():
        rights = {api: {"api_id": api, "api_name": "Orders", "versions": ["Default"]}}
        policy = {"_id": ident, "name": name, "org_id": gate.here, "access_rights": rights, **body}
        assert gate.ask("POST", "/tyk/policies", policy)[0] == 200
    gate.ask("GET", "/tyk/reload?block=true")
    gate.ok("key", alias="k", policies=[ident])
    gate.ok("key", alias="by name", policies=["One"])
    for how in laws.HOWS:
        laws.adopt(gate, **how)
    assert gate.ok("key_info", alias="k")["api_keys"][0]["policies"] == ["One"]
    assert gate.ok("policy", policy_id=ident, tags=["a"])["policy"]["name"] == "One"
    assert gate.ok("policy", policy_id="copy", tags=["a"])["policy"]["name"] == "Two"


def test_two_of_one_name_are_several_policies():
    gate = Gate()
    gate.api()
    for ident in ("a", "b"):
        gate.ok("policy", name="Gold", policy_id=ident, access_rights=[{"api": "Orders"}])
    assert "2 policies are called 'Gold'" in gate.fails("policy", name="Gold", tags=["x"])
    assert "2 policies answer to 'Gold'" in gate.fails("key", alias="k", policies=["Gold"])


@pytest.mark.parametrize("ident", ["", "another"])
def test_rights_that_name_no_api_or_another_within_are_not_mended_unasked(ident):
    gate = Gate()
    api = gate.api()
    rights = {api: {"api_id": ident, "api_name": "x", "versions": ["Default"]}}
    policy = {"id": "p", "name": "P", "org_id": gate.here, "access_rights": rights}
    assert gate.ask("POST", "/tyk/policies", policy)[0] == 200
    gate.ask("GET", "/tyk/reload?block=true")
    gate.ok("policy", policy_id="p", tags=["a"])
    assert laws.stored(gate)["policies", "p"]["access_rights"][api].get("api_id", "") == ident
    gate.ok("policy", policy_id="p", access_rights=[{"api": "Orders", "versions": ["v1"]}])
    assert laws.stored(gate)["policies", "p"]["access_rights"][api]["versions"] == ["v1"]


@pytest.mark.parametrize("secrets", [True, False])
def test_a_key_whose_hmac_has_no_secret_is_not_made_elsewhere(secrets):
    gate = Gate()
    api = gate.api()
    for name, secret in {"none": "", "some": "s-of-hmac"}.items():
        rights = {api: {"api_id": api, "api_name": "Orders", "versions": ["Default"]}}
        body = {"alias": name, "org_id": gate.here, "access_rights": rights, "rate": 1, "per": 1}
        body.update(hmac_enabled=True, hmac_string=secret)
        assert gate.ask("POST", f"/tyk/keys/key-{name}", body)[0] == 200
    laws.adopt(gate, include_secrets=secrets)
    told = gate.ok("config_info", portable=True, include_secrets=secrets)
    assert [key["alias"] for key in told["config"]["keys"]] == ["some"]
    assert any("keys.none: " in text and "HMAC is on without a secret" in text for text in gate.warnings(told))


@pytest.mark.parametrize("field", ["allowed_urls", "endpoints"])
@pytest.mark.parametrize("entry", [{}, {"methods": None}], ids=str)
@pytest.mark.parametrize("kind", ["policy", "key"])
def test_an_entry_of_rights_that_lacks_what_an_option_demands(field, entry, kind):
    gate = Gate()
    api = gate.api()
    rights = {api: {"api_id": api, "api_name": "Orders", "versions": ["Default"], field: [entry]}}
    body = {"id": "p", "name": "P", "alias": "K", "org_id": gate.here, "access_rights": rights, "rate": 1, "per": 1}
    assert gate.ask("POST", "/tyk/policies" if kind == "policy" else "/tyk/keys/name", body)[0] == 200
    gate.ask("GET", "/tyk/reload?block=true")
    for how in laws.HOWS:
        laws.adopt(gate, **how)
    laws.move(gate)


@pytest.mark.parametrize("certificate", ["x", "acme" + 64 * "0"])
def test_a_key_that_is_not_called_like_its_certificate(certificate):
    """Older Gateways do not look whether there is such a certificate."""
    gate = Gate(gateway_version="5.8.9")
    api = gate.api()
    rights = {api: {"api_id": api, "api_name": "Orders", "versions": ["Default"]}}
    body = {"alias": "K", "org_id": gate.here, "access_rights": rights, "rate": 1, "per": 1, "certificate": certificate}
    assert gate.ask("POST", "/tyk/keys/name", body)[0] == 200
    for how in laws.HOWS:
        laws.adopt(gate, **how)
    laws.prune(gate)
    gate.ok("key", alias="K", meta_data={"a": "b"})
    assert "there is no certificate" in gate.fails(
        "key", alias="Other", certificate="x", access_rights=[{"api": "Orders"}]
    )
