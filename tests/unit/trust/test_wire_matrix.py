# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The matrix of faults once more over real connections: behind a proxy, through CONNECT, and over TLS.

A library has other names there for what happens. A small share is tried each day; TYK_TRUST=all tries all, but for
whole configurations, of whose thousands of cases it tries some hundreds.
"""

from __future__ import annotations

import itertools
import random
import ssl

import pytest
import requests
from gateway_runner import Gate
from tls_authority import Authority
from trust_case import BulkCase, Case
from trust_faults import ALL, FAULTS, cases
from trust_world import LIVES, STEPS, World
from wire_ends import forget_proxies, front, proxy

ROUTES = ("http proxy", "CONNECT", "TLS")
DAILY = ("webhook create", "key create", "oas update", "api update that is served", "config same with an owner")
SHARE, BURSTS, MOST = 2, 1, 400
TIMEOUT = 1 if ALL else 20  # seconds; only who tries answers that are late has to wait for it


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(made.issue("good"))
    found.authority = made.path
    return found


@pytest.fixture
def lead(monkeypatch, context):
    """Have the modules of a world go another way to their server; the end of that way."""
    ends = []

    def go(tyk, route, path=""):
        forget_proxies(monkeypatch)
        end = front(tyk.emulator, None if route == "http proxy" else context)
        ends.append(end)
        if route != "TLS":
            ends.append(proxy())
            monkeypatch.setenv("http_proxy" if route == "http proxy" else "https_proxy", ends[-1].url)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", context.authority)
        tyk.session = requests.Session
        tyk.reach = {"url": end.url + path, "timeout": TIMEOUT}
        return end

    yield go
    for end in ends:
        end.stop()


def tried(name, length, writes):
    """The cases of a step: (name, faults, whether connections are closed rather than reset)."""
    found = [
        case for case in cases(name, length, SHARE, BURSTS) if ALL or not any("delay_s" in each for each in case[1])
    ]
    if len(found) > MOST:
        found = random.Random(name).sample(found, MOST)
    found = [(name, faults, number % 2 == 1) for number, (name, faults) in enumerate(found)]
    lost = ("reset after", "truncated after") if ALL else ("reset after",)
    for fault, at, closes in itertools.product(lost, writes, (False, True)):
        found.append((f"{fault} at {at}", [{**FAULTS[fault], "skip": at}], closes))
    return found


@pytest.mark.parametrize("name", STEPS if ALL else DAILY)
@pytest.mark.parametrize("route", ROUTES)
def test_matrix_over_the_wire(route, name, tmp_path, lead, record_property):
    world = World(STEPS[name], tmp_path)
    end = lead(world.tyk, route)
    if "gateway_urls" in world.step.params:
        world.tyk.reach["gateway_urls"] = [f"{end.url}/gateway"]
    writes = [at for at, entry in enumerate(world.requests) if not entry.startswith("GET ")]
    found, wrong, survived = tried(f"{route}: {name}", len(world.requests), writes), [], 0
    for case, faults, end.closes in found:
        try:
            run = (BulkCase if world.step.kind == "config" else Case)(world, faults)
            run.check()
            survived += not run.failed
        except AssertionError as error:
            wrong.append(f"{case}{', closed' if end.closes else ''}: {str(error).splitlines()[0][:1500]}")
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong)
    row = [f"{route}: {name}", len(world.requests), len(found), survived, len(found) - survived, 0]
    record_property("faults", row)


def objects(gate):
    """How many objects a Gateway has."""
    tables = gate.emulator.state.dump()["tables"]
    return sum(len(tables[name]) for name in ("gateway_files", "keys", "clients"))


@pytest.mark.parametrize("closes", [True, False])
@pytest.mark.parametrize("kind", ["api", "oas", "key", "oauth_client"] if ALL else ["key"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_gateway_makes_nothing_twice(route, kind, closes, lead):
    gate, module = Gate(), "api" if kind == "oas" else kind
    gate.api("Orders", definition={"use_oauth2": True})
    lead(gate, route, "/gateway").closes = closes
    params = {name: value for name, value in LIVES[kind][0].items() if name not in ("categories", "client_name")}
    wanted = objects(gate) + (2 if kind == "oas" else 1)  # an OAS API is two files
    gate.control("PUT", "faults", [{"method": "POST", "drop": True, "after": True}])
    result = gate.run(module, **params)
    assert result["changed"] or result.get("failed"), result
    assert objects(gate) == wanted
    gate.control("DELETE", "faults")
    again = gate.run(module, **params)
    assert not again.get("failed"), again["msg"]
    assert objects(gate) == wanted
