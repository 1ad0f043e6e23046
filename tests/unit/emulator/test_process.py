# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator as a process of its own."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from emulator_world import ROOT

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")


class Process:
    """A running emulator; its secret is not in the process list."""

    def __init__(self, folder: pathlib.Path, *options: str, env: dict[str, str] | None = None) -> None:
        self.ready = folder / "ready"
        self.ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tyk_emulator", "--port", "0", "--ready-file", str(self.ready), *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "TYK_ADMIN_SECRET": "s3cret", **(env or {})}
        self.process = subprocess.Popen(command, env=environment)
        deadline = time.monotonic() + 30
        while not self.ready.exists():
            assert self.process.poll() is None and time.monotonic() < deadline
            time.sleep(0.02)
        self.url = self.ready.read_text(encoding="utf-8")

    def ask(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"admin-auth": "s3cret"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(10)


@pytest.fixture
def start(tmp_path):
    running = []

    def run(*options, **settings):
        running.append(Process(tmp_path, *options, **settings))
        return running[-1]

    yield run
    for process in running:
        process.stop()


def test_serves_and_ends_in_good_order(start):
    emulator = start("--quirk", "late-gateway")
    assert emulator.url.startswith("http://127.0.0.1:")
    assert emulator.ask("/hello") == {"status": "ok"}
    assert emulator.ask("/admin/organisations")["organisations"] == []
    assert emulator.ask("/_emulator/state")["config"]["quirks"] == ["late-gateway"]
    assert emulator.stop() == 0


def test_keeps_its_state(start, tmp_path):
    state = tmp_path / "state.json"
    first = start("--state", str(state))
    org = first.ask("/admin/organisations", {"owner_name": "Acme"})["Meta"]
    token = first.ask("/admin/users", {"org_id": org, "email_address": "a@x", "active": True})["Message"]
    assert first.stop() == 0
    assert state.stat().st_mode & 0o777 == 0o600
    second = start("--state", str(state))
    assert [entry["id"] for entry in second.ask("/admin/organisations")["organisations"]] == [org]
    other = second.ask("/admin/users", {"org_id": org, "email_address": "b@x", "active": True})["Message"]
    assert other != token
    request = urllib.request.Request(second.url + "/api/users", headers={"authorization": token})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert len(json.loads(answer.read())["users"]) == 2


def test_faults_on_the_wire(start):
    emulator = start()

    def fault(**fields):
        emulator.ask("/_emulator/faults", [fields], "PUT")

    fault(drop=True)
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        emulator.ask("/hello")
    fault(truncate=True)
    with pytest.raises(Exception, match="IncompleteRead"):
        emulator.ask("/hello")
    fault(status=503, retry_after=2)
    with pytest.raises(urllib.error.HTTPError) as caught:
        emulator.ask("/hello")
    assert (caught.value.code, caught.value.headers["retry-after"]) == (503, "2")
    assert [entry["status"] for entry in emulator.ask("/_emulator/requests")] == [0, 200, 503]
    assert emulator.ask("/hello") == {"status": "ok"}


def test_ends_with_its_parent(start):
    parent = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    emulator = start("--parent-pid", str(parent.pid))
    parent.kill()
    parent.wait(10)
    assert emulator.process.wait(10) == 0


@pytest.mark.parametrize(
    ("options", "env", "told"),
    [([], {}, "TYK_ADMIN_SECRET"), (["--quirk", "nonsense"], {"TYK_ADMIN_SECRET": "x"}, "nonsense")],
)
def test_mistakes_on_the_command_line(options, env, told):
    environment = {name: value for name, value in os.environ.items() if name != "TYK_ADMIN_SECRET"}
    environment |= {"PYTHONPATH": str(ROOT / "tests"), **env}
    command = [sys.executable, "-m", "tyk_emulator", "--port", "0", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2 and told in done.stderr


@pytest.mark.parametrize(
    "option",
    [
        ("--page-size", "0"),
        ("--latency-ms", "-1"),
        ("--dashboard-version", "new"),
        ("--gateway-version", "5"),
        ("--state", "/nowhere/at/all"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(option, capsys):
    from tyk_emulator.__main__ import main

    assert main(["--admin-secret", "s", *option]) == 2
    assert "tyk_emulator: " in capsys.readouterr().err


@pytest.mark.parametrize("change", [{"page_size": 0}, {"page_size": "x"}, {"hash_keys": "no"}, {"quirks": "omit-zero"}])
def test_settings_that_make_no_sense_are_refused(change):
    from tyk_emulator import Config

    with pytest.raises(ValueError):
        Config().changed(change)


@pytest.mark.parametrize(
    ("method", "name", "body"),
    [
        ("PUT", "faults", [{"path": "/hello", "status": 99999}]),
        ("PUT", "faults", [{"path": "/hello", "delay_s": -1}]),
        ("PUT", "gateway", {"redis": "no"}),
        ("POST", "age", {}),
        ("POST", "reset", {"page_size": 0}),
    ],
)
def test_a_mistake_in_a_control_request_is_told(method, name, body):
    from tyk_emulator import Emulator, Request

    answer = Emulator().handle(Request(method, f"/_emulator/{name}", "", {}, json.dumps(body).encode()))
    assert answer.status == 400 and json.loads(answer.body)["error"]
