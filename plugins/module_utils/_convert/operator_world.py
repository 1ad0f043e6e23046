# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of tyk-operator together: which API and which policy a manifest names, by their ids in Tyk, and the
certificates in the Secrets that are named."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from collections import Counter

from ansible_collections.community.tyk.plugins.module_utils._convert.found import Found
from ansible_collections.community.tyk.plugins.module_utils._convert.kubernetes import (
    Cluster,
    Manifest,
    content,
    encoded,
    mapping,
    text,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import fingerprint
from ansible_collections.community.tyk.plugins.module_utils._kinds.pem import blocks

CLASSIC, OAS, STREAMS, MCP = "ApiDefinition", "TykOasApiDefinition", "TykStreamsApiDefinition", "TykMcpProxyDefinition"
POLICY = "SecurityPolicy"
NAMELESS = "no name, so nothing tells its id in Tyk; it is known by its own name only, so look whether that is unique"


class Api(t.NamedTuple):
    """An API that is carried.

    :arg ident: its id in Tyk; "" where nothing tells it.
    :arg name: its name in Tyk.
    :arg content: its classic definition, or its document, as the manifest has it.
    """

    manifest: Manifest
    section: str
    ident: str
    name: str
    content: dict[str, t.Any]


class World:
    """What there is, for those that look for what a manifest names."""

    def __init__(self, cluster: Cluster, apis: list[Api]) -> None:
        self.cluster = cluster
        self.apis = {api.manifest.key: api for api in apis if api.manifest.name}
        self._by_id = {api.ident: api for api in reversed(apis) if api.ident}
        self._names = Counter(api.name for api in apis)
        self._certificates: dict[str, Found] = {}

    # APIs and policies

    def api(self, kind: str, name: str, namespace: str) -> Api | None:
        """The carried API of this manifest."""
        found = self.cluster.find(kind, name, namespace)
        return self.apis.get(found.key) if found else None

    def with_id(self, ident: str) -> Api | None:
        return self._by_id.get(ident)

    def handle(self, api: Api) -> str:
        """How an item names an API: by its name, unless that is not unique."""
        return api.name if api.name and self._names[api.name] == 1 else api.ident or api.name

    def target(self, home: Manifest, field: str, said: t.Any) -> str:
        """The id of the API that another one sends requests to; "" where it names none."""
        name, namespace = text(mapping(said).get("name")), text(mapping(said).get("namespace")) or home.namespace
        if not name:
            self.cluster.tell(home, field, "it names no object; name the API that requests are to go to")
            return ""
        for kind in (CLASSIC, OAS, STREAMS):
            found = self.api(kind, name, namespace)
            if found and found.ident:
                return found.ident
        known = encoded(namespace, name)
        why = f"{CLASSIC} {namespace}/{name} is not carried, so an API with the id {known} has to be in Tyk"
        self.cluster.tell(home, field, f"{why}; or convert it as well")
        return known

    def policy(self, home: Manifest, field: str, said: t.Any) -> str:
        """The id of the policy of this name and namespace; "" where it names none."""
        name, namespace = text(mapping(said).get("name")), text(mapping(said).get("namespace")) or home.namespace
        if not name:
            self.cluster.tell(home, field, "it names no object; name the policy")
            return ""
        found = self.cluster.find(POLICY, name, namespace)
        if found is None:
            self.cluster.tell(home, field, f"{POLICY} {namespace}/{name} is not among the files; convert it as well")
        return policy_id(found) if found else encoded(namespace, name)

    # Certificates

    def certificate(self, home: Manifest, field: str, name: t.Any, private: bool, known: bool = False) -> str:
        """The fingerprint of the certificate in a Secret, which is carried, too; "" where there is none.

        :arg private: whether Tyk needs its private key as well.
        :arg known: whether the manifest has its id besides, as tyk-operator notes it in what kubectl prints.
        """
        secret = self.cluster.find("Secret", text(name), home.namespace)
        where = f"the Secret {home.namespace}/{text(name) or '?'}"
        if secret is None and known:
            return ""
        if secret is None:
            self.cluster.tell(home, field, f"{where} is not among the files; upload what it holds with tyk_certificate")
            return ""
        pem = content(secret, "tls.crt") or ""
        try:
            print_of = fingerprint(pem)
        except Invalid:
            self.cluster.tell(home, field, f"{where} has no certificate in tls.crt; upload one with tyk_certificate")
            return ""
        item = self._certificates.setdefault(print_of, Found("certificates", {"certificate": pem}, secret.where)).item
        if private:
            self._add_key(home, field, secret, item)
        return print_of

    def _add_key(self, home: Manifest, field: str, secret: Manifest, item: dict[str, t.Any]) -> None:
        key = content(secret, "tls.key") or ""
        if any(block.is_private and block.content for block in blocks(key, "private_key")):
            item["private_key"] = key
        elif "private_key" not in item:
            why = f"the Secret {secret.namespace}/{secret.name} has no private key in tls.key that could be read"
            self.cluster.tell(home, field, f"{why}; upload the certificate with its key, with tyk_certificate")

    @property
    def certificates(self) -> list[Found]:
        """The certificates that were asked for."""
        return list(self._certificates.values())


def policy_id(manifest: Manifest) -> str:
    """The id of a policy, as tyk-operator has it."""
    return text(manifest.spec.get("id")) or (encoded(manifest.namespace, manifest.name) if manifest.name else "")
