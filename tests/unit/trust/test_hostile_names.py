# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names and ids that look like routes, queries, terminal codes or other types: they are data, and stay data."""

from __future__ import annotations

import json
import re

import pytest
from descriptors import KINDS
from trust_case import differences
from trust_world import LIVES, PERSON, RIGHTS, SINGLES, build, configuration, named

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS as BULK

WORDS = {
    "slash": "a/b",
    "parent": "..",
    "dot": ".",
    "to another route": "../../admin/organisations",
    "encoded slash": "a%2fb",
    "encoded dots": "%2e%2e%2f",
    "query": "a?p=1&hashed=1",
    "fragment": "a#b",
    "matrix": "a;b=c",
    "newline": "a\nb",
    "return and header": "a\r\nX-Evil: 1",
    "null byte": "a\x00b",
    "emoji": "\U0001f4a9 \U0001f469‍\U0001f680",
    "right to left": "a\u202eb",
    "terminal": "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "template": "{{ 7 * 7 }}",
    "quotes": "a\"b'c\\d",
    "long": "x" * 10240,
    "blanks": "  a  ",
    "word of YAML": "on",
    "number": "1e3",
    "route": "api/users",
}
ROUTE = re.compile("/(api|admin)/[a-z/]*")
CODES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
# The ids that a task may give, and what of a life is left beside one.
IDS = {
    "api": ("api_id", "listen_path", "target_url", "name"),
    "oas": ("api_id", "listen_path", "target_url", "name", "format"),
    "mcp_proxy": ("api_id", *LIVES["mcp_proxy"][0]),
    "policy": ("policy_id", "name", "access_rights", "rate", "per"),
    "webhook": ("webhook_id", "name", "target_path"),
    "user": ("user_id", *LIVES["user"][0]),
    "user_group": ("group_id", *LIVES["user_group"][0]),
    "asset": ("asset_id", *LIVES["asset"][0]),
    "key": ("key_id", *LIVES["key"][0]),
    "oauth_client": ("client_id", *LIVES["oauth_client"][0]),
    "organisation": ("org_id", "owner_name"),
    "certificate": ("certificate_id",),
    "client_idp": ("client_idp_id", *LIVES["client_idp"][0]),
    "identity_profile": ("profile_id", *LIVES["identity_profile"][0]),
}


def go(tyk, kind, **params):
    return tyk.run("api" if kind == "oas" else kind, **params)


def state(tyk):
    """What is stored, without the APIs that Tyk notes in an organisation."""
    tables = json.loads(json.dumps(tyk.emulator.state.dump()["tables"]))
    for row in tables["organisations"]:
        row["doc"].pop("apis")
    return {
        name: [json.dumps(row, sort_keys=True) for row in rows] for name, rows in tables.items() if name != "nonces"
    }


class Hostile:
    """An organisation, the requests that may be made in it, and what must be as it was."""

    def __init__(self):
        self.tyk = build()
        self.before = state(self.tyk)
        self.targets = []
        handle = self.tyk.emulator.handle

        def handling(request):
            self.targets.append(request)
            return handle(request)

        self.tyk.emulator.handle = handling

    def run(self, kind, **params):
        self.targets.clear()
        result = go(self.tyk, kind, **params)
        assert "exception" not in result and "Traceback" not in self.tyk.out, result
        for target in self.targets:
            assert "%2E%2E/" not in target.path and "/../" not in target.path, target.path
            assert not CODES.search(target.path + target.query), target
            assert len(target.path.split("/")) <= 7, target.path
        texts = [str(result.get("msg", "")), *self.tyk.warnings(result)]
        assert "defect of the collection" not in texts[0], texts[0]
        assert not [text for text in texts if CODES.search(text)], texts
        assert all(len(text) < 12000 for text in texts)
        return result

    def bystanders_are_whole(self):
        """Nothing of what was there before is lost or changed."""
        now = state(self.tyk)
        assert not [row for table in self.before for row in self.before[table] if row not in now[table]]

    def clean(self):
        assert not differences(state(self.tyk), self.before)


def name_of(kind, word):
    option = {"user": "email_address", "key": "alias", "organisation": "owner_name"}.get(kind, LIVES[kind][3][-1])
    return {option: f"{word}@acme.example" if kind == "user" else word}


