# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of tyk-operator's manifests, and what is told of the rest."""

from __future__ import annotations

import base64
import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from operator_manifests import (
    OWN,
    SCHEME,
    TOKENS,
    classic,
    company,
    core,
    document,
    filed,
    ident,
    manifest,
    right,
    secret,
    version_data,
)

from ansible_collections.community.tyk.plugins.module_utils._convert.found import Source
from ansible_collections.community.tyk.plugins.module_utils._convert.operator import belongs, claims, read
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import fingerprint


def pair():
    """A certificate and its key, where what makes them is installed."""
    return pytest.importorskip("certificates", exc_type=ImportError).pair()


OAS = "TykOasApiDefinition"


def converted(*manifests):
    """The items by section, and what is lost as (object, field) to why."""
    found, lost = read([Source("m.yml", "", one) for one in manifests])
    items = {}
    for one in found:
        items.setdefault(one.section, []).append(one.item)
    return items, {(one.object, one.field): one.why for one in lost}


def one_api(*manifests):
    """The only API of these, and what is lost."""
    items, lost = converted(*manifests)
    (item,) = items["apis"]
    return item, lost


def policy(**spec):
    return manifest("SecurityPolicy", "gold", {"name": "Gold", "state": "active", "active": True, **spec})


def of_rights(*rights, others=(), **spec):
    """The policy with these rights, and what is lost."""
    items, lost = converted(policy(access_rights_array=list(rights), **spec), *others)
    (item,) = items["policies"]
    return item, lost


def test_nothing_of_a_whole_company_is_lost():
    items, lost = converted(*company())
    assert not lost
    assert {section: len(found) for section, found in items.items()} == {"apis": 9, "mcp_proxies": 1, "policies": 1}


# Classic APIs


def test_a_classic_api_keeps_its_definition_and_its_id():
    item, lost = one_api(classic("orders", "Orders", domain="a.example", org_id="x", id="y", contextRef={"name": "c"}))
    assert (item["name"], item["api_id"]) == ("Orders", ident("orders")) and not lost
    assert item["definition"]["domain"] == "a.example"
    assert not {"org_id", "id", "contextRef", "name", "api_id"} & item["definition"].keys()


@pytest.mark.parametrize(
    ("more", "spec", "expected"),
    [
        ({}, {"api_id": "own"}, "own"),
        ({"status": {"api_id": "linked"}}, {}, "linked"),
        ({"status": {"api_id": "linked"}}, {"api_id": "own"}, "own"),
        ({"status": {"api_id": ""}}, {"api_id": ""}, ident("orders")),
    ],
)
def test_an_id_that_is_known_counts(more, spec, expected):
    item, lost = one_api({**classic("orders", **spec), **more})
    assert item["api_id"] == expected and not lost


def test_where_no_namespace_is_said_that_is_told_once():
    manifests = [manifest("ApiDefinition", name, classic(name)["spec"], namespace="") for name in ("a", "b")]
    items, lost = converted(*manifests)
    assert [item["api_id"] for item in items["apis"]] == [ident("a", "default"), ident("b", "default")]
    assert [*lost] == [("ApiDefinition default/a", "metadata.namespace")] and "for 1 more" in lost[
        "ApiDefinition default/a", "metadata.namespace"
    ]
    manifests[0]["spec"]["api_id"] = manifests[1]["spec"]["api_id"] = "chosen"
    assert not converted(manifests[0])[1]


def test_what_is_not_said_is_said_as_the_operator_means_it():
    bare = {
        "name": "Bare",
        "protocol": "http",
        "use_standard_auth": True,
        "proxy": {"listen_path": "/x", "target_url": "u"},
    }
    item, lost = one_api(manifest("ApiDefinition", "bare", bare))
    definition = item["definition"]
    assert definition["active"] is False and definition["proxy"]["strip_listen_path"] is False and not lost
    assert definition["auth_configs"] == {"authToken": {"auth_header_name": "Authorization"}}


def test_what_is_said_stays():
    definition = one_api(classic("a", use_standard_auth=True, auth_configs={"authToken": {"x": 1}}))[0]["definition"]
    assert definition["active"] is True and definition["proxy"] == classic("a")["spec"]["proxy"]
    assert definition["auth_configs"] == {"authToken": {"x": 1}}
    own = document("A", "a", info={"state": {"active": True}}, server={"listenPath": {"value": "/a/", "strip": True}})
    assert one_api(*filed(OAS, "a", own))[0]["definition"][OWN]["server"]["listenPath"]["strip"] is True
    del own[OWN]["info"]["state"], own[OWN]["server"]["listenPath"]["strip"]
    made = one_api(*filed(OAS, "a", own))[0]["definition"][OWN]
    assert made["info"]["state"] == {"active": False} and made["server"]["listenPath"]["strip"] is False


