# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What --diff shows of an API that nobody wants to read whole."""

from __future__ import annotations

import copy
import json

import pytest

OPENAPI = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1.0.0"},
    "paths": {
        f"/things/{number:02}": {
            verb: {
                "operationId": f"{verb}{number:02}",
                "summary": f"Does {verb} with {number:02}",
                "responses": {"200": {"description": "Fine"}, "404": {"description": "Not there"}},
            }
            for verb in ("get", "put", "delete")
        }
        for number in range(13)
    },
}


def tasks(address: str, openapi: dict) -> dict[str, dict]:
    """The API, by a module of its own and in a whole configuration."""
    api = {"name": "Shop", "listen_path": "/shop/", "target_url": address, "openapi": openapi}
    return {"tyk_api": api, "tyk_config": {"config": {"apis": [api]}}}


@pytest.mark.parametrize("module", ["tyk_api", "tyk_config"])
def test_three_lines_of_five_hundred(module, dashboard, play, tmp_path):
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": "Acme"}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "A", "last_name": "B", "email_address": "a@b.example", "active": True}
    user["user_permissions"] = {"IsAdmin": "admin"}
    token = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    changed = copy.deepcopy(OPENAPI)
    changed["info"]["version"] = "1.1.0"
    changed["paths"]["/things/07"]["put"]["summary"] = "Does something else"
    wanted = [tasks("https://old.example", OPENAPI), tasks("https://new.example", changed)]
    shown = []
    for index, options in enumerate(wanted):
        playbook = [
            {"hosts": "localhost", "gather_facts": False, "tasks": [{f"community.tyk.{module}": options[module]}]}
        ]
        (tmp_path / f"{index}.yml").write_text(json.dumps(playbook))
        done = play(f"{index}.yml", "--diff", TYK_TOKEN=token)
        assert done.changed == 1
        shown.append([line for line in done.changes() if not line.startswith(("TASK", "---", "+++"))])
    whole, part = shown
    assert sum(line.startswith("+") for line in whole) > 500
    assert [line.split()[0] for line in part if line[:1] in "-+"] == ["-", "+"] * 3
    assert len(part) < 40, "\n".join(part)
    assert all(any(word in line for line in part) for word in ("1.1.0", "new.example", "something else"))
