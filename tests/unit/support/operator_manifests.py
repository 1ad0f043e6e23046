# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Manifests of tyk-operator, as somebody has them who wants to leave it: each form, with what names other objects."""

from __future__ import annotations

import base64
import json

GROUP = "tyk.tyk.io/v1alpha1"
OWN = "x-tyk-api-gateway"


def ident(name, namespace="shop"):
    """The id that tyk-operator gives to what says none."""
    return base64.urlsafe_b64encode(f"{namespace}/{name}".encode()).decode().rstrip("=")


def manifest(kind, name, spec, namespace="shop", **more):
    """One object of tyk-operator."""
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **more.pop("metadata", {})}
    return {"apiVersion": GROUP, "kind": kind, "metadata": metadata, "spec": spec, **more}


def core(kind, name, namespace="shop", **more):
    """One object of Kubernetes itself."""
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": namespace}, **more}


def secret(name, **texts):
    """A Secret; names have _ for dots."""
    coded = {key.replace("_", "."): base64.b64encode(value.encode()).decode() for key, value in texts.items()}
    return core("Secret", name, type="kubernetes.io/tls", data=coded)


def document(name, path, *, server=None, upstream=None, info=None, **parts):
    """An OAS document with Tyk's own part."""
    own = {
        "info": {"name": name, "state": {"active": True}, **(info or {})},
        "upstream": {"url": f"http://{path}.example", **(upstream or {})},
        "server": {"listenPath": {"value": f"/{path}/", "strip": True}, **(server or {})},
    }
    base = {"openapi": "3.0.3", "info": {"title": name, "version": "1.0.0"}, "paths": {}, "components": {}}
    return {**base, **parts, OWN: own}


HOMES = {"TykOasApiDefinition": "tykOAS", "TykStreamsApiDefinition": "tykStreams", "TykMcpProxyDefinition": "tykMCP"}


def filed(kind, name, content, **spec):
    """A manifest whose document is in a ConfigMap, and that."""
    said = content if isinstance(content, str) else json.dumps(content)
    ref = {"name": f"{name}-doc", "namespace": "shop", "keyName": "doc.json"}
    return [
        core("ConfigMap", f"{name}-doc", data={"doc.json": said}),
        manifest(kind, name, {HOMES[kind]: {"configmapRef": ref}, **spec}),
    ]


def classic(name, title=None, **spec):
    proxy = {"listen_path": f"/{name}/", "target_url": f"http://{name}.example", "strip_listen_path": True}
    said = {"name": title or name, "protocol": "http", "active": True, "use_keyless": True, "proxy": proxy}
    return manifest("ApiDefinition", name, {**said, **spec})


def version_data(**extended):
    default = {"name": "Default", "use_extended_paths": True, "extended_paths": extended}
    return {"default_version": "Default", "not_versioned": True, "versions": {"Default": default}}


def right(name, kind="ApiDefinition", **more):
    return {"name": name, "namespace": "shop", "kind": kind, **more}


REWRITE = {
    "path": "/{id}",
    "method": "GET",
    "match_pattern": "/(.*)",
    "triggers": [
        {
            "on": "all",
            "options": {"header_matches": {"Authorization": {"match_rx": "^Basic"}}},
            "rewrite_to_internal": {"target": {"name": "stock", "namespace": "shop"}, "path": "in/$1", "query": "a=b"},
        }
    ],
}
BREAKER = {"path": "/x", "method": "GET", "threshold_percent": "0.5", "samples": 3, "return_to_service_after": 5}
STREAMS = {"s": {"input": {"http_server": {"path": "/in"}}, "output": {"http_server": {"ws_path": "/ws"}}}}
VERSIONING = {
    "enabled": True,
    "location": "header",
    "key": "x-api-version",
    "name": "v1",
    "default": "v2",
    "fallbackToDefault": True,
    "versions": [{"name": "v2", "tykOasApiDefinitionRef": {"name": "pets-v2", "namespace": "shop"}}],
}
JWT = {"jwt_default_policies": ["shop/gold"], "jwt_scope_to_policy_mapping": {"admin": "shop/gold"}}
TOKENS = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
SCHEME = {"enabled": True, "signingMethod": "hmac", "source": "c2VjcmV0", "header": {"enabled": True, "name": "A"}}
LIMIT = {"limit": {"rate": "5", "per": "60"}}


def company():
    """A company that has each form, complete in itself."""
    authentication = {"enabled": True, "securitySchemes": {"tokens": SCHEME}}
    internal = {"listen_path": "/mail/", "target_url": "", "target_internal": {"target": {"name": "stock"}}}
    return [
        classic(
            "orders", "Orders #sales", version_data=version_data(url_rewrites=[REWRITE], circuit_breakers=[BREAKER])
        ),
        classic("stock", internal=True),
        classic("mail", use_keyless=False, use_standard_auth=True, proxy=internal),
        classic("tokens", use_keyless=False, enable_jwt=True, jwt_signing_method="hmac", jwt_source="c2VjcmV0", **JWT),
        manifest("ApiDefinition", "redis", {"name": "redis", "protocol": "tcp", "listen_port": 6380, **TCP}),
        *filed("TykOasApiDefinition", "pets", document("Pets", "pets"), categories=["animals"], versioning=VERSIONING),
        *filed("TykOasApiDefinition", "pets-v2", document("Pets 2", "pets-2")),
        *filed(
            "TykOasApiDefinition",
            "vets",
            document(
                "Vets",
                "vets",
                server={"authentication": authentication},
                components={"securitySchemes": {"tokens": TOKENS}},
                security=[{"tokens": []}],
            ),
            jwtAuth={
                "defaultPoliciesRef": [{"name": "gold"}],
                "scopes": {
                    "claimName": "scope",
                    "scopeToPolicyMapping": [{"scope": "a", "policyRef": {"name": "gold"}}],
                },
            },
        ),
        *filed(
            "TykStreamsApiDefinition",
            "events",
            {**document("Events", "events"), "x-tyk-streaming": {"streams": STREAMS}},
        ),
        *filed("TykMcpProxyDefinition", "tools", document("Tools", "tools")),
        manifest(
            "SecurityPolicy",
            "gold",
            {
                "name": "Gold",
                "state": "active",
                "active": True,
                "rate": 10,
                "per": 60,
                "quota_max": 100,
                "quota_renewal_rate": 3600,
                "tags": ["gold"],
                "meta_data": {"plan": "gold"},
                "partitions": {"acl": True, "quota": True, "rate_limit": True},
                "access_rights_array": [
                    right("orders", versions=["Default"], allowed_urls=[{"url": "/a", "methods": ["GET"]}]),
                    right("tokens"),
                    right("pets", "TykOasApiDefinition", versions=["v1", "v2"], endpoints=[ENDPOINT]),
                    right("vets", "TykOasApiDefinition"),
                    right("tools", "TykMcpProxyDefinition", mcp_access_rights=TOOLS, mcp_primitives=[PRIMITIVE]),
                ],
            },
        ),
    ]


TCP = {"active": True, "proxy": {"target_url": "tcp://localhost:6379"}}
ENDPOINT = {"path": "/x", "methods": [{"name": "GET", **LIMIT}]}
PRIMITIVE = {"type": "tool", "name": "a", **LIMIT}
TOOLS = {"tools": {"allowed": ["a"], "blocked": []}}
