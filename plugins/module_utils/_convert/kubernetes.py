# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manifests of Kubernetes: what there is, which of them another one names, and what is no manifest at all."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import base64
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._convert.found import Lost, Source

DEFAULT = "default"  # the namespace of what names none
GROUP = "tyk.tyk.io/"
HELM = re.compile(r"\{\{-?\s*(?:\.(?:Values|Release|Chart|Files|Capabilities)\b|(?:include|tpl|toYaml|template)\b)")
CHART = ("v1", "v2")
KUSTOMIZE = set(
    """apiVersion kind metadata namespace namePrefix nameSuffix resources bases components patches patchesStrategicMerge
    patchesJson6902 configMapGenerator secretGenerator generatorOptions commonLabels commonAnnotations labels images
    replicas vars replacements configurations crds generators transformers validators helmCharts openapi""".split()
)
MARKS = {"resources", "bases", "components", "patches", "patchesStrategicMerge", "configMapGenerator", "helmCharts"}
RENDER_HELM = "this is a template of Helm; render it first, with helm template, and convert what that prints"
RENDER_KUSTOMIZE = "this is for kustomize; render it first, with kubectl kustomize, and convert what that prints"
TWICE = "it is there twice, and the later one counts, which is in {}; keep one of them"


def mapping(value: t.Any) -> dict[str, t.Any]:
    """The value where it is a mapping; else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: t.Any) -> list[t.Any]:
    """The value where it is a list; else an empty one."""
    return value if isinstance(value, list) else []


def text(value: t.Any) -> str:
    """The value where it is a text; else an empty one."""
    return value if isinstance(value, str) else ""


class Manifest(t.NamedTuple):
    """One object. ``placed`` tells whether it says its namespace."""

    file: str
    place: str
    kind: str
    name: str
    namespace: str
    placed: bool
    is_tyk: bool
    data: dict[str, t.Any]

    @property
    def spec(self) -> dict[str, t.Any]:
        return mapping(self.data.get("spec"))

    @property
    def status(self) -> dict[str, t.Any]:
        return mapping(self.data.get("status"))

    @property
    def metadata(self) -> dict[str, t.Any]:
        return mapping(self.data.get("metadata"))

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.namespace, self.name

    @property
    def label(self) -> str:
        return f"{self.kind} {self.namespace}/{self.name or '(without a name)'}"

    @property
    def where(self) -> str:
        return f"{self.file}{f' {self.place}' if self.place else ''}: {self.label}"


def encoded(namespace: str, name: str) -> str:
    """The id that tyk-operator gives to what says none, and by which it finds it again."""
    return base64.urlsafe_b64encode(f"{namespace}/{name}".encode("utf-8", "replace")).decode().rstrip("=")


def is_manifest(data: t.Any) -> bool:
    """Whether this is an object of Kubernetes, or for a tool that makes such."""
    if isinstance(data, str):
        return bool(HELM.search(data))
    given = mapping(data)
    named = bool(text(given.get("apiVersion")) and text(given.get("kind")))
    return named or _is_chart(given) or _is_kustomization(given)


def _is_chart(given: t.Mapping[str, t.Any]) -> bool:
    return given.get("apiVersion") in CHART and "version" in given and "name" in given and "kind" not in given


def _is_kustomization(given: t.Mapping[str, t.Any]) -> bool:
    if text(given.get("apiVersion")).startswith("kustomize.config.k8s.io/"):
        return True
    marked = any(isinstance(given.get(name), list) for name in MARKS)
    return marked and given.keys() <= KUSTOMIZE and "kind" not in given


def _objects(source: Source) -> t.Iterator[dict[str, t.Any]]:
    """The objects of a document: itself, or those of the list that it is, in their order."""
    waiting = [source.data]
    while waiting:
        data = mapping(waiting.pop())
        kind = text(data.get("kind"))
        if kind.endswith("List") and isinstance(data.get("items"), list):
            shared = {"apiVersion": data.get("apiVersion"), "kind": kind[: -len("List")]}
            items = ({**shared, **item} for item in data["items"] if isinstance(item, dict))
            waiting += reversed(list(items))
        elif kind and text(data.get("apiVersion")):
            yield data


def _manifest(source: Source, data: dict[str, t.Any]) -> Manifest:
    metadata = mapping(data.get("metadata"))
    namespace = text(metadata.get("namespace"))
    return Manifest(
        source.file,
        source.place,
        data["kind"],
        text(metadata.get("name")),
        namespace or DEFAULT,
        bool(namespace),
        data["apiVersion"].startswith(GROUP),
        data,
    )


def templated(value: t.Any, path: str = "") -> str:
    """Where a value has the marks of a template of Helm; "" if nowhere."""
    waiting = [(path, value)]
    while waiting:
        where, item = waiting.pop()
        if isinstance(item, dict):
            waiting += ((f"{where}.{key}" if where else str(key), below) for key, below in item.items())
        elif isinstance(item, list):
            waiting += ((f"{where}[{index}]", below) for index, below in enumerate(item))
        elif isinstance(item, str) and HELM.search(item):
            return where
    return ""


class Cluster:
    """All manifests that there are, and what is lost of them."""

    def __init__(self, sources: t.Iterable[Source]) -> None:
        self.lost: list[Lost] = []
        by: dict[tuple[str, str, str], Manifest] = {}
        for source in sources:
            why = _other_tool(source.data)
            if why:
                self.lost.append(Lost(source.file, source.place, "", why))
                continue
            for data in _objects(source):
                self._add(by, _manifest(source, data))
        self.manifests = list(by.values())
        self._by = {one.key: one for one in self.manifests if one.name}

    def _add(self, by: dict[tuple[str, str, str], Manifest], manifest: Manifest) -> None:
        wanted = manifest.is_tyk or manifest.kind in ("ConfigMap", "Secret", "Ingress")
        if not wanted:
            return
        field = templated(manifest.data) if manifest.is_tyk else ""
        if field:
            self.tell(manifest, field, RENDER_HELM)
            return
        key = manifest.key if manifest.name else ("", "", str(len(by)))  # each of those without a name is one
        earlier = by.pop(key, None)
        if earlier and earlier.data != manifest.data:
            self.tell(earlier, "", TWICE.format(manifest.file))
        by[key] = manifest

    def tell(self, manifest: Manifest, field: str, why: str) -> None:
        """Say once what is lost of an object."""
        lost = Lost(manifest.file, manifest.label, field, why)
        if lost not in self.lost:
            self.lost.append(lost)

    def find(self, kind: str, name: str, namespace: str) -> Manifest | None:
        """The object of this name; one that says no namespace may be in any, as kubectl apply decides."""
        found = self._by.get((kind, namespace, name))
        if found or not name:
            return found
        loose = [one for one in self.manifests if one.kind == kind and one.name == name and not one.placed]
        return loose[0] if len(loose) == 1 else None


def _other_tool(data: t.Any) -> str:
    """What to do with a file that is for a tool which makes manifests; "" if it is none."""
    if isinstance(data, str):
        return RENDER_HELM if HELM.search(data) else ""
    given = mapping(data)
    return RENDER_HELM if _is_chart(given) else RENDER_KUSTOMIZE if _is_kustomization(given) else ""


def content(manifest: Manifest, key: str) -> str | None:
    """The text that a ConfigMap or a Secret holds under a key; None if it holds none."""
    plain, coded = ("stringData", "data") if manifest.kind == "Secret" else ("data", "binaryData")
    said = mapping(manifest.data.get(plain)).get(key)
    if isinstance(said, str):
        return said
    try:
        raw = text(mapping(manifest.data.get(coded)).get(key)).encode("ascii")
        return base64.b64decode(raw, validate=False).decode("utf-8", "replace") or None
    except ValueError:
        return None
