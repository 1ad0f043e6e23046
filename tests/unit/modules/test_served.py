# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""wait_served: a task ends when the Gateways serve what it has written, and says which do not."""

from __future__ import annotations

import copy
import json

import pytest
from gateway_runner import GATE_SECRET, PETS, Clock, Gate
from module_runner import URL, Tyk

from tyk_emulator.adapter import EmulatorAdapter
from tyk_emulator.config import Config
from tyk_emulator.core import Emulator

ONE, OTHER = f"{URL}/gateway", "http://127.0.0.2:8080/gateway"
ASK = {"wait_served": True, "gateway_urls": [ONE], "wait_timeout": 20}
TOLD = {**ASK, "gateway_secret": GATE_SECRET}


class World(Tyk):
    """A Dashboard with a Gateway that loads what it has, once somebody has waited long enough; and a Gateway that is
    none of its own."""

    def __init__(self, **config) -> None:
        self.time, self.loads_at = Clock(), 0.0
        super().__init__(self.time, gateway_mode="dashboard", gateway_secret=GATE_SECRET, **config)
        self.sleep, self.clock = self._sleep, self.time
        self.other = Emulator(Config(gateway_secret=GATE_SECRET))

    def session(self):
        session = super().session()
        session.mount("http://127.0.0.2:8080", EmulatorAdapter(self.other))
        return session

    def late(self, seconds: float) -> None:
        """Loads fail until so much time has passed."""
        self.loads_at = self.time() + seconds
        self.control("PUT", "gateway", {"loads": seconds <= 0})

    def _sleep(self, seconds: float) -> None:
        self.time.sleep(seconds)
        if self.time() >= self.loads_at:
            self.control("PUT", "gateway", {"loads": True})

    def asked(self) -> list[str]:
        """What the Gateway was asked since the last look."""
        return [entry.replace("/gateway", "", 1) for entry in self.log() if "/gateway/" in entry]

    def api(self, name="Orders", **params):
        own = {"name": name, "listen_path": f"/{name.lower()}/", "target_url": "http://up.example/"}
        return self.run("api", **{**own, **TOLD, **params})


@pytest.fixture
def world():
    return World()


@pytest.fixture(params=("with the secret", "without it"))
def how(request):
    return {} if request.param == "with the secret" else {"gateway_secret": ""}


def test_it_waits_until_a_late_gateway_has_it(world, how):
    world.late(5)
    done = world.api(**how)
    assert done["changed"] and not done.get("failed") and 5 <= done["served"][ONE] <= 9, done
    again = world.api(**how)
    assert not again["changed"] and again["served"] == {ONE: 0.0}
    assert not [entry for entry in world.asked() if not entry.startswith("GET ")]


def test_who_does_not_serve_it_is_named(world, how):
    done = world.api(gateway_urls=[ONE, OTHER], **how)
    assert done["failed"] and done["changed"] and done["api"]["api_id"] in done["msg"]
    assert f"{OTHER} does not serve the API 'Orders'" in done["msg"] and f"\n{ONE}" not in done["msg"]
    assert done["msg"].startswith("It is written, but after 20 seconds not served")
    assert ("it does not have it" if not how else "answered with 404") in done["msg"]
    again = world.api(gateway_urls=[ONE, OTHER], **how)  # which changes nothing, and does not pass for served
    assert again["failed"] and not again["changed"] and OTHER in again["msg"]


def test_nobody_there(world, how):
    world.control("PUT", "faults", [{"path": "/gateway/", "refuse": True, "times": 99}])
    done = world.api(**how)
    assert done["failed"] and "no answer: 127.0.0.1:3000 refuses connections" in done["msg"]


def test_a_wrong_secret_is_not_waited_for(world):
    before = world.time()
    done = world.api(gateway_secret="not-it-at-all")
    assert done["failed"] and "gateway_secret is not its secret" in done["msg"] and world.time() - before < 1
    assert "not-it-at-all" not in world.out


def test_the_dashboards_token_never_goes_to_a_gateway(world, how):
    seen = []
    send = EmulatorAdapter.send

    class Listening(EmulatorAdapter):
        def send(self, request, **more):
            seen.append((request.url, dict(request.headers)))
            return send(self, request, **more)

    session = world.session

    def listening():
        made = session()
        made.mount(URL, Listening(world.emulator))
        return made

    world.session = listening
    assert world.api(**how)["served"]
    asked = [headers for url, headers in seen if "/gateway/" in url]
    assert asked and all(world.token not in json.dumps(headers) for headers in asked)
    assert all(("x-tyk-authorization" in headers) is not bool(how) for headers in asked)
    assert not any(GATE_SECRET in json.dumps(headers) for url, headers in seen if "/gateway/" not in url)


