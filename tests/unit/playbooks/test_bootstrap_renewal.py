# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A new token in place of the one that is kept: refused before anything is changed, or done, and never lost."""

from __future__ import annotations

import copy
import json
import os
import pathlib
import signal
import time

import pytest
from bootstrap_world import STYLES, dashboards
from killing import Stop

ALL = os.environ.get("TYK_TRUST") == "all"
RESET = r"/api/users/\w+/actions/key/reset"
ROTATE = {"bootstrap_token_rotate": True}


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    with dashboards(tmp_path_factory.mktemp("roles")) as found:
        yield found


@pytest.fixture
def world(every):
    every.anew()
    return every


def token(world, known: dict) -> str:
    """The token that the user of a host has."""
    return world.users()[world.service(known) or known["bootstrap_user_email"]]["doc"]["access_key"]


def resets(world) -> int:
    return len([entry for entry in world.plays.seen if entry.endswith("/actions/key/reset")])


def note(known: dict) -> dict:
    (path,) = pathlib.Path(known["bootstrap_token_file"]).parent.glob("*.json")
    return json.loads(path.read_text())


def refused(world, inventory: dict, *texts: str) -> None:
    """Each host fails, in check mode as in the run, and nothing was sent but questions."""
    for options in (["--check"], []):
        before = world.users()
        ends = world.plays.play(inventory, options=options, **ROTATE)
        said = world.plays.out.read_text()
        assert set(ends.values()) == {"failed"} and all(text in said for text in texts), said
        assert not [entry for entry in world.plays.seen if not entry.startswith("GET ")]
        assert world.users() == before
    world.check_files()


def test_it_is_renewed_at_each_run_that_says_so_and_old_tokens_are_shown_nowhere(world):
    inventory = {style: world.host(style, style=style) for style in (STYLES if ALL else ("service",))}
    assert set(world.plays.play(inventory).values()) == {"ok"}
    before = {name: token(world, known) for name, known in inventory.items()}
    check = world.plays.play(inventory, options=["--check"], **ROTATE)
    assert set(check.values()) == {"ok"} and resets(world) == 0
    assert world.plays.out.read_text().count("would be renewed and stored") == len(inventory)
    for options in ([], ["-vvv", "--diff"]):
        hosts = {"service": inventory["service"]} if options else inventory
        assert set(world.plays.play(hosts, options=options, **ROTATE).values()) == {"ok"} and resets(world) == len(
            hosts
        )
        for name, known in hosts.items():
            assert token(world, known) != before[name]
            world.check_done(known)
            world.check_password(known)
            assert "renewing" not in note(known)
        assert not any(before[name] in world.kept() or before[name] in world.plays.said for name in hosts)
        before = {name: token(world, known) for name, known in inventory.items()}
    world.check_files()
    assert set(world.plays.play(inventory).values()) == {"ok"}
    assert not [entry for entry in world.plays.seen if not entry.startswith("GET ")]


@pytest.mark.seldom
def test_it_is_renewed_when_it_is_old(world):
    known = world.host("a", style="service")
    old_enough = {"bootstrap_token_max_age": 30}
    assert world.plays.play({"a": known}, **old_enough) == {"a": "ok"} and resets(world) == 0  # it has just been made
    path = pathlib.Path(known["bootstrap_token_file"] + ".json")
    month = time.time() - 31 * 86400
    for since in (month, None):
        noted = {name: value for name, value in note(known).items() if name != "since"}
        path.write_text(json.dumps({**noted, "since": since} if since else noted))
        assert world.plays.play({"a": known}, **old_enough) == {"a": "ok"} and resets(world) == 1, since
        world.check_done(known)
    assert world.plays.play({"a": known}, **old_enough) == {"a": "ok"} and resets(world) == 0


@pytest.mark.seldom
def test_what_cannot_be_stored_or_read_is_refused(world):
    hosts = {name: world.host(name) for name in ("given", "secretless", "wrong", "strange", "else", "same")}
    assert set(world.plays.play(hosts).values()) == {"ok"}
    for name, says in {
        "given": {"bootstrap_token": token(world, hosts["given"])},
        "secretless": {"bootstrap_admin_secret": "", "bootstrap_org_name": ""},
        "wrong": {"bootstrap_admin_secret": "wrong", "bootstrap_org_name": ""},
        "strange": {
            "bootstrap_user_email": "",
            "bootstrap_admin_secret": world.tyk.emulator.config.admin_secret,
        },
    }.items():
        hosts[name] |= says
    pathlib.Path(hosts["strange"]["bootstrap_token_file"] + ".json").unlink()
    other = next(row["id"] for row in world.users().values() if row["doc"]["email_address"] == "admin@acme.example")
    path = pathlib.Path(hosts["else"]["bootstrap_token_file"] + ".json")
    path.write_text(json.dumps({**note(hosts["else"]), "user_id": other}))
    hosts["copied"] = {**hosts["same"], "bootstrap_token_file": str(world.folder / "copied")}
    (world.folder / "copied").write_text(token(world, hosts["same"]))
    (world.folder / "copied").chmod(0o600)
    refused(
        *(world, hosts, "where the role cannot store a new one", "only the Admin API tells", "answers 401"),
        *("whose it is is not known", "shows none that is the one at hand", "the hosts copied, same have the same"),
    )
    alone = {**hosts["given"], "bootstrap_token_store": "none"}
    refused(world, {"given": alone}, "bootstrap_token_store is none", "Choose the store file")