def test_addresses_of_other_apis():
    rewrite = {"path": "/a", "rewrite_to_internal": {"target": {"name": "stock"}, "path": "/x y", "query": "a=b"}}
    api = classic("orders", version_data=version_data(url_rewrites=[rewrite]))
    api["spec"]["proxy"]["target_internal"] = {"target": {"name": "stock", "namespace": "shop"}}
    items, lost = converted(api, classic("stock", api_id="its-id"))
    definition = items["apis"][0]["definition"]
    paths = definition["version_data"]["versions"]["Default"]["extended_paths"]
    assert paths["url_rewrites"] == [{"path": "/a", "rewrite_to": "tyk://its-id/x%20y?a=b"}]
    assert definition["proxy"]["target_url"] == "tyk://its-id" and "target_internal" not in definition["proxy"]
    assert not lost


def test_an_address_of_an_api_that_is_not_there():
    api = classic("orders")
    api["spec"]["proxy"]["target_internal"] = {"target": {"name": "stock"}, "path": "/x"}
    item, lost = one_api(api)
    assert item["definition"]["proxy"]["target_url"] == f"tyk://{ident('stock')}/x"
    home = "ApiDefinition shop/orders"
    assert lost[home, "spec.proxy.target_internal.target"].startswith("ApiDefinition shop/stock is not carried")
    assert "target_url" in lost[home, "spec.proxy.target_internal.path"]


# What a manifest of an API has beside the definition, or in place of what that has.
OPERATORS = {
    "contextRef",
    "certificate_secret_names",
    "client_certificate_refs",
    "upstream_certificate_refs",
    "pinned_public_keys_refs",
    "target_internal",
    "rewrite_to_internal",
    "graph_ref",
    "schema_b64",
    "tykOasApiDefinitionRef",
    "access_rights_array",
    "namespace",
}
# The fields of a manifest that are Tyk's own.
PLAIN = """
    listen_port protocol enable_proxy_protocol domain do_not_track use_keyless use_oauth2 oauth_meta strip_auth_data
    auth auth_configs use_basic_auth use_mutual_tls_auth client_certificates pinned_public_keys upstream_certificates
    enable_jwt use_go_plugin_auth enable_coprocess_auth jwt_signing_method jwt_source jwt_identity_base_field
    jwt_client_base_field jwt_policy_field_name jwt_issued_at_validation_skew jwt_expires_at_validation_skew
    jwt_not_before_validation_skew jwt_skip_kid jwt_scope_claim_name base_identity_provided_by definition version_data
    uptime_tests disable_rate_limit disable_quota global_rate_limit custom_middleware custom_middleware_bundle
    cache_options session_lifetime internal enable_ip_whitelisting allowed_ips enable_ip_blacklisting blacklisted_ips
    response_processors CORS certificates tags enable_context_vars config_data tag_headers enable_detailed_recording
    graphql analytics_plugin detailed_tracing event_handlers active proxy later""".split()


@pytest.mark.parametrize("value", [{"a": [1, {"b": "c"}]}, ["a"], "a", 1, False])
def test_all_that_is_tyks_own_is_carried_as_it_is(value):
    item, lost = one_api(manifest("ApiDefinition", "a", {"name": "A", **dict.fromkeys(PLAIN, value)}))
    assert item == {"name": "A", "api_id": ident("a"), "definition": dict.fromkeys(PLAIN, value)} and not lost


def test_nothing_of_the_operators_own_is_left_in_an_item():
    found, _lost = read([Source("m.yml", "", one) for one in EVERYTHING])
    keys = {key for one in found for place in places(one.item) for key in place}
    assert not OPERATORS & keys and len(keys) > 100


def test_policies_that_an_api_names():
    api = classic("a", jwt_default_policies=["shop/gold", "its-id"], jwt_scope_to_policy_mapping={"x": "shop/gold"})
    items, lost = converted(api, policy(id="gold-id"))
    definition = items["apis"][0]["definition"]
    assert definition["jwt_default_policies"] == ["gold-id", "its-id"] and not lost
    assert definition["jwt_scope_to_policy_mapping"] == {"x": "gold-id"}
    item, lost = one_api(api)
    assert item["definition"]["jwt_default_policies"] == [ident("gold"), "its-id"]
    home = "ApiDefinition shop/a"
    assert {*lost} == {(home, "spec.jwt_default_policies.0"), (home, "spec.jwt_scope_to_policy_mapping.x")}


def test_null_is_as_left_out():
    api = classic("a", active=None, domain=None, config_data=None)
    api["spec"]["proxy"]["strip_listen_path"] = None
    definition = one_api(api)[0]["definition"]
    assert definition["active"] is False and definition["proxy"]["strip_listen_path"] is False
    assert not {"domain", "config_data"} & definition.keys()
    assert "rate" not in of_rights(right("a"), others=[classic("a")], rate=None)[0]