def test_without_the_option_nobody_is_asked(world):
    assert "served" not in world.api(wait_served=False) and world.asked() == []
    assert "served" not in world.api("Other", check=True) and world.asked() == []


def test_what_cannot_be_asked_is_refused_in_check_mode_too(world):
    refused = {
        "gateway_urls: wait_served needs it": {"gateway_urls": []},
        "gateway_urls: 'gw:8080' is no http or https address": {"gateway_urls": ["gw:8080"]},
        "gateway_secret: it holds white space": {"gateway_secret": "a b"},
    }
    for check in (True, False):
        for text, params in refused.items():
            done = world.api(check=check, **params)
            assert done["failed"] and text in done["msg"], done
        key = world.run("key", alias="k", check=check, **ASK)
        assert key["failed"] and "no Gateway tells of keys without its secret; give gateway_secret" in key["msg"]
        config = {"keys": [{"alias": "k"}]}
        every = world.run("config", config=config, check=check, **ASK)
        assert every["failed"] and "no Gateway tells of keys" in every["msg"]
    assert world.log() == []


def test_changes_and_ends(world, how):
    made = world.api(**how)["api"]["api_id"]
    world.late(4)
    change = {"api_id": made, "listen_path": "/other/"}
    assert 4 <= world.api(**how, **change)["served"][ONE] <= 8
    world.late(4)
    gone = world.run("api", api_id=made, state="absent", **{**TOLD, **how})
    assert gone["changed"] and 4 <= gone["served"][ONE] <= 8, gone
    again = world.run("api", api_id=made, state="absent", **{**TOLD, **how})
    assert not again["changed"] and again["served"] == {ONE: 0.0}
    made = world.api("Third", **how)["api"]["api_id"]
    world.late(1000)
    stays = world.run("api", api_id=made, state="absent", **{**TOLD, **how})
    assert stays["failed"] and stays["changed"] and f"{ONE} still serves the API 'Third'" in stays["msg"]


def test_with_the_secret_a_change_that_traffic_does_not_show_is_waited_for(world):
    made = world.api()["api"]["api_id"]
    batch = {"target_url": "http://new.example/", "definition": {"enable_batch_request_support": True}}
    for change, option in (
        ({"target_url": "http://new.example/"}, "target_url"),
        (batch, "api_definition.enable_batch_request_support"),
    ):
        world.late(1000)
        done = world.api(api_id=made, **change)
        assert done["failed"] and f"it has it with another {option}" in done["msg"], done
        world.late(0)
        world.control("PUT", "gateway", {"restart": True})
        assert world.api(api_id=made, **change)["served"]


def test_oas_apis_and_mcp_proxies(world, how):
    world.late(3)
    pets = world.run("api", definition=PETS, name="Pets", **{**TOLD, **how})
    assert 3 <= pets["served"][ONE] <= 6, pets
    world.late(3)
    proxy = {"name": "Weather", "listen_path": "/weather/", "target_url": "http://mcp.example/"}
    done = world.run("mcp_proxy", **proxy, **{**TOLD, **how})
    assert 3 <= done["served"][ONE] <= 6, done
    # its own route, and that of documents, can cost it the next load
    ident = done["mcp_proxy"]["api_id"]
    assert not [entry for entry in world.asked() if f"/mcps/{ident}" in entry or f"/oas/{ident}" in entry]
    if not how:
        pets = copy.deepcopy(PETS)
        pets["x-tyk-api-gateway"]["middleware"]["operations"]["getPets"]["rateLimit"]["rate"] = 20
        world.late(1000)
        late = world.run("api", definition=pets, name="Pets", **TOLD)
        assert late["failed"] and "another oas.x-tyk-api-gateway.middleware.operations.getPets" in late["msg"], late
        world.late(5)
        pets["x-tyk-api-gateway"]["middleware"]["operations"]["getPets"]["rateLimit"]["rate"] = 30
        assert 5 <= world.run("api", definition=pets, name="Pets", **TOLD)["served"][ONE] <= 9
        world.late(1000)
        late = world.run("mcp_proxy", **{**proxy, "target_url": "http://new.example/"}, **TOLD)
        assert late["failed"] and "another target_url" in late["msg"]


