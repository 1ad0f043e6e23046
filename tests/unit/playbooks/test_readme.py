# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the READMEs show runs as it stands, and what they name exists."""

from __future__ import annotations

import json
import pathlib
import re

import pytest
import yaml
from ansible.release import __version__ as core

ROOT = pathlib.Path(__file__).resolve().parents[3]
README = ROOT / "README.md"
ROLE = ROOT / "roles/bootstrap/README.md"  # that of the other one is what test_config.py plays


takes_long = pytest.mark.skipif(
    core.startswith(("2.18.", "2.19.", "2.20.")), reason="takes a minute; the newest ansible-core tells enough"
)


def blocks(path: pathlib.Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@takes_long
def test_playbooks_of_the_readme_run_and_again_change_nothing(dashboard, play, tmp_path):
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    (tmp_path / "vars.json").write_text(json.dumps({"tyk_url": dashboard.url, "tyk_token": token}))
    found = blocks(README, "yaml")
    assert len(found) == 2
    for index, (text, environment) in enumerate(zip(found, ({"TYK_TOKEN": token}, {"TYK_URL": ""}))):
        (tmp_path / f"{index}.yml").write_text(text)
        command = [str(tmp_path / f"{index}.yml"), *(["--extra-vars", f"@{tmp_path}/vars.json"] if index else [])]
        first = play(*command, **environment)
        assert first.changed == (0 if index else 3)
        assert play(*command, **environment).changed == 0
    assert "Orders" in first.text
    assert (tmp_path / "acme.key").read_text().strip() in {key["id"] for key in dashboard.state()["keys"]}


@takes_long
def test_what_the_readme_of_the_role_shows_runs(dashboard, play, tmp_path):
    playbook, hosts, tasks, variables = blocks(ROLE, "yaml")
    (tmp_path / "playbook.yml").write_text(playbook)
    (tmp_path / "variables.yml").write_text(variables)
    (tmp_path / "hosts.yml").write_text(hosts)
    (tmp_path / "tasks.yml").write_text(tasks)
    (tmp_path / "secrets").mkdir()
    play("playbook.yml", "--extra-vars", "@variables.yml", "--extra-vars", "@hosts.yml", HOME=str(tmp_path))
    users = {user["doc"]["email_address"]: user["doc"] for user in dashboard.state()["users"]}
    automation = yaml.safe_load(variables)["bootstrap_service_user"]
    assert set(users) == {"tyk-admin@localhost.example", automation["email"]}
    assert [org["doc"]["owner_name"] for org in dashboard.state()["organisations"]] == ["Localhost"]
    assert users[automation["email"]]["user_permissions"] == automation["permissions"]
    token = tmp_path / ".config/tyk/localhost/token"
    assert token.read_text() == users[automation["email"]]["access_key"] + "\n"

    dashboard.call("POST", "/_emulator/reset")
    store = {"bootstrap_token_store": "tasks", "bootstrap_token_tasks": str(tmp_path / "tasks.yml")}
    play("playbook.yml", "--extra-vars", json.dumps(store))
    assert (tmp_path / "secrets/tyk_token").read_text() == dashboard.state()["users"][0]["doc"]["access_key"]


def test_the_readme_names_what_there_is():
    text = README.read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "plugins/modules").glob("tyk_*.py")}
    table = text[text.index("| module |") : text.index("\\* needs the admin secret")]
    assert set(re.findall(r"`(tyk_\w+)`", table)) == modules
    playbooks = {path.stem for path in (ROOT / "playbooks").glob("*.yml")}
    table = text[text.index("| playbook |") : text.index("They run on the machine")]
    assert set(re.findall(r"`community\.tyk\.(\w+)`", table)) == playbooks
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", "".join(blocks(README, "console")) + text.split("## Try it")[1])) <= targets
    for path in (README, *ROOT.glob("roles/*/README.md")):
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), link


def test_the_environment_variables_of_the_readme_are_those_of_the_modules():
    text = README.read_text(encoding="utf-8")
    table = text[text.index("| variable |") : text.index("Each is an option")]
    source = (ROOT / "plugins/module_utils/_ansible/argument_spec.py").read_text(encoding="utf-8")
    known = set(re.findall(r'"(TYK_\w+)"', source)) - {"TYK_ORG_ID"}
    assert set(re.findall(r"`(TYK_\w+)`", table)) == known
