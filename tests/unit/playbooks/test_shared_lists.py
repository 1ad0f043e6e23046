# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible itself runs a loop: unchanged items share what they read, unless they are to be tried again."""

from __future__ import annotations

import json

OWNER = {
    "first_name": "O",
    "last_name": "P",
    "active": True,
    "email_address": "admin@acme.example",
    "user_permissions": {"IsAdmin": "admin", "ResetPassword": "admin"},
}
ALL = "GET /api/keys/detailed"
KEY = {"community.tyk.tyk_key": {"alias": "consumer-{{ item }}", "policies": ["Gold"]}}
SETUP = [
    {"community.tyk.tyk_api": {"name": "Orders", "listen_path": "/o/", "target_url": "http://o.example"}},
    {"community.tyk.tyk_policy": {"name": "Gold", "access_rights": [{"api": "Orders"}]}},
    {**KEY, "loop": list(range(40))},
]
# A task -> how often it asks for the list of all keys.
TASKS = {
    "unchanged": ({**KEY, "loop": list(range(40))}, 1),
    "another": ({**KEY, "loop": [1, 2, 3], "check_mode": True}, 1),
    "old": ({**KEY, "with_items": [1, 2, 3]}, 1),
    "until": ({**KEY, "loop": [1, 2, 3], "until": "true", "retries": 1}, 3),
    "info": ({"community.tyk.tyk_key_info": {"alias": "consumer-{{ item }}"}, "loop": [1, 2, 3]}, 3),
    "elsewhere": ({**KEY, "loop": [1, 2], "environment": {"LC_MESSAGES": "C"}}, 2),
    "failure": (
        {
            "community.tyk.tyk_key": {"alias": "consumer-1", "policies": ["{{ item }}"]},
            "loop": ["Gold", "Gold", "None", "Gold", "Gold"],
            "ignore_errors": True,
        },
        3,
    ),
}


def test_requests_of_loops(dashboard, play, tmp_path):
    dashboard.call("POST", "/_emulator/reset")
    admin = {"admin_auth": dashboard.secret}
    org = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, **admin)["Meta"]
    token = dashboard.call("POST", "/admin/users", {**OWNER, "org_id": org}, **admin)["Message"]
    marks = [
        step
        for name, (task, _count) in TASKS.items()
        for step in (
            {"community.tyk.tyk_webhook": {"name": name, "target_path": "http://h.example"}},
            {**task, "name": name, "register": "done"},
            {"ansible.builtin.assert": {"that": "done is not changed"}},
        )
    ]
    tasks = [*SETUP, *marks]
    (tmp_path / "play.yml").write_text(json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    play("play.yml", TYK_TOKEN=token)
    log = [f"{entry['method']} {entry['path']}" for entry in dashboard.call("GET", "/_emulator/requests")]
    parts, found = " ".join(log).split("POST /api/hooks")[1:], {}
    for name, part in zip(TASKS, parts):
        found[name] = part.count(ALL)
    assert found == {name: count for name, (_task, count) in TASKS.items()}
    assert parts[0].count("GET /api/portal/policies") == 1
