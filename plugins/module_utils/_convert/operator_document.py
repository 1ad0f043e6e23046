# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API of tyk-operator whose document is in a ConfigMap: an OAS API, a Streams API, or an MCP proxy."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import (
    RENDER_HELM,
    Cluster,
    Manifest,
    content,
    encoded,
    listing,
    mapping,
    templated,
    text,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_classic import TEMPLATE
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_world import (
    MCP,
    NAMELESS,
    OAS,
    STREAMS,
    Api,
    World,
)
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parsed
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, put

Document = dict[str, t.Any]

TYK = "x-tyk-api-gateway"
# Where each kind names its ConfigMap, and what it becomes.
HOMES = {OAS: ("tykOAS", "apis"), STREAMS: ("tykStreams", "apis"), MCP: ("tykMCP", "mcp_proxies")}
# Fields beside the document that go into it; all others are told.
TAKEN = """
    contextRef versioning categories clientCertificate customDomain certificatePinning mutualTLS jwtAuth""".split()
SIGNING = "upstreamRequestSigning"
NOT_TAKEN = "it is not carried; say in definition what it stands for, or the API is without it"
NO_SIGNING = f"the secret stays in its Secret; write it into definition.{TYK}.upstream.authentication.requestSigning"


def known(cluster: Cluster, manifest: Manifest) -> Api | None:
    """The API that a manifest stands for; None where its document cannot be had."""
    if mapping(manifest.metadata.get("labels")).get("tyk.io/template") == "true":
        cluster.tell(manifest, "metadata.labels.tyk.io/template", TEMPLATE)
        return None
    home, section = HOMES[manifest.kind]
    document = _document(cluster, manifest, f"spec.{home}.configmapRef", get(manifest.spec, f"{home}.configmapRef"))
    if document is None:
        return None
    info = mapping(get(document, f"{TYK}.info"))
    ident = text(manifest.status.get("id")) or text(info.get("id"))
    if not ident and not manifest.name:
        cluster.tell(manifest, "metadata.name", NAMELESS)
    ident = ident or (encoded(manifest.namespace, manifest.name) if manifest.name else "")
    return Api(manifest, section, ident, text(info.get("name")) or text(get(document, "info.title")), document)


def _document(cluster: Cluster, manifest: Manifest, field: str, ref: t.Any) -> Document | None:
    """The document that a manifest names."""
    name, key = text(mapping(ref).get("name")), text(mapping(ref).get("keyName"))
    namespace = text(mapping(ref).get("namespace")) or manifest.namespace
    where, found = f"ConfigMap {namespace}/{name or '?'}", cluster.find("ConfigMap", name, namespace)
    if found is None:
        cluster.tell(manifest, field, f"{where} is not among the files; convert it as well")
        return None
    said = content(found, key)
    if said is None:
        cluster.tell(
            manifest, f"{field}.keyName", f"{where} has no text under {key or '?'}; name the key of the document"
        )
        return None
    try:
        document = parsed(said, True)
    except (ValueError, RecursionError):
        cluster.tell(manifest, field, f"what {where} has under {key} cannot be read as JSON; correct it there")
        return None
    if not isinstance(get(document, TYK), dict):
        why = f"what {where} has under {key} is no document with {TYK}, which tyk-operator refuses as well; add that"
        cluster.tell(manifest, field, why)
        return None
    if templated(document):
        cluster.tell(manifest, field, f"{templated(document)}: {RENDER_HELM}")
        return None
    return t.cast(Document, document)


def item(world: World, api: Api) -> Document:
    """The item of our configuration."""
    document, spec = clone(api.content), api.manifest.spec
    _settle(document, api.manifest.kind)
    home, _section = HOMES[api.manifest.kind]
    for name, said in spec.items():
        if said is not None and name not in (home, *TAKEN):
            world.cluster.tell(api.manifest, f"spec.{name}", NO_SIGNING if name == SIGNING else NOT_TAKEN)
    if api.manifest.kind == OAS:
        _put_client_certificates(world, api.manifest, document)
        _put_domain(world, api.manifest, document)
        _put_mutual_tls(world, api.manifest, document)
        _put_pins(world, api.manifest, document)
        _put_jwt(world, api.manifest, document)
        _put_versioning(api.manifest, document)
    said = {"name": api.name, "api_id": api.ident, "categories": _categories(world, api.manifest)}
    return {**{name: value for name, value in said.items() if value}, "definition": document}


def _settle(document: Document, kind: str) -> None:
    """Leave out what is of the server, or said by options; and say what is meant where a document says nothing."""
    info = document[TYK].get("info")
    if isinstance(info, dict):
        for name in ("id", "dbId", "orgId", "name"):
            info.pop(name, None)
        if isinstance(info.get("state"), dict):
            info["state"].setdefault("active", False)
        elif info.get("state") is None:
            info["state"] = {"active": False}
        if isinstance(info.get("versioning"), dict) and kind != MCP:  # of which each says whose it is
            info["versioning"].pop("versions", None)
    elif info is None:
        document[TYK]["info"] = {"state": {"active": False}}
    listen = get(document, f"{TYK}.server.listenPath")
    if isinstance(listen, dict):
        listen.setdefault("strip", False)


def _categories(world: World, manifest: Manifest) -> list[str]:
    said = manifest.spec.get("categories")
    if manifest.kind != OAS or said is None:
        return []
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        world.cluster.tell(manifest, "spec.categories", "it is no list of texts; write one")
        return []
    return said


def _part(world: World, manifest: Manifest, name: str) -> Document | None:
    """What a manifest says beside the document under a name; None where it says nothing."""
    said = manifest.spec.get(name)
    if said is not None and not isinstance(said, dict):
        world.cluster.tell(manifest, f"spec.{name}", "it is no mapping; write one")
        return None
    return said


