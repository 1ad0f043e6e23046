# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The matrix of faults once more, for a Gateway without a Dashboard: what is written counts after a reload there."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from gateway_runner import GATE_SECRET, Gate
from trust_case import differences
from trust_faults import cases
from trust_world import LIVES, MADE, OWNED, PLANTED, SERVES, Step, World, certificate

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY

OTHERS = {
    "apis": [{"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}],
    "policies": [{"name": "Gold", "access_rights": [{"api": "Orders"}], "rate": 7, "per": 1}],
    "keys": [{"key_id": "bystander-1", "alias": "bystander", "policies": ["Gold"]}],
}
OTHERS["apis"][0]["definition"] = {
    "use_oauth2": True,
    "oauth_meta": {"allowed_access_types": ["client_credentials"]},
    "upstream_auth": {"basic_auth": {"enabled": True, "username": "u", "password": PLANTED["upstream"]}},
}
MOVING = re.compile('"(date_created|last_updated|quota_renews)": ("[^"]*"|[0-9]+), ')


def lives():
    """Kind -> what makes one, what changes it, what names it."""
    key = {"key_id": "new-1", "alias": "new", "access_rights": [{"api": "Orders"}], "rate": 1, "per": 1}
    oas = {**LIVES["oas"][0]}
    oas.pop("categories")
    client = {**LIVES["oauth_client"][0], "secret": PLANTED["client"]}
    client.pop("client_name")
    return {
        "api": (LIVES["api"][0], LIVES["api"][1], ("name",)),
        "oas": (oas, {"target_url": "http://changed.example/"}, ("name",)),
        "mcp_proxy": (LIVES["mcp_proxy"][0], LIVES["mcp_proxy"][1], ("name",)),
        "policy": (LIVES["policy"][0], {"rate": 2}, ("name",)),
        "key": ({**key, "jwt": {"secret": PLANTED["jwt"]}}, {"rate": 2}, ("key_id",)),
        "oauth_client": (client, {"redirect_uri": "http://t.example"}, ("api", "client_id")),
    }


def steps():
    found = {}
    config = {}
    for kind, (make, change, names) in lives().items():
        identity = {name: make[name] for name in names}
        found[f"{kind} create"] = Step(kind, make)
        found[f"{kind} update"] = Step(kind, {**make, **change}, make)
        found[f"{kind} same"] = Step(kind, make, make, changes=False)
        found[f"{kind} delete"] = Step(kind, {**identity, "state": "absent"}, make)
        if kind != "oas":
            config[{"policy": "policies", "mcp_proxy": "mcp_proxies"}.get(kind, kind + "s")] = [make]
    found["certificate create"] = Step("certificate", {"certificate": 0})
    found["certificate delete"] = Step("certificate", {"certificate": 0, "state": "absent"}, {"certificate": 0})
    served = {**SERVES, "gateway_secret": GATE_SECRET}
    for verb, kind in itertools.product(("create", "update", "same", "delete"), ("api", "key")):
        step = found[f"{kind} {verb}"]
        found[f"{kind} {verb} that is served"] = step._replace(params={**step.params, **served})
    whole = {"config": config, "parallel": 1}
    found["config create"] = Step("config", whole)
    found["config same"] = Step("config", whole, whole, changes=False)
    found["config create with an owner"] = Step("config", {**whole, **OWNED})
    found["config same with an owner"] = Step("config", {**whole, **OWNED}, {**whole, **OWNED}, changes=False)
    return found


class GateWorld(World):
    """A step at a Gateway."""

    def build(self):
        gate = Gate()
        gate.ok("config", config=OTHERS)
        gate.log()
        return gate

    def reset(self):
        super().reset()
        self.tyk.ask("GET", "/tyk/reload?block=true")
        self.tyk.log()

    def state(self):
        """What the Gateway would serve after a reload."""
        dumped = self.tyk.emulator.state.dump()["tables"]
        rows = {
            name: sorted(MOVING.sub("", json.dumps(row, sort_keys=True)) for row in table)
            for name, table in dumped.items()
        }
        return {
            name: [MADE.sub(lambda found: found[0] if found[0] in self.known else "<made>", row) for row in table]
            for name, table in rows.items()
            if name in ("gateway_files", "keys", "clients", "certs")
        }


STEPS = steps()


@pytest.mark.share(3)
@pytest.mark.parametrize("name", STEPS)
def test_matrix_of_the_gateway(name, tmp_path, record_property):
    world = GateWorld(STEPS[name], tmp_path)
    survived, wrong = 0, []
    tried = cases(f"gateway {name}", len(world.requests), 16, 4)
    for case, faults in tried:
        try:
            survived += not go(world, faults)
        except AssertionError as error:
            wrong.append(f"{case}: {str(error).splitlines()[0][:1500]}")
    record_property("faults", [f"gateway: {name}", len(world.requests), len(tried), survived, len(tried) - survived, 0])
    assert not wrong, f"{len(wrong)} of {len(tried)}:\n" + "\n".join(wrong)


def go(world, faults):
    """One broken run and the clean one after it; whether the broken one failed."""
    tyk = world.tyk
    world.reset()
    tyk.control("PUT", "faults", faults)
    result = world.run()
    tyk.control("DELETE", "faults")
    out, failed = tyk.out, bool(result.get("failed"))
    assert "exception" not in result and "defect of the collection" not in out, result.get("msg")
    for what, secret in {**PLANTED, "secret": GATE_SECRET}.items():
        assert secret not in out, f"{what} was shown"
    broken = world.state()
    for table, rows in world.start.items():
        lost = [row for row in rows if row in world.goal[table] and row not in broken[table]]
        assert not lost, f"lost or changed: {lost}"
        assert len(broken[table]) <= max(len(rows), len(world.goal[table])), f"{table}: too many"
    if not failed:
        assert result["changed"] is world.step.changes, "changed is wrong"
        assert broken == world.goal, f"success, but it is not so: {differences(broken, world.goal)}"
    else:
        assert 20 < len(result["msg"]) < 2000, result["msg"]
        method = (result.get("failure") or {}).get("method", "GET")
        told = result.get("changed") or method != "GET" or '"method": "P' in json.dumps(result)
        assert told or broken == world.start, f"something was written, but not told: {result['msg']}"
    again = world.run()
    assert not again.get("failed"), again["msg"]
    assert world.state() == world.goal, f"the clean run does not heal: {differences(world.state(), world.goal)}"
    tyk.log()
    assert not world.run()["changed"]
    assert not tyk.changes()
    return failed


def test_a_configuration_whose_reload_fails_tells_what_was_written(tmp_path):
    """TYK_TRUST=all found this among the cases of the matrix, which the share of each day does not try."""
    world = GateWorld(STEPS["config create"], tmp_path)
    first = next(at for at, request in enumerate(world.requests) if request.endswith("/tyk/reload"))
    go(world, [{"status": 500, "skip": first, "times": 99}])


def test_every_kind_takes_part():
    kinds = {kind.name for kind in ON_GATEWAY.values()}
    assert kinds == {step.kind.replace("oas", "api") for step in STEPS.values()} - {"config"}
    assert certificate(0)
