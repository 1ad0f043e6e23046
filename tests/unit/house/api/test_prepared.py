# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request that is made from one that was prepared before is the one that the library would prepare."""

from __future__ import annotations

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._api.body import encode
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request, url_path
from ansible_collections.community.tyk.plugins.module_utils._api.server import address

BASES = (
    "http://127.0.0.1:3000",
    "https://tyk.example.com/dash board/%7Eteam",
    "http://[::1]:3000/",
    "https://BÜCHER.example:8443/tyk/",
)
IDS = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text not in (".", ".."))
QUERIES = st.none() | st.dictionaries(st.sampled_from(["p", "hashed", "api_id", "é"]), st.text(max_size=9))
BODIES = st.sampled_from([None, {"name": "Orders"}, [], b"raw \xff", b""])


def told(prepared) -> tuple:
    return prepared.method, prepared.url, dict(prepared.headers), prepared.body


def by_library(http: Http, request: Request):
    whole = requests.Request(
        request.method, http.base + request.target, request.headers, request.files, encode(request.body)
    )
    return http.session.prepare_request(whole)


@given(
    st.sampled_from(BASES),
    st.lists(st.tuples(st.sampled_from(["GET", "POST", "PUT", "DELETE"]), IDS, QUERIES, BODIES), min_size=1),
)
def test_it_is_what_the_library_prepares(base, asked):
    http = Http(address(base) if base.isascii() and " " not in base else base, ("authorization", "a token"))
    for method, ident, query, body in asked:
        request = Request(method, url_path("api/apis", ident), query, body)
        url = http.base + request.target
        assert told(http._prepared(request, url, encode(request.body))) == told(by_library(http, request))


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", "/api/certs", files={"cert": ("a.pem", b"PEM")}),
        Request("POST", "/api/apis/streams", body={}, media="application/vnd.tyk.streams.oas"),
        Request("GET", "/orders/", host="orders.example.com"),
        Request("GET", "/api/a b/ü", {"p": -1}),
        Request("GET", "/api/%7e%2f"),
    ],
)
def test_headers_and_forms(request_):
    http = Http("http://127.0.0.1:3000", ("authorization", "a token"))
    for _turn in range(2):
        made = told(http._prepared(request_, http.base + request_.target, encode(request_.body)))
        expected = told(by_library(http, request_))
        assert made[:2] == expected[:2]
        if not request_.files:  # whose boundary is another each time
            assert made == expected


def test_a_cookie_goes_back_to_who_gave_it():
    """A balancer leads who comes back to the server that it came from, by a cookie."""
    http = Http("http://127.0.0.1:3000", ("authorization", "a token"))
    request = Request("GET", "/api/apis")
    assert "Cookie" not in http._prepared(request, http.base + request.target, None).headers
    http.session.cookies.set("server", "two", domain="127.0.0.1", path="/api")
    assert http._prepared(request, http.base + request.target, None).headers["Cookie"] == "server=two"
    http.session.cookies.clear()
    assert "Cookie" not in http._prepared(request, http.base + request.target, None).headers


def test_what_is_sent_leaves_no_trace_in_the_next():
    http = Http("http://127.0.0.1:3000", ("authorization", "a token"))
    first, second = Request("PUT", "/api/apis/a", body={"a": 1}), Request("GET", "/api/apis/b")
    for request in (first, second, Request("POST", "/api/apis/c", body={"b": "longer"}), second, first):
        made = http._prepared(request, http.base + request.target, encode(request.body))
        assert told(made) == told(by_library(http, request))