def test_an_address_of_an_api_of_another_form():
    api = classic("orders")
    api["spec"]["proxy"]["target_internal"] = {"target": {"name": "pets"}}
    items, lost = converted(api, *filed(OAS, "pets", document("Pets", "pets", info={"id": "pets-id"})))
    assert items["apis"][0]["definition"]["proxy"]["target_url"] == "tyk://pets-id" and not lost


def test_a_proxy_keeps_its_versions():
    versioning = {"enabled": True, "versions": [{"id": "x", "name": "v2"}]}
    content = document("Tools", "tools", info={"versioning": versioning})
    items, lost = converted(*filed("TykMcpProxyDefinition", "tools", content))
    assert items["mcp_proxies"][0]["definition"][OWN]["info"]["versioning"] == versioning and not lost


def test_a_schema_of_old_manifests():
    coded = base64.b64encode(json.dumps({"type": "object"}).encode()).decode()
    data = version_data(validate_json=[{"path": "/a", "schema_b64": coded}, {"path": "/b", "schema_b64": "?"}])
    found = one_api(classic("a", version_data=data))[0]["definition"]["version_data"]["versions"]["Default"]
    schema, other = found["extended_paths"]["validate_json"]
    assert schema == {"path": "/a", "schema": {"type": "object"}} and other == {"path": "/b", "schema_b64": "?"}


def test_a_template_for_ingress_is_no_api():
    api = classic("a")
    api["metadata"]["labels"] = {"template": "true"}
    content = filed(OAS, "b", document("B", "b"))
    content[1]["metadata"]["labels"] = {"tyk.io/template": "true"}
    items, lost = converted(api, *content)
    assert not items
    assert {*lost} == {
        ("ApiDefinition shop/a", "metadata.labels.template"),
        (f"{OAS} shop/b", "metadata.labels.tyk.io/template"),
    }


def test_versions_of_classic_apis():
    base = classic("v1", definition={"enabled": True, "name": "v1", "versions": {"v2": "second", "v3": "gone"}})
    items, lost = converted(base, classic("v2", api_id="second"))
    assert items["apis"][1]["version"] == {"of": "v1", "name": "v2"}
    assert items["apis"][0]["definition"]["definition"] == {"enabled": True, "name": "v1"}
    assert [*lost] == [("ApiDefinition shop/v1", "spec.definition.versions.v3")]


def graphs():
    def api(name, mode, graph):
        return classic(name, graphql={"enabled": True, "execution_mode": mode, "graph_ref": graph})

    def graph(kind, name, **spec):
        return manifest(kind, name, spec)

    return [
        api("users", "subgraph", "users-graph"),
        graph("SubGraph", "users-graph", schema="S", sdl="D"),
        api("all", "supergraph", "all-graph"),
        graph(
            "SuperGraph",
            "all-graph",
            schema="T",
            merged_sdl="M",
            subgraph_refs=[{"name": "users-graph"}, {"name": "x"}],
        ),
    ]


def test_federated_graphs():
    items, lost = converted(*graphs())
    users, every = (item["definition"]["graphql"] for item in items["apis"])
    assert users == {"enabled": True, "execution_mode": "subgraph", "schema": "S", "subgraph": {"sdl": "D"}}
    part = {"api_id": ident("users"), "name": "users", "url": "tyk://users", "sdl": "D"}
    assert every["supergraph"] == {"merged_sdl": "M", "subgraphs": [part]} and every["schema"] == "T"
    assert [*lost] == [("SuperGraph shop/all-graph", "spec.subgraph_refs[1]")]
    lost = converted(graphs()[0], graphs()[2])[1]
    assert {*lost} == {(f"ApiDefinition shop/{name}", "spec.graphql.graph_ref") for name in ("users", "all")}


def test_a_part_of_a_graph_is_served_by_the_api_that_names_it():
    other = classic("first", graphql={"enabled": True, "execution_mode": "subgraph", "graph_ref": "other-graph"})
    far = copy.deepcopy(graphs()[0])
    far["metadata"].update(name="far", namespace="far")
    items, _lost = converted(other, far, *graphs())
    every = items["apis"][-1]["definition"]["graphql"]
    assert [part["api_id"] for part in every["supergraph"]["subgraphs"]] == [ident("users")]
    assert items["apis"][2]["definition"]["graphql"]["subgraph"] == {"sdl": "D"}


# Certificates


def test_certificates_of_secrets_come_along():
    certificate, key = (part.decode() if isinstance(part, bytes) else part for part in pair())
    api = classic(
        "a",
        certificate_secret_names=["tls", "second-is-not-read"],
        client_certificate_refs=["tls", "missing"],
        upstream_certificate_refs={"up.example": "tls"},
        pinned_public_keys_refs={"*": "tls"},
    )
    items, lost = converted(api, secret("tls", tls_crt=certificate, tls_key=key))
    assert items["certificates"] == [{"certificate": certificate, "private_key": key}]
    known, definition = fingerprint(certificate), items["apis"][0]["definition"]
    assert definition["certificates"] == definition["client_certificates"] == [known]
    assert definition["upstream_certificates"] == {"up.example": known} and "pinned_public_keys" not in definition
    home = "ApiDefinition shop/a"
    assert {*lost} == {(home, "spec.client_certificate_refs[1]"), (home, "spec.pinned_public_keys_refs.*")}
    assert known in lost[home, "spec.pinned_public_keys_refs.*"]