def _lay(document: Document, path: str, said: Document) -> None:
    """Lay fields over a part of Tyk's own."""
    put(document, f"{TYK}.{path}", {**mapping(get(document, f"{TYK}.{path}")), **said})


def _secrets(world: World, manifest: Manifest, field: str, said: t.Any, private: bool) -> list[str]:
    """The fingerprints of what these Secrets hold."""
    names = enumerate(listing(said))
    found = (world.certificate(manifest, f"{field}[{index}]", name, private) for index, name in names)
    return list(filter(None, found))


def _put_client_certificates(world: World, manifest: Manifest, document: Document) -> None:
    said = _part(world, manifest, "clientCertificate")
    if said is None:
        return
    path, on = "server.clientCertificates", said.get("enabled") is True
    _lay(document, path, {"enabled": on})
    if on:
        trusted = _secrets(world, manifest, "spec.clientCertificate.allowlist", said.get("allowlist"), False)
        before = listing(get(document, f"{TYK}.{path}.allowlist"))
        _lay(document, path, {"allowlist": [*before, *(one for one in trusted if one not in before)]})


def _put_domain(world: World, manifest: Manifest, document: Document) -> None:
    said = _part(world, manifest, "customDomain")
    if said is None:
        return
    field = "spec.customDomain.certificatesRef"
    shown = _secrets(world, manifest, field, said.get("certificatesRef"), True)
    kept = {name: value for name, value in said.items() if name in ("enabled", "name")}
    certificates = [*listing(said.get("certificates")), *shown]
    _lay(document, "server.customDomain", {**kept, **({"certificates": certificates} if certificates else {})})


def _put_mutual_tls(world: World, manifest: Manifest, document: Document) -> None:
    said = _part(world, manifest, "mutualTLS")
    if said is None:
        return
    pairs = []
    for index, one in enumerate(listing(said.get("domainToCertificateMapping"))):
        field, pair = f"spec.mutualTLS.domainToCertificateMapping[{index}]", mapping(one)
        ident = text(pair.get("certificateID"))
        if pair.get("certificateRef") is not None:
            ident = world.certificate(manifest, f"{field}.certificateRef", pair["certificateRef"], True) or ident
        if ident:
            pairs.append({"domain": pair.get("domain"), "certificate": ident})
    _lay(document, "upstream.mutualTLS", {"enabled": said.get("enabled") is True, "domainToCertificateMapping": pairs})


def _put_pins(world: World, manifest: Manifest, document: Document) -> None:
    said = _part(world, manifest, "certificatePinning")
    if said is None:
        return
    pairs = []
    for index, one in enumerate(listing(said.get("domainToPublicKeysMapping"))):
        field, pair = f"spec.certificatePinning.domainToPublicKeysMapping[{index}].publicKeyRefs", mapping(one)
        pairs.append({"domain": pair.get("domain"), "publicKeys": listing(pair.get("publicKeys"))})
        for print_of in _secrets(world, manifest, field, pair.get("publicKeyRefs"), False):
            why = f"Tyk wants the id of this key, which is the id of the organisation and then {print_of}"
            world.cluster.tell(manifest, field, f"{why}; write that into upstream.certificatePinning of the document")
    on = {"enabled": said.get("enabled") is True, "domainToPublicKeysMapping": pairs}
    _lay(document, "upstream.certificatePinning", on)


def _put_jwt(world: World, manifest: Manifest, document: Document) -> None:
    """Name the policies of JSON Web Tokens in the one scheme that takes such."""
    said = _part(world, manifest, "jwtAuth")
    if said is None:
        return
    schemes = mapping(get(document, "components.securitySchemes"))
    taking = [name for name, one in schemes.items() if text(mapping(one).get("bearerFormat")).upper() == "JWT"]
    home = mapping(get(document, f"{TYK}.server.authentication.securitySchemes"))
    if len(taking) != 1 or not isinstance(home.get(taking[0]), dict):
        why = "the document has not just one security scheme for JSON Web Tokens that Tyk uses; name them in definition"
        world.cluster.tell(manifest, "spec.jwtAuth", why)
        return
    scheme, field = home[taking[0]], "spec.jwtAuth.defaultPoliciesRef"
    named = enumerate(listing(said.get("defaultPoliciesRef")))
    policies = [world.policy(manifest, f"{field}[{index}]", one) for index, one in named]
    if any(policies):
        scheme["defaultPolicies"] = list(filter(None, policies))
    scopes = mapping(said.get("scopes"))
    if scopes:
        scheme["scopes"] = {**mapping(scheme.get("scopes")), **_scopes(world, manifest, scopes)}


def _scopes(world: World, manifest: Manifest, said: Document) -> Document:
    field, pairs = "spec.jwtAuth.scopes.scopeToPolicyMapping", []
    for index, one in enumerate(listing(said.get("scopeToPolicyMapping"))):
        ident = world.policy(manifest, f"{field}[{index}].policyRef", mapping(one).get("policyRef"))
        if ident:
            pairs.append({"scope": mapping(one).get("scope"), "policyId": ident})
    claim = {"claimName": said["claimName"]} if said.get("claimName") else {}
    return {**claim, **({"scopeToPolicyMapping": pairs} if pairs else {})}


def _put_versioning(manifest: Manifest, document: Document) -> None:
    """How requests name a version; which versions there are is said by each of them."""
    said = mapping(manifest.spec.get("versioning"))
    if said:
        _lay(document, "info.versioning", {name: value for name, value in said.items() if name != "versions"})
