# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of secrets and exports: one for each object, whatever it is called and however a task names it."""

from __future__ import annotations

import os

import pytest

ORDERS = {"name": "Orders", "api_id": "orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
ORDERS["definition"] = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}
RIGHTS = {"access_rights": [{"api": "Orders"}]}
PERSON = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
LONG = {
    "300 letters": "a" * 300,
    "300 letters of three bytes": "\u8ba2" * 300,
    "300 letters of four bytes": "\U00020000" * 300,
    "255 letters": "a" * 255,
}
MADE = {
    "keys": lambda name: {"alias": name, **RIGHTS},
    "oauth_clients": lambda name: {"api": "Orders", "client_name": name, "redirect_uri": "http://a.example"},
    "users": lambda name: {"email_address": f"{name}@acme.example", **PERSON},
}


@pytest.fixture
def orders(tyk):
    tyk.ok("api", **ORDERS)
    return tyk


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", LONG.values(), ids=[*LONG])
@pytest.mark.parametrize("section", MADE)
def test_a_long_name_gets_a_file_of_its_own(orders, tmp_path, section, name):
    items = [MADE[section](name), MADE[section](name + "b")]
    for check in (True, False):
        assert orders.ok("config", config={section: items}, key_dir=str(tmp_path), check=check)["changed"]
    assert len(files(tmp_path)) == 2
    exported = orders.ok("config_info", kinds=[section], layout="object", dest=str(tmp_path / "export"))
    assert len(exported["files"]) >= 2
    assert not orders.ok("config", src=[str(tmp_path / "export")])["changed"]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("kind", ["key", "user", "oauth_client"])
@pytest.mark.parametrize("trouble", ["long", "folder", "file as folder"])
def test_a_key_file_that_cannot_be_is_refused_before_anything_is_made(orders, tmp_path, kind, trouble, many):
    (tmp_path / "taken").write_text("")
    place = {"long": "a" * 256, "folder": "", "file as folder": "taken/key"}[trouble]
    section = {"key": "keys", "user": "users", "oauth_client": "oauth_clients"}[kind]
    item = {**MADE[section]("acme"), "key_file": os.path.join(tmp_path, place)}
    orders.log()
    for check in (True, False):
        how = {"config": {section: [item]}} if many else item
        told = orders.fails("config" if many else kind, **how, check=check)
        assert "key_file: " in told and "nothing was created" in told, told
        assert trouble != "long" or "choose a shorter name" in told
    assert not orders.writes()


def test_a_client_has_one_file_however_its_api_is_named(orders, tmp_path):
    found = []
    for number, api in enumerate(("Orders", "orders")):
        client = {"api": api, "client_id": f"c{number}", "client_name": "portal", "redirect_uri": "http://a.example"}
        orders.ok("config", config={"oauth_clients": [client]}, key_dir=str(tmp_path))
        found.append(files(tmp_path))
        orders.ok("oauth_client", api=api, client_id=f"c{number}", state="absent")
    assert found == [["oauth_clients/Orders/portal"]] * 2


def test_a_new_api_gives_its_name_to_the_folder_of_its_client(tyk, tmp_path):
    client = {"api": "Orders", "client_name": "portal", "redirect_uri": "http://a.example"}
    tyk.ok("config", config={"apis": [ORDERS], "oauth_clients": [client]}, key_dir=str(tmp_path))
    assert files(tmp_path) == ["oauth_clients/Orders/portal"]


@pytest.mark.parametrize("check", [True, False])
def test_a_key_that_is_all_that_is_said_is_in_no_result_and_no_file_name(orders, tmp_path, check):
    keys = [{"key_id": f"s3cr3t-{number}", **RIGHTS} for number in range(2)]
    orders.ok("config", config={"keys": keys}, key_dir=str(tmp_path), check=check)
    assert "s3cr3t" not in orders.out and not [name for name in files(tmp_path) if "s3cr3t" in name]
    assert len(files(tmp_path)) == (0 if check else 2)
    orders.fails("config", config={"keys": [*keys, keys[0]]}, check=check)
    assert "s3cr3t" not in orders.out
    orders.fails("config", config={"keys": [{**keys[0], "expires": "never ever"}]}, check=check)
    assert "s3cr3t" not in orders.out
