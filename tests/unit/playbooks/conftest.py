# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs playbooks as users do, against an emulated Dashboard that is a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import re
import secrets
import subprocess
import sys
import time
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
COLLECTIONS = next(path for path in sys.path if pathlib.Path(path, "ansible_collections/community/tyk").is_dir())


class Dashboard:
    """An emulated Dashboard: where it is, its secret, and what was asked of it."""

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret

    def call(self, method: str, path: str, body=None, **headers):
        data = None if body is None else json.dumps(body).encode()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def log(self) -> list[str]:
        """The requests since the last look: "admin GET /admin/organisations"."""
        seen = [
            f"{entry['auth']} {entry['method']} {entry['path']}" for entry in self.call("GET", "/_emulator/requests")
        ]
        self.call("DELETE", "/_emulator/requests")
        return seen

    def state(self) -> dict:
        return self.call("GET", "/_emulator/state")

    def secrets(self) -> set[str]:
        """What nobody may see: the admin secret, users' tokens, and keys, whole and their random part."""
        state = self.state()
        tokens = {user["doc"]["access_key"] for user in state["users"]}
        keys = {key[name] for key in state["keys"] for name in ("id", "custom")}
        # a certificate is its own key, and worth nothing without its private key
        known = {row["id"] for row in state["certs"]}
        known |= {ident[24:] for ident in known}
        return {secret for secret in {self.secret, *tokens, *keys} - known if secret}


def start(folder: pathlib.Path, secret: str, *options: str) -> subprocess.Popen:
    """Start an emulator; its URL will be in folder/url."""
    command = [sys.executable, "-m", "tyk_emulator", "--port", "0", "--ready-file", str(folder / "url")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "TYK_ADMIN_SECRET": secret}
    with open(folder / "emulator.log", "w", encoding="utf-8") as log:
        return subprocess.Popen(
            [*command, "--parent-pid", str(os.getpid()), *options], env=environment, stdout=log, stderr=log
        )


def ready(folder: pathlib.Path) -> str:
    for _turn in range(600):
        with contextlib.suppress(FileNotFoundError):
            return (folder / "url").read_text(encoding="utf-8").strip()
        time.sleep(0.05)
    raise TimeoutError((folder / "emulator.log").read_text(encoding="utf-8"))


@pytest.fixture
def dashboard(tmp_path):
    folder = tmp_path / "emulator"
    folder.mkdir()
    secret = "admin-" + secrets.token_hex(12)
    process = start(folder, secret)
    try:
        yield Dashboard(ready(folder), secret)
    finally:
        process.kill()
        process.wait()


class Played:
    """What ansible-playbook said."""

    def __init__(self, done: subprocess.CompletedProcess) -> None:
        self.code, self.text, self.out = done.returncode, done.stdout + done.stderr, done.stdout
        self.changed = sum(int(count) for count in re.findall(r" changed=(\d+) ", done.stdout))

    def changes(self) -> list[str]:
        """The changes in order, with the diffs of this collection's modules, which have titles, as they are shown."""
        shown, task, diff = [], "", False
        for line in self.text.splitlines():
            diff = bool(line) and (diff or line.startswith("--- before: "))
            if line.startswith("TASK ["):
                task = line.rstrip(" *")
            elif line.startswith("changed: ["):
                shown.append(f"{task} {line.split(' => {')[0].partition('] ')[2]}")
            elif diff:
                shown.append(line)
        return shown


@pytest.fixture
def environment(dashboard, tmp_path):
    """A clean environment, in which nothing but the emulated Dashboard is known of Tyk."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TYK_", "ANSIBLE_"))}
    return {
        **kept,
        "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS,
        "ANSIBLE_HOME": str(tmp_path / "ansible"),
        "ANSIBLE_FORCE_COLOR": "false",
        "TYK_URL": dashboard.url,
        "TYK_ADMIN_SECRET": dashboard.secret,
        "TYK_TOKEN_FILE": str(tmp_path / "kept/token"),
    }


@pytest.fixture
def play(environment, tmp_path):
    """Runs a playbook: its path or its name in this collection, then options of ansible-playbook."""

    def run(*arguments: str, fails: bool = False, **changes: str) -> Played:
        changed = {**environment, **changes}
        command = [str(pathlib.Path(sys.executable).with_name("ansible-playbook")), *arguments]
        done = subprocess.run(
            command, env=changed, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=580
        )
        played = Played(done)
        assert bool(played.code) is fails, played.text
        return played

    return run