@pytest.mark.seldom
def test_a_dashboard_that_refuses_is_told_and_leaves_all_as_it_was(world):
    known = world.host("a")
    world.plays.play({"a": known})
    before = token(world, known)
    world.tyk.control("PUT", "faults", [{"method": "PUT", "path": RESET, "status": 403}])
    assert world.plays.play({"a": known}, **ROTATE) == {"a": "failed"}
    assert "was not renewed: the Dashboard answers 403" in world.plays.out.read_text()
    assert token(world, known) == before and "renewing" not in note(known)
    assert world.plays.play({"a": known}) == {"a": "ok"}
    world.check_done(known)


@pytest.mark.seldom
def test_an_answer_that_is_lost_loses_no_token(world):
    known = world.host("a", style="rich")
    world.plays.play({"a": known})
    before = token(world, known)
    world.tyk.control("PUT", "faults", [{"method": "PUT", "path": RESET, "status": 502, "after": True}])
    assert world.plays.play({"a": known}, **ROTATE) == {"a": "ok"}, world.plays.out.read_text()
    assert token(world, known) != before
    world.check_done(known)


@pytest.mark.seldom
def test_an_admin_api_that_fails_just_then_loses_no_token(world):
    """The next run goes on, whether it is to renew or not, and does not renew again; without the secret it says how."""
    known = world.host("a")
    world.plays.play({"a": known})
    world.tyk.control(
        "PUT", "faults", [{"method": "GET", "path": "/admin/users/", "skip": 1, "times": 99, "status": 503}]
    )
    assert world.plays.play({"a": known}, **ROTATE) == {"a": "failed"}
    assert "Nothing is lost: run again" in world.plays.out.read_text()
    world.tyk.control("DELETE", "faults")
    renewed = token(world, known)
    no_secret = {**known, "bootstrap_admin_secret": ""}
    assert world.plays.play({"a": no_secret}) == {"a": "failed"}
    assert "was to renew it was broken off: run again" in " ".join(world.plays.out.read_text().split())
    assert world.plays.play({"a": known}, options=["--check"], **ROTATE) == {"a": "ok"}
    assert world.plays.play({"a": known}, **ROTATE) == {"a": "ok"} and resets(world) == 0
    assert token(world, known) == renewed
    world.check_done(known)


@pytest.mark.seldom
@pytest.mark.parametrize("style", STYLES)
def test_killed_anywhere_the_next_run_goes_on(world, style):
    inventory = {style: world.host(style, style=style)}
    known = inventory[style]
    world.plays.play(inventory)
    before = copy.deepcopy(world.tyk.emulator.state.dump())
    files = {path: path.read_bytes() for path in world.folder.rglob("*") if path.is_file()}

    def again():
        world.tyk.emulator.state.load(copy.deepcopy(before))
        for path in world.folder.rglob("*"):
            if path.is_file() and path not in files:
                path.unlink()
        for path, content in files.items():
            path.write_bytes(content)

    world.plays.play(inventory, **ROTATE)
    count = range(1, len(world.plays.seen) + 1)
    stops = [Stop(at=number, after=after) for after in (False, True) for number in count]
    stops += [Stop(at=number, after=True, how=signal.SIGTERM) for number in count]
    stops += [Stop(task=number) for number in range(1, world.plays.events + 1)]
    for stop in stops:
        again()
        old = token(world, known)
        world.plays.play(inventory, stop=stop, **ROTATE)
        assert world.plays.stop is None, f"{stop} did not come to pass"
        now = token(world, known)
        assert world.plays.play(inventory) == {style: "ok"}, (stop, world.plays.out.read_text())
        assert resets(world) == 0 and token(world, known) == now, stop
        world.check_done(known)
        world.check_files()
        assert old not in world.plays.said, stop
        assert old == now or old not in world.kept(), stop
