# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects that tests of several modules make, as another tool would, and what is asked of all of them."""

from __future__ import annotations

import datetime
import functools

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def api(tyk, name, **how):
    """Make an API; its id."""
    path = "/" + name.replace(" ", "-") + "/"
    proxy = {"listen_path": path, "target_url": "http://upstream.example/", "strip_listen_path": True}
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    definition = {"name": name, "active": True, "proxy": proxy, "version_data": versions}
    return tyk.make("/api/apis", {"api_definition": definition, "hook_references": []}, **how)["ID"]


def proxy(tyk, name, **middleware):
    """Make an MCP proxy; its id."""
    own = {
        "info": {"name": name, "state": {"active": True}},
        "upstream": {"url": "http://upstream.example/"},
        "server": {"listenPath": {"value": f"/{name}/", "strip": True}},
        "middleware": {"mcpTools": {"a": {"allow": {"enabled": True}}}, **middleware},
    }
    doc = {"openapi": "3.0.3", "info": {"title": name, "version": "1"}, "paths": {}, "x-tyk-api-gateway": own}
    return tyk.make("/api/mcps", doc)["ID"]


def right(ident, name):
    return {ident: {"api_id": ident, "api_name": name, "versions": ["Default"]}}


def policy(tyk, name, rights, **fields):
    body = {"name": name, "active": True, "state": "active", "access_rights": rights, **fields}
    return tyk.make("/api/portal/policies", body)["Message"]


CLASSIC = {
    "name": "Orders",
    "active": True,
    "slug": "orders",
    "use_keyless": False,
    "auth_configs": {"authToken": {"auth_header_name": "X-Key"}},
    "definition": {"location": "header", "key": "x-api-version"},
    "version_data": {
        "not_versioned": False,
        "default_version": "v1",
        "versions": {
            "v1": {"name": "v1", "use_extended_paths": True, "extended_paths": {"white_list": [{"path": "/a"}]}},
            "v2": {"name": "v2", "global_headers": {"x-a": "b"}},
        },
    },
    "proxy": {"listen_path": "/orders/", "target_url": "http://up.example/", "strip_listen_path": True},
    "custom_middleware": {"driver": "otto", "pre": [{"name": "pre", "path": "pre.js", "require_session": False}]},
    "config_data": {"nested": {"list": [1, 2, {"deep": True}]}},
    "tags": ["edge", "eu"],
    "CORS": {"enable": True, "allowed_origins": ["*"], "max_age": 24},
}


def make_classic(tyk):
    """An API as somebody else made it, with hooks, owners and categories."""
    tyk.make("/api/hooks", {"name": "Alarm", "method": "POST", "target_path": "http://alarm.example/"})
    hook = tyk.read("/api/hooks?p=-1")["hooks"][0]
    owner = tyk.read("/api/users?p=-1")["users"][0]["id"]
    wrapper = {
        "api_definition": CLASSIC,
        "hook_references": [{"event_name": "AuthFailure", "event_timeout": 60, "hook": hook}],
        "user_owners": [owner],
        "user_group_owners": [],
        "categories": ["internal"],
    }
    return tyk.make("/api/apis", wrapper)["ID"]


OAS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1.0.0"},
    "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "ok"}}}}},
    "components": {"securitySchemes": {"authToken": {"type": "apiKey", "in": "header", "name": "Authorization"}}},
    "x-tyk-api-gateway": {
        "info": {"name": "Pets", "state": {"active": True}},
        "upstream": {"url": "http://up.example/"},
        "server": {
            "listenPath": {"value": "/pets/", "strip": True},
            "authentication": {"enabled": True, "securitySchemes": {"authToken": {"enabled": True}}},
        },
        "middleware": {"operations": {"listPets": {"allow": {"enabled": True}}}},
    },
}


def make_oas(tyk):
    ident = tyk.make("/api/apis/oas", OAS)["ID"]
    assert tyk.call("PUT", f"/api/apis/oas/{ident}/categories", {"categories": ["internal"]})[0] == 200
    owner = tyk.read("/api/users?p=-1")["users"][0]["id"]
    assert tyk.call("PUT", f"/api/apis/{ident}/access", {"userIds": [owner], "userGroupIds": []})[0] == 200
    return ident


def quiet(tyk, kind, **wish):
    tyk.log()
    again = tyk.ok(kind, **wish)
    assert not again["changed"], again["diff"]
    assert all(entry.startswith("GET ") for entry in tyk.log())


@functools.cache
def pem(subject="orders.example", serial=1):
    """A certificate and its private key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)])
    now = datetime.datetime.now(datetime.timezone.utc)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(serial).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=serial * 9))
    text = built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    form = serialization.PrivateFormat.PKCS8
    return text, key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
