# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules do their work on a host whose Python is another than Ansible's: the one that TARGET_PYTHON names."""

from __future__ import annotations

import json
import os
import sys

PLAY = """
- hosts: target
  gather_facts: false
  tasks:
    - ansible.builtin.command: "{{ ansible_python_interpreter }} -c 'import sys; print(sys.version_info[:2])'"
      changed_when: false
      check_mode: false
    - community.tyk.tyk_config:
        config:
          user_groups:
            - name: Support
              user_permissions: {apis: read}
          webhooks:
            - {name: Alarm, method: POST, target_path: "https://alarm.example"}
          apis:
            - name: Orders
              listen_path: /orders/
              target_url: https://orders.example
              definition: {use_oauth2: true}
            - {name: Invoices, format: oas, listen_path: /invoices/, target_url: "https://invoices.example"}
          policies:
            - {name: Gold, access_rights: [{api: Orders}, {api: Invoices}], rate: 10, per: 1}
          keys:
            - {alias: acme, policies: [Gold]}
          oauth_clients:
            - {api: Orders, client_name: portal, redirect_uri: "https://portal.example", policy: Gold}
    - community.tyk.tyk_key:
        alias: acme
        policies: [Gold]
        meta_data: {customer: "4711"}
    - community.tyk.tyk_api_info: {}
"""


def test_playbook_on_the_target(dashboard, play, tmp_path):
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    python = os.environ.get("TARGET_PYTHON") or sys.executable
    # a name for Python that is not Ansible's own makes a process of each module
    command = tmp_path / "python"
    command.write_text(f'#!/bin/sh\nexec "{python}" "$@"\n')
    command.chmod(0o700)
    host = {"ansible_connection": "local", "ansible_python_interpreter": str(command)}
    (tmp_path / "hosts.json").write_text(json.dumps({"all": {"hosts": {"target": host}}}))
    (tmp_path / "play.yml").write_text(PLAY)
    run = ["-i", "hosts.json", "play.yml", "-vvv"]
    assert play(*run, "--check", TYK_TOKEN=token).changed == 2
    first = play(*run, TYK_TOKEN=token)
    assert first.changed == 2 and "AnsiballZ_tyk_config.py" in first.text
    assert play(*run, TYK_TOKEN=token).changed == 0
    assert len(dashboard.state()["apis"]) == 2 and len(dashboard.state()["keys"]) == 1
