# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tyk-operator's manifests become, applied: to an empty organisation, and where tyk-operator has made it."""

from __future__ import annotations

import copy
import json

import pytest
from certificates import pair
from declaring import declared
from gateway_runner import Gate
from operator_manifests import OWN, classic, company, document, filed, ident, manifest, secret

from ansible_collections.community.tyk.plugins.module_utils._convert.found import Source
from ansible_collections.community.tyk.plugins.module_utils._convert.operator import read
from tyk_emulator.wire import Request


def configuration(manifests):
    found, lost = read([Source("m.yml", "", one) for one in manifests])
    config = {}
    for one in found:
        config.setdefault(one.section, []).append(one.item)
    return config, lost


def sent(manifests):
    """What tyk-operator sends for these to make them: path and body, each with its id."""
    texts = {one["metadata"]["name"]: one["data"] for one in manifests if one["kind"] == "ConfigMap"}
    for one in copy.deepcopy(manifests):
        name, spec = one["metadata"]["name"], one.get("spec", {})
        if one["kind"] == "ApiDefinition":
            definition = {**FILLED, **spec, **AS_SENT.get(name, {}), "api_id": ident(name)}
            yield "/api/apis", {"api_definition": definition}
        elif one["kind"] == "SecurityPolicy":
            rights = {}
            for entry in spec.pop("access_rights_array"):
                entry["api_id"], _kind = ident(entry.pop("name")), (entry.pop("namespace"), entry.pop("kind"))
                rights[entry["api_id"]] = {"versions": ["Default"], **entry}
            yield "/api/portal/policies", {**spec, "access_rights": in_numbers(rights), "id": ident(name)}
        elif one["kind"] != "ConfigMap":
            content = json.loads(texts[f"{name}-doc"]["doc.json"])
            info = content[OWN]["info"]
            info["id"] = ident(name)
            if "versioning" in spec:
                info["versioning"] = {**spec["versioning"], "versions": [{"id": ident("pets-v2"), "name": "v2"}]}
            if "jwtAuth" in spec:
                scheme = content[OWN]["server"]["authentication"]["securitySchemes"]["tokens"]
                scopes = {"claimName": "scope", "scopeToPolicyMapping": [{"scope": "a", "policyId": ident("gold")}]}
                scheme.update(defaultPolicies=[ident("gold")], scopes=scopes)
            yield (
                {"TykStreamsApiDefinition": "/api/apis/streams", "TykMcpProxyDefinition": "/api/mcps"}.get(
                    one["kind"], "/api/apis/oas"
                ),
                content,
            )


ONE_VERSION = {"not_versioned": True, "default_version": "Default", "versions": {"Default": {"name": "Default"}}}
FILLED = {"version_data": ONE_VERSION, "definition": {"location": "", "key": "", "strip_path": False}}
ORDERS = copy.deepcopy(company()[0]["spec"]["version_data"])
_PATHS = ORDERS["versions"]["Default"]["extended_paths"]
_PATHS["circuit_breakers"][0]["threshold_percent"] = 0.5
del _PATHS["url_rewrites"][0]["triggers"][0]["rewrite_to_internal"]
_PATHS["url_rewrites"][0]["triggers"][0]["rewrite_to"] = f"tyk://{ident('stock')}/in/$1?a=b"
AS_SENT = {
    "orders": {"version_data": ORDERS},
    "mail": {
        "proxy": {"listen_path": "/mail/", "target_url": f"tyk://{ident('stock')}"},
        "auth_configs": {"authToken": {"auth_header_name": "Authorization"}},
    },
    "tokens": {"jwt_default_policies": [ident("gold")], "jwt_scope_to_policy_mapping": {"admin": ident("gold")}},
}


def in_numbers(value):
    """The same with the numbers that manifests have as texts."""
    if isinstance(value, dict):
        return {key: in_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [in_numbers(item) for item in value]
    return int(value) if isinstance(value, str) and value.isdigit() else value


def send(tyk, path, body):
    """POST, with the media type that Streams APIs need."""
    media = {"content-type": "application/vnd.tyk.streams.oas"} if path.endswith("streams") else {}
    headers = {"authorization": tyk.token, **media}
    answer = tyk.emulator.handle(Request("POST", path, "", headers, json.dumps(body).encode(), "http"))
    assert answer.status in (200, 201), answer.body


def test_each_item_is_one_of_a_configuration():
    config, lost = configuration(company())
    assert len(declared(config)) == 11 and not lost


def test_in_an_empty_organisation_it_is_made_once(tyk):
    config, _lost = configuration(company())
    made = tyk.ok("config", config=config)
    assert made["changed"] and not tyk.warnings(made)
    assert not tyk.ok("config", config=config)["changed"]
    apis = {api["api_definition"]["api_id"] for api in tyk.read("/api/apis?p=-1")["apis"]}
    names = ("orders", "stock", "mail", "tokens", "redis", "pets", "pets-v2", "vets", "events")
    assert apis == {ident(name) for name in names}


def test_what_the_operator_has_made_is_left_alone(tyk):
    """Its ids are known again, so that nothing is made twice, and nothing is any different."""
    made = list(sent(company()))
    for path, body in sorted(made, key=lambda one: one[0] == "/api/portal/policies"):
        send(tyk, path, body)
    status, _answer = tyk.call("PUT", f"/api/apis/oas/{ident('pets')}/categories", {"categories": ["animals"]})
    assert status == 200
    config, _lost = configuration(company())
    tyk.log()
    done = tyk.ok("config", config=config)
    assert not done["changed"] and not tyk.writes(), done["changes"]


def test_on_a_gateway_it_is_made_once():
    """What was for one; there are no categories, and no Streams."""
    context = manifest("OperatorContext", "c", {"env": {"mode": "ce"}})
    whole = [one for one in copy.deepcopy(company()) if one["metadata"]["name"] not in ("events", "events-doc")]
    for one in whole:
        if "spec" in one:
            one["spec"].pop("categories", None)
            one["spec"]["contextRef"] = {"name": "c", "namespace": "shop"}
    config, lost = configuration([context, *whole])
    gate = Gate()
    assert gate.ok("config", config=config)["changed"] and len(lost) == 1
    again = gate.ok("config", config=config)
    assert not again["changed"] and not gate.warnings(again)


@pytest.mark.parametrize("form", ["classic", "oas"])
def test_certificates_come_before_what_names_them(tyk, form):
    certificate, key = (part.decode() if isinstance(part, bytes) else part for part in pair())
    domain = {"enabled": True, "name": "a.example", "certificatesRef": ["tls"]}
    apis = {
        "classic": [classic("a", certificate_secret_names=["tls"], upstream_certificate_refs={"u.example": "tls"})],
        "oas": filed("TykOasApiDefinition", "a", document("A", "a"), customDomain=domain),
    }
    config, lost = configuration([*apis[form], secret("tls", tls_crt=certificate, tls_key=key)])
    assert tyk.ok("config", config=config)["changed"] and not lost
    assert not tyk.ok("config", config=config)["changed"]
    assert tyk.read("/api/certs?p=-1")["certs"]
