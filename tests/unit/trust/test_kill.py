# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SIGKILL before and after each request, and for plays at each task: the next run finishes; files of secrets are whole,
and nobody else's."""

from __future__ import annotations

import copy
import json
import os
import random
import signal
import subprocess
import sys
import threading

import pytest
import zygote
from bootstrap_world import STYLES, dashboards
from killing import Server, Stop
from trust_case import differences
from trust_world import ALIAS, build, configuration

MODULES = ("tyk_key", "tyk_config")
ALL = os.environ.get("TYK_TRUST") == "all"


class Killer(Server):
    def __init__(self, emulator, folder):
        super().__init__(emulator)
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, zygote.__file__, *MODULES],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "no_proxy": "*"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"
        self.wrong: list[str] = []

    def is_due(self, asked):
        self.seen.append(asked)
        self.look()
        return self.kill_at is not None and len(self.seen) == self.kill_at

    def run(self, module, kill_at=None, after=False, **params):
        """Run a module, perhaps not to its end; its result, or None."""
        with self.turn:
            self.asker, self.seen, self.kill_at, self.after = self.asker + 1, [], kill_at, after
            self.victim, self.known = 0, threading.Event()
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
        return True

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
    with Killer(None, tmp_path / "secrets").serving() as server:
        yield server
        server.process.kill()
        server.process.wait()


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


def test_rotation_with_overlap(killer):
    """What a consumer may have fetched from the file is never taken away."""
    world, file = build(), killer.folder / "key"
    world.ok("key", **ALIAS, tags=["kept"])
    (first,) = [ident for alias, ident in keys(world) if alias == "new"]
    before = world.emulator.state.dump()
    params = {"alias": "new", "state": "rotated", "rotation": "r", "token": world.token, "key_file": str(file)}
    params["keep_old"] = "520w"
    tried = 0
    for case in each_kill(killer, world, before, lambda **how: killer.run("tyk_key", **params, **how)):
        tried += 1
        fetched = file.read_text().strip() if file.exists() else first
        done = killer.run("tyk_key", **params)
        assert not done.get("failed"), (case, done)
        known = {ident: alias for alias, ident in keys(world) if alias != "bystander"}
        assert len(known) == 2 and known[first].startswith("new (until ") and fetched in known, case
        assert known[file.read_text().strip()] == "new", case
        assert killer.run("tyk_key", **params)["changed"] is False, case
    assert tried >= 16


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


CANCEL = signal.SIGINT, signal.SIGTERM
MODES = {  # the variables and options of a play with many hosts
    "all at once": ({}, []),
    "the first error ends it": ({"the_first_error_ends": True}, []),
    "in turns": ({"the_serial": 7}, []),
    "freely": ({"the_strategy": "free"}, []),
    "some of them": ({}, ["--limit=all[3:11]"]),
}


def ways_to_stop(requests: int, events: int) -> list[Stop]:
    """Before and after each request, at the start and at each result of each task; killed, and cancelled."""
    killed = [Stop(at=at, after=after) for at in range(1, requests + 1) for after in (False, True)]
    cancelled = [Stop(at=at, after=True, how=CANCEL[at % 2]) for at in range(1, requests + 1)]
    return killed + cancelled + [Stop(task=number) for number in range(1, events + 1)]


def stopped_plays(world):
    """(hosts, where to stop, variables, options) of every case; a fixed share of them in every day's run."""
    one = {style: {style: world.host(style, style=style)} for style in STYLES}
    if not ALL:
        yield one["rich"], Stop(task="start Use and store the token"), {}, []
        yield one["plain"], Stop(at="POST /admin/users", after=True, how=signal.SIGTERM), {}, []
        return
    for inventory in one.values():
        world.anew()
        world.plays.play(inventory)
        for stop in ways_to_stop(len(world.plays.seen), world.plays.events):
            yield inventory, stop, {}, []
    dice = random.Random(2026)
    for variables, options in MODES.values():
        styles = [dice.choice(STYLES) for _number in range(20)]
        twenty = {f"h{number}": world.host(f"h{number}", style=style) for number, style in enumerate(styles)}
        twenty["h7"]["bootstrap_user_email"] = "admin@acme.example"  # of another organisation: this host fails
        world.anew()
        world.plays.play(twenty, options=options, **variables)
        for stop in dice.sample(ways_to_stop(len(world.plays.seen), world.plays.events), 20):
            yield twenty, stop, variables, options


def test_bootstrap(tmp_path):
    """The role's own plays: no token that Tyk has told is lost, and the next run ends where an undisturbed one does.

    A kill right between the making of a user and the answer takes this one user's token; a cancel does not even that.
    """
    with dashboards(tmp_path) as world:
        for inventory, stop, variables, options in stopped_plays(world):
            world.anew()
            world.plays.play(inventory, stop=stop, options=options, **variables)
            assert world.plays.stop is None, f"{stop} did not come to pass"
            lost = world.unknown(inventory)
            in_flight = world.plays.dead and stop.after and world.plays.cut == "POST /admin/users"
            assert len(lost) <= in_flight, (stop, lost)
            ends = world.plays.play(inventory)
            assert world.unknown(inventory) == lost, stop
            world.check_organisations(["Acme"])
            world.check_users(inventory, world.plays.others)
            world.check_files()
            for host, known in inventory.items():
                first, service = known["bootstrap_user_email"], world.service(known)
                if first == "admin@acme.example" or {first, service} & lost:
                    assert ends[host] == "failed" or service and service not in lost, (stop, host)
                    assert "exists" in world.plays.said
                    continue
                assert ends[host] == "ok", (stop, host, world.plays.out.read_text())
                world.check_done(known)
                world.check_password(known)


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
