# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Prune of every kind that a Gateway without a Dashboard has, and of certificates on both platforms."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY

UP = "http://up.example/"
LOGIN = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}
BASE = {"name": "Base", "listen_path": "/base/", "target_url": UP}
RIGHTS = {"access_rights": [{"api": "Base"}]}
ITEMS = {
    "apis": lambda name: {"name": name, "listen_path": f"/{name}/", "target_url": UP},
    "mcp_proxies": lambda name: {"name": name, "listen_path": f"/{name}/", "target_url": UP},
    "policies": lambda name: {"name": name, **RIGHTS},
    "keys": lambda name: {"key_id": f"key-{name}", "alias": name, **RIGHTS},
    "oauth_clients": lambda name: {"api": "Base", "client_id": name, "redirect_uri": UP},
    "certificates": lambda name: {"certificate": pem(name)[0]},
}


def test_the_table_knows_every_kind():
    assert {kind.section for kind in ON_GATEWAY.values() if kind.section} <= set(ITEMS)


def pruned(tyk, **wish):
    """What goes, as a plan and a run tell it, and the warnings; nothing goes when it runs again."""
    told = []
    for check in (True, False, False):
        result = tyk.ok("config", **wish, check=check)
        gone = [change["name"] for change in result["changes"] if change["action"] == "deleted"]
        told.append((gone, tyk.warnings(result)))
    assert told[0] == told[1] and not told[2][0]
    return told[0]


@pytest.mark.parametrize("section", ITEMS)
def test_what_is_not_declared_goes_and_what_is_protected_stays(section):
    gate = Gate()
    gate.ok("api", **BASE, definition=LOGIN)
    items = {name: ITEMS[section](name) for name in ("kept", "other", "safe")}
    gate.ok("config", config={section: list(items.values())})
    kept = [items["kept"], *([{"name": "Base"}] if section == "apis" else [])]
    how = {"prune": [section], "prune_all": True, "protected": {section: ["safe"]}}
    assert pruned(gate, config={section: kept}, **how) == (["other"], [])


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_certificates_that_stored_fields_hold_stay(platform):
    tyk = platform()
    texts = {name: pem(name)[0] for name in ("kept", "in API", "in key", "loose")}
    made = tyk.ok("config", config={"certificates": [{"certificate": text} for text in texts.values()]})
    ids = {change["name"]: change["id"] for change in made["changes"]}
    tyk.ok("api", **BASE, definition={"client_certificates": [ids["in API"]]})
    bound = {"certificate": ids["in key"]}
    if platform is Gate:
        bound = {"key_id": "a-key", "definition": {"mtls_static_certificate_bindings": [ids["in key"]]}}
    tyk.ok("key", alias="k", **RIGHTS, **bound)
    how = {"prune": ["certificates"], "prune_all": True}
    gone, told = pruned(tyk, config={"certificates": [{"certificate": texts["kept"]}]}, **how)
    assert gone == ["loose"]
    assert sorted(told) == [
        "prune: certificate 'in API' stays, because API 'Base' refers to it.",
        "prune: certificate 'in key' stays, because key 'k' refers to it.",
    ]


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_whatever_the_order_of_lists_check_mode_and_the_run_tell_the_same_in_the_same_order(platform):
    def named(prefix, count):
        return [f"{prefix}{number}" for number in range(count)]

    apis = [
        {"name": name, "api_id": name.lower(), "listen_path": f"/{name}/", "target_url": "http://up.example/"}
        for name in ("Keep", *named("Gone", 7), *named("Used", 2))
    ]
    rights = {"access_rights": [{"api": name} for name in named("Used", 2)]}
    tyk = platform()
    everything = {"apis": apis, "policies": [{"name": name, "policy_id": name, **rights} for name in named("P", 5)]}

    tyk.ok("config", config=everything)
    config, told = {"apis": apis[:1]}, []
    for check in (True, True, True, False):
        done = tyk.ok("config", config=config, prune=["apis"], prune_all=True, check=check)
        told.append(([(change["name"], change["id"]) for change in done["changes"]], tyk.warnings(done)))
    assert all(one == told[0] for one in told), told
    changes, warnings = told[0]
    assert [name for name, _ident in changes] == named("Gone", 7)
    assert [text for text in warnings if "stays, because" in text] == [
        f"prune: API {name!r} stays, because policy 'P0' refers to it." for name in named("Used", 2)
    ]