def test_what_kubectl_prints_has_the_ids_of_certificates():
    refs = {"certificate_secret_names": ["tls"], "upstream_certificate_refs": {"u": "tls", "other": "tls"}}
    noted = {"certificates": ["id"], "upstream_certificates": {"u": "id"}, "pinned_public_keys": {"*": "id"}}
    item, lost = one_api(classic("a", **refs, pinned_public_keys_refs={"*": "tls"}, **noted))
    assert {name: item["definition"][name] for name in noted} == noted
    assert [*lost] == [("ApiDefinition shop/a", "spec.upstream_certificate_refs.other")]


def test_a_pin_whose_id_is_noted_is_nothing_to_tell():
    certificate = pair()[0]
    certificate = certificate.decode() if isinstance(certificate, bytes) else certificate
    known = fingerprint(certificate)
    for noted, told in ((f"org{known}", 0), ("another", 1)):
        api = classic("a", pinned_public_keys_refs={"*": "tls"}, pinned_public_keys={"*": noted})
        items, lost = converted(api, secret("tls", tls_crt=certificate))
        assert len(lost) == told and items["apis"][0]["definition"]["pinned_public_keys"] == {"*": noted}


def test_secrets_that_are_named_in_another_way_are_told():
    item, lost = one_api(classic("a", certificate_secret_names="tls"))
    assert "certificates" not in item["definition"] and [*lost] == [
        ("ApiDefinition shop/a", "spec.certificate_secret_names")
    ]


def test_no_private_key_where_none_is_needed():
    certificate, key = (part.decode() if isinstance(part, bytes) else part for part in pair())
    items, lost = converted(
        classic("a", client_certificate_refs=["tls"]), secret("tls", tls_crt=certificate, tls_key=key)
    )
    assert items["certificates"] == [{"certificate": certificate}] and not lost


@pytest.mark.parametrize("held", [{"tls_crt": "none"}, {}, {"other": "x"}])
def test_a_secret_without_a_certificate(held):
    items, lost = converted(classic("a", certificate_secret_names=["tls"]), secret("tls", **held))
    assert [*items] == ["apis"] and [*lost] == [("ApiDefinition shop/a", "spec.certificate_secret_names[0]")]


# APIs whose document is in a ConfigMap


def test_a_document_keeps_its_content():
    content = document("Pets", "pets", info={"id": "pets-id", "orgId": "x", "dbId": "y"})
    item, lost = one_api(*filed(OAS, "pets", content, categories=["a"]))
    assert (item["name"], item["api_id"], item["categories"]) == ("Pets", "pets-id", ["a"]) and not lost
    assert item["definition"][OWN]["info"] == {"state": {"active": True}}
    assert item["definition"]["info"] == content["info"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "is no document with x-tyk-api-gateway"),
        (json.dumps({"openapi": "3.0.3"}), "is no document with x-tyk-api-gateway"),
        (json.dumps({OWN: {"a": ["{{ .Values.b }}"]}}), f"{OWN}.a[0]: this is a template of Helm"),
    ],
)
def test_a_document_that_cannot_be_carried(content, why):
    items, lost = converted(*filed(OAS, "pets", content))
    assert not items and why in lost[f"{OAS} shop/pets", "spec.tykOAS.configmapRef"]


def test_a_document_that_is_not_there():
    config_map, api = filed(OAS, "pets", document("Pets", "pets"))
    items, lost = converted(api)
    assert not items and "ConfigMap shop/pets-doc is not among" in lost[f"{OAS} shop/pets", "spec.tykOAS.configmapRef"]
    config_map["data"] = {"other.json": "{}"}
    items, lost = converted(api, config_map)
    assert not items and [*lost] == [(f"{OAS} shop/pets", "spec.tykOAS.configmapRef.keyName")]


def test_a_document_that_nobody_names():
    config_map, _api = filed(OAS, "pets", document("Pets", "pets"))
    items, lost = converted(config_map, core("ConfigMap", "other", data={"a": "b"}), secret("x", TYK_AUTH="hush"))
    assert not items and [*lost] == [("ConfigMap shop/pets-doc", "data")]


@pytest.mark.parametrize("namespace", ["", "other"])
def test_a_document_in_a_namespace(namespace):
    config_map, api = filed(OAS, "pets", document("Pets", "pets"))
    api["spec"]["tykOAS"]["configmapRef"]["namespace"] = namespace
    config_map["metadata"]["namespace"] = namespace or "shop"
    item, lost = one_api(config_map, api)
    assert item["name"] == "Pets" and not lost


