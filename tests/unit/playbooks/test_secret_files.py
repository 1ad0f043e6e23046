# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of a configuration that ansible-vault has encrypted, and such with templates, which only Ansible's own process
understands."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest
from ansible.release import __version__ as core

BIN = pathlib.Path(sys.executable).parent
PLAY = """
- hosts: localhost
  gather_facts: false
  vars:
    upstream: http://up.example
    limit: 7
    lists: [a, b]
    raw: !unsafe "{{ upstream }}"
    guarded: GUARDED
  tasks:
    - community.tyk.tyk_config:
        src: ["{{ playbook_dir }}/tyk"]
        MORE
      register: done
      ELSEWHERE
"""
WHOLE = "webhooks: [{name: Whole, method: POST, target_path: http://whole.example/}]\n"
INNER, FROM_FILE, FROM_VARIABLE = "inline-secret-of-a-hook", "secret-of-a-vaulted-file", "secret-of-a-variable"
ELSEWHERE = "async: 60\n      poll: 1"  # so that Ansible starts the module in a process of its own


def encrypted(folder, text, *how):
    """What ansible-vault makes of a text."""
    password = folder / "password"
    password.write_text("the password of tests")
    command = [str(BIN / "ansible-vault"), *how, "--vault-password-file", str(password)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=folder)
    return done.stdout


