# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OpenAPI document may be a mapping, a text, or a file; it makes the same API."""

from __future__ import annotations

import json

import pytest

NEW = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Orders", "version": "1.10"},
    "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "no"}}}}},
}
TEXT = """openapi: 3.0.3
info: {title: Orders, version: "1.10"}
paths:
  /a:
    get: {operationId: a, responses: {"200": {description: "no"}}}
"""


@pytest.fixture
def ways(tyk, tmp_path, monkeypatch):
    """How it can be given; in a file of a configuration its name is relative to that file."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/orders.yml").write_text("\ufeff# ours\n" + TEXT, encoding="utf-8")
    (tmp_path / "orders.json").write_text(json.dumps(DOCUMENT))
    monkeypatch.chdir(tmp_path)
    return {
        "YAML": TEXT,
        "YAML with a head": f"---\n{TEXT}",
        "JSON": json.dumps(DOCUMENT),
        "JSON of several lines": json.dumps(DOCUMENT, indent=2),
        "a file": "specs/orders.yml",
        "a JSON file": "orders.json",
        "an absolute path": str(tmp_path / "specs/orders.yml"),
    }


def test_however_it_is_given_it_is_the_same_document(tyk, ways):
    assert tyk.ok("api", **NEW, openapi=DOCUMENT)["changed"]
    for way, value in ways.items():
        alone = tyk.ok("api", **NEW, openapi=value)
        many = tyk.ok("config", config={"apis": [{**NEW, "openapi": value}]})
        assert (alone["changed"], many["changed"]) == (False, False), way
    made = tyk.ok("api", **{**NEW, "name": "Made", "listen_path": "/made/"}, openapi=ways["a file"], check=True)
    assert made["action"] == "created"


def test_in_a_file_it_is_looked_for_beside_that_file(tyk, tmp_path, monkeypatch):
    (tmp_path / "tyk/apis/specs").mkdir(parents=True)
    (tmp_path / "tyk/apis/specs/orders.yml").write_text(TEXT)  # which is no declaration, though it lies among them
    declared = {"apis": [{**NEW, "openapi": "specs/orders.yml"}]}
    (tmp_path / "tyk/apis/orders.json").write_text(json.dumps(declared))
    monkeypatch.chdir("/")
    tyk.ok("api", **NEW, openapi=DOCUMENT)
    assert not tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    told = tyk.fails("config", config=declared)
    assert "config: apis[0]: openapi: there is no file /specs/orders.yml" in told


def test_an_overlay_changes_a_part_of_a_document_in_a_file(tyk, tmp_path):
    (tmp_path / "orders.yml").write_text(TEXT)
    (tmp_path / "apis.json").write_text(json.dumps({"apis": [{**NEW, "openapi": "orders.yml"}]}))
    overlay = {"apis": [{"name": "Orders", "openapi": {"info": {"version": "2"}}}]}
    tyk.ok("config", src=[str(tmp_path / "apis.json")], overlays=[overlay])
    info = tyk.ok("api_info", name="Orders")["apis"][0]["definition"]["info"]
    assert info == {"title": "Orders", "version": "2"}


def test_a_null_takes_a_part_away_however_it_is_given(tyk, tmp_path):
    (tmp_path / "orders.yml").write_text(f"{TEXT}tags: null\n")
    for value in ({**DOCUMENT, "tags": None}, f"{TEXT}tags: ~\n", str(tmp_path / "orders.yml")):
        tyk.ok("api", **NEW, openapi={**DOCUMENT, "tags": [{"name": "a"}]})
        for check in (True, False):
            assert tyk.ok("api", **NEW, openapi=value, check=check)["changed"]
        assert not tyk.ok("api", **NEW, openapi=value)["changed"]


def test_what_is_no_document_is_not_shown(tyk, tmp_path):
    """A text in place of a path may hold anything."""
    tyk.fails("api", **NEW, openapi='{"planted": "planted-secret"')
    tyk.fails("api", **NEW, openapi="planted: planted-secret\n- b")
    tyk.fails("api", **NEW, openapi="root:$6$planted-secret:1:2:3::")
    (tmp_path / "shadow").write_text("root:$6$planted-secret:1:2:3::\n")
    tyk.fails("config", src=[str(tmp_path / "shadow")])
    assert "planted-secret" not in tyk.out


@pytest.mark.parametrize("document", [{"swagger": "2.0", "info": {}, "paths": {}}, '{"swagger": "2.0"}'])
def test_swagger_is_named_as_such_wherever_a_document_goes(tyk, document):
    for kind, section, options in (
        ("api", "apis", ("openapi", "definition")),
        ("mcp_proxy", "mcp_proxies", ("definition",)),
    ):
        for option in options:
            said = {**NEW, option: document}
            for told in (tyk.fails(kind, **said), tyk.fails("config", config={section: [said]})):
                assert f"{option}: this is Swagger 2.0, and Tyk takes OpenAPI 3; convert it first" in told
    assert not tyk.writes()
