# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object of every kind goes through its life on every version of the Dashboard that the README names."""

from __future__ import annotations

import copy
import pathlib
import re

import pytest
from gateway_runner import Gate
from module_company import COMPANY as NEWEST
from module_company import COUNT as ALL
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

README = (pathlib.Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")
LEFT = {"key": "api_keys", "api": "apis", "policy": "policies"}
COMPANY = {section: items for section, items in NEWEST.items() if section != "client_idps"}  # which came with 5.14
COUNT = ALL - len(NEWEST["client_idps"])
# long-term releases, the newest, and where something changes
VERSIONS = ("4.3", "5.0", "5.3", "5.8", "5.12", "5.13")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_object_of_every_kind(version):
    tyk = Tyk(dashboard_version=version)
    assert tyk.ok("config", check=True, config=COMPANY)["changed"] and not tyk.writes()
    assert len(tyk.ok("config", config=COMPANY)["changes"]) == COUNT
    assert not tyk.ok("config", config=COMPANY)["changed"]

    changed = copy.deepcopy(COMPANY)
    changed["policies"][0]["rate"] = 20
    changed["apis"][0]["target_url"] = changed["apis"][1]["target_url"] = "https://elsewhere.example"
    changed["keys"][0]["meta_data"]["customer"] = "4712"
    changed["users"][0]["last_name"] = "Okoro"
    done = tyk.ok("config", config=changed)
    assert sorted(entry["name"] for entry in done["changes"]) == [
        "Gold",
        "Invoices",
        "Orders",
        "acme",
        "ada@acme.example",
    ]
    assert tyk.ok("config", config=changed)["changes"] == []

    exported = tyk.ok("config_info")["config"]
    exported["users"] = [user for user in exported["users"] if user["email_address"] == "ada@acme.example"]
    assert not tyk.ok("config", config=exported)["changed"]

    for alias in ("acme", "reporting"):
        assert tyk.ok("key", alias=alias, state="absent")["changed"]
    for name in ("Orders", "Invoices"):
        assert tyk.ok("api", name=name, state="absent")["changed"]
    assert tyk.ok("policy", name="Gold", state="absent")["changed"]
    assert not any(tyk.ok(f"{kind}_info")[results] for kind, results in LEFT.items())


def test_the_readme_names_these_versions():
    (row,) = re.findall(r"^\| Dashboard \|.*$", README, re.MULTILINE)
    assert re.findall(r"\d+\.\d+", row) == list(VERSIONS)


NAMED = {"name": "Gone"}
BEFORE = {"3.0": "2.9", "5.13": "5.12", "5.14": "5.13"}
TOO_OLD = [
    (name, server, older)
    for name, kind in sorted({**{one.name: one for one in KINDS.values()}}.items())
    if kind.route.since
    for server, older in (
        (Tyk, {"dashboard_version": BEFORE[kind.route.since]}),
        *([(Gate, {"gateway_version": BEFORE[kind.route.since]})] if type(kind) in ON_GATEWAY else ()),
    )
]


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("name", "server", "older"), TOO_OLD, ids=str)
def test_what_a_tyk_cannot_have_is_absent_and_that_is_told(name, server, older, check):
    tyk = server(**older)
    (section,) = (section for section, kind in KINDS.items() if kind.name == name)
    said = f"This Tyk knows no {KINDS[section].nouns}, which came with"
    for params in (NAMED, {**NAMED, KINDS[section].identity.id_option: "gone"}):
        gone = tyk.ok(name, state="absent", check=check, **params)
        assert not gone["changed"] and [text.startswith(said) for text in tyk.warnings(gone)] == [True]
        bulk = tyk.ok("config", check=check, config={section: [{**params, "state": "absent"}]})
        assert not bulk["changed"] and [text.startswith(said) for text in tyk.warnings(bulk)] == [True]
    listed = tyk.ok(f"{name}_info", check=check)
    assert listed[KINDS[section].results] == [] and [text.startswith(said) for text in tyk.warnings(listed)] == [True]
    exported, asked = tyk.ok("config_info"), tyk.ok("config_info", kinds=[section], org_id=tyk.org)
    assert section not in exported["config"] and not any(said in text for text in tyk.warnings(exported))
    assert asked["config"] == {} and [said in text for text in tyk.warnings(asked)] == [True]
    assert not [entry for entry in tyk.writes() if "cache" not in entry]


def test_where_they_are_known_nothing_is_told():
    for server in (Tyk, Gate):
        tyk = server()
        gone, listed = tyk.ok("mcp_proxy", state="absent", name="Gone"), tyk.ok("mcp_proxy_info")
        assert not gone["changed"] and not tyk.warnings(gone) and not tyk.warnings(listed)
