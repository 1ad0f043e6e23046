# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people get wrong on their first day is told with the option's name and the way out."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.parse import misnamed

API = {"name": "Orders", "listen_path": "/orders/", "target_url": "https://up.example"}
NAMES = [
    ("policy", {"name": "Gold", "access_rights": ["Orders"]}, "access_rights[0]", "{api: Orders}"),
    ("key", {"alias": "till", "access_rights": ["Orders"]}, "access_rights[0]", "{api: Orders}"),
    ("api", {**API, "webhooks": ["Alarm"]}, "webhooks[0]", "{event: Alarm}"),
    ("api", {**API, "owners": ["ada"]}, "owners", "{users: ...}"),
]


@pytest.mark.parametrize(("kind", "wish", "path", "example"), NAMES)
def test_a_name_in_place_of_options_is_told_with_an_example(tyk, kind, wish, path, example):
    section = {"policy": "policies"}.get(kind, f"{kind}s")
    text = f"{path}: options with their values belong there, such as {example}"
    assert text == tyk.fails(kind, **wish)
    assert text in tyk.fails("config", config={section: [wish]})
    assert not tyk.writes()


def test_names_that_yaml_reads_as_something_else_are_refused_in_files(tyk, tmp_path):
    file = tmp_path / "keys.yml"
    for name, what in (("on", "true"), ("no", "false"), ("1.10", "the number 1.1"), ("~", "null")):
        file.write_text(f"keys:\n  - alias: till\n    meta_data:\n      {name}: x\n")
        told = tyk.fails("config", src=[str(file)])
        assert f"a name in it was read as {what}" in told and "put it in quotes" in told
    assert not tyk.writes()
    told = next(misnamed({"definition": {"config_data": [{"a": {True: 1}}]}}))
    assert told.startswith("definition.config_data[0].a: a name in it was read as true")
    assert not list(misnamed({"overrides": {404: {"a": [1]}}, "b": [[{}]]}))


@pytest.mark.parametrize("path", ["/api", "/dashboard"])
def test_an_address_with_a_path_is_told(tyk, path):
    told = tyk.fails("api", **API, url=f"http://127.0.0.1:3000{path}")
    assert f"Is url the address of a Tyk Dashboard? No path such as {path} belongs to it" in told


def test_a_name_in_place_of_an_id_is_told_with_the_id(tyk):
    ident = tyk.ok("api", **API)["api"]["api_id"]
    assert f"API 'Orders' is there: api_id {ident}, " in tyk.fails("api", api_id="Orders", active=False)
    told = tyk.fails("api", **API, org_id="Acme")
    assert "org_id is Acme, but" in told and "org_id takes an ID, which is no name" in told
    assert "there is none called 'nobody'" in tyk.fails("key", alias="nobody", state="rotated", rotation="x")
