# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys that are renewed before they end, and files that do not hold the key that is there."""

from __future__ import annotations

import os
from unittest import mock

import pytest
from gateway_runner import Clock, Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import ALGORITHMS, make_token
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_life import holds

DAY = 86400
APIS = [{"name": "Orders", "listen_path": "/o/", "target_url": "http://u/"}]
WISH = {"alias": "team", "access_rights": [{"api": "Orders"}]}
RENEWED = {**WISH, "expires": "90d", "renew_before": "14d"}
SERVERS = {
    "dashboard": lambda **how: Tyk(clock=Clock(), **how),
    "dashboard without hashes": lambda **how: Tyk(clock=Clock(), hash_keys=False, **how),
    "gateway": Gate,
    "gateway without hashes": lambda **how: Gate(hash_keys=False, **how),
}


@pytest.fixture(params=SERVERS)
def tyk(request):
    tyk = SERVERS[request.param]()
    tyk.ok("api", **APIS[0])
    tyk.log()
    return tyk


def run(tyk, kind="key", **params):
    """Run a module at the time of the server."""
    with mock.patch("time.time", tyk.emulator.clock):
        return tyk.ok(kind, **params)


def left(tyk):
    """How long the only key still lives."""
    (row,) = tyk.emulator.state["keys"]
    return row["session"]["expires"] - int(tyk.emulator.clock())


def both(tyk, check=False):
    """The same by a task of its own, and by a configuration."""
    yield lambda wish, check=check: run(tyk, check=check, **wish)
    yield lambda wish, check=check: run(tyk, "config", check=check, config={"apis": APIS, "keys": [wish]})


@pytest.mark.parametrize("way", [0, 1])
def test_a_key_is_renewed_when_its_end_is_near_or_over(tyk, way):
    go = [*both(tyk)][way]
    assert go(RENEWED)["changed"] and left(tyk) == 90 * DAY
    token = next(iter(tyk.emulator.state["keys"]))["id"]
    for passed, renewed in ((70 * DAY, False), (6 * DAY - 60, False), (61, True), (75 * DAY, False), (2 * DAY, True)):
        tyk.emulator.clock.sleep(passed)
        before = left(tyk)
        planned = go(RENEWED, check=True)
        assert planned["changed"] is renewed and left(tyk) == before
        done = go(RENEWED)
        assert done["changed"] is renewed and done["diff"] == planned["diff"]
        assert left(tyk) == (90 * DAY if renewed else before)
        tyk.log()
        assert not go(RENEWED)["changed"] and not [one for one in tyk.writes() if "/cache/none-" not in one]
    tyk.emulator.clock.sleep(200 * DAY)
    assert left(tyk) < 0 and go(RENEWED)["changed"] and left(tyk) == 90 * DAY
    assert [row["id"] for row in tyk.emulator.state["keys"]] == [token]


def test_without_renew_before_an_end_stays(tyk):
    run(tyk, **WISH, expires="90d")
    tyk.emulator.clock.sleep(80 * DAY)
    assert not run(tyk, **WISH, expires="90d")["changed"] and left(tyk) == 10 * DAY


def test_a_key_that_never_ends_gets_its_first_end(tyk):
    run(tyk, **WISH)
    assert run(tyk, **RENEWED)["changed"] and left(tyk) == 90 * DAY and not run(tyk, **RENEWED)["changed"]


def test_a_rotated_key_whose_end_is_near_gets_a_new_one(tyk):
    run(tyk, **WISH, expires="90d")
    task = {"alias": "team", "expires": "90d", "renew_before": "14d", "state": "rotated"}
    run(tyk, **task, rotation="a")
    assert left(tyk) == 90 * DAY
    tyk.emulator.clock.sleep(80 * DAY)
    planned, done = (run(tyk, **task, rotation="b", check=check) for check in (True, False))
    assert planned["action"] == done["action"] == "rotated" and left(tyk) == 90 * DAY
    # where it is not to be rotated, its end is renewed all the same
    tyk.emulator.clock.sleep(80 * DAY)
    assert run(tyk, **task, rotation="b")["action"] == "updated" and left(tyk) == 90 * DAY
    assert run(tyk, **task, rotation="b")["action"] == "none"


# Files


def warned(tyk, result):
    return [text for text in tyk.warnings(result) if text.startswith(("key_file", "key_dir"))]


@pytest.fixture
def file(tyk, tmp_path):
    file = tmp_path / "key"
    run(tyk, **WISH, key_file=str(file))
    return file


