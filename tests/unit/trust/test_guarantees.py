# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/guarantees.md names a test for each promise; SECURITY.md is true."""

from __future__ import annotations

import ast
import pathlib
import shutil
import subprocess
import sys

import pytest
from module_runner import SECRET
from promises import GUARANTEES, named
from trust_world import CLIENT, ENTRY, LIVES, RIGHTS, build, certificate

UNIT = pathlib.Path(__file__).resolve().parents[1]
ROOT = UNIT.parents[1]
TEXT = GUARANTEES.read_text(encoding="utf-8")
ROWS = [row for row in TEXT.splitlines() if row.startswith("| ") and "---" not in row and "shown by" not in row]


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def found_in(path):
    """The tests in a file, as they are written."""
    return {
        node.name: node
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_each_promise_has_its_test(row):
    shown_by = named(row.rpartition(" | ")[2] or row)
    assert shown_by, f"no test: {row}"
    for path, name in shown_by:
        assert name in found_in(UNIT / path), f"{path} has no {name}"


def words(node):
    """The names that a piece of code uses."""
    found = [each for each in ast.walk(node) if isinstance(each, (ast.Name, ast.Attribute))]
    return {each.id if isinstance(each, ast.Name) else each.attr for each in found}


@pytest.mark.parametrize(("path", "name"), sorted(set(named(TEXT))))
def test_no_promise_is_shown_by_a_test_that_may_be_skipped(path, name):
    """What a skipped run would tell, see promises.py, is told of every test here, whichever tests are run."""
    test = found_in(UNIT / path)[name]
    used = set().union(*map(words, [*test.decorator_list, *test.body]))
    assert not used & {"skip", "skipif", "xfail", "real", "needs_schemas", "needs_corpus"}
    marks = [node for node in parsed(UNIT / path).body if isinstance(node, ast.Assign)]
    assert not any("pytestmark" in words(node) and words(node) & {"skip", "skipif"} for node in marks)


CONFTEST = """
import pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).with_name("support")))
from promises import pytest_make_collect_report, pytest_runtest_makereport
"""
SOME = """
import pytest

@pytest.mark.parametrize("n", [1, 2])
def test_named(n):
    if n == 2:
        pytest.skip("../shared is not at hand")

@pytest.mark.skipif(True, reason="../shared is not at hand")
def test_named_too():
    pass

def test_other():
    pytest.skip("nobody minds")
"""
WHOLE = 'import pytest\n\npytest.skip("../shared is not at hand", allow_module_level=True)\n'


@pytest.mark.parametrize("how", [(), ("-n", "2"), ("-k", "2")], ids=["all", "xdist", "a part"])
def test_a_named_test_that_is_skipped_fails(tmp_path, how):
    unit = tmp_path / "tests/unit"
    unit.mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/guarantees.md").write_text("`test_some.py::test_named`, `test_some.py::test_named_too`")
    (unit / "support").mkdir(exist_ok=True)
    (unit / "conftest.py").write_text(CONFTEST)
    (unit / "test_some.py").write_text(SOME)
    shutil.copy(UNIT / "support/promises.py", unit / "support")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *how, str(unit)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    told = "1 failed, 3 deselected" if "-k" in how else "1 failed, 1 passed, 1 skipped, 1 error"
    assert told in done.stdout and done.returncode == 1
    assert "docs/guarantees.md names this test, so it may not be skipped" in done.stdout


def test_a_file_with_named_tests_that_is_skipped_fails(tmp_path):
    test_a_named_test_that_is_skipped_fails(tmp_path, ())
    (tmp_path / "tests/unit/test_some.py").write_text(WHOLE)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path / "tests/unit")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode != 0 and "it may not be skipped" in done.stdout


def test_there_are_promises():
    assert len(ROWS) > 30


S = "planted-secret-of-this-test"
# A phrase of SECURITY.md -> a task that holds such a secret.
TREATED = {
    "passwords": ("user", {**LIVES["user"][0], "password": S}),
    "keys and their ids": ("key", {**LIVES["key"][0], "key_id": S}),
    "HMAC": ("key", {**LIVES["key"][0], "hmac": {"secret": S}}),
    "JWT": ("key", {**LIVES["key"][0], "jwt": {"secret": S}}),
    "basic authentication": ("key", {"basic_auth": {"username": "u", "password": S}, "access_rights": RIGHTS}),
    "OAuth": ("oauth_client", {**CLIENT, "secret": S}),
    "private keys": ("certificate", {"private_key": f"-----BEGIN PRIVATE KEY-----\n{S}\n-----END PRIVATE KEY-----"}),
    "header values of webhooks": ("webhook", {**LIVES["webhook"][0], "header_map": {"X-Key": S}}),
    "what profiles of the identity broker log in with": (
        "identity_profile",
        {**LIVES["identity_profile"][0], "identity_handler_config": {"DashboardCredential": S}},
    ),
    **{
        f"`{name}`": ("api", {**ENTRY, "definition": {"config_data": {"deep": [{name: S}]}}})
        for name in ("X-Auth-Token", "VAULT_TOKEN", "clientSecret")
    },
    "also as a plural": ("api", {**ENTRY, "definition": {"config_data": {"api keys": [S]}}}),
    "fields that Tyk has and the collection does not know": ("api", {**ENTRY, "definition": {"newer": {"pwd": S}}}),
    "`api_definition.jwt_source`": ("api", {**ENTRY, "definition": {"jwt_source": S}}),
    "`api_definition.notifications.shared_secret`": (
        "api",
        {**ENTRY, "definition": {"notifications": {"shared_secret": S}}},
    ),
    "In an address, who logs in": ("api", {**ENTRY, "target_url": f"http://u:{S}@h.example/"}),
}


@pytest.mark.parametrize("phrase", TREATED)
def test_what_is_treated_as_secret(phrase):
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert phrase in " ".join(said.split())
    kind, params = TREATED[phrase]
    tyk = build()
    if kind == "certificate":
        params = {**params, "certificate": certificate(0)}
    for how in ({"check": True}, {}, {}, {"state": "absent"}):
        tyk.run(kind, **{**params, **how})
        assert S not in tyk.out and tyk.token not in tyk.out
    tyk.control("PUT", "faults", [{"status": 500, "times": 9}])
    tyk.run(kind, **params)
    assert S not in tyk.out


def test_what_a_task_gives_is_not_handed_back():
    tyk = build()
    config = {"oauth_clients": [{**CLIENT, "secret": S}], "keys": [{**LIVES["key"][0], "key_id": S}]}
    made = tyk.ok("config", config=config)
    assert made["changed"] and S not in tyk.out and "generated" not in made


def test_what_is_handed_over_once():
    """As SECURITY.md says: three things, in results that are named there, or in a file."""
    said = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())
    tyk = build()
    for phrase, kind, keys in (
        ("`key.key_id` of `tyk_key`", "key", ("key", "key_id")),
        ("`user.access_key` of `tyk_user`", "user", ("user", "access_key")),
        ("`oauth_client.secret`", "oauth_client", ("oauth_client", "secret")),
        ("(`token` of `tyk_bootstrap_user`)", "bootstrap_user", ("token",)),
    ):
        assert phrase in said
        params = LIVES[kind][0] if kind in LIVES else {**LIVES["user"][0], "email_address": "first@acme.example"}
        if kind == "bootstrap_user":
            params["org_id"] = tyk.org
        value = tyk.ok(kind, **params)
        for key in keys:
            value = value[key]
        assert len(value) > 15 and "*" not in value
        tyk.run(kind, **params)
        assert value not in tyk.out
    assert SECRET not in tyk.out
