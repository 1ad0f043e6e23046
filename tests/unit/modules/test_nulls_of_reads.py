# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tyk refuses nulls that its own reads show. An API that has them can be changed, exported and made elsewhere."""

from __future__ import annotations

import copy

import gateway_laws as laws
import pytest
from gateway_runner import Gate
from module_runner import Tyk

CLIENT = {"clientId": "a", "clientSecret": "b", "tokenUrl": "https://a.example/token"}
OFF = {"enabled": False}
EXTRACTOR = {"enabled": True, "source": "body", "with": "value", "config": {}}


def custom(**extractor):
    plugin = {"enabled": True, "functionName": "f", "idExtractor": {**EXTRACTOR, **extractor}}
    return {"enabled": True, "custom": {"enabled": True, "config": plugin}}


def oauth(kind, **fields):
    return {"enabled": True, "oauth": {"enabled": True, "allowedAuthorizeTypes": [kind], kind: {**CLIENT, **fields}}}


# What a document has, below Tyk's part: null where a read shows it so.
BLOCKS = {
    "client credentials without header": ("upstream", "authentication", oauth("clientCredentials")),
    "password without header": ("upstream", "authentication", oauth("password", username="u", password="p")),
    "client certificates without list": ("server", "clientCertificates", {"enabled": True}),
    "client certificates, none": ("server", "clientCertificates", {"enabled": True, "allowlist": []}),
    "extractor without config": ("server", "authentication", custom()),
    "extractor, switched off": ("server", "authentication", custom(enabled=False)),
    "no keys pinned": ("upstream", "certificatePinning", {"enabled": True, "domainToPublicKeysMapping": []}),
    "no certificates": ("upstream", "mutualTLS", {"enabled": True, "domainToCertificateMapping": []}),
    "a key of no domain": ("upstream", "certificatePinning", {"enabled": True, "domainToPublicKeysMapping": [{}]}),
    "a scheme that is off": ("server", "authentication", {"enabled": True, "securitySchemes": {"sec": OFF}}),
    "no tags": ("server", "gatewayTags", {"enabled": True, "tags": []}),
}


FLOWS = {"clientCredentials": {"scopes": {}, "tokenUrl": "http://a.example/token"}}
COMPONENTS = {"securitySchemes": {"sec": {"type": "oauth2", "flows": FLOWS}}}


def document(part, name, block):
    tyk = {
        "info": {"name": "F", "state": {"active": True}},
        "upstream": {"url": "http://up.example/"},
        "server": {"listenPath": {"value": "/f/", "strip": True}},
    }
    tyk.setdefault(part, {})[name] = copy.deepcopy(block)
    plain = {"openapi": "3.0.3", "info": {"title": "F", "version": "1"}, "paths": {}}
    return {
        **plain,
        **({"components": COMPONENTS} if OFF in block.get("securitySchemes", {}).values() else {}),
        laws.TYK: tyk,
    }


@pytest.mark.parametrize("version", ["5.14.0", "5.8.9"])
@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_on_a_gateway(block, version):
    gate = Gate(gateway_version=version)
    world = laws.World(gate, [("f", document(*block))])
    assert not world.refused
    ((_kind, ident),) = (who for who in laws.stored(gate) if who[0] == "oas")
    before = gate.ask("GET", f"/tyk/apis/oas/{ident}")[1]
    laws.adopt(gate)
    assert gate.ok("api", api_id=ident, target_url="http://new.example/")["changed"]
    after = gate.ask("GET", f"/tyk/apis/oas/{ident}")[1]
    assert [*laws.paths(before, after)] == [(laws.TYK, "upstream", "url")]
    laws.move(gate)


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_made_by_a_task_and_changed_by_another(block, strategy):
    gate = Gate()
    gate.ok("api", definition=document(*block))
    told = gate.ok("config_info", include_secrets=True)["config"]["apis"][0]
    assert not gate.ok("api", **told, strategy=strategy)["changed"]
    assert gate.ok("api", **{**told, "target_url": "http://new.example/"}, strategy=strategy)["changed"]


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_on_a_dashboard(block):
    tyk = Tyk()
    ident = tyk.make("/api/apis/oas", document(*block))["ID"]
    before = tyk.read(f"/api/apis/oas/{ident}")
    assert tyk.ok("api", name="F", target_url="http://new.example/")["changed"]
    assert [*laws.paths(before, tyk.read(f"/api/apis/oas/{ident}"))] == [(laws.TYK, "upstream", "url")]
    assert not tyk.ok("api", name="F", target_url="http://new.example/")["changed"]


def test_null_stays_a_value_in_a_map_of_the_user():
    gate, data = Gate(), {"enabled": True, "value": {"a": None, "b": {"c": [None]}}}
    made = gate.ok(
        "api", definition=document("middleware", "global", {"pluginConfig": {"driver": "otto", "data": data}})
    )
    shown = gate.ask("GET", f"/tyk/apis/oas/{made['api']['api_id']}")[1][laws.TYK]
    assert shown["middleware"]["global"]["pluginConfig"]["data"] == data


def test_a_scheme_that_no_component_describes_is_whatever_somebody_wrote():
    gate, scheme = Gate(), {"enabled": True, "customClaimValidation": {"type": "required", "allowedValues": ["a"]}}
    laws.World(gate, [("f", document("server", "authentication", {"enabled": True, "securitySchemes": {"s": scheme}}))])
    for how in laws.HOWS:
        laws.adopt(gate, **how)
    ((_kind, ident),) = (who for who in laws.stored(gate) if who[0] == "oas")
    gate.ok("api", api_id=ident, target_url="http://new.example/")
    laws.move(gate)
    described = document("server", "authentication", {"enabled": True, "securitySchemes": {"s": scheme}})
    described["components"] = {"securitySchemes": {"s": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}}
    assert "has to be a mapping" in gate.fails("api", api_id="another", definition=described)
