# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module shares: options, environment, null and omitted, secrets in its account of the call."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from module_runner import URL

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import named

PERSON = {"email_address": "x@acme.example", "first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}


@pytest.mark.parametrize(
    ("value", "raw", "expected"),
    [
        ({"a": 1, "b": None}, {"a": "1"}, {"a": 1}),
        ({"a": None, "b": None}, {"a": None}, {"a": None}),
        ({"a": {"b": 1, "c": None}}, {"a": {"b": "1"}}, {"a": {"b": 1}}),
        ({"a": [{"b": 1, "c": None}]}, {"a": [{"b": 1, "c": None}]}, {"a": [{"b": 1, "c": None}]}),
        ({"a": [{"b": 1, "c": None}]}, {"a": [{"b": 1}]}, {"a": [{"b": 1}]}),
        ({"a": {"b": 1, "c": None}}, {"a": '{"b": 1}'}, {"a": {"b": 1}}),
    ],
)
def test_null_and_omitted(value, raw, expected):
    assert named(value, raw) == expected


def test_the_end_of_a_process_is_not_spent_on_looking_for_cycles():
    """What is frozen is not looked through; that only the process of a module freezes anything is seen by its end."""
    arguments = json.dumps({"ANSIBLE_MODULE_ARGS": {"url": "http://127.0.0.1:1", "token": "t", "retries": 0}})
    program = (
        "import atexit, gc\n"
        "atexit.register(lambda: print('frozen', gc.get_freeze_count() > 10_000))\n"
        "from ansible_collections.community.tyk.plugins.modules import tyk_user_info\n"
        "print('before', gc.get_freeze_count() > 10_000)\n"
        "tyk_user_info.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, arguments], capture_output=True, text=True, env=with_path())
    assert done.stdout.splitlines()[0] == "before False" and done.stdout.splitlines()[-1] == "frozen True", done


def with_path():
    """The environment in which a process finds what this one has found."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_missing_requests_is_said_as_ansible_says_it():
    program = (
        "import sys; sys.modules['requests'] = None\n"
        "from ansible.module_utils import basic\n"
        "basic._ANSIBLE_ARGS = b'{\"ANSIBLE_MODULE_ARGS\": {}}'\n"
        "basic._ANSIBLE_PROFILE = 'legacy'\n"
        "from ansible_collections.community.tyk.plugins.modules import tyk_user\n"
        "tyk_user.main()\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env, check=False)
    result = json.loads(done.stdout)
    assert result["failed"] and "requests" in result["msg"] and "Python library" in result["msg"]


def test_environment(tyk, monkeypatch):
    monkeypatch.setenv("TYK_URL", URL)
    monkeypatch.setenv("TYK_AUTH", tyk.token)
    monkeypatch.setenv("TYK_ORG", tyk.org)
    assert tyk.ok("user", **PERSON, url=..., token=...)["changed"]
    monkeypatch.setenv("TYK_TOKEN", "0" * 32)
    assert "token is wrong" in tyk.fails("user", **PERSON, url=..., token=...)
    monkeypatch.setenv("TYK_ORG", "5e9d9544a1dcd60001d0ed20")
    assert "5e9d9544a1dcd60001d0ed20" in tyk.fails("user", **PERSON)
    assert not tyk.ok("user", **PERSON, org_id=tyk.org)["changed"]


@pytest.mark.parametrize("option", ["url", "token"])
def test_missing_connection(tyk, option, monkeypatch):
    for variable in ("TYK_URL", "TYK_TOKEN", "TYK_AUTH"):
        monkeypatch.delenv(variable, raising=False)
    text = tyk.fails("user", **PERSON, **{option: ...})
    assert option in text and f"TYK_{option.upper()}" in text


def test_only_the_admin_modules_take_an_admin_secret(tyk):
    for kind in ("user", "api", "policy", "key", "user_info"):
        assert "admin_secret: no such option; this module takes token" in tyk.fails(kind, admin_secret="x")
    for kind in ("organisation", "bootstrap_user"):
        said = tyk.fails(kind, token="x", owner_name="Acme")
        assert "token: no such option; this module takes admin_secret" in said


SECRETS = {
    "api": {
        "name": "New",
        "listen_path": "/new/",
        "target_url": "http://x.example",
        "definition": {
            "jwt_source": "s3cr3t-1",
            "upstream_auth": {"basic_auth": {"password": "s3cr3t-2"}},
            "notifications": {"shared_secret": "s3cr3t-3"},
        },
    },
    "user": {**PERSON, "password": "s3cr3t-4"},
    "key": {
        "alias": "new",
        "access_rights": [{"api": "Orders"}],
        "definition": {"jwt_data": {"secret": "s3cr3t-5"}, "hmac_enabled": True, "hmac_string": "s3cr3t-6"},
    },
    "webhook": {"name": "H", "target_path": "http://h.example", "header_map": {"X-Api-Key": "s3cr3t-7"}},
}


@pytest.mark.parametrize("kind", SECRETS)
def test_secrets_are_in_no_output(tyk, kind):
    tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://x.example")
    wish = SECRETS[kind]
    for params in ({**wish, "check": True}, wish, wish, {**wish, "state": "absent"}):
        tyk.ok(kind, **params)
        assert "s3cr3t" not in tyk.out and tyk.token not in tyk.out
    tyk.control("PUT", "faults", [{"status": 500, "times": 9}])
    tyk.fails(kind, **wish)
    assert "s3cr3t" not in tyk.out and tyk.token not in tyk.out
    tyk.fails(kind, **wish, no_such_option=1)
    assert "s3cr3t" not in tyk.out and tyk.token not in tyk.out


def test_the_system_log_gets_no_secret(tyk, monkeypatch):
    lines = []
    monkeypatch.setattr(
        "ansible.module_utils.basic.AnsibleModule.log", lambda self, *args, **more: lines.append((args, more))
    )
    for kind in ("api", "webhook"):
        tyk.ok(kind, **SECRETS[kind])
    assert lines and "s3cr3t" not in str(lines) and tyk.token not in str(lines)
