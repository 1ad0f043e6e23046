# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulated Dashboard as a process, and what it takes to fill it."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import secrets
import subprocess
import sys
import time
import typing as t
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 5  # the same organisation and token whenever the Dashboard is emptied
OWNER = {"first_name": "Olga", "last_name": "Owner", "user_permissions": {"IsAdmin": "admin"}}
API = "api-bench"
FOREVER = 10**9


class Dashboard:
    """A running emulator with one organisation and its admin."""

    def __init__(self, url: str, admin_secret: str) -> None:
        self.url, self.admin_secret, self.token = url, admin_secret, ""

    def call(self, method: str, path: str, body: t.Any = None) -> t.Any:
        header = ("admin-auth", self.admin_secret) if path.startswith("/admin") else ("authorization", self.token)
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, dict([header]), method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def requests(self) -> list[dict[str, t.Any]]:
        return list(self.call("GET", "/_emulator/requests"))

    def answer_late(self, seconds: float) -> None:
        """From now on, until it starts anew or is told another time; 0 for at once."""
        self.call("PUT", "/_emulator/faults", [{"delay_s": seconds, "times": FOREVER}] if seconds else [])

    def allow(self, per_second: int) -> None:
        """From now on, until it starts anew: no more requests than that, as a proxy in front of it would."""
        limit = {"status": 429, "retry_after": 1, "above": per_second, "times": FOREVER}
        self.call("PUT", "/_emulator/faults", [limit])

    def forget_requests(self) -> None:
        self.call("DELETE", "/_emulator/requests")

    def start_anew(self) -> None:
        """An empty Dashboard with an organisation and its admin."""
        self.call("POST", "/_emulator/reset", {"seed": SEED})
        org = self.call("POST", "/admin/organisations", {"owner_name": "Bench"})["Meta"]
        admin = {**OWNER, "org_id": org, "email_address": "admin@bench.example", "active": True}
        self.token = self.call("POST", "/admin/users", admin)["Message"]

    def add_api(self) -> None:
        proxy = {"listen_path": "/bench/", "target_url": "https://bench.example", "strip_listen_path": True}
        versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        api = {"api_id": API, "name": "Bench", "active": True, "proxy": proxy, "version_data": versions}
        self.call("POST", "/api/apis", {"api_definition": api})


@contextlib.contextmanager
def dashboard(folder: pathlib.Path, state: pathlib.Path | None = None) -> t.Iterator[Dashboard]:
    """:arg state: what it stores, kept in that file."""
    ready, secret = folder / "url", secrets.token_urlsafe(12)
    command = [sys.executable, "-m", "tyk_emulator", "--port", "0", "--ready-file", str(ready)]
    command += ["--parent-pid", str(os.getpid())]  # it ends with us, however we end
    command += ["--state", str(state)] if state else []
    environment = {**os.environ, "TYK_ADMIN_SECRET": secret}
    with open(folder / "emulator.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=ROOT / "tests", env=environment, stdout=log, stderr=log)
    try:
        for _turn in range(1200):
            if ready.exists() and ready.read_text().strip():
                break
            time.sleep(0.05)
        else:
            raise RuntimeError("the emulator did not start: " + (folder / "emulator.log").read_text())
        yield Dashboard(ready.read_text().strip(), secret)
    finally:
        process.terminate()
        process.wait()
        ready.unlink(missing_ok=True)
