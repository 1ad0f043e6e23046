# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rulebook looks for drift when it is told to, as ansible-rulebook runs it."""

from __future__ import annotations

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
RULEBOOK = ROOT / "extensions/eda/rulebooks/drift.yml"
PROGRAM = shutil.which("ansible-rulebook", path=f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}")
WAIT = 120  # seconds


def test_what_it_runs_is_there_and_it_takes_nobody_without_a_token():
    tasks = yaml.safe_load((ROOT / "roles/config/tasks/apply.yml").read_text(encoding="utf-8"))
    notes = [task for task in tasks if {"ansible.builtin.set_fact", "ansible.builtin.set_stats"} & set(task)]
    assert "config_summary" in notes[-1]["ansible.builtin.set_fact"]  # of which ansible-rulebook takes the last
    (ruleset,) = yaml.safe_load(RULEBOOK.read_text(encoding="utf-8"))
    (source,) = ruleset["sources"]
    assert source["eda.builtin.webhook"]["token"] == "{{ TYK_EDA_TOKEN }}"
    look, told = ruleset["rules"]
    run = look["action"]["run_playbook"]
    assert (ROOT / "playbooks" / f"{run['name'].rpartition('.')[2]}.yml").exists()
    options = (ROOT / "roles/config/meta/argument_specs.yml").read_text(encoding="utf-8")
    assert all(f"      {name}:\n" in options for name in run["extra_vars"])
    assert "config_summary" in told["condition"] and "config_summary" in options


class Rulebook:
    """The rulebook, as it runs, on a port of its own."""

    def __init__(self, folder: pathlib.Path, env: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        text = RULEBOOK.read_text(encoding="utf-8").replace("port: 5000", f"port: {self.port}")
        (folder / "rulebook.yml").write_text(text.replace("host: 0.0.0.0", "host: 127.0.0.1"))
        self.log = folder / "rulebook.log"
        names = ",".join(name for name in env if name.startswith("TYK_EDA_"))
        line = [
            PROGRAM,
            "--rulebook",
            str(folder / "rulebook.yml"),
            "-i",
            str(folder / "hosts.yml"),
            "--env-vars",
            names,
        ]
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(line, env=env, cwd=folder, stdout=log, stderr=log)

    def tell(self, token: str) -> int:
        """Say that something was changed, as soon as it listens; the status of its answer."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/endpoint", b'{"changed": "apis"}', headers)
        for _turn in range(WAIT):
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(1)
        raise TimeoutError(self.log.read_text())

    def says(self, text: str) -> str:
        for _turn in range(WAIT):
            said = self.log.read_text()
            if text in said:
                return said
            time.sleep(1)
        raise TimeoutError(said)


@pytest.mark.skipif(not (PROGRAM and shutil.which("java")), reason="ansible-rulebook or Java is missing")
def test_it_looks_for_drift_when_it_is_told_to(dashboard, environment, tmp_path):
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    (tmp_path / "hosts.yml").write_text("tyk: {hosts: {acme: {}}}\n")
    (tmp_path / "tyk/acme").mkdir(parents=True)
    (tmp_path / "tyk/acme/webhooks.yml").write_text(
        "webhooks: [{name: Alarm, method: POST, target_path: 'https://alarm.example'}]\n"
    )
    env = {
        **environment,
        "PATH": f"{pathlib.Path(PROGRAM).parent}:{os.environ['PATH']}",
        "TYK_TOKEN": token,
        "TYK_EDA_TOKEN": "the-token-of-the-door",
        "TYK_EDA_CONFIG_DIR": str(tmp_path / "tyk"),
        "TYK_EDA_REPORT_DIR": str(tmp_path / "reports"),
    }
    dashboard.log()
    rulebook = Rulebook(tmp_path, env)
    try:
        assert rulebook.tell("another") == 401
        assert rulebook.tell("the-token-of-the-door") == 200
        said = rulebook.says("Tyk is not what is declared: Plan, nothing was written: 1 of 1 object would change")
    finally:
        rulebook.process.terminate()
        rulebook.process.wait(30)
    assert "Alarm" in (tmp_path / "reports/acme.md").read_text()
    assert not [entry for entry in dashboard.log() if " GET " not in entry]
    assert token not in said and "the-token-of-the-door" not in said