def test_what_is_said_beside_a_document():
    certificate, key = (part.decode() if isinstance(part, bytes) else part for part in pair())
    api = filed(
        OAS,
        "pets",
        document("Pets", "pets", server={"clientCertificates": {"enabled": False, "allowlist": ["before"]}}),
        clientCertificate={"enabled": True, "allowlist": ["tls"]},
        customDomain={"enabled": True, "name": "a.example", "certificates": ["id"], "certificatesRef": ["tls"]},
        mutualTLS={"enabled": True, "domainToCertificateMapping": [{"domain": "u.example", "certificateRef": "tls"}]},
        certificatePinning={
            "enabled": True,
            "domainToPublicKeysMapping": [{"domain": "*", "publicKeys": ["id"], "publicKeyRefs": ["tls"]}],
        },
        upstreamRequestSigning={"secretRef": {"name": "s", "keyName": "k"}},
        later={"a": 1},
    )
    items, lost = converted(*api, secret("tls", tls_crt=certificate, tls_key=key))
    own, known = items["apis"][0]["definition"][OWN], fingerprint(certificate)
    assert own["server"]["clientCertificates"] == {"enabled": True, "allowlist": ["before", known]}
    assert own["server"]["customDomain"] == {"enabled": True, "name": "a.example", "certificates": ["id", known]}
    pairs = [{"domain": "u.example", "certificate": known}]
    assert own["upstream"]["mutualTLS"] == {"enabled": True, "domainToCertificateMapping": pairs}
    pins = [{"domain": "*", "publicKeys": ["id"]}]
    assert own["upstream"]["certificatePinning"] == {"enabled": True, "domainToPublicKeysMapping": pins}
    assert {field for _object, field in lost} == {
        "spec.upstreamRequestSigning",
        "spec.later",
        "spec.certificatePinning.domainToPublicKeysMapping[0].publicKeyRefs",
    }


def test_policies_of_tokens():
    schemes = {"authentication": {"enabled": True, "securitySchemes": {"t": SCHEME}}}
    content = document("Vets", "vets", server=schemes, components={"securitySchemes": {"t": TOKENS}})
    scopes = {"claimName": "scp", "scopeToPolicyMapping": [{"scope": "a", "policyRef": {"name": "gold"}}]}
    said = {"defaultPoliciesRef": [{"name": "gold"}, {"name": "x", "namespace": "y"}], "scopes": scopes}
    items, lost = converted(*filed(OAS, "vets", content, jwtAuth=said), policy(id="gold-id"))
    scheme = items["apis"][0]["definition"][OWN]["server"]["authentication"]["securitySchemes"]["t"]
    assert scheme["defaultPolicies"] == ["gold-id", ident("x", "y")]
    assert scheme["scopes"] == {"claimName": "scp", "scopeToPolicyMapping": [{"scope": "a", "policyId": "gold-id"}]}
    assert [*lost] == [(f"{OAS} shop/vets", "spec.jwtAuth.defaultPoliciesRef[1]")]
    items, lost = converted(*filed(OAS, "vets", document("Vets", "vets"), jwtAuth=said))
    assert [*lost] == [(f"{OAS} shop/vets", "spec.jwtAuth")]


def test_versions_of_documents():
    versioning = {"enabled": True, "name": "v1", "default": "v2", "key": "k", "location": "header"}
    named = [{"name": name, "tykOasApiDefinitionRef": {"name": f"pets-{name}"}} for name in ("v2", "v3")]
    base = filed(OAS, "pets", document("Pets", "pets"), versioning={**versioning, "versions": named})
    items, lost = converted(*base, *filed(OAS, "pets-v2", document("Pets 2", "pets-2")))
    first, second = items["apis"]
    assert first["definition"][OWN]["info"]["versioning"] == versioning and "version" not in first
    assert second["version"] == {"of": "Pets", "name": "v2", "default": True}
    assert [*lost] == [(f"{OAS} shop/pets", "spec.versioning.versions[1]")]


# Policies


def test_rights_name_apis_by_name():
    allowed = [{"url": "/a", "methods": ["GET"]}]
    rights = [right("orders", versions=["v1"], allowed_urls=allowed, allowance_scope="s"), right("pets", OAS)]
    others = [classic("orders", "Orders"), *filed(OAS, "pets", document("Pets", "pets"))]
    item, lost = of_rights(*rights, others=others, rate=1, state="deny", hmac_enabled=True)
    assert item["access_rights"] == [
        {"api": "Orders", "versions": ["v1"], "allowed_urls": allowed, "definition": {"allowance_scope": "s"}},
        {"api": "Pets"},
    ]
    assert (item["policy_id"], item["policy_state"], item["rate"]) == (ident("gold"), "deny", 1) and not lost
    assert item["definition"] == {"hmac_enabled": True}


