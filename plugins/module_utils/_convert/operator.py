# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""tyk-operator's manifests: which of them become what, and what is told of the others."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._convert import (
    operator_classic,
    operator_document,
    operator_policy,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Read, Source
from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import (
    Cluster,
    Manifest,
    encoded,
    is_manifest,
    mapping,
    text,
)
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_versions import versions
from ansible_collections.community.tyk.plugins.module_utils._convert.operator_world import (
    CLASSIC,
    POLICY,
    Api,
    World,
    policy_id,
)

PORTAL = "the classic portal is not managed by this collection; set it up in the Dashboard"
# What is told of kinds that become nothing, and of those that only others name.
TOLD = {
    "OperatorContext": "it is a connection; use url and token of the modules, and the option owners of APIs",
    "APIDescription": PORTAL,
    "PortalAPICatalogue": PORTAL,
    "PortalConfig": PORTAL,
}
NAMED_ONLY = ("SubGraph", "SuperGraph")
STRANGE = "this kind is not known here; declare by hand what it stands for"
INGRESS = "tyk-operator makes APIs of it; convert these, as kubectl get tykapis,tykoas -o yaml prints them"
UNUSED = "it holds a document of Tyk, and no manifest names it; name it in one, or convert the document itself"
UNPLACED = (
    "ids are made from it, and here that of the namespace default is taken. If it is another, write it into the "
    "manifests first, or take them from kubectl get -o yaml"
)
CONTEXTS = (
    "not all of the manifests name the same connection, so they may belong to several organisations; convert those of "
    "each by themselves"
)


def belongs(data: t.Any) -> bool:
    """Whether a document is one of these manifests, or lies beside them."""
    return is_manifest(data)


def claims(sources: list[Source]) -> list[Source]:
    """Those of the documents that are such."""
    return [source for source in sources if belongs(source.data)]


def read(sources: list[Source]) -> Read:
    """What manifests become, and what of them could not be carried."""
    cluster = Cluster(sources)
    apis = [api for api in (_known(cluster, manifest) for manifest in cluster.manifests) if api]
    world = World(cluster, apis)
    found = _apis(world, apis) + _policies(world)
    for manifest in cluster.manifests:
        _tell(cluster, manifest)
    _tell_unused(cluster)
    _tell_unplaced(cluster, {api.manifest.key: api.ident for api in apis})
    _tell_contexts(cluster)
    return [*world.certificates, *found], cluster.lost


def _known(cluster: Cluster, manifest: Manifest) -> Api | None:
    if manifest.kind == CLASSIC:
        return operator_classic.known(cluster, manifest)
    return operator_document.known(cluster, manifest) if manifest.kind in operator_document.HOMES else None


def _apis(world: World, apis: list[Api]) -> list[Found]:
    of_base, found = versions(world), []
    for api in apis:
        reader = operator_classic if api.manifest.kind == CLASSIC else operator_document
        item = reader.item(world, api)
        version = of_base.get(api.manifest.key) if api.manifest.name else None
        found.append(Found(api.section, {**item, **({"version": version} if version else {})}, api.manifest.where))
    return found


def _policies(world: World) -> list[Found]:
    found = []
    for manifest in world.cluster.manifests:
        if manifest.kind == POLICY:
            item = operator_policy.item(world, manifest)
            found += [Found(operator_policy.SECTION, item, manifest.where)] if item is not None else []
    return found


def _tell(cluster: Cluster, manifest: Manifest) -> None:
    """Tell of a manifest that becomes nothing."""
    if manifest.kind in TOLD:
        cluster.tell(manifest, "", TOLD[manifest.kind])
    elif manifest.is_tyk and manifest.kind not in (CLASSIC, POLICY, *operator_document.HOMES, *NAMED_ONLY):
        cluster.tell(manifest, "", STRANGE)
    elif manifest.kind == "Ingress" and _is_of_tyk(manifest):
        cluster.tell(manifest, "", INGRESS)


def _is_of_tyk(ingress: Manifest) -> bool:
    notes = mapping(ingress.metadata.get("annotations"))
    named = (notes.get("kubernetes.io/ingress.class"), ingress.spec.get("ingressClassName"))
    return "tyk" in named or any(str(name).startswith("tyk.io/") for name in notes)


def _tell_unused(cluster: Cluster) -> None:
    """Tell of documents that no manifest of an API names."""
    used = set()
    for manifest in cluster.manifests:
        home, _section = operator_document.HOMES.get(manifest.kind, ("", ""))
        ref = mapping(mapping(manifest.spec.get(home)).get("configmapRef"))
        namespace = text(ref.get("namespace")) or manifest.namespace
        found = cluster.find("ConfigMap", text(ref.get("name")), namespace) if ref else None
        used |= {found.key} if found else set()
    for manifest in cluster.manifests:
        held = mapping(manifest.data.get("data")).values() if manifest.kind == "ConfigMap" else ()
        is_tyks = any(isinstance(one, str) and f'"{operator_document.TYK}"' in one for one in held)
        if is_tyks and manifest.key not in used:
            cluster.tell(manifest, "data", UNUSED)


def _tell_unplaced(cluster: Cluster, idents: t.Mapping[tuple[str, str, str], str]) -> None:
    """Tell once of manifests without a namespace whose ids are made from it."""
    found = []
    for manifest in cluster.manifests:
        ident = policy_id(manifest) if manifest.kind == POLICY else idents.get(manifest.key, "")
        made = ident == encoded(manifest.namespace, manifest.name)
        found += [manifest] if made and not manifest.placed else []
    if found:
        more = f" (and so for {len(found) - 1} more)" if len(found) > 1 else ""
        cluster.tell(found[0], "metadata.namespace", f"no namespace{more}; {UNPLACED}")


def _tell_contexts(cluster: Cluster) -> None:
    """Tell of each connection that manifests name, where they name several."""
    by: dict[tuple[str, str], Manifest] = {}
    for manifest in cluster.manifests:
        if manifest.kind in (CLASSIC, POLICY, *operator_document.HOMES):
            ref = mapping(manifest.spec.get("contextRef"))
            by.setdefault((text(ref.get("namespace")), text(ref.get("name"))), manifest)
    if len(by) > 1:
        for manifest in by.values():
            cluster.tell(manifest, "spec.contextRef", CONTEXTS)
