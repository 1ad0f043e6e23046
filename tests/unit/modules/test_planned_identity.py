# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a reference means is decided in the plan: the run writes that, whatever the lists show by then."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

UP = {"target_url": "http://up.example/"}
OAUTH = {"definition": {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}}
BASE = {"name": "Base", "api_id": "base", "listen_path": "/base/", **UP, **OAUTH}
RIGHTS = {"access_rights": [{"api": "Base"}]}


def api(ident, name):
    return {"api_id": ident, "name": name, "listen_path": f"/{ident}/", **UP, **OAUTH}


def policy(ident, name):
    return {"policy_id": ident, "name": name, **RIGHTS}


# Who refers: section, the item that names "it", and the section and the maker of what is named.
REFERENCES = {
    "rights of a policy": ("policies", {"name": "P", "access_rights": [{"api": "it"}]}, "apis", api),
    "rights of a key": ("keys", {"key_id": "thekey", "access_rights": [{"api": "it"}]}, "apis", api),
    "policies of a key": ("keys", {"key_id": "thekey", "policies": ["it"]}, "policies", policy),
    "a version": ("apis", {**api("ver", "Ver"), "version": {"of": "it", "name": "v2"}}, "apis", api),
    "an API that has a default policy": (
        "apis",
        {**api("jwt", "Jwt"), "definition": {**OAUTH["definition"], "jwt_default_policies": ["it"]}},
        "policies",
        policy,
    ),
    "the API of a client": ("oauth_clients", {"client_id": "c", "api": "it"}, "apis", api),
}
REFERENCES["a client of a policy"] = (
    "oauth_clients",
    {"client_id": "c", "api": "Base", "policy": "it"},
    "policies",
    policy,
)
KINDS = {"apis": "api", "policies": "policy"}
IDS = {"apis": "api_id", "policies": "policy_id"}


@pytest.mark.parametrize(("old", "order"), [(("o1", "it"), 1), (("it", "Old"), -1)], ids=["its name", "its id"])
@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_a_new_object_in_place_of_one_that_goes(platform, reference, old, order):
    section, item, other, make = REFERENCES[reference]
    tyk = platform()
    tyk.ok("api", **BASE)
    tyk.ok(KINDS[other], **make(*old))
    items = [{IDS[other]: old[0], "state": "absent"}, make("o2", "it")][::order]
    config = {other: items}
    config[section] = [*config.get(section, []), item]
    planned = tyk.run("config", config=config, check=True)
    assert not planned.get("failed"), planned["msg"]
    done = tyk.run("config", config=config)
    assert not done.get("failed"), done["msg"]
    told = [[(change["name"], change["action"]) for change in result["changes"]] for result in (planned, done)]
    assert told[0] == told[1]
    again = tyk.run("config", config=config)
    assert not again.get("failed") and not again["changed"], again.get("msg") or again["changes"]
    by_id = json.loads(json.dumps(config).replace('"it"', '"o2"'))
    by_id[other] = [] if section != other else by_id[other][-1:]
    assert not tyk.ok("config", config={key: value for key, value in by_id.items() if value})["changed"]


@pytest.mark.parametrize(("there", "order"), [(True, 1), (False, -1)])
@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_an_id_that_another_gets_for_its_name_is_refused_at_once(platform, reference, there, order):
    section, item, other, make = REFERENCES[reference]
    tyk = platform()
    tyk.ok("api", **BASE)
    tyk.ok(KINDS[other], **make("it", "Old"))
    if there:
        tyk.ok(KINDS[other], **make("o2", "Before"))
    config = {section: [item]}
    config[other] = [*config.get(other, []), make("o2", "it")][::order]
    for check in (True, False):
        told = tyk.fails("config", config=config, check=check)
        assert "'it' is the id of the" in told and "nothing was written" in told, told


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("said", ["it", "Base"])
def test_an_api_whose_own_name_makes_its_base_unclear(platform, there, said):
    tyk = platform()
    tyk.ok("api", **BASE)
    tyk.ok("api", **api("it", "Old"))
    if there:
        tyk.ok("api", **api("o2", "Before"))
    item = {**api("o2", said), "version": {"of": said, "name": "v2"}}
    for check in (True, False):
        for told in (tyk.fails("api", **item, check=check), tyk.fails("config", config={"apis": [item]}, check=check)):
            assert "version.of" in told and f"{said!r}" in told, told
    assert not tyk.ok("api", **{**item, "version": {"of": "base", "name": "v2"}}, check=True).get("failed")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_a_name_that_passes_to_another_is_no_reference(platform, order):
    tyk = platform()
    for ident in ("a", "b"):
        tyk.ok("api", **api(ident, ident.upper()))
    version = {**api("v", "V"), "version": {"of": "A", "name": "v2"}}
    config = {"apis": [*[api("a", "B"), api("b", "A")][::order], version][::order]}
    planned, done = (tyk.run("config", config=config, check=check) for check in (True, False))
    assert bool(planned.get("failed")) == bool(done.get("failed"))
    if not done.get("failed"):
        assert not tyk.ok("config", config=config)["changed"]
