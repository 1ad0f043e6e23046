# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Our adapter takes the connections, sends the paths and gives the answers that the library's own would."""

from __future__ import annotations

import io
import itertools
import random

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from ansible_collections.community.tyk.plugins.module_utils._api.adapter import Adapter
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http

URLS = (
    "http://127.0.0.1:3000/api/apis?p=-1",
    "http://127.0.0.1:3000/api/keys/a%2Fb",
    "http://127.0.0.1:3001/api/apis",
    "https://127.0.0.1:3000/api/apis",
    "https://tyk.example/",
    "https://tyk.example",
    "https://tyk.example?p=/a",
    "https://tyk.example//api//apis",
    "https://tyk.example/api#/apis",
    "http://user:secret@tyk.example/api",
)
ASKS = pytest.mark.skipif(
    not hasattr(HTTPAdapter, "get_connection_with_tls_context"), reason="older versions of the library ask otherwise"
)
PROXIES = ({}, {"http": "http://proxy.example:3128"}, {"https": "http://proxy.example:3128"})


def prepared(url):
    return requests.Request("GET", url).prepare()


@pytest.mark.parametrize("proxies", PROXIES, ids=str)
@pytest.mark.parametrize("url", URLS)
def test_paths_are_those_of_the_library(url, proxies):
    request = prepared(url)
    assert Adapter().request_url(request, proxies) == HTTPAdapter().request_url(request, proxies)


def asked():
    """For what connections can be asked."""
    verified = itertools.product((True, False, "/ca.pem"), (None, "/cert.pem", ("/cert.pem", "/key.pem")))
    return [(url, *how, proxies) for url, how, proxies in itertools.product(URLS, verified, PROXIES)]


@ASKS
def test_connections_are_those_of_the_library():
    """Whatever was asked for before: those with checks of TLS are never those without."""
    adapter, todo = Adapter(pool_connections=1000), [one for one in asked() for _turn in range(2)]
    for url, verify, cert, proxies in random.Random(1).sample(todo, len(todo)):
        request = prepared(url)
        taken = adapter.get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
        library = HTTPAdapter.get_connection_with_tls_context(adapter, request, verify, proxies=proxies, cert=cert)
        assert taken is library


@ASKS
def test_proxies_that_change_are_noticed():
    adapter, proxies = Adapter(), {}
    request = prepared(URLS[0])
    direct = adapter.get_connection_with_tls_context(request, True, proxies=proxies)
    proxies["http"] = "http://proxy.example:3128"
    assert adapter.get_connection_with_tls_context(request, True, proxies=proxies) is not direct


@ASKS
def test_what_is_closed_is_not_used_again():
    adapter, request = Adapter(), prepared(URLS[0])
    before = adapter.get_connection_with_tls_context(request, True, proxies={})
    adapter.close()
    assert adapter.get_connection_with_tls_context(request, True, proxies={}) is not before


@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": "2", "Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "3"},
        {"Content-Type": "application/json; charset=utf-8", "Set-Cookie": "server=two; Path=/", "location": "/a"},
        {},
    ],
)
def test_answers_are_those_of_the_library(headers):
    def answered(adapter):
        made = adapter.build_response(prepared(URLS[0]), HTTPResponse(io.BytesIO(b"{}"), headers, 200))
        looked_for = ("Content-Length", "Content-Encoding", "Date", "Location", "Retry-After")
        told = {name: made.headers.get(name, "none") for name in looked_for}
        with made:
            body = b"".join(made.iter_content(65536))
        return made.status_code, made.url, told, body, dict(made.cookies), made.raw.closed

    assert answered(Adapter()) == answered(HTTPAdapter())


def test_it_is_what_requests_are_sent_by():
    session = Http("https://tyk.example", ("authorization", "token")).session
    assert {type(session.get_adapter(url)) for url in URLS} == {Adapter}
