# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who waits is told what for."""

from __future__ import annotations

import json

PLAY = """
- hosts: localhost
  gather_facts: false
  tasks:
    - community.tyk.tyk_config:
        config:
          apis:
            - {name: Orders, listen_path: /orders/, target_url: "https://orders.example"}
          keys:
            - {alias: acme, access_rights: [{api: Orders}]}
"""


def test_a_run_says_what_it_is_doing_and_why_it_waits(dashboard, play, tmp_path):
    dashboard.call("POST", "/_emulator/reset", {"quirks": ["late-gateway"]})
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    fault = {"method": "GET", "path": "^/api/apis", "status": 503, "retry_after": 2}
    dashboard.call("PUT", "/_emulator/faults", [fault])
    (tmp_path / "play.yml").write_text(PLAY)
    done = play("play.yml", TYK_TOKEN=token)
    said = [line.partition(": ")[2] for line in done.text.splitlines() if line.startswith("localhost: ")]
    assert done.changed == 1
    wanted = [
        "apis: comparing 1",
        "Tyk is busy or does not answer; trying again in 2 seconds",
        "keys: comparing 1",
        "apis: creating 1",
        "keys: creating 1",
    ]
    assert [line for line in said if line in wanted] == wanted, json.dumps(said)
    assert any(line.startswith("waiting up to ") for line in said[said.index("keys: creating 1") :])
