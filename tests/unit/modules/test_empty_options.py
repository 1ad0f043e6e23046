# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An option that is null or empty means the same in each run: the second one changes nothing, for every option."""

from __future__ import annotations

import pytest
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

MAKES = {
    "policy": {"name": "N", "access_rights": [{"api": "Orders"}]},
    "key": {"alias": "N", "access_rights": [{"api": "Orders"}]},
    "user": {"email_address": "u@x.example", "first_name": "U", "last_name": "V", "user_permissions": {"apis": "read"}},
    "user_group": {"name": "N", "user_permissions": {"apis": "read"}},
    "webhook": {"name": "N", "target_path": "http://h.example/"},
    "asset": {"name": "N", "data": {"a": 1}},
    "oauth_client": {"api": "Orders", "client_id": "some-client", "recreate": True},
}
# What has no option that can be empty, or no object that a task could make; and APIs, of which other tests ask this.
WITHOUT = {"api", "certificate", "additional_permissions", "opa_rules"}
EMPTY = {"str": "", "list": [], "dict": {}, "int": 0, "float": 0, "bool": False}
BY_NAME = {kind.name: kind for kind in KINDS.values()}


def test_every_kind_takes_part():
    assert {*MAKES} | WITHOUT == {*BY_NAME}


@pytest.mark.parametrize("name", MAKES)
def test_the_second_run_is_quiet(name):
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://u/", definition={"use_oauth2": True})
    loud = []
    for option, how in BY_NAME[name].options.items():
        for value in (None, EMPTY[how.spec["type"]]):
            params = {**MAKES[name], option: value}
            first = tyk.run(name, **params)
            if not first.get("failed"):  # else it is needed, or nobody would know which object is meant
                second = tyk.run(name, **params)
                if second.get("failed") or second["changed"]:
                    loud.append((option, value))
            tyk.run(name, **MAKES[name], state="absent")
    assert not loud
