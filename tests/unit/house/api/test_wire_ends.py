# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that really break: bare, behind a proxy, through CONNECT, and through a proxy that speaks TLS."""

from __future__ import annotations

import re
import socket
import ssl
import warnings

import pytest
import requests
from tls_authority import Authority
from wire_ends import End, Handler, forget_proxies, proxy

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, Unsure

TOKEN = "0123456789abcdef0123456789abcdef"
ROUTES = ("bare", "http proxy", "https proxy")
LIBRARY = re.compile(
    r"object at 0x|Max retries|ConnectionPool|Caused by|_ssl\.c|\[SSL|Errno|Connection aborted|Unable to"
)


def close(handler):
    handler.close()


def reset(handler):
    handler.reset()


def no_tls(handler):
    """Bytes that are no record of TLS, where one is due."""
    raw = socket.socket(fileno=handler.connection.detach())
    raw.sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)
    raw.close()
    handler.close_connection = True


def half(handler):
    handler.answer(200, {}, b'{"a":', 99)
    handler.close()


class Breaking(Handler):
    """Takes a request, and breaks off; the second time it answers."""

    def handle_any(self):
        self.body()
        self.server.seen.append(self.command)
        if len(self.server.seen) <= self.server.times:
            self.server.breaks(self)
        else:
            self.answer(200, {}, b'{"ok":true}')

    do_GET = do_POST = handle_any

    def close(self):
        self.close_connection = True


class NoHandshake(Handler):
    """Ends the connection instead of a handshake, so many times."""

    def handle(self):
        self.server.seen.append("handshake")
        self.connection.recv(10)
        if self.server.breaks is reset:
            self.reset()


@pytest.fixture
def ends(monkeypatch):
    """Start servers; all of them stop in the end."""
    forget_proxies(monkeypatch)
    monkeypatch.setattr(patience, "clock", lambda: 0.0)
    started = []

    def start(made):
        started.append(made)
        return made

    yield start
    for end in started:
        end.stop()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    made.good = made.issue("good")
    return made


