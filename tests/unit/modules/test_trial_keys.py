# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A policy may say how long a new key lives. What a task says of a key itself holds all the same, in one run."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

DAY, AT = 86400, "2031-05-06T07:08:09Z"
API = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}


@pytest.fixture(params=[Tyk, Gate])
def tyk(request):
    tyk = request.param()
    tyk.ok("api", **API)
    tyk.ok("policy", name="Trial", access_rights=[{"api": "Orders"}], key_expires_in=DAY)
    tyk.log()
    return tyk


def told(tyk):
    (found,) = tyk.ok("key_info", alias="k")["api_keys"]
    return found["expires"]


def puts(tyk):
    return [entry for entry in tyk.writes() if entry.startswith("PUT ")]


@pytest.mark.parametrize(("expires", "shown"), [("never", "never"), (AT, AT), ("0", "never"), ("-1", "never")])
@pytest.mark.parametrize("by", ["key", "config"])
def test_the_time_that_a_task_names_is_kept_by_a_new_key(tyk, expires, shown, by):
    task = {"alias": "k", "policies": ["Trial"], "expires": expires}
    params = task if by == "key" else {"config": {"keys": [task]}}
    foretold = tyk.ok(by, check=True, **params)
    made = tyk.ok(by, **params)
    assert made["changed"] and foretold["changed"] and not tyk.warnings(made)
    assert len(puts(tyk)) == 1 and told(tyk) == shown
    again = tyk.ok(by, **params)
    assert not again["changed"] and not tyk.writes()


def test_a_span_counts_for_a_new_key(tyk):
    task = {"alias": "k", "policies": ["Trial"], "expires": "30d"}
    made = tyk.ok("key", **task)
    assert not tyk.warnings(made) and told(tyk) == made["key"]["expires"]
    assert not tyk.ok("key", **task)["changed"]


def test_without_a_word_the_policy_decides(tyk):
    task = {"alias": "k", "policies": ["Trial"]}
    made = tyk.ok("key", **task)
    assert not tyk.warnings(made) and not puts(tyk) and told(tyk) != "never"
    assert not tyk.ok("key", **task)["changed"]


def test_what_tyk_makes_for_a_new_key_outlives_the_second_write(tyk):
    made = tyk.ok("key", alias="k", policies=["Trial"], expires="never", hmac={"enabled": True})
    (found,) = tyk.ok("config_info", kinds=["keys"], include_secrets=True)["config"]["keys"]
    assert found["hmac"]["secret"] and made["key"]["key_id"]


def test_a_second_write_that_fails_loses_no_key(tyk):
    tyk.control("PUT", "faults", [{"method": "PUT", "path": "/keys", "times": 9, "status": 500}])
    made = tyk.ok("key", alias="k", policies=["Trial"], expires="never")
    assert made["key"]["key_id"] and any("not yet as told" in text for text in tyk.warnings(made))
    tyk.control("PUT", "faults", [])
    assert tyk.ok("key", alias="k", policies=["Trial"], expires="never")["changed"]
    assert told(tyk) == "never"