@pytest.fixture
def world(tmp_path, dashboard, play):
    """Plays PLAY with more options, and with the token of an organisation."""
    admin = {"admin_auth": dashboard.secret}
    org = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, **admin)["Meta"]
    user = {"org_id": org, "first_name": "A", "last_name": "B", "email_address": "a@acme.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, **admin)["Message"]
    (tmp_path / "tyk").mkdir()

    def run(more: str = "", *options: str, elsewhere: str = "", guarded: str = "plain", text: str = PLAY, **how):
        text = text.replace("MORE", more).replace("ELSEWHERE", elsewhere).replace("GUARDED", guarded)
        (tmp_path / "play.yml").write_text(text)
        return play(str(tmp_path / "play.yml"), *options, TYK_TOKEN=token, **how)

    return run


def test_vaulted_files_are_opened_where_ansible_has_the_password_and_refused_elsewhere(tmp_path, world, dashboard):
    (tmp_path / "tyk/whole.yml").write_text(encrypted(tmp_path, WHOLE, "encrypt"))
    inner = encrypted(tmp_path, INNER, "encrypt_string", "--stdin-name", "Note").replace("\n", "\n      ")
    value = encrypted(tmp_path, f"from_file: {FROM_FILE}\n", "encrypt")
    (tmp_path / "values.yml").write_text(value)
    (tmp_path / "tyk/inline.yml").write_text(
        "webhooks:\n  - name: Inline\n    method: POST\n    target_path: http://inline.example/\n    header_map:\n"
        f"      {inner}\n      Other: {{secret: from_file}}\n      Given: {{secret: given}}\n"
    )
    more = 'secret_files: ["{{ playbook_dir }}/values.yml"]\n        secret_values: {given: "{{ upstream }}-GIVEN"}'
    password = ("--vault-password-file", str(tmp_path / "password"))
    without = world(more, fails=True)
    assert "Ansible was given no password" in without.text and "values.yml" in without.text
    (tmp_path / "wrong").write_text("another password")
    wrong = world(more, "--vault-password-file", str(tmp_path / "wrong"), fails=True)
    assert "none of the passwords that Ansible was given opens it" in wrong.text
    elsewhere = world(more, *password, elsewhere=ELSEWHERE, fails=True)
    assert "delegate_to: localhost" in elsewhere.text and "encrypted by ansible-vault" in elsewhere.text
    for how in (("--check",), (), ()):
        played = world(more, *password, "-vvv", "--diff", *how)
        assert not any(text in played.text for text in (INNER, FROM_FILE, "example-GIVEN"))
    assert played.changed == 0
    hooks = {row["doc"]["name"]: row["doc"] for row in dashboard.state()["hooks"]}
    assert hooks["Inline"]["header_map"] == {
        "Note": INNER,
        "Other": FROM_FILE,
        "Given": "http://up.example-GIVEN",
    }
    assert hooks["Whole"]["target_path"] == "http://whole.example/"


def test_templates_are_rendered_if_that_is_asked_for_and_told_otherwise(tmp_path, world, dashboard):
    (tmp_path / "tyk/hooks.yml").write_text(
        "webhooks:\n  - name: Rendered\n    method: POST\n    target_path: '{{ upstream }}/{{ lists | join(\"-\") }}'\n"
        "    event_timeout: '{{ limit }}'\n    template_path: '{{ guarded }}'\n    header_map: {Raw: '{{ raw }}'}\n"
    )
    literal = world("", "--check", fails=True)
    assert "event_timeout: a whole number belongs there" in literal.text
    assert "hooks.yml: webhooks[0].target_path" in literal.text and "template: true" in literal.text
    inner = encrypted(tmp_path, FROM_VARIABLE, "encrypt_string").replace("\n", "\n      ")
    done = world("template: true", "--vault-password-file", str(tmp_path / "password"), "--diff", "-vvv", guarded=inner)
    (hook,) = [row["doc"] for row in dashboard.state()["hooks"]]
    assert hook["header_map"] == {"Raw": "{{ upstream }}"} and hook["template_path"] == FROM_VARIABLE
    assert FROM_VARIABLE not in done.text or core.startswith("2.18.")  # where no value knows that it was encrypted
    assert "http://up.example/a-b" in done.text and 'event_timeout": 7' in done.text
    (tmp_path / "tyk/hooks.yml").write_text("webhooks: [{name: '{{ nobody }}', target_path: '{{ 1 + }}'}]\n")
    failed = world("template: true", fails=True)
    assert "hooks.yml: webhooks[0].name: nobody is undefined" in failed.text
    elsewhere = world("template: true", elsewhere=ELSEWHERE, fails=True)
    assert "template: only Ansible's own process" in elsewhere.text


ROLE = """
- hosts: localhost
  gather_facts: false
  vars:
    config_token: "{{ lookup('ansible.builtin.env', 'TYK_TOKEN') }}"
  tasks:
    - ansible.builtin.include_role: {name: community.tyk.config}
      vars:
        config_src: ["{{ playbook_dir }}/tyk"]
        config_template: true
        config_secret_values: {hook: GIVEN}
        config_secret_files: [values.yml]
        config_report_dir: "{{ playbook_dir }}/reports"
    - ansible.builtin.include_role: {name: community.tyk.config, tasks_from: export}
      vars:
        config_export_dest: "{{ playbook_dir }}/exported"
        config_export_placeholders: true
"""


def test_the_role_hands_placeholders_on(tmp_path, world):
    given = "a-value-that-the-role-is-given"
    (tmp_path / "values.yml").write_text(f"other: {FROM_FILE}\n")
    (tmp_path / "tyk/hooks.yml").write_text(
        "webhooks:\n  - name: Named\n    method: POST\n    target_path: http://named.example/{{ config_template }}\n"
        "    header_map: {One: {secret: hook}}\n    template_path: {secret: other}\n"
    )
    played = world("", "-vvv", "--diff", text=ROLE.replace("GIVEN", given))
    applied, _task, exported = played.text.partition("Export what there is")
    told = [path.read_text() for path in (tmp_path / "reports").rglob("*") if path.is_file()]
    assert told and played.changed and given not in exported
    for text in (applied, *told):
        assert [line for line in text.splitlines() if given in line or FROM_FILE in line] == []
    (made,) = (tmp_path / "exported").rglob("webhooks.yml")
    assert "secret: webhooks.Named.header_map.One" in made.read_text() and "/True" in made.read_text()
