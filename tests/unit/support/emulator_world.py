# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Dashboard with one organisation and one admin, asked without any HTTP."""

from __future__ import annotations

import json
import pathlib
from urllib.parse import quote

from tyk_emulator import Config, Emulator, Request

ROOT = pathlib.Path(__file__).resolve().parents[3]

ADMIN = {"admin-auth": "admin-secret"}
SHARED = ROOT.parent / "shared"


class World:
    """An emulator, its clock, and the token of an admin."""

    def __init__(self, **settings):
        self.time = 1_800_000_000.0
        self.emulator = Emulator(Config(**settings), clock=lambda: self.time)
        self.org = self.admin("POST", "/admin/organisations", {"owner_name": "Acme"})[1]["Meta"]
        self.user, self.token = self.make_user("root@acme.example", {"IsAdmin": "admin"}, self.org)

    def make_user(self, email, rights, org):
        body = {"org_id": org, "first_name": "A", "last_name": "B", "email_address": email, "active": True}
        answer = self.admin("POST", "/admin/users", {**body, "user_permissions": rights})[1]
        return answer["Meta"]["id"], answer["Message"]

    def send(self, method, target, body=None, headers=None):
        """The whole response; a body that is not bytes is sent as JSON."""
        path, _mark, query = target.partition("?")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return self.emulator.handle(Request(method, path, query, headers or {}, body or b""))

    def call(self, method, target, body=None, token=None, headers=None):
        """Status and parsed answer of a call with a user's token."""
        response = self.send(method, target, body, {"authorization": token or self.token, **(headers or {})})
        return response.status, parse(response.body)

    def admin(self, method, target, body=None):
        response = self.send(method, target, body, ADMIN)
        return response.status, parse(response.body)

    def ok(self, method, target, body=None, token=None):
        status, answer = self.call(method, target, body, token)
        assert status in (200, 201), answer
        return answer

    def control(self, method, name, body=None):
        response = self.send(method, f"/_emulator/{name}", body)
        assert response.status == 200, response.body
        return json.loads(response.body)

    def api(self, name="Orders", query="", **fields):
        """A new classic API; its api_id."""
        return self.ok("POST", f"/api/apis{query}", wrapper(name, **fields))["ID"]

    def oas(self, name="Pets", query="", path=None):
        return self.ok("POST", f"/api/apis/oas{query}", document(name, path))["ID"]

    def policy(self, name="Gold", **fields):
        return self.ok("POST", "/api/portal/policies", {"name": name, "active": True, **fields})["Message"]

    def key(self, path="/api/keys", **fields):
        return self.ok("POST", path, session(**fields))


def parse(body):
    try:
        return json.loads(body)
    except ValueError:
        return body.decode()


def wrapper(name="Orders", **fields):
    definition = {
        "name": name,
        "active": True,
        "use_keyless": True,
        "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}},
        "proxy": {"listen_path": f"/{name.split()[0].lower()}/", "target_url": "http://upstream.example"},
    }
    return {"api_definition": {**definition, **fields}, "hook_references": []}


def document(name="Pets", path=None):
    return {
        "openapi": "3.0.3",
        "info": {"title": name, "version": "1"},
        "paths": {},
        "x-tyk-api-gateway": {
            "info": {"name": name, "state": {"active": True}},
            "upstream": {"url": "http://upstream.example"},
            "server": {"listenPath": {"value": path or f"/{name.lower()}/", "strip": True}},
        },
    }


def session(**fields):
    base = {"allowance": 10, "rate": 10, "per": 60, "quota_max": -1, "quota_renewal_rate": 60, "expires": 0}
    return {**base, "access_rights": {}, "meta_data": {}, "apply_policies": [], "alias": "", "tags": [], **fields}


def rights(*api_ids, **fields):
    return {api: {"api_id": api, "api_name": "x", "versions": ["Default"], **fields} for api in api_ids}


def key_path(key, query=""):
    return f"/api/keys/{quote(key, safe='')}{query}"


def read_key(world, key, query=""):
    return world.ok("GET", key_path(key, query))["data"]