@pytest.mark.share(6)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("kind", LIVES)
def test_a_name_is_a_name(kind, word):
    """It is refused with a message, or it makes an object that is found again, changed and deleted under this name."""
    world, (make, change, _foreign, names) = Hostile(), LIVES[kind]
    hostile = name_of(kind, WORDS[word])
    params = {**make, **hostile}
    if kind in ("api", "oas"):
        params["listen_path"] = "/hostile/"
    made = world.run(kind, **params)
    world.bystanders_are_whole()
    if made.get("failed"):
        assert len(made["msg"]) > 15, made
        world.clean()
        return
    assert made["changed"]
    assert not world.run(kind, **params)["changed"]
    if kind != "oauth_client":
        assert world.run(kind, **{**params, **change})["changed"]
    told = world.run(f"{'api' if kind == 'oas' else kind}_info", **{name: params[name] for name in names})
    (shown,) = next(value for name, value in told.items() if isinstance(value, list) and name != "warnings")
    (option,) = hostile
    assert shown[option].strip().lower() == hostile[option].strip().lower()
    gone = world.run(kind, **{name: params[name] for name in names}, state="absent")
    assert gone["changed"], gone
    world.clean()


@pytest.mark.share(6)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("kind", IDS)
def test_an_id_is_an_id(kind, word):
    """An id from outside is one segment of one route; what it names is not there, or is made under just this id."""
    world = Hostile()
    option, *beside = IDS[kind]
    ident = {option: WORDS[word]}
    rest = {name: LIVES[kind][0][name] for name in beside if name != option} if beside else {}
    if kind == "oauth_client":
        ident["api"] = "Orders"
    for state_ in ("absent", "present"):
        result = world.run(kind, **{**(rest if state_ == "present" else {}), **ident}, state=state_)
        if state_ == "absent":
            assert result.get("failed") or not result["changed"], result
        world.bystanders_are_whole()
    if kind != "organisation":
        found = world.run(f"{'api' if kind == 'oas' else kind}_info", **ident)
        listed = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        assert found.get("failed") or all(len(items) <= 1 for items in listed), found
    result = world.run(kind, **ident, state="absent")
    world.bystanders_are_whole()
    assert result.get("failed") or not [row for row in world.tyk.emulator.state["apis"] if named(row) == "New"]


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/apis/", "/hello", "/../admin/", "//elsewhere.example/", "/a?b", "/a#b", "/%2e%2e/", "/{id}/", "/é/"]
    + ["/tyk/reload/", "/" + "x" * 10240 + "/", "/a b/", "/\U0001f4a9/"],
)
@pytest.mark.parametrize("kind", ["api", "oas"])
def test_a_listen_path_is_no_route(kind, path):
    world = Hostile()
    make = {**LIVES[kind][0], "listen_path": path}
    made = world.run(kind, **make)
    world.bystanders_are_whole()
    assert not [target for target in world.targets if path.strip("/") and f"/api/apis{path}" in target.path]
    if made.get("failed"):
        world.clean()
        return
    (row,) = [row for row in world.tyk.emulator.state["apis"] if named(row) == "New"]
    assert path in json.loads(json.dumps(row["doc"], ensure_ascii=False).replace("\\", "")).__str__()
    assert not world.run(kind, **make)["changed"]
    assert world.run(kind, name="New", state="absent")["changed"]
    world.clean()


@pytest.mark.parametrize("word", WORDS)
def test_names_in_a_whole_configuration(word):
    """Every kind at once; what is refused is refused before anything is written, or told for each."""
    world, text = Hostile(), WORDS[word]
    config = configuration()["config"]
    for kind, (item, *_rest) in config.items():
        option = {"users": "email_address", "keys": "alias", "oauth_clients": "client_name"}.get(kind, "name")
        item[option] = f"{text}@acme.example" if kind == "users" else text
    config["policies"][0]["access_rights"] = [{"api": text}]
    config["keys"][0]["access_rights"] = [{"api": text}]
    config["users"][0]["group"] = text
    made = world.run("config", config=config)
    world.bystanders_are_whole()
    if not made.get("failed"):
        again = world.run("config", config=config)
        assert not again.get("failed"), again["msg"]
        assert not again["changed"], again["changes"]


def test_every_kind_takes_part():
    assert {kind.replace("oas", "api") for kind in LIVES} | {"certificate", "bootstrap_user", *SINGLES} == set(KINDS)
    assert set(BULK) >= set(configuration()["config"])
    assert PERSON and RIGHTS
