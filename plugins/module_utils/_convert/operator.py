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
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found, Lost, Source
from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import (
    Cluster,
    Manifest,
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
    "no namespace; the id of what says none is made from it, so here those of the namespace default are taken. If it "
    "is another, write it into the manifests first, or take them from kubectl get -o yaml"
)
CONTEXTS = "its objects may belong to other organisations; convert what is for each of them by itself"


def belongs(data: t.Any) -> bool:
    """Whether a document is one of these manifests, or lies beside them."""
    return is_manifest(data)


def read(sources: list[Source]) -> tuple[list[Found], list[Lost]]:
    """What manifests become, and what of them could not be carried."""
    cluster = Cluster(sources)
    apis = [api for api in (_known(cluster, manifest) for manifest in cluster.manifests) if api]
    world = World(cluster, apis)
    found = _apis(world, apis) + _policies(world)
    for manifest in cluster.manifests:
        _tell(cluster, manifest, {api.manifest.key for api in apis})
    _tell_unplaced(cluster)
    _tell_contexts(cluster)
    return [*world.certificates, *found], cluster.lost


def _known(cluster: Cluster, manifest: Manifest) -> Api | None:
    if not manifest.is_tyk:
        return None
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
        if manifest.is_tyk and manifest.kind == POLICY:
            item = operator_policy.item(world, manifest)
            found += [Found(operator_policy.SECTION, item, manifest.where)] if item is not None else []
    return found


def _tell(cluster: Cluster, manifest: Manifest, carried: t.Container[tuple[str, str, str]]) -> None:
    """Tell of a manifest that becomes nothing."""
    if manifest.kind in TOLD and manifest.is_tyk:
        cluster.tell(manifest, "", TOLD[manifest.kind])
    elif manifest.is_tyk and manifest.kind not in (CLASSIC, POLICY, *operator_document.HOMES, *NAMED_ONLY):
        cluster.tell(manifest, "", STRANGE)
    elif manifest.kind == "Ingress" and _is_of_tyk(manifest):
        cluster.tell(manifest, "", INGRESS)
    elif manifest.kind == "ConfigMap" and not _is_named(cluster, manifest):
        held = mapping(manifest.data.get("data")).values()
        if any(isinstance(one, str) and f'"{operator_document.TYK}"' in one for one in held):
            cluster.tell(manifest, "data", UNUSED)


def _is_of_tyk(ingress: Manifest) -> bool:
    notes = mapping(ingress.metadata.get("annotations"))
    named = (notes.get("kubernetes.io/ingress.class"), ingress.spec.get("ingressClassName"))
    return "tyk" in named or any(str(name).startswith("tyk.io/") for name in notes)


def _is_named(cluster: Cluster, manifest: Manifest) -> bool:
    """Whether a manifest of an API names this ConfigMap."""
    for one in cluster.manifests:
        home, _section = operator_document.HOMES.get(one.kind, ("", ""))
        ref = mapping(mapping(one.spec.get(home)).get("configmapRef")) if home else {}
        namespace = text(ref.get("namespace")) or one.namespace
        if ref and cluster.find("ConfigMap", text(ref.get("name")), namespace) is manifest:
            return True
    return False


def _tell_unplaced(cluster: Cluster) -> None:
    """Tell once a file of manifests that say no namespace, where ids are made from it."""
    told = set()
    for manifest in cluster.manifests:
        says = manifest.spec.get("api_id") or manifest.spec.get("id") or manifest.status
        made = manifest.is_tyk and manifest.kind in (CLASSIC, POLICY, *operator_document.HOMES)
        if made and not manifest.placed and not says and manifest.file not in told:
            told.add(manifest.file)
            cluster.tell(manifest, "metadata.namespace", UNPLACED)


def _tell_contexts(cluster: Cluster) -> None:
    """Tell of each connection that manifests name, where they name several."""
    by: dict[tuple[str, str], Manifest] = {}
    for manifest in cluster.manifests:
        if manifest.is_tyk and manifest.kind in (CLASSIC, POLICY, *operator_document.HOMES):
            ref = mapping(manifest.spec.get("contextRef"))
            by.setdefault((text(ref.get("namespace")), text(ref.get("name"))), manifest)
    if len(by) > 1:
        for manifest in by.values():
            cluster.tell(manifest, "spec.contextRef", CONTEXTS)