def test_all_fields_of_a_policy_are_carried():
    numbers = (
        "rate per quota_max quota_renewal_rate throttle_interval throttle_retry_limit max_query_depth key_expires_in"
    )
    said = {**dict.fromkeys(numbers.split(), 3), "tags": ["a"], "meta_data": {"a": "b"}, "partitions": {"acl": True}}
    rest = {"hmac_enabled": True, "enable_http_signature_validation": True, "later": 1}
    item, lost = of_rights(right("a"), others=[classic("a")], **said, **rest)
    named = {"name": "Gold", "policy_id": ident("gold"), "active": True, "policy_state": "active"}
    assert item == {**named, **said, "access_rights": [{"api": "a"}], "definition": rest} and not lost


def test_rights_name_apis_of_one_name_by_id():
    others = [classic("a", "Same"), *filed(OAS, "b", document("Same", "b"))]
    item, lost = of_rights(right("a"), right("b", OAS), others=others)
    assert [entry["api"] for entry in item["access_rights"]] == [ident("a"), ident("b")] and not lost


def test_rights_for_an_api_without_a_namespace():
    api = manifest("ApiDefinition", "a", classic("a")["spec"], namespace="")
    item, lost = of_rights(right("a"), others=[api])
    assert item["access_rights"] == [{"api": "a"}] and [*lost] == [("ApiDefinition default/a", "metadata.namespace")]


@pytest.mark.parametrize(
    "other",
    [
        manifest("ApiDefinition", "a", classic("a")["spec"], namespace="other"),
        manifest("ApiDefinition", "b", classic("b")["spec"], namespace=""),
        filed(OAS, "a", document("A", "a"))[1],
    ],
)
def test_rights_are_for_the_api_of_this_kind_name_and_namespace(other):
    item, lost = of_rights(right("a"), others=[other, filed(OAS, "a", document("A", "a"))[0]])
    assert item["access_rights"] == [{"api": ident("a")}]
    assert ("SecurityPolicy shop/gold", "spec.access_rights_array[0]") in lost


def test_rights_for_an_api_that_is_not_there():
    item, lost = of_rights(right("a"), right("b", api_id="b-id"), right(""), "odd")
    assert [entry["api"] for entry in item["access_rights"]] == [ident("a"), "b-id"]
    assert [field for _object, field in lost] == [f"spec.access_rights_array[{index}]" for index in range(4)]


def test_rights_of_an_odd_form_are_told():
    lost = converted(policy(access_rights_array={}, access_rights=[]))[1]
    assert {*lost} == {
        ("SecurityPolicy shop/gold", f"spec.{name}") for name in ("access_rights", "access_rights_array")
    }


def test_the_later_of_two_rights_counts():
    item, lost = of_rights(right("a", versions=["x"]), right("a", versions=["y"]), others=[classic("a")])
    assert item["access_rights"] == [{"api": "a", "versions": ["y"]}]
    assert [*lost] == [("SecurityPolicy shop/gold", "spec.access_rights_array[1]")]


def test_rights_in_a_map():
    mapped = {"a-id": {"name": "a", "namespace": "shop", "versions": ["x"]}, "b-id": {"versions": ["y"]}}
    item, lost = of_rights(right("a", versions=["z"]), others=[classic("a", api_id="a-id")], access_rights=mapped)
    assert item["access_rights"] == [{"api": "a", "versions": ["z"]}, {"api": "b-id", "versions": ["y"]}]
    assert [field for _object, field in lost] == ["spec.access_rights.b-id"]


def test_fields_of_rights_that_are_not_known():
    limit = {"rate": 1, "per": 2, "quota_renews": 3, "odd": 4}
    item, lost = of_rights(right("a", limit=limit), others=[classic("a")])
    assert item["access_rights"] == [{"api": "a", "limit": {"rate": 1, "per": 2}}]
    assert [field for _object, field in lost] == ["spec.access_rights_array[0].limit.odd"]


@pytest.mark.parametrize("said", [{"active": False}, {"is_inactive": True}])
def test_a_policy_that_only_seems_to_be_off(said):
    item, lost = of_rights(right("a"), others=[classic("a")], **said)
    (field,) = said
    assert field not in item and "definition" not in item
    assert [*lost] == [("SecurityPolicy shop/gold", f"spec.{field}")]
    item, lost = of_rights(right("a"), others=[classic("a")], **said, state="draft")
    assert not lost and (item.get("active") is False or item["definition"] == said)


@pytest.mark.parametrize("mode", ["ce", "pro"])
@pytest.mark.parametrize("state", ["active", "draft"])
def test_policies_of_a_gateway_have_no_state(mode, state):
    context = manifest("OperatorContext", "c", {"env": {"mode": mode}}, namespace="default")
    said = {"state": state, "contextRef": {"name": "c"}}
    item, lost = of_rights(right("a"), others=[context, classic("a", contextRef={"name": "c"})], **said)
    assert item.get("policy_state") == (state if mode == "pro" else None)
    told = {("SecurityPolicy shop/gold", "spec.state")} if (mode, state) == ("ce", "draft") else set()
    assert {*lost} == {("OperatorContext default/c", ""), *told}


