# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a glance must not take for unchanged, though what is declared stands there: in check mode and without, a run
with glances tells and stores the same as one without, and asks no more."""

from __future__ import annotations

import copy
from collections import Counter
from unittest import mock

import pytest
from module_objects import OAS, api, make_oas, policy, right
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._config import plan as config_plan
from ansible_collections.community.tyk.plugins.module_utils._object.as_said import as_said

TYK = "x-tyk-api-gateway"


def pets(**said):
    """A definition of the OAS API Pets that says no more than this of it."""
    own = said.pop("own", {})
    return {"definition": {TYK: {"info": {"name": "Pets"}, **own}, **said}}


def wrapped(**said):
    return {"definition": {"api_definition": {"name": "Odd #b #c"}, **said}}


def orders(**said):
    return {"definition": {"name": "Orders", **said}}


def oas(tyk, name, change):
    """An OAS API that somebody has changed so."""
    document = copy.deepcopy(OAS)
    own = document[TYK]
    document["info"]["title"] = own["info"]["name"] = name
    own["server"]["listenPath"]["value"] = f"/{name.split()[0]}/"
    change(document, own)
    return tyk.make("/api/apis/oas", document)["ID"]


def own_server(document, _own):
    document["servers"] = [{"url": "http://own.example/", "x-n": 1}]


def switched_off(_document, own):
    own["info"]["state"]["active"] = False


def timed(_document, own):
    own["middleware"]["operations"]["listPets"] = {"enforceTimeout": {"enabled": True, "value": 10}}


def stored(tyk, ident, change):
    """What the database has of an API, changed past the Dashboard."""
    table = tyk.emulator.state["apis"]
    (row,) = (copy.deepcopy(row) for row in table if row["api_id"] == ident)
    change(row)
    table.put(row)


def with_configs(configs):
    """As older Dashboards store an API: with these auth_configs, whatever auth says."""
    return lambda row: row["doc"]["api_definition"].update(auth={"auth_header_name": "X"}, auth_configs=configs)


def with_duration(row):
    """Where there are both, a Dashboard makes one of them today."""
    row["oas"][TYK]["middleware"]["operations"]["listPets"]["enforceTimeout"]["duration"] = "5s"


SESSION = {"rate": 9, "per": 9, "quota_max": -1, "quota_renewal_rate": -1, "expires": 0, "meta_data": {}}


class Clock:
    """It stands still."""

    def __call__(self):
        return 1_800_000_000.0

    def sleep(self, seconds):
        pass


def organisation():
    tyk = Tyk(clock=Clock())
    ids = {name: api(tyk, name) for name in ("Orders", "Odd #b #c", "Base", "V2", "V3", "Null", "Empty")}
    make_oas(tyk)
    ids["Own"] = oas(tyk, "Own", own_server)
    ids["Off"] = oas(tyk, "Off", switched_off)
    ids["Timed"] = oas(tyk, "Timed", timed)
    ids["Marked"] = oas(tyk, "Marked #b c", lambda document, own: None)
    tyk.call("PUT", f"/api/apis/oas/{ids['Marked']}/categories", {"categories": ["d", "e f"]})
    versions = [{"name": name, "version": {"of": "Base", "name": name}} for name in ("V2", "V3")]
    tyk.ok("config", config={"apis": versions})
    stored(tyk, ids["Null"], with_configs(None))
    stored(tyk, ids["Empty"], with_configs({}))
    stored(tyk, ids["Timed"], with_duration)
    urls = {"allowed_urls": [{"url": "/a", "methods": ["GET"]}]}
    gold = policy(tyk, "Gold", {ids["Orders"]: {**right(ids["Orders"], "Orders")[ids["Orders"]], **urls}})
    key = {**SESSION, "allowance": 9, "access_rights": {}, "apply_policies": [gold]}
    tyk.make("/api/keys", {**key, "alias": "of a policy"})
    tyk.log()
    return tyk, ids


CASES = {
    # a run would change it
    "categories-null": lambda ids: {"apis": [wrapped(categories=None)]},
    "servers-null": lambda ids: {"apis": [{"definition": {TYK: {"info": {"name": "Own"}}, "servers": None}}]},
    "servers-true-for-1": lambda ids: {
        "apis": [
            {"definition": {TYK: {"info": {"name": "Own"}}, "servers": [{"url": "http://own.example/", "x-n": True}]}}
        ]
    },
    "auth-configs-null": lambda ids: {"apis": [{"definition": {"name": "Null", "auth_configs": None}}]},
    "auth-configs-empty": lambda ids: {"apis": [{"definition": {"name": "Empty", "auth_configs": {}}}]},
    "seconds-beside-a-duration": lambda ids: {
        "apis": [
            {
                "definition": {
                    TYK: {
                        "info": {"name": "Timed"},
                        "middleware": {"operations": {"listPets": {"enforceTimeout": {"value": 10}}}},
                    }
                }
            }
        ]
    },
    "number-for-an-empty-text": lambda ids: {"apis": [orders(domain=0)]},
    "number-for-an-empty-text-of-a-policy": lambda ids: {
        "policies": [{"definition": {"name": "Gold", "post_expiry_action": 0}}]
    },
    # a run would refuse it
    "categories-no-list": lambda ids: {"apis": [wrapped(categories="bc")]},
    "categories-a-map": lambda ids: {"apis": [wrapped(categories={"b": 1, "c": 1})]},
    "categories-a-number": lambda ids: {"apis": [wrapped(categories=5)]},
    "categories-of-maps": lambda ids: {"apis": [wrapped(categories=[{"b": 1}])]},
    "servers-a-number": lambda ids: {"apis": [pets(servers=5)]},
    "servers-false": lambda ids: {"apis": [pets(servers=False)]},
    "flag-empty": lambda ids: {"apis": [orders(use_oauth2="")]},
    "flag-zero": lambda ids: {"apis": [orders(use_oauth2=0)]},
    "number-empty": lambda ids: {"apis": [orders(session_lifetime="")]},
    "text-false": lambda ids: {"apis": [orders(domain=False)]},
    "number-of-a-policy-empty": lambda ids: {"policies": [{"definition": {"name": "Gold", "quota_max": ""}}]},
    "server-field-of-a-wrong-type": lambda ids: {"policies": [{"definition": {"name": "Gold", "org_id": True}}]},
    "flag-of-a-key-empty": lambda ids: {"keys": [{"definition": {"alias": "of a policy", "hmac_enabled": ""}}]},
    "state-a-list": lambda ids: {"apis": [{"definition": {TYK: {"info": {"name": "Off", "state": []}}}}]},
    # a run would warn of it
    "some-versions": lambda ids: {
        "apis": [{"definition": {"name": "Base", "definition": {"versions": {"V2": ids["V2"]}}}}]
    },
    "rights-of-a-policy": lambda ids: {
        "keys": [{"alias": "of a policy", "access_rights": [{"api": "Orders", "versions": ["Default"]}]}]
    },
    # a run would ask less
    "new-keys-by-id": lambda ids: {
        "keys": [
            {"alias": "of a policy"},
            *({"key_id": f"chosen-{n}", "alias": f"new {n}", "policies": ["Gold"]} for n in range(4)),
        ]
    },
    # a run would tell of other fields that nobody declares
    "path-without-strip": lambda ids: {"apis": [orders(proxy={"listen_path": "/Orders/"})]},
    "path-without-strip-of-oas": lambda ids: {"apis": [pets(own={"server": {"listenPath": {"value": "/pets/"}}})]},
}


CASES["categories-of-a-document"] = lambda ids: {"apis": [{"name": "Marked #b c", "categories": ["d", "e f"]}]}
CASES["nothing"] = lambda ids: {"apis": [{"name": "Orders"}], "policies": [{"name": "Gold"}]}


def ended(case, glances, check):
    """What a run returns, what is stored then, and what it has sent: what writes, and what reads."""
    tyk, ids = organisation()
    said = as_said if glances else lambda run, lists, later: None
    with mock.patch.object(config_plan, "as_said", said):
        result = tyk.run("config", check=check, parallel=1, undeclared_fields=True, config=CASES[case](ids))
    told = {name: value for name, value in result.items() if name not in ("invocation", "deprecations")}
    sent = [(one["method"], one["path"], str(one["query"])) for one in tyk.control("GET", "requests")]
    reads = Counter(one for one in sent if one[0] == "GET")
    return (told, tyk.control("GET", "state"), [one for one in sent if one[0] != "GET"]), reads


@pytest.mark.parametrize("check", [True, False], ids=["check", "run"])
@pytest.mark.parametrize("case", CASES)
def test_as_without_glances(case, check):
    (quickly, few), (slowly, many) = (ended(case, glances, check) for glances in (True, False))
    assert quickly == slowly
    more = few - many
    assert all("'p': '-1'" in query and few[one] == 1 for one in more for query in one[2:]), (
        more
    )  # a list, by who refuses


def test_categories_of_a_document_are_not_in_its_name():
    tyk, ids = organisation()
    item = CASES["categories-of-a-document"](ids)["apis"][0]
    assert not tyk.ok("config", config={"apis": [item]})["changed"]
    assert tyk.ok("config", config={"apis": [{**item, "categories": ["e f", "g"]}]})["changed"]
    assert tyk.read(f"/api/apis/{ids['Marked']}")["categories"] == ["e f", "g"]
