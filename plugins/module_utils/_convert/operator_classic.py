# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A classic API of tyk-operator: Tyk's own definition, but for what names other manifests."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import base64
import contextlib
import json
import typing as t
from urllib.parse import quote

from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import (
    Cluster,
    Manifest,
    encoded,
    listing,
    mapping,
    text,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_world import (
    CLASSIC,
    NAMELESS,
    Api,
    World,
)
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, places

Definition = dict[str, t.Any]

# What is not of the definition, or of the server only.
APART = ("contextRef", "id", "org_id", "api_id", "name")
# A list of Secrets, or a map of domains to them; the field for what they hold; and whether Tyk needs the private key.
SECRETS = (
    ("certificate_secret_names", "certificates", True),
    ("client_certificate_refs", "client_certificates", False),
    ("upstream_certificate_refs", "upstream_certificates", True),
)
PINS = "pinned_public_keys_refs"
IGNORED_PATH = "some versions of tyk-operator leave it out of the address; look whether target_url is what you want"
TEMPLATE = "it is a template for Ingress, not an API; convert the APIs that were made of it, as kubectl get prints them"


def known(cluster: Cluster, manifest: Manifest) -> Api | None:
    """The API that a manifest stands for; None where there is none."""
    if mapping(manifest.metadata.get("labels")).get("template") == "true":
        cluster.tell(manifest, "metadata.labels.template", TEMPLATE)
        return None
    spec = manifest.spec
    if not spec:
        cluster.tell(manifest, "spec", "it is no mapping with anything in it, so there is no API to carry")
        return None
    ident = text(spec.get("api_id")) or text(manifest.status.get("api_id"))
    if not ident and not manifest.name:
        cluster.tell(manifest, "metadata.name", NAMELESS)
    ident = ident or (encoded(manifest.namespace, manifest.name) if manifest.name else "")
    return Api(manifest, "apis", ident, text(spec.get("name")), spec)


def item(world: World, api: Api) -> Definition:
    """The item of our configuration."""
    definition = clone({name: value for name, value in api.content.items() if name not in APART and value is not None})
    _settle(definition)
    _put_certificates(world, api.manifest, definition)
    _put_pins(world, api.manifest, definition)
    _put_targets(world, api.manifest, definition)
    _put_policies(world, api.manifest, definition)
    _put_schemas(definition)
    _put_graph(world, api.manifest, definition)
    said = {"name": api.name, "api_id": api.ident}
    return {**{name: value for name, value in said.items() if value}, "definition": definition}


def _settle(definition: Definition) -> None:
    """Say what tyk-operator does where a manifest says nothing, since a new API is otherwise made differently here."""
    definition.setdefault("active", False)
    proxy = definition.get("proxy")
    if isinstance(proxy, dict) and text(proxy.get("listen_path")) and proxy.get("strip_listen_path") is None:
        proxy["strip_listen_path"] = False
    configs = definition.get("auth_configs")
    if definition.get("use_standard_auth") is True and (configs is None or isinstance(configs, dict)):
        header = {"auth_header_name": "Authorization"}
        definition["auth_configs"] = {"authToken": header, **(configs or {})}
    if isinstance(get(definition, "definition.versions"), dict):
        definition["definition"].pop("versions")


def _put_certificates(world: World, manifest: Manifest, definition: Definition) -> None:
    """Name the certificates that Secrets hold by their fingerprints."""
    for name, target, private in SECRETS:
        said, field, noted = definition.pop(name, None), f"spec.{name}", definition.get(target)
        if isinstance(said, list):
            said = said[:1] if target == "certificates" else said  # tyk-operator takes the first only
            named = ((f"{field}[{index}]", one) for index, one in enumerate(said))
            found = [world.certificate(manifest, at, one, private, bool(noted)) for at, one in named]
            if any(found):
                definition[target] = list(filter(None, found))
        elif isinstance(said, dict):
            ids = mapping(noted)
            pairs = {key: world.certificate(manifest, f"{field}.{key}", said[key], private, key in ids) for key in said}
            kept = {key: print_of for key, print_of in pairs.items() if print_of}
            if kept:
                definition[target] = {**ids, **kept}
        elif said is not None:
            world.cluster.tell(manifest, field, "it is neither a list nor a mapping; write the names of Secrets")


def _put_pins(world: World, manifest: Manifest, definition: Definition) -> None:
    """Tell of pinned keys, which Tyk knows by an id that begins with that of the organisation."""
    noted = mapping(definition.get("pinned_public_keys"))
    for domain, name in mapping(definition.pop(PINS, None)).items():
        field = f"spec.{PINS}.{domain}"
        print_of = world.certificate(manifest, field, name, False, domain in noted)
        if print_of and not text(noted.get(domain)).endswith(print_of):
            why = f"Tyk wants the id of this key, which is the id of the organisation and then {print_of}"
            world.cluster.tell(manifest, field, f"{why}; write that into definition.pinned_public_keys")


def _put_targets(world: World, manifest: Manifest, definition: Definition) -> None:
    """Write the addresses of the APIs that requests are sent on to."""
    proxy = definition.get("proxy")
    if isinstance(proxy, dict) and proxy.get("target_internal") is not None:
        said = mapping(proxy.pop("target_internal"))
        address = _address(world, manifest, "spec.proxy.target_internal", said)
        proxy["target_url"] = address or proxy.get("target_url") or ""
        if said.get("path"):
            world.cluster.tell(manifest, "spec.proxy.target_internal.path", IGNORED_PATH)
    rewrites = "version_data.versions.*.extended_paths.url_rewrites.*"
    for steps in (rewrites, f"{rewrites}.triggers.*"):
        for path, holder in places(definition, steps.split(".")):
            _put_rewrite(world, manifest, path, holder[path[-1]])


def _put_rewrite(world: World, manifest: Manifest, path: tuple[str | int, ...], rewrite: t.Any) -> None:
    if isinstance(rewrite, dict) and rewrite.get("rewrite_to_internal") is not None:
        field = ".".join(map(str, ("spec", *path, "rewrite_to_internal")))
        address = _address(world, manifest, field, mapping(rewrite.pop("rewrite_to_internal")))
        if address:
            rewrite["rewrite_to"] = address


def _address(world: World, manifest: Manifest, field: str, said: t.Mapping[str, t.Any]) -> str:
    """The address of an API of Tyk, as tyk-operator writes it."""
    ident = world.target(manifest, f"{field}.target", said.get("target"))
    if not ident:
        return ""
    path, query = quote(text(said.get("path")), safe="/$&+,:;=@", errors="replace"), text(said.get("query"))
    slash = "/" if path and not path.startswith("/") else ""
    return f"tyk://{ident}{slash}{path}{f'?{query}' if query else ''}"


def _put_policies(world: World, manifest: Manifest, definition: Definition) -> None:
    """Name policies by their ids, where they stand as namespace/name."""
    for name in ("jwt_default_policies.*", "jwt_scope_to_policy_mapping.*"):
        for path, holder in places(definition, name.split(".")):
            namespace, slash, named = text(holder[path[-1]]).partition("/")
            if slash:
                field = ".".join(map(str, ("spec", *path)))
                known = world.policy(manifest, field, {"namespace": namespace, "name": named})
                holder[path[-1]] = known or holder[path[-1]]


def _put_schemas(definition: Definition) -> None:
    """Write JSON Schemas as they are, which manifests of before 0.8 have in base64."""
    steps = "version_data.versions.*.extended_paths.validate_json.*.schema_b64"
    for _path, holder in list(places(definition, steps.split("."))):
        with contextlib.suppress(ValueError, RecursionError):
            schema = json.loads(base64.b64decode(text(holder["schema_b64"]).encode("ascii")))
            if isinstance(schema, dict) and "schema" not in holder:
                holder["schema"] = schema
                del holder["schema_b64"]


def _put_graph(world: World, manifest: Manifest, definition: Definition) -> None:
    """Write the graph that the manifest names into the API."""
    graphql = definition.get("graphql")
    if not isinstance(graphql, dict) or graphql.get("graph_ref") is None:
        return
    name, mode = text(graphql.pop("graph_ref")), graphql.get("execution_mode")
    kind = {"subgraph": "SubGraph", "supergraph": "SuperGraph"}.get(text(mode), "")
    if not kind:
        return  # as tyk-operator does
    graph = world.cluster.find(kind, name, manifest.namespace)
    if graph is None:
        why = f"{kind} {manifest.namespace}/{name} is not among the files; convert it as well"
        world.cluster.tell(manifest, "spec.graphql.graph_ref", why)
        return
    graphql["schema"] = graph.spec.get("schema") or ""
    if kind == "SubGraph":
        graphql["subgraph"] = {**mapping(graphql.get("subgraph")), "sdl": graph.spec.get("sdl") or ""}
        return
    parts = [_part(world, graph, index, ref) for index, ref in enumerate(listing(graph.spec.get("subgraph_refs")))]
    before = listing(mapping(graphql.get("supergraph")).get("subgraphs"))
    made = {"merged_sdl": graph.spec.get("merged_sdl") or "", "subgraphs": [*before, *filter(None, parts)]}
    graphql["supergraph"] = {**mapping(graphql.get("supergraph")), **made}


def _part(world: World, graph: Manifest, index: int, said: t.Any) -> Definition | None:
    """The API that a part of a federated graph is served by."""
    name, namespace = text(mapping(said).get("name")), text(mapping(said).get("namespace")) or graph.namespace
    part = world.cluster.find("SubGraph", name, namespace)
    serving = [api for api in world.apis.values() if part and _serves(api, part)]
    if part is None or not serving:
        why = f"no {CLASSIC} of these files serves SubGraph {namespace}/{name}; convert both as well"
        world.cluster.tell(graph, f"spec.subgraph_refs[{index}]", why)
        return None
    api = serving[0]
    address = f"tyk://{api.manifest.name}"
    return {"api_id": api.ident, "name": api.name, "url": address, "sdl": part.spec.get("sdl") or ""}


def _serves(api: Api, part: Manifest) -> bool:
    same = part.namespace == api.manifest.namespace or not part.placed or not api.manifest.placed
    return same and bool(part.name) and get(api.content, "graphql.graph_ref") == part.name
