# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the modules against the emulated Gateway, in this process."""

from __future__ import annotations

import json
import time

from module_runner import URL, Tyk

from tyk_emulator.wire import Request

GATE_SECRET = "the-secret-of-the-gateway"
ORG = "acme"
PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pets": {"get": {"operationId": "getPets", "responses": {"200": {"description": "ok"}}}}},
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Authorization"}}},
    "security": [{"key": []}],
    "x-tyk-api-gateway": {
        "info": {"name": "Pets", "state": {"active": True}},
        "upstream": {"url": "http://up.example/"},
        "server": {
            "listenPath": {"value": "/pets/", "strip": True},
            "authentication": {
                "enabled": True,
                "securitySchemes": {"key": {"enabled": True, "header": {"enabled": True, "name": "Authorization"}}},
            },
        },
        "middleware": {"operations": {"getPets": {"rateLimit": {"enabled": True, "rate": 10, "per": "60s"}}}},
    },
}


class Clock:
    """Time passes when somebody waits."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Gate(Tyk):
    """An emulated Gateway, and a way to run modules against it."""

    def __init__(self, **config) -> None:
        self.time = Clock()
        self.here = ORG  # the organisation in which modules work
        super().__init__(self.time, gateway_secret=GATE_SECRET, **config)

    def run(self, kind: str, /, **params):
        given = {
            "platform": "gateway",
            "url": f"{URL}/gateway",
            "token": GATE_SECRET,
            "org_id": self.here,
            "retries": 1,
        }
        return super().run(kind, **{**given, **params})

    def ask(self, method: str, path: str, body=None):
        """A request as another tool would send it; (status, answer)."""
        path, _mark, query = path.partition("?")
        raw = b"" if body is None else json.dumps(body).encode()
        headers = {"x-tyk-authorization": GATE_SECRET}
        answer = self.emulator.handle(Request(method, f"/gateway{path}", query, headers, raw, "http"))
        return answer.status, json.loads(answer.body or b"null")

    def state(self, **change):
        """Change what surrounds the Gateway: redis, loads, restart."""
        return self.control("PUT", "gateway", change)

    def sent(self) -> list[str]:
        """The requests since the last look, but for the one that asks whether the Gateway is ready."""
        return [entry.replace("/gateway", "", 1) for entry in self.log() if not entry.endswith("/ready")]

    def changes(self) -> list[str]:
        """The writes since the last look. To empty a cache that is not there is none."""
        return [entry for entry in self.sent() if not entry.startswith("GET ") and "/cache/none-" not in entry]

    def api(self, name="Orders", **params):
        path = f"/{name.lower()}/"
        return self.ok("api", name=name, listen_path=path, target_url="http://up.example/", **params)["api"]["api_id"]
