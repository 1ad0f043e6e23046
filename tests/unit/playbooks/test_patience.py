# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who waits is told what for."""

from __future__ import annotations

import json
import pathlib

HOSTS = ("first", "second")
PLAY = """
- hosts: all
  gather_facts: false
  connection: local
  vars:
    ansible_python_interpreter: "{{ ansible_playbook_python }}"
  tasks:
    - community.tyk.tyk_config:
        config:
          apis:
            - {name: "s3cret {{ inventory_hostname }}", listen_path: "/{{ inventory_hostname }}/", target_url: "https://orders.example"}
          keys:
            - {alias: "s3cret {{ inventory_hostname }}", access_rights: [{api: "s3cret {{ inventory_hostname }}"}]}
      no_log: "{{ inventory_hostname == 'second' }}"
"""


def test_each_host_says_why_it_waits_and_how_it_ended_and_standard_output_stays_a_document(dashboard, play, tmp_path):
    dashboard.call("POST", "/_emulator/reset", {"quirks": ["late-gateway"]})
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    fault = {"method": "GET", "path": "^/api/apis", "status": 503, "retry_after": 2}
    dashboard.call("PUT", "/_emulator/faults", [fault])
    (tmp_path / "play.yml").write_text(PLAY)
    done = play(
        *("-i", ",".join(HOSTS), "play.yml"),
        TYK_TOKEN=token,
        ANSIBLE_STDOUT_CALLBACK="document",
        ANSIBLE_CALLBACK_PLUGINS=str(pathlib.Path(__file__).parents[1] / "support/callback_plugins"),
    )
    assert json.loads(done.out) == dict.fromkeys(HOSTS, 1)
    said = [
        line for line in done.text.splitlines() if line.startswith(tuple(f"{host}: tyk_config: " for host in HOSTS))
    ]
    assert not [line for line in said if "s3cret" in line]
    texts = [line.partition(": tyk_config: ")[2] for line in said]
    assert texts.count("Tyk is busy or does not answer; trying again in 2 seconds") == 1, said
    for host in HOSTS:
        own = [line.partition(": tyk_config: ")[2] for line in said if line.startswith(f"{host}:")]
        assert own[-1] == "2 of 2 objects changed (2 created), and nothing is left to do.", said
        assert len([line for line in own if line.startswith("waiting up to ")]) == 1, said