# What becomes nothing


@pytest.mark.parametrize("kind", ["OperatorContext", "APIDescription", "PortalAPICatalogue", "PortalConfig", "Other"])
def test_other_kinds_are_told_once(kind):
    spec = {"env": {"auth": "hush"}, "secretRef": {"name": "s"}}
    items, lost = converted(manifest(kind, "x", spec))
    assert not items and [*lost] == [(f"{kind} shop/x", "")]


def test_ingress_is_told():
    ingress = {**core("Ingress", "x"), "apiVersion": "networking.k8s.io/v1"}
    assert not converted(ingress)[1]
    config_map = core("ConfigMap", "x")
    config_map["metadata"]["annotations"] = {"tyk.io/template": "t"}
    assert not converted(config_map)[1]
    for more in (
        {"spec": {"ingressClassName": "tyk"}},
        {"metadata": {"name": "x", "annotations": {"tyk.io/template": "t"}}},
    ):
        items, lost = converted({**ingress, **more})
        assert not items and len(lost) == 1


def test_other_objects_of_kubernetes_are_nobodys_business():
    others = [core("Service", "a"), {**core("Deployment", "b"), "apiVersion": "apps/v1"}, core("Namespace", "c")]
    assert converted(*others) == ({}, {}) and all(belongs(one) for one in others)


@pytest.mark.parametrize(
    ("data", "tool"),
    [
        ("spec:\n  name: {{ .Values.name }}\n", "helm template"),
        ({"apiVersion": "v2", "name": "chart", "version": "1.0.0"}, "helm template"),
        ({"resources": ["a.yml"], "namespace": "x"}, "kubectl kustomize"),
        ({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}, "kubectl kustomize"),
    ],
)
def test_what_makes_manifests_has_to_do_so_first(data, tool):
    assert belongs(data)
    items, lost = converted(data)
    assert not items and tool in lost["", ""]


def test_a_manifest_of_helm_is_told_with_the_place():
    items, lost = converted(classic("a", domain="{{- .Values.domain }}"), classic("b", domain="{{.request.headers.a}}"))
    assert [item["name"] for item in items["apis"]] == ["b"]
    assert [*lost] == [("ApiDefinition shop/a", "spec.domain")]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        1,
        "text",
        {},
        {"apis": []},
        {"openapi": "3.0.3", "components": {}},
        {"kind": "x"},
        {"apiVersion": "v1"},
        {"apiVersion": "v9", "name": "x", "version": "1"},
        {"apiVersion": "v2", "name": "x"},
        {"apiVersion": "v2", "version": "1"},
        {"apiVersion": "", "kind": "x"},
        {"resources": ["a"], "paths": {}},
        {"components": ["a"], "kind": "x"},
    ],
)
def test_what_is_no_manifest(data):
    assert not belongs(data) and claims([Source("a", "", data)]) == [] and converted(data) == ({}, {})


# All together


@pytest.mark.parametrize("kind", ["List", "ApiDefinitionList"])
def test_lists(kind):
    whole = {"apiVersion": "v1", "kind": "List", "items": [classic("a"), None, classic("b")]}
    if kind != "List":
        whole.update(apiVersion="tyk.tyk.io/v1alpha1", kind=kind)
        whole["items"] = [{name: api[name] for name in ("metadata", "spec")} for api in (classic("a"), classic("b"))]
    items, lost = converted(whole)
    assert [item["name"] for item in items["apis"]] == ["a", "b"] and not lost


def test_of_two_of_one_name_the_later_one_counts():
    items, lost = converted(classic("a", "First"), classic("a", "Second"), classic("a", "Second"))
    assert [item["name"] for item in items["apis"]] == ["Second"] and [*lost] == [("ApiDefinition shop/a", "")]


def test_the_same_twice_is_nothing_to_tell():
    items, lost = converted(classic("a"), classic("a"))
    assert len(items["apis"]) == 1 and not lost


def test_what_is_no_list_is_none():
    items, lost = converted(
        {**classic("a"), "items": [classic("b")]}, {"apiVersion": "v1", "kind": "List", "items": {}}
    )
    assert [item["name"] for item in items["apis"]] == ["a"] and not lost


def test_where_an_item_comes_from():
    found, _lost = read([Source("m.yml", "document 2", classic("a")), Source("n.yml", "", classic("b"))])
    wheres = ["m.yml document 2: ApiDefinition shop/a", "n.yml: ApiDefinition shop/b"]
    assert [one.where for one in found] == wheres


def test_several_connections_are_told():
    one, other = ({"contextRef": {"name": name}} for name in ("x", "y"))
    assert not converted(classic("a", **one), classic("b", **one))[1]
    lost = converted(classic("a", **one), classic("b", **other), classic("c", **other))[1]
    assert [*lost] == [(f"ApiDefinition shop/{name}", "spec.contextRef") for name in "ab"]


