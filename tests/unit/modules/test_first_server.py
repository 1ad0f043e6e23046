# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where nothing else names it, the upstream of a new API is the first server of its OpenAPI document."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import upstream_of

DOCUMENT = {"openapi": "3.0.3", "info": {"title": "N", "version": "1"}, "paths": {}}
OWN = "x-tyk-api-gateway"
VARIABLES = {"scheme": {"default": "https", "enum": ["https", "http"]}, "host": {"default": "h.example"}}


@pytest.mark.parametrize(
    ("servers", "upstream"),
    [
        ([{"url": "https://u.example"}], "https://u.example"),
        ([{"url": "https://u.example/n/"}, {"url": "https://other.example"}], "https://u.example/n/"),
        ([{"url": "{scheme}://{host}/v1", "variables": VARIABLES}], "https://h.example/v1"),
        ([{"url": "tcp://u.example:9"}], "tcp://u.example:9"),
        ([{"url": "{scheme}://{other}/v1", "variables": VARIABLES}], ""),
        ([{"url": "https://{host}/", "variables": {"host": {"enum": ["a"]}}}], ""),
        ([{"url": "/v1"}], ""),
        ([{"url": "/v1"}, {"url": "https://u.example"}], ""),
        ([{"url": "//u.example/"}], ""),
        ([{"url": "https://"}], ""),
        ([{"url": 5}], ""),
        ([{}], ""),
        ([5], ""),
        ([], ""),
        ("x", ""),
        (None, ""),
    ],
)
def test_which_address_it_is(servers, upstream):
    assert upstream_of({**DOCUMENT, "servers": servers}) == upstream


def test_what_is_no_document_has_none():
    assert upstream_of(None) == upstream_of("x") == upstream_of({}) == ""


@pytest.mark.parametrize("server", [Tyk, Gate])
@pytest.mark.parametrize("option", ["openapi", "definition"])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_it_is_taken_for_a_new_api_and_shown_in_the_plan(server, option, strategy):
    tyk = server()
    wish = {"name": "N", "listen_path": "/n/", "strategy": strategy}
    wish[option] = {**DOCUMENT, "servers": [{"url": "https://u.example/"}]}
    planned = tyk.ok("api", check=True, **wish)
    done = tyk.ok("api", **wish)
    assert planned["diff"] == done["diff"] and "https://u.example/" in str(planned["diff"]["after"])
    assert planned["api"]["target_url"] == done["api"]["target_url"] == "https://u.example/"
    assert not tyk.ok("api", **wish)["changed"]
    config = {"apis": [{key: value for key, value in wish.items() if key != "strategy"}]}
    assert not tyk.ok("config", config=config, strategy=strategy)["changed"]


def moved(strategy):
    return {
        "name": "N",
        "strategy": strategy,
        "listen_path": "/n/",
        "openapi": {**DOCUMENT, "servers": [{"url": "https://new.example"}]},
    }


@pytest.mark.parametrize("server", [Tyk, Gate])
def test_servers_that_change_do_not_move_the_upstream_of_an_api_that_is_there(server):
    tyk = server()
    tyk.ok("api", name="N", format="oas", listen_path="/n/", target_url="https://old.example")
    assert tyk.ok("api", **moved("merge"))["api"]["target_url"] == "https://old.example"
    assert not tyk.ok("api", **moved("merge"))["changed"]
    assert tyk.ok("api", **moved("replace"))["api"]["target_url"] == "https://new.example"  # as if it were made anew
    assert not tyk.ok("api", **moved("replace"))["changed"]


@pytest.mark.parametrize("server", [Tyk, Gate])
def test_what_is_named_goes_before_it(server):
    tyk, document = server(), {**DOCUMENT, "servers": [{"url": "https://u.example"}]}
    named = tyk.ok("api", name="N", listen_path="/n/", openapi=document, target_url="https://own.example")
    assert named["api"]["target_url"] == "https://own.example"
    whole = {**document, OWN: {"upstream": {"url": "https://own.example"}, "info": {"name": "M"}}}
    assert tyk.ok("api", listen_path="/m/", definition=whole)["api"]["target_url"] == "https://own.example"
    # in a document of Tyk's own, servers are the addresses of its gateway
    told = tyk.fails("api", listen_path="/o/", definition={**document, OWN: {"info": {"name": "O"}}})
    assert "target_url: an API needs the address of its upstream" in told
    assert "target_url" in tyk.fails("api", name="O", listen_path="/o/", openapi=document, target_url=None)
