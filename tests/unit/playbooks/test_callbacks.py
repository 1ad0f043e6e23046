# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What callbacks and Ansible's own messages get to see of a secret, and that what the guide advises hides it."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

import pytest

# Writes down all that Ansible tells a callback, as exporters of traces and logs do.
SPY = """
from ansible.plugins.callback import CallbackBase
import os


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "spy"

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._spied = open(os.environ["SPIED"], "a", encoding="utf-8")

    def _note(self, task, result=None):
        whole = task.serialize() if hasattr(task, "serialize") else vars(task)
        said = {"args": task.args, "attributes": whole, "result": result}
        print(repr(said), file=self._spied, flush=True)

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._note(task)

    def v2_runner_on_ok(self, result):
        self._note(result._task, result._result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._note(result._task, result._result)
"""
LITERAL = "literal-of-the-header"


@pytest.fixture
def token(dashboard):
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    return dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]


@pytest.fixture
def spied(tmp_path, play):
    """Runs tasks with a callback that writes down what it sees; what it wrote, and what was printed."""
    (tmp_path / "spies").mkdir()
    (tmp_path / "spies/spy.py").write_text(SPY)

    def run(tasks, **options):
        place = tmp_path / "spied"
        place.write_text("")
        (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
        env = {
            "SPIED": str(place),
            "ANSIBLE_CALLBACK_PLUGINS": str(tmp_path / "spies"),
            "ANSIBLE_CALLBACKS_ENABLED": "spy",
        }
        played = play("play.yml", "-vvv", **env, **options)
        assert "'args':" in place.read_text()
        return place.read_text(), played.text

    return run


def _webhook(value):
    hook = {
        "name": "Alarm",
        "method": "POST",
        "target_path": "https://alarm.example",
        "header_map": {"Authorization": value},
    }
    return {"community.tyk.tyk_config": {"config": {"webhooks": [hook]}}}


def test_a_callback_sees_options_and_never_the_environment_or_a_result(spied, token, dashboard, tmp_path):
    key = {"alias": "partner", "access_rights": [{"api": "Orders"}], "key_file": str(tmp_path / "key")}
    api = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://orders.example"}
    tasks = [{"community.tyk.tyk_api": api}, {"community.tyk.tyk_key": key}, _webhook("{{ lookup('env', 'HEADER') }}")]
    seen, said = spied(tasks, TYK_TOKEN=token, HEADER=LITERAL)
    secret = (tmp_path / "key").read_text().strip()
    assert len(secret) > 20
    assert not [text for text in (seen, said) for hidden in (token, secret, dashboard.secret) if hidden in text]
    # what is said of it in the guide: the options of a task are filled in for callbacks, and what is printed masks them
    assert LITERAL in seen and LITERAL not in said


def test_a_token_among_the_options_is_seen(spied, token):
    task = {"community.tyk.tyk_api_info": {"token": "{{ lookup('env', 'HELD') }}"}, "no_log": True}
    seen, said = spied([task], HELD=token)
    assert token in seen and token not in said


@pytest.mark.parametrize("wrong", ["nope=1", "nonsense", "url=http://127.0.0.1:9 retries=0"])
def test_a_one_liner_that_fails(environment, tmp_path, wrong):
    program = str(pathlib.Path(sys.executable).with_name("ansible"))

    def said(options, **variables):
        line = [program, "localhost", "-m", "community.tyk.tyk_user_info", "-a", f"{options} {wrong}".strip()]
        env = {**environment, **variables}
        done = subprocess.run(line, env=env, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode, done.stdout
        return done.stdout + done.stderr

    (tmp_path / "vars.yml").write_text(f"held: {LITERAL}\n")
    assert LITERAL not in said("", TYK_TOKEN=LITERAL)
    assert LITERAL not in said('token=\'{{ lookup("env", "HELD") }}\'', HELD=LITERAL)