def context(authority, client=False, most=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(authority.good)
    if client:
        made.load_verify_locations(authority.path)
        made.verify_mode = ssl.CERT_REQUIRED
    if most:
        made.maximum_version = most
    return made


def go_through(ends, monkeypatch, authority, route):
    """Name a proxy in the environment, if there is one on this route, and the authority of all ends."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority.path)
    if route == "bare":
        return None
    made = ends(proxy(context(authority) if route == "https proxy" else None))
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, made.url.replace("://", "://somebody:s3cr3t-of-proxy@"))
    return made


def send(url, method="POST", **how):
    waits = []
    client = Http(url, ("authorization", TOKEN), Settings(**{"retries": 1, "timeout": 20, **how}), sleep=waits.append)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of urllib3, which does not ask whether the proxy of an http address is trusted
        return client.send(Request(method, "/x", body={} if method == "POST" else None)).data


def failure(url, method="POST", **how):
    with pytest.raises(HttpFailure) as caught:
        send(url, method, **how)
    said = str(caught.value)
    assert not LIBRARY.search(said), said
    assert "s3cr3t" not in said and TOKEN not in said and "defect" not in said
    return caught.value


@pytest.mark.parametrize(
    ("scheme", "breaks"),
    [("https", no_tls), *((scheme, breaks) for scheme in ("http", "https") for breaks in (close, reset, half))],
)
@pytest.mark.parametrize("route", ROUTES)
def test_what_may_have_been_carried_out_is_sent_once(ends, monkeypatch, authority, route, scheme, breaks):
    go_through(ends, monkeypatch, authority, route)
    server = ends(End(Breaking, context(authority) if scheme == "https" else None))
    server.breaks, server.times = breaks, 1
    error = failure(server.url)
    assert isinstance(error, Unsure) and error.repeat and server.seen == ["POST"], error
    server.seen.clear()
    assert send(server.url, "GET") == {"ok": True}
    assert server.seen == ["GET", "GET"]


@pytest.mark.parametrize("breaks", [close, reset])
@pytest.mark.parametrize("route", ROUTES)
def test_a_handshake_that_ends_is_tried_again(ends, monkeypatch, authority, route, breaks):
    go_through(ends, monkeypatch, authority, route)
    server = ends(End(NoHandshake))
    server.breaks = breaks
    error = failure(server.url.replace("http:", "https:"))
    assert not isinstance(error, Unsure) and len(server.seen) == 2
    assert "ended the connection before it was ready" in str(error) and "validate_certs" not in str(error)


@pytest.mark.parametrize("route", ROUTES)
def test_https_on_a_port_of_http(ends, monkeypatch, authority, route):
    go_through(ends, monkeypatch, authority, route)
    server = ends(End(Breaking))
    error = failure(server.url.replace("http:", "https:"))
    assert not isinstance(error, Unsure) and not server.seen
    assert f"{server.place} does not speak TLS. Is it http? url says https" in str(error)


@pytest.mark.parametrize("route", ["http proxy", "https proxy"])
@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_refused_connect(ends, monkeypatch, authority, route, status):
    there = go_through(ends, monkeypatch, authority, route)
    there.refuses = status
    error = failure("https://127.0.0.1:9")
    assert not isinstance(error, Unsure) and f"({status})" in str(error) and there.place in str(error)
    assert len(there.seen) == (2 if status == 502 else 1)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("way", ["http", "https"])
def test_a_proxy_that_is_down(ends, monkeypatch, scheme, way):
    monkeypatch.setenv(f"{scheme}_proxy", f"{way}://somebody:s3cr3t-of-proxy@127.0.0.1:9")
    error = failure(f"{scheme}://tyk.example")
    assert not isinstance(error, Unsure)
    assert f"the proxy 127.0.0.1:9 refuses connections. Is {scheme}_proxy in the environment right" in str(error)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_http_proxy_that_is_called_https(ends, monkeypatch, scheme):
    there = ends(proxy())
    monkeypatch.setenv(f"{scheme}_proxy", f"https://somebody:s3cr3t-of-proxy@{there.place}")
    error = failure(f"{scheme}://tyk.example")
    assert not isinstance(error, Unsure)
    assert f"the proxy {there.place} does not speak TLS" in str(error) and f"http:// in {scheme}_proxy" in str(error)


def test_an_https_proxy_that_is_called_http(ends, monkeypatch, authority):
    there = ends(proxy(context(authority)))
    monkeypatch.setenv("https_proxy", f"http://somebody:s3cr3t-of-proxy@{there.place}")
    error = failure("https://tyk.example")
    assert not isinstance(error, Unsure)
    assert f"the proxy {there.place} ended the connection" in str(error) and "its http or https" in str(error)


@pytest.mark.parametrize("most", [None, ssl.TLSVersion.TLSv1_2])
@pytest.mark.parametrize("route", ROUTES)
def test_a_server_that_wants_to_know_its_clients(ends, monkeypatch, authority, route, most):
    """Of TLS 1.3 the client only hears of it when it has sent the request; it may just find the connection closed."""
    go_through(ends, monkeypatch, authority, route)
    server = ends(End(Breaking, context(authority, client=True, most=most)))
    server.times = 0
    assert "client_cert" in str(failure(server.url))
    assert not server.seen
    assert send(server.url, client_cert=authority.good) == {"ok": True}


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "all_proxy"])
def test_an_address_of_a_proxy_that_is_none(ends, monkeypatch, name):
    monkeypatch.setenv(name, "http://somebody:s3cr3t@proxy.example:port")
    with pytest.raises(Invalid, match=name) as caught:
        Http(f"{'http' if name == 'http_proxy' else 'https'}://tyk.example", ("authorization", TOKEN))
    assert "s3cr3t" not in str(caught.value)


class Telltale(Handler):
    """A proxy that repeats what it was told."""

    def do_GET(self):
        self.answer(407, {}, f"who is {self.headers['Proxy-Authorization']} s3cr3t/of?".encode())


def test_who_logs_in_at_a_proxy_is_in_no_message(ends, monkeypatch):
    there = ends(End(Telltale))
    monkeypatch.setenv("http_proxy", there.url.replace("://", "://somebody:s3cr3t%2Fof@"))
    client = Http("http://tyk.example", ("authorization", TOKEN))
    said = client.message(client.send(Request("GET", "/x")))
    assert said == "who is Basic ******** ********?"
    assert requests.auth._basic_auth_str("somebody", "s3cr3t/of") not in said