def test_a_file_that_holds_the_key_is_no_warning_and_costs_no_request(tyk, file):
    tyk.log()
    run(tyk, **WISH)
    without = tyk.log()
    for check in (True, False):
        assert not warned(tyk, run(tyk, **WISH, key_file=str(file), check=check))
    assert tyk.log() == without * 2
    assert not warned(tyk, run(tyk, alias="team", state="rotated", rotation="a", key_file=str(file)))
    assert not warned(tyk, run(tyk, alias="team", state="rotated", rotation="a", key_file=str(file)))
    assert not warned(tyk, run(tyk, alias="team", key_id=file.read_text().strip(), key_file=str(file)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "is not there"),
        ("", "is empty"),
        ("\n", "is empty"),
        ("0" * 40, "holds another key"),
        (b"\xc3\xa9", "or none"),
    ],
)
def test_a_file_that_does_not_is_told_with_the_way_out(tyk, file, content, says):
    token = file.read_text().strip()
    file.unlink()
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    for check in (True, False):
        for wish in (WISH, {**WISH, "rate": 8, "per": 1} if check else WISH):
            (text,) = warned(tyk, run(tyk, **wish, key_file=str(file), check=check))
            assert text.startswith(f"key_file: {file} {says}") or "or none" in text
            assert "rotate the key with state: rotated" in text and "leave key_file out" in text
            assert token not in tyk.out and "0" * 40 not in tyk.out
    assert not warned(tyk, run(tyk, alias="team", state="absent", key_file=str(file)))


def test_another_key_of_the_same_server_is_another_key(tyk, file, tmp_path):
    run(tyk, **{**WISH, "alias": "other"}, key_file=str(tmp_path / "other"))
    file.write_text((tmp_path / "other").read_text())
    assert len(warned(tyk, run(tyk, **WISH, key_file=str(file)))) == 1
    assert not warned(tyk, run(tyk, **{**WISH, "alias": "other"}, key_file=str(file)))


def test_what_cannot_be_told_is_no_warning(tyk, file, tmp_path):
    file.write_text("two\nlines\n")
    assert not warned(tyk, run(tyk, **WISH, key_file=str(file)))
    assert not warned(tyk, run(tyk, **WISH, key_file=str(tmp_path / "elsewhere/key")))
    file.write_bytes(b"\xff\xfe")
    assert not warned(tyk, run(tyk, **WISH, key_file=str(file)))
    os.mkdir(tmp_path / "folder")
    assert not warned(tyk, run(tyk, **WISH, key_file=str(tmp_path / "folder")))
    basic = {**WISH, "alias": "joe", "basic_auth": {"username": "joe", "password": "a-password"}}
    run(tyk, **basic)
    assert not warned(tyk, run(tyk, **basic, key_file=str(tmp_path / "joe")))


def test_in_a_configuration_one_warning_for_all(tyk, tmp_path):
    keys = [{**WISH, "alias": f"team {number}"} for number in range(8)]
    where = {"key_dir": str(tmp_path / "dir")}
    run(tyk, "config", config={"keys": keys})
    assert not warned(tyk, run(tyk, "config", config={"keys": keys}, **where))  # they were made elsewhere
    run(tyk, "config", config={"keys": [{**WISH, "alias": "team"}]}, **where)
    for check in (True, False):
        (text,) = warned(tyk, run(tyk, "config", config={"keys": [*keys, WISH]}, **where, check=check))
        assert text.count("is not there") == 5 and "and 3 more" in text and "team 0 (" in text and "team (" not in text
    own = tmp_path / "own"
    own.write_text("something else")
    (text,) = warned(tyk, run(tyk, "config", config={"keys": [{**WISH, "key_file": str(own)}]}))
    assert f"team ({own} holds another key" in text and "something else" not in tyk.out


@pytest.mark.parametrize("hashing", [True, False])
@pytest.mark.parametrize("algorithm", ["", *ALGORITHMS])
def test_whatever_makes_the_hash(algorithm, hashing, tmp_path):
    gate = Gate(hash_key_function=algorithm, hash_keys=hashing)
    gate.ok("api", **APIS[0])
    for name, wish in (("a", WISH), ("b", {"key_id": "custom-name", **WISH, "alias": "named"})):
        task = {**wish, "key_file": str(tmp_path / name)}
        gate.ok("key", **task)
        assert not warned(gate, gate.ok("key", **task))
        other = {**task, "key_file": str(tmp_path / "ab".replace(name, ""))}
        assert name == "a" or len(warned(gate, gate.ok("key", **other))) == 1
    (tmp_path / "b").write_text("custom-name\n")  # as people hand it out
    assert not warned(gate, gate.ok("key", **task))


def test_what_is_no_hash_of_these_is_not_compared():
    token = make_token("org", "name", "murmur64")
    assert holds(token, {"key_hash": "short", "key_id": ""}) is None
    assert holds(token, {"key_hash": "", "key_id": token}) is True
    assert holds("", {"key_hash": "", "key_id": token}) is False
    assert holds(token, {}) is None
