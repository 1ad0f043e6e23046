# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of the options that a task says for all objects each object gets those that are asked of it. With the others beside
them, which would take memory, nothing would be done in another way."""

from __future__ import annotations

import pytest
from gateway_runner import Clock
from module_company import company
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._api.http import Http
from ansible_collections.community.tyk.plugins.module_utils._config import declared

WAYS = {
    "as it is": {},
    "with checks": {"validate": "schema", "check": True},
    "with an owner": {"owner": "shop", "wait_timeout": 1},
    "with a backup": {"backup": True},
}


def run(config, options, monkeypatch, tmp_path):
    """What is sent and returned when a configuration is made, and then made anew with another name of each policy."""
    sent, said, send, clock = [], [], Http.send, Clock()
    clock.now = 1_800_000_000.0
    tyk = Tyk(clock=clock)

    def sending(http, request):
        if request.method != "GET":
            sent.append((request.method, request.target, request.body))
        return send(http, request)

    tmp_path.mkdir()
    options = {**options, "backup_dir": str(tmp_path)} if options.get("backup") else options
    changed = {**config, "policies": [{**item, "rate": 7, "per": 1} for item in config["policies"]]}
    with monkeypatch.context() as patched:
        patched.setattr(Http, "send", sending)
        for each in (config, changed, config):
            result = tyk.run("config", config=each, parallel=1, **options)
            told = {name: result.get(name) for name in ("changed", "failed", "msg", "changes", "summary")}
            said.append({**told, "warnings": len(result.get("warnings", ()))})  # which name the folder of a backup
    return sent, said


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_no_object_asks_for_the_others(options, monkeypatch, tmp_path):
    few = run(company(), options, monkeypatch, tmp_path / "few")
    monkeypatch.setattr(declared, "FOR_EACH", declared.SHARED)
    all_of_them = run(company(), options, monkeypatch, tmp_path / "all")
    assert few == all_of_them and any(said["changed"] for said in few[1])
