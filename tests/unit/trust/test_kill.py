# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SIGKILL before and after each request: the next run finishes; files of secrets are whole, and nobody else's."""

from __future__ import annotations

import copy
import http.server
import json
import os
import signal
import subprocess
import sys
import threading

import pytest
import zygote
from module_runner import SECRET
from trust_case import differences
from trust_world import ALIAS, PERSON, build, configuration

from tyk_emulator.wire import Request

MODULES = ("tyk_key", "tyk_config", "tyk_organisation", "tyk_bootstrap_user")
ALL = os.environ.get("TYK_TRUST") == "all"


class Handler(http.server.BaseHTTPRequestHandler):
    """Hands requests to the emulator; kills who asked, when it is time for that."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm, wbufsize = True, -1  # or each answer would take the 40 ms of a delayed acknowledgement

    def handle_any(self):
        server, size = self.server, int(self.headers.get("Content-Length") or 0)
        body, (path, _mark, query) = self.rfile.read(size), self.path.partition("?")
        server.seen.append(f"{self.command} {path}")
        server.look()
        due = server.kill_at is not None and len(server.seen) == server.kill_at
        if due and not server.after:
            server.kill()
            return
        answer = server.emulator.handle(Request(self.command, path, query, dict(self.headers), body, "http"))
        if due:
            server.kill()
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body or b"")), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body or b"")

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *args):
        pass


class Killer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, emulator, folder):
        super().__init__(("127.0.0.1", 0), Handler)
        self.emulator, self.folder, self.url = emulator, folder, f"http://127.0.0.1:{self.server_address[1]}"
        self.process = subprocess.Popen(
            [sys.executable, zygote.__file__, *MODULES],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "no_proxy": "*"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"
        self.wrong: list[str] = []

    def run(self, module, kill_at=None, after=False, **params):
        """Run a module, perhaps not to its end; its result, or None."""
        self.seen, self.kill_at, self.after, self.victim, self.known = [], kill_at, after, 0, threading.Event()
        out = self.folder.parent / "out"
        params = {"url": self.url, "retries": 0, **params, "_ansible_check_mode": False, "_ansible_diff": False}
        self.process.stdin.write(json.dumps({"module": module, "params": params, "out": str(out)}) + "\n")
        self.process.stdin.flush()
        self.victim = int(self.process.stdout.readline())
        self.known.set()
        code = int(self.process.stdout.readline())
        self.look()
        if code == -signal.SIGKILL:
            assert kill_at
            return None
        assert code in (0, 1), code
        return json.loads(out.read_text())

    def kill(self):
        assert self.known.wait(30)
        os.kill(self.victim, signal.SIGKILL)

    def look(self):
        """What is wrong with the files of secrets at this moment."""
        for path in self.folder.rglob("*"):
            mode, text = path.stat().st_mode, path.read_text() if path.is_file() else ""
            if mode & 0o077:
                self.wrong.append(f"{path.name} can be read by others: {mode:o}")
            whole = text.endswith("\n") and text.count("\n") == 1
            if path.is_file() and not whole and (text or not path.name.startswith(".tyk-")):
                self.wrong.append(f"{path.name} is half-written: {text!r}")


@pytest.fixture
def killer(tmp_path):
    (tmp_path / "secrets").mkdir(mode=0o700)
    server = Killer(None, tmp_path / "secrets")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.process.kill()
    server.process.wait()
    server.shutdown()
    server.server_close()


def each_kill(killer, world, before, run, share=1):
    """Every way to kill this run: the requests that it had made by then, and what is left."""
    world.emulator.state.load(copy.deepcopy(before))
    killer.emulator = world.emulator
    done = run()
    assert done and not done.get("failed"), done
    length = len(killer.seen)
    for at in range(1, length + 1):
        for after in (False, True):
            if not ALL and (2 * at + after) % share:
                continue
            for path in sorted(killer.folder.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            world.emulator.state.load(copy.deepcopy(before))
            assert run(kill_at=at, after=after) is None
            yield f"killed {'after' if after else 'before'} request {at}: {killer.seen[-1]}"
    assert not killer.wrong, killer.wrong


def keys(world):
    return [(row["session"]["alias"], row["id"]) for row in world.emulator.state["keys"]]


def test_rotation(killer):
    world, file = build(), killer.folder / "key"
    world.ok("key", **ALIAS, tags=["kept"])
    before = world.emulator.state.dump()
    params = {"alias": "new", "state": "rotated", "rotation": "r", "token": world.token, "key_file": str(file)}
    tried = 0
    for case in each_kill(killer, world, before, lambda **how: killer.run("tyk_key", **params, **how)):
        tried += 1
        ours = [ident for alias, ident in keys(world) if alias != "bystander"]
        assert 1 <= len(ours) <= 2, case
        if file.exists():
            assert file.read_text().strip() in ours, case
        done = killer.run("tyk_key", **params)
        assert not done.get("failed"), (case, done)
        (ident,) = [ident for alias, ident in keys(world) if alias != "bystander"]
        assert ("new", ident) in keys(world), case
        row = next(row for row in world.emulator.state["keys"] if row["id"] == ident)
        assert row["session"]["tags"] == ["kept"], case
        if file.exists():  # it was not, where only the answer to the last request was missing
            assert file.read_text().strip() == ident, case
        assert killer.run("tyk_key", **params)["changed"] is False, case
    assert tried >= 14


def test_new_key(killer):
    world, file = build(), killer.folder / "key"
    before = world.emulator.state.dump()
    params = {**ALIAS, "token": world.token, "key_file": str(file)}
    for case in each_kill(killer, world, before, lambda **how: killer.run("tyk_key", **params, **how)):
        made = [ident for alias, ident in keys(world) if alias == "new"]
        done = killer.run("tyk_key", **params)
        assert not done.get("failed"), (case, done)
        (ident,) = [ident for alias, ident in keys(world) if alias == "new"]
        if made:  # Tyk has told it to nobody: this is the one thing that a kill can take
            assert not file.exists() and "POST" in case and "after" in case
            killer.run("tyk_key", **{**params, "state": "rotated"})
            (ident,) = [ident for alias, ident in keys(world) if alias == "new"]
        assert file.read_text().strip() == ident, case


def test_bootstrap(killer):
    """The modules of the bootstrap as its role calls them; Molecule breaks the role itself off (bootstrap_goes_on)."""
    world, file = build(), killer.folder / "token"
    before = world.emulator.state.dump()
    admin = {"admin_secret": SECRET}

    def run(kill_at=None, after=False):
        made = killer.run("tyk_organisation", owner_name="New", **admin, kill_at=kill_at, after=after)
        asked = list(killer.seen)
        if made is None or made.get("failed"):
            return made
        org = made["organisation"]["org_id"]
        rest = None if kill_at is None else kill_at - len(asked)
        user = {**PERSON, "email_address": "first@new.example", "org_id": org, "key_file": str(file)}
        done = killer.run("tyk_bootstrap_user", **user, **admin, kill_at=rest, after=after)
        killer.seen = asked + killer.seen
        return done

    for case in each_kill(killer, world, before, run):
        there = [row for row in world.emulator.state["users"] if row["doc"]["email_address"] == "first@new.example"]
        done = run()
        assert not done.get("failed"), (case, done)
        assert sum(row["doc"]["owner_name"] == "New" for row in world.emulator.state["organisations"]) == 1, case
        (user,) = [row for row in world.emulator.state["users"] if row["doc"]["email_address"] == "first@new.example"]
        if there:  # nobody can be told this user's token again
            assert "POST /admin/users" in case and "exists already" in json.dumps(done["warnings"])
            assert not file.exists()
        else:
            assert file.read_text().strip() == user["doc"]["access_key"], case


def plain(world):
    """What is stored, without what is made anew each time, and without passwords: those are set on creation only."""
    import re

    tables = world.emulator.state.dump()["tables"]
    gone = '"password": "sha256:[^"]*"|"password_updated": "[^"]*"|[0-9a-f]{16,}|eyJ[\\w+/=]{20,}|[\\w+/]{40,}=*'
    gone += '|"(at|date_created|last_updated|created_at|updated_at|quota_renews)": ("[^"]*"|[0-9.]+)|, (?=})'
    return {
        name: sorted(re.sub(r"[\s,]", "", re.sub(gone, "", json.dumps(row, sort_keys=True))) for row in rows)
        for name, rows in tables.items()
    }


def test_bulk(killer):
    world = build()
    before = world.emulator.state.dump()
    params = {**configuration(), "token": world.token, "key_dir": str(killer.folder / "dir")}
    world.emulator.state.load(copy.deepcopy(before))
    killer.emulator = world.emulator
    assert not killer.run("tyk_config", **params).get("failed")
    goal, tried = plain(world), 0
    for case in each_kill(killer, world, before, lambda **how: killer.run("tyk_config", **params, **how), 3):
        tried += 1
        done = killer.run("tyk_config", **params)
        assert not done.get("failed"), (case, done)
        assert not differences(plain(world), goal), case
        again = killer.run("tyk_config", **params)
        assert again["changed"] is False, (case, again)
        assert not [entry for entry in killer.seen if not entry.startswith("GET ")]
    assert tried >= (40 if ALL else 14)
