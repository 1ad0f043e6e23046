# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Gateway to ask: the emulated one, and a real one too where the environment names one."""

from __future__ import annotations

import json
import os
import secrets

import requests

from tyk_emulator import Config, Emulator, Request

LIVE_URL, LIVE_SECRET = (os.environ.get(f"TYK_LIVE_GATEWAY_{name}") for name in ("URL", "SECRET"))
BACKENDS = ["emulated", *(["real"] if LIVE_URL and LIVE_SECRET else [])]
# The same, and the emulated one as the long-term line has it: for questions whose answers depend on the version.
VERSIONS = [*BACKENDS, "5.8.9"]


class Emulated:
    """The emulated Gateway in this process."""

    def __init__(self, **settings):
        self.time = 1_800_000_000.0
        self.secret = "gateway-secret"
        self.emulator = Emulator(Config(gateway_secret=self.secret, **settings), clock=lambda: self.time)

    def send(self, method, target, body=None, secret=None, headers=None):
        """Status, answer (text where it is no JSON) and headers."""
        path, _mark, query = target.partition("?")
        headers = {"x-tyk-authorization": self.secret if secret is None else secret, **(headers or {})}
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = self.emulator.handle(Request(method, "/gateway" + path, query, headers, raw))
        return answer.status, parse(answer.body), answer.headers

    def control(self, **change):
        answer = self.emulator.handle(Request("PUT", "/_emulator/gateway", "", {}, json.dumps(change).encode()))
        assert answer.status == 200, answer.body
        return json.loads(answer.body)


class Real:
    """A real Gateway."""

    def send(self, method, target, body=None, secret=None, headers=None):
        headers = {"x-tyk-authorization": LIVE_SECRET if secret is None else secret, **(headers or {})}
        raw = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = requests.Request(method, LIVE_URL.rstrip("/"), headers=headers, data=raw).prepare()
        request.url = LIVE_URL.rstrip("/") + target  # as it is written, with all its slashes
        with requests.Session() as session:
            answer = session.send(request, timeout=30, allow_redirects=False)
        return answer.status_code, parse(answer.content), {k.lower(): v for k, v in answer.headers.items()}


def parse(body):
    try:
        return json.loads(body)
    except ValueError:
        return body.decode().strip()


def at(value, path):
    """What stands at a path of names and indices, which are parted by semicolons."""
    for name in filter(None, path.split(";")):
        value = value[int(name)] if isinstance(value, list) else value.get(name)
    return value


def headers(*names):
    return [{"name": name, "value": str(place)} for place, name in enumerate(names)]


def proxy(path, **fields):
    return {"listen_path": path, "target_url": "http://127.0.0.1:1/", **fields}


class Gate:
    """A Gateway and an organisation of its own in it. What is made is deleted at the end."""

    def __init__(self, backend, **settings):
        version = {} if backend in BACKENDS else {"gateway_version": backend}
        self.backend = Real() if backend == "real" else Emulated(**version, **settings)
        self.org = "o" + secrets.token_hex(5)
        self.made = []

    def since(self, *version):
        """Whether the Gateway that is asked is at least this version."""
        told = self.backend.send("GET", "/hello")[1]["version"]
        return tuple(int(part) for part in told.lstrip("v").split("-")[0].split(".")) >= version

    def call(self, method, target, body=None, **how):
        """Status and answer."""
        status, answer, _headers = self.backend.send(method, target, body, **how)
        if method == "POST" and status == 200 and isinstance(answer, dict):
            self.made.append((target, answer))
        return status, answer

    def ok(self, method, target, body=None):
        status, answer = self.call(method, target, body)
        assert status == 200, answer
        return answer

    def refused(self, method, target, body=None):
        """Status and message of what must be refused."""
        status, answer = self.call(method, target, body)
        assert status >= 400, answer
        return status, answer["message"] if isinstance(answer, dict) else answer

    def reload(self):
        assert self.ok("GET", "/tyk/reload?block=true") == {"status": "ok", "message": ""}

    def api(self, name="orders", **fields):
        """A classic API, loaded; its id."""
        ident = f"{self.org}{name}"
        self.ok("POST", "/tyk/apis", definition(self.org, ident, **fields))
        self.reload()
        return ident

    def oas(self, name="pets", **extension):
        ident = f"{self.org}{name}"
        self.ok("POST", "/tyk/apis/oas", document(self.org, ident, **extension))
        self.reload()
        return ident

    def policy(self, name, *apis, **fields):
        ident = f"{self.org}{name}"
        policy = {"id": ident, "name": name, "org_id": self.org, "active": True, "access_rights": rights(*apis)}
        self.ok("POST", "/tyk/policies", {**policy, **fields})
        self.reload()
        return ident

    def clean(self):
        for target, answer in reversed(self.made):
            key = answer.get("key") or answer.get("id") or ""
            if target.startswith(("/tyk/apis", "/tyk/policies")):
                self.backend.send("DELETE", f"/tyk/{target.split('/')[2].split('?')[0]}/{key}")
            elif target.startswith("/tyk/keys") and (key or answer.get("key_hash")):
                name = key or answer.get("key_hash") + "?hashed=1"
                self.backend.send("DELETE", f"/tyk/keys/{name}")
            elif target.startswith("/tyk/certs"):
                self.backend.send("DELETE", f"/tyk/certs/{key}")
        self.backend.send("GET", "/tyk/reload?block=true")


def older(version):
    """An emulated Gateway of that version."""
    gate = Gate("emulated")
    gate.backend = Emulated(gateway_version=version)
    return gate


def definition(org, ident, **fields):
    base = {
        "name": ident,
        "api_id": ident,
        "org_id": org,
        "active": True,
        "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}},
        "proxy": {"listen_path": f"/{ident}/", "target_url": "http://127.0.0.1:1/", "strip_listen_path": True},
    }
    return {**base, **fields}


def document(org, ident, **extension):
    tyk = {
        "info": {"id": ident, "orgId": org, "name": ident, "state": {"active": True}},
        "upstream": {"url": "http://127.0.0.1:1/"},
        "server": {"listenPath": {"value": f"/{ident}/", "strip": True}},
    }
    paths = {"/pets": {"get": {"operationId": "getPets", "responses": {"200": {"description": "ok"}}}}}
    doc = {"openapi": "3.0.3", "info": {"title": ident, "version": "1"}, "paths": paths}
    return {**doc, "x-tyk-api-gateway": {**tyk, **extension}}


def rights(*apis, **fields):
    return {api: {"api_id": api, "api_name": "x", "versions": ["Default"], **fields} for api in apis}