def test_what_has_no_name_is_carried_by_its_own():
    items, lost = converted(manifest("ApiDefinition", "", classic("a")["spec"]), {**policy(), "metadata": None})
    assert "api_id" not in items["apis"][0] and "policy_id" not in items["policies"][0]
    homes = ("ApiDefinition shop/(without a name)", "SecurityPolicy default/(without a name)")
    assert {*lost} == {(home, "metadata.name") for home in homes}
    assert not converted(manifest("ApiDefinition", "", classic("a", api_id="x")["spec"]))[1]


def test_one_odd_object_stops_no_other():
    odd = [{**classic("odd"), "spec": spec} for spec in (None, [], "x", {})]
    items, lost = converted(*odd[:1], classic("a"), {**policy(), "spec": 3}, classic("b"))
    assert [item["name"] for item in items["apis"]] == ["a", "b"]
    assert {*lost} == {("ApiDefinition shop/odd", "spec"), ("SecurityPolicy shop/gold", "spec")}


def places(value, way=()):
    """Every place in plain data."""
    yield way
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in below:
        yield from places(item, (*way, key))


def everything():
    certificate, key = (part.decode() if isinstance(part, bytes) else part for part in pair())
    refs = {"certificate_secret_names": ["tls"], "upstream_certificate_refs": {"a": "tls"}}
    spec = {
        "clientCertificate": {"enabled": True, "allowlist": ["tls"]},
        "customDomain": {"enabled": True, "name": "a", "certificatesRef": ["tls"]},
        "mutualTLS": {"enabled": True, "domainToCertificateMapping": [{"domain": "u", "certificateRef": "tls"}]},
        "certificatePinning": {
            "enabled": True,
            "domainToPublicKeysMapping": [{"domain": "*", "publicKeyRefs": ["tls"]}],
        },
    }
    return [
        *company(),
        *graphs(),
        classic("tls", **refs, pinned_public_keys_refs={"*": "tls"}, client_certificate_refs=["tls"]),
        classic("v1", definition={"versions": {"v2": ident("stock")}}),
        *filed(OAS, "all", document("All", "all"), **spec),
        secret("tls", tls_crt=certificate, tls_key=key),
        {"apiVersion": "v1", "kind": "List", "items": [manifest("OperatorContext", "c", {"env": {}})]},
    ]


EVERYTHING = everything()
PLACES = list(places(EVERYTHING))
SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["tls", "shop", "a/b"])
JSON = st.recursive(
    SIMPLE, lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text() | st.integers(), below, max_size=3)
)


@given(st.lists(st.tuples(st.sampled_from(PLACES[1:]), JSON), min_size=1, max_size=4))
def test_nothing_odd_anywhere_raises(changes):
    manifests = copy.deepcopy(EVERYTHING)
    for place, value in changes:
        holder = manifests
        for key in place[:-1]:
            known = isinstance(holder, dict) and key in holder or isinstance(holder, list) and key in range(len(holder))
            holder = holder[key] if known else None
        if isinstance(holder, dict) or isinstance(holder, list) and place[-1] in range(len(holder)):
            holder[place[-1]] = value
    found, lost = read([Source("m.yml", "", one) for one in manifests])
    assert found and all(one.where and isinstance(one.item, dict) for one in found)
    assert all(one.why and isinstance(one.field, str) for one in lost)


@given(JSON)
def test_nothing_odd_at_all_raises(data):
    read([Source("m.yml", "", data)])
    read(
        [
            Source("m.yml", "", {"apiVersion": "tyk.tyk.io/v1alpha1", "kind": kind, "metadata": data, "spec": data})
            for kind in KINDS
        ]
    )
    assert belongs(data) in (True, False)


KINDS = [
    "ApiDefinition",
    OAS,
    "TykStreamsApiDefinition",
    "TykMcpProxyDefinition",
    "SecurityPolicy",
    "SubGraph",
    "Secret",
]


def test_no_message_has_a_secret():
    hush = "hush-hush"
    held = secret("tls", tls_crt=hush, tls_key=hush, other=hush)
    broken = filed(OAS, "broken", f'{{"password": "{hush}"')
    signing = filed(
        OAS, "s", document("S", "s", upstream={"authentication": hush}), upstreamRequestSigning={"secret": hush}
    )
    manifests = [
        held,
        *broken,
        *signing,
        classic("a", certificate_secret_names=["tls"], jwt_source=hush, auth={"signature": {"secret": hush}}),
        manifest("OperatorContext", "c", {"env": {"auth": hush}}),
        core("ConfigMap", "unused", data={"a": f'"{OWN}": "{hush}"'}),
        policy(access_rights_array=[right("a", limit={"odd": hush})], meta_data={"secret": hush}),
    ]
    _found, lost = read([Source("m.yml", "", one) for one in manifests])
    assert len(lost) >= 5 and not any(hush in text for one in lost for text in one)
