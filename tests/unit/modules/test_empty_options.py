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
    "mcp_proxy": {"name": "N", "listen_path": "/n/", "target_url": "http://u/"},
    "oauth_client": {"api": "Orders", "client_id": "some-client", "recreate": True},
    "client_idp": {"name": "N", "jwks_uri": "http://i.example/"},
    "identity_profile": {
        "name": "N",
        "action_type": "GenerateOrLoginUserProfile",
        "type": "redirect",
        "provider_name": "SAMLProvider",
    },
}
WHERE = {"listen_path": "/n/", "target_url": "http://u/"}
APIS = {"api": {"name": "N", "format": "classic", **WHERE}, "oas": {"name": "N", "format": "oas", **WHERE}}
# What has no option that can be empty, or no object that a task could make.
WITHOUT = {"certificate", "additional_permissions", "opa_rules"}
EMPTY = {"str": "", "list": [], "dict": {}, "raw": {}, "int": 0, "float": 0, "bool": False}
BY_NAME = {kind.name: kind for kind in KINDS.values()}


def test_every_kind_takes_part():
    assert {*MAKES} | WITHOUT | {"api"} == {*BY_NAME}


def asked(tyk, kind, make):
    """What is not the same in the second run, of new objects and of those that are there."""
    for option, spec in ((name, option.spec) for name, option in BY_NAME[kind].options.items()):
        for value, there in ((value, there) for value in (None, EMPTY[spec["type"]]) for there in (False, True)):
            if there:
                tyk.ok(kind, **make)
            params = {**make, option: value}
            first = tyk.run(kind, **params)
            if not first.get("failed"):  # else it is needed, or nobody would know which object is meant
                second = tyk.run(kind, **params)
                if second.get("failed") or second["changed"]:
                    yield option, value, there
            tyk.run(kind, **make, state="absent")


@pytest.mark.parametrize("name", {**MAKES, **APIS})
def test_the_second_run_is_quiet(name):
    tyk = Tyk()
    tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://u/", definition={"use_oauth2": True})
    kind, make = ("api", APIS[name]) if name in APIS else (name, MAKES[name])
    assert not [*asked(tyk, kind, make)]


@pytest.mark.parametrize("strategy", ["merge", "replace"])
@pytest.mark.parametrize(
    "how", [{"listen_path": None}, {}, {"definition": {"proxy": {"preserve_host_header": True}}}], ids=str
)
def test_a_path_that_a_dashboard_made_up_is_as_good_as_none(tyk, how, strategy):
    task = {"name": "N", "target_url": "http://u/", "strategy": strategy, **how}
    ident = tyk.ok("api", **task)["api"]["api_id"]
    assert tyk.ok("api_info", name="N")["apis"][0]["listen_path"] == f"/{ident}/"
    for check in (True, False):
        assert not tyk.ok("api", check=check, **task)["changed"]
    assert tyk.ok("api", **{**task, "listen_path": "/n/"})["changed"]
    assert "name it" in tyk.fails("api", name="N", listen_path=None)
