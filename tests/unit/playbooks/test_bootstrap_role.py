# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role bootstrap refuses, many hosts in one play: places that cannot keep a token, and tokens of elsewhere."""

from __future__ import annotations

import re

import pytest
from ansible.release import __version__
from bootstrap_world import dashboards
from module_runner import SECRET


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    with dashboards(tmp_path_factory.mktemp("roles")) as found:
        yield found


@pytest.fixture
def world(every):
    every.anew()
    return every


def told(world) -> dict[str, str]:
    """What each host failed with."""
    text = world.plays.out.read_text()
    return dict(re.findall(r'^fatal: \[(\w+)\].*?"msg": "((?:[^"\\]|\\.)*)"', text, re.MULTILINE))


def is_told(world, ends: dict, wanted: dict[str, str]) -> None:
    said = told(world)
    for host, text in wanted.items():
        if text:
            assert ends[host] == "failed" and re.search(text, said.get(host, "")), (host, said.get(host))
        else:
            assert ends[host] == "ok", (host, said.get(host))


def test_places_that_cannot_keep_a_token(world):
    folder = world.folder
    (folder / "file").write_text("")
    (folder / "real").mkdir(mode=0o700)
    (folder / "link").symlink_to(folder / "real")
    (folder / "gone").symlink_to(folder / "real/gone")
    for path in ("file", "real"):
        (folder / path).chmod(0o700)
    places = {
        "directory": (str(folder / "real"), "is no regular file"),
        "device": ("/dev/null", "is no regular file"),
        "below": (str(folder / "file/x/token"), "is no folder that can be written to"),
        "one": (str(folder / "real/one"), "The hosts one, other name one place"),
        "other": (str(folder / "link/../link/one"), "The hosts one, other name one place"),
        "here": (str(folder / "gone"), "The hosts here, there name one place"),
        "there": ("files/real/gone", r"bootstrap_token_file: .*\{\{ inventory_hostname \}\}"),
        "nothing": (None, "nope.yml, which is no file that can be read"),
        "none": (None, "store is none, which hands over one token"),
    }
    inventory = {name: world.host(name) for name in places}
    for name, (path, _text) in places.items():
        inventory[name]["bootstrap_token_file"] = path or inventory[name]["bootstrap_token_file"]
    inventory["nothing"] |= {"bootstrap_token_store": "tasks", "bootstrap_token_tasks": str(folder / "nope.yml")}
    inventory["none"]["bootstrap_token_store"] = "none"
    ends = world.plays.play(inventory)
    is_told(world, ends, {name: text for name, (_path, text) in places.items()})
    assert world.plays.seen == []


def test_hosts_of_a_later_turn_have_one_place(world):
    inventory = {name: {**world.host(name), "bootstrap_token_file": str(world.folder / "one")} for name in "ab"}
    ends = world.plays.play(inventory, the_serial=1)
    assert ends == {"a": "failed", "b": ""} and "The hosts a, b name one place" in told(world)["a"]
    inventory = {name: world.host(name) for name in "ab"}
    one = str(world.folder / "one")
    ends = world.plays.play(inventory, options=["--check"], the_serial=1, bootstrap_token_file=one)
    assert "The hosts a, b name one place" in told(world)["a"] and world.plays.seen == []


def test_tokens_of_elsewhere(world):
    """The organisation is compared by id and by name, and never guessed."""
    tyk, folder = world.tyk, world.folder
    silent = tyk.user("silent@acme.example", tyk.org, {"apis": "write"})
    elsewhere = tyk.make("/admin/organisations", {"owner_name": "Elsewhere"}, admin=True)["Meta"]
    stranger = tyk.user("stranger@elsewhere.example", elsewhere)
    files = {
        "copied": stranger.encode(),
        "marked": b"\xef\xbb\xbf" + tyk.token.encode() + b"\r\n",
        "wide": tyk.token.encode("utf-16"),
        "twice": f"{tyk.token}\n{tyk.token}\n".encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    acme = {"bootstrap_org_name": "Acme", "bootstrap_token_store": "file"}
    given = {
        "silent_id": ({"bootstrap_org_id": "a" * 24, "bootstrap_token": silent}, "does not tell .* users: read"),
        "silent_own": ({"bootstrap_org_id": tyk.org, "bootstrap_token": silent}, "does not tell .* users: read"),
        "silent_name": ({"bootstrap_org_name": "Acme", "bootstrap_token": silent}, "does not tell .* users: read"),
        "wrong_id": ({"bootstrap_org_id": elsewhere, "bootstrap_token": tyk.token}, f"not to {elsewhere}"),
        "wrong_name": ({"bootstrap_org_name": "Fresh", "bootstrap_token": tyk.token}, "is called Acme, not Fresh"),
        "both": (
            {"bootstrap_org_id": tyk.org, "bootstrap_org_name": "Fresh", "bootstrap_token": tyk.token},
            "is called Acme, not Fresh",
        ),
        "capitals": ({"bootstrap_org_name": "ACME", "bootstrap_token": tyk.token}, "is called Acme, not ACME"),
        "no_secret": (
            {"bootstrap_org_name": "Acme", "bootstrap_token": tyk.token, "bootstrap_admin_secret": ""},
            "is called Acme is not known",
        ),
        "copied": ({**acme, "bootstrap_token_file": str(folder / "copied")}, "is called Elsewhere, not Acme"),
        "wide": ({**acme, "bootstrap_token_file": str(folder / "wide")}, f"{folder}/wide is no token"),
        "twice": ({**acme, "bootstrap_token_file": str(folder / "twice")}, f"{folder}/twice is no token"),
        "marked": ({**acme, "bootstrap_token_file": str(folder / "marked")}, ""),
        "by_id": ({"bootstrap_org_id": tyk.org, "bootstrap_token": tyk.token, "bootstrap_admin_secret": ""}, ""),
    }
    inventory = {name: {**world.host(name), "bootstrap_org_name": "", **how} for name, (how, _text) in given.items()}
    before = world.users()
    ends = world.plays.play(inventory)
    if not __version__.startswith("2.18."):  # there the first host that is refused ends the play of the others, too
        is_told(world, ends, {name: text for name, (_how, text) in given.items()})
    assert not [entry for entry in world.plays.seen if not entry.startswith("GET ")]
    assert world.users() == before
    for secret in (SECRET, silent, stranger, tyk.token):
        assert secret not in world.plays.said