def test_inactive_internal_and_custom_domains(world, how):
    quiet = world.api("Quiet", active=False, **how)
    assert quiet["served"] == {ONE: 0.0} and "'Quiet'" in world.warnings(quiet)[0]
    assert "because it is inactive" in world.warnings(quiet)[0]
    inner = world.api("Inner", definition={"internal": True}, **how)
    told = world.warnings(inner)
    assert inner["served"] == {ONE: 0.0} and (not told if not how else "it is internal; gateway_secret" in told[0]), (
        told
    )
    own = world.api("Own", definition={"domain": "own.example"}, **how)
    assert own["served"] == {ONE: 0.0}, own
    tagged = world.api("Tagged", definition={"tags": ["edge"]}, gateway_urls=[OTHER], **how)
    assert "Its tags are edge: Gateways of segments without them do not load it" in tagged["msg"]


@pytest.mark.parametrize("hash_keys", [True, False])
def test_keys(hash_keys):
    world = World(hash_keys=hash_keys)
    world.api()
    params = {"alias": "k", "access_rights": [{"api": "Orders"}], **TOLD}
    done = world.ok("key", **params)
    assert done["changed"] and done["served"] == {ONE: 0.0}
    assert world.ok("key", **params)["served"] == {ONE: 0.0}
    lost = world.run("key", **{**params, "alias": "lost", "gateway_urls": [OTHER], "wait_timeout": 0})
    assert lost["failed"] and lost["key"]["key_id"], "what Tyk tells once is told, though a Gateway does not have it"
    assert lost["key"]["key_id"] not in lost["msg"]
    rotated = world.ok("key", **params, state="rotated", rotation="r")
    assert rotated["served"] == {ONE: 0.0}
    gone = world.ok("key", alias="k", state="absent", **TOLD)
    assert gone["changed"] and gone["served"] == {ONE: 0.0}


def test_a_whole_configuration(world, how):
    world.late(6)
    config = {
        "apis": [
            {"name": "A", "listen_path": "/a/", "target_url": "http://up.example/"},
            {"name": "Pets", "definition": PETS},
            {"name": "Never", "state": "absent"},
        ],
        "policies": [{"name": "Gold", "access_rights": [{"api": "A"}]}],
        "mcp_proxies": [{"name": "W", "listen_path": "/w/", "target_url": "http://mcp.example/"}],
        **({} if how else {"keys": [{"alias": "k", "policies": ["Gold"]}]}),
    }
    done = world.ok("config", config=config, **{**TOLD, **how})
    assert 6 <= done["served"][ONE] <= 10, done
    again = world.ok("config", config=config, **{**TOLD, **how})
    assert not again["changed"] and again["served"] == {ONE: 0.0}
    failed = world.run("config", config=config, **{**TOLD, "gateway_urls": [OTHER, ONE], **how})
    assert failed["failed"] and failed["msg"].count(OTHER) == (3 if how else 4) and f"{ONE} does" not in failed["msg"]
    world.late(1000)
    gone = {**config, "apis": [{"name": "A", "state": "absent"}, *config["apis"][1:]], "policies": [], "keys": []}
    failed = world.run("config", config={**gone, "policies": [{"name": "Gold", "state": "absent"}]}, **{**TOLD, **how})
    assert failed["failed"] and f"{ONE} still serves the API 'A'" in failed["msg"], failed
    assert failed["changed"] and failed["summary"]


def test_gateways_beside_a_gateway():
    """Without a Dashboard there may be several Gateways all the same, which share their files."""
    gate = Gate()
    params = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
    for how in (TOLD, ASK):
        done = gate.ok("api", **params, **how)
        assert done["served"] == {ONE: 0.0}
    refused = gate.fails("api", **params, reload=False, **TOLD)
    assert "wait_served: not with reload: false" in refused
    key = gate.ok("key", alias="k", key_id="key-1", access_rights=[{"api": "Orders"}], **TOLD)
    assert key["served"] == {ONE: 0.0}
    proxy = {"name": "W", "listen_path": "/w/", "target_url": "http://mcp.example/"}
    assert gate.ok("mcp_proxy", **proxy, **TOLD)["served"] == {ONE: 0.0}
    gone = gate.ok("api", name="Orders", state="absent", **ASK)
    assert gone["served"] == {ONE: 0.0}
