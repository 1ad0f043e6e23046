# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""https: verified unless told otherwise, with certificates that are good, expired, foreign, or for another host."""

from __future__ import annotations

import http.server
import ssl
import threading

import pytest
from tls_authority import Authority, Handler

from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def serve():
    """Start servers: plain without a certificate; to: redirect there."""
    servers = []

    def start(pem=None, to="", client_ca=None):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.seen, server.to = [], to
        server.url = f"http{'s' if pem else ''}://127.0.0.1:{server.server_address[1]}"
        if pem:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            if client_ca:
                context.load_verify_locations(client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def authority(tmp_path, monkeypatch):
    for variable in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(variable, raising=False)
    return Authority(tmp_path)


def get(url, **how):
    server = Http(url, ("authorization", TOKEN), Settings(retries=1, **how), sleep=lambda seconds: None)
    return server.send(Request("GET", "/x"))


def test_own_authority(authority, serve):
    server = serve(authority.issue("good"))
    assert get(server.url, ca_path=authority.path).data == {"ok": True}


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_authority_of_the_environment(authority, serve, monkeypatch, variable):
    monkeypatch.setenv(variable, authority.path)
    server, other = serve(authority.issue("good")), serve(authority.issue("wrong", "elsewhere.example"))
    assert get(server.url).data == {"ok": True}
    assert get(serve(to=server.url).url).data == {"ok": True}
    with pytest.raises(HttpFailure):
        get(other.url)
    assert get(other.url, validate_certs=False).data == {"ok": True}
    monkeypatch.setenv(variable, "/nothing")
    assert get(server.url, ca_path=authority.path).data == {"ok": True}


@pytest.mark.parametrize(
    ("host", "days", "words"),
    [("127.0.0.1", -1, "expired"), ("elsewhere.example", 9, "127.0.0.1")],
)
def test_wrong_certificates(authority, serve, host, days, words):
    server = serve(authority.issue("wrong", host, days))
    with pytest.raises(HttpFailure, match=words) as caught:
        get(server.url, ca_path=authority.path)
    assert "validate_certs" in str(caught.value) and not server.seen
    assert get(server.url, validate_certs=False).data == {"ok": True}


def test_unknown_authority(authority, serve):
    server = serve(authority.issue("good"))
    with pytest.raises(HttpFailure, match="ca_path"):
        get(server.url)
    assert not server.seen


def test_client_certificate(authority, serve):
    server = serve(authority.issue("good"), client_ca=authority.path)
    with pytest.raises(HttpFailure):
        get(server.url, ca_path=authority.path)
    client = authority.issue("client")
    assert get(server.url, ca_path=authority.path, client_cert=client).data == {"ok": True}
    assert get(server.url, ca_path=authority.path, client_cert=client, client_key=client).data == {"ok": True}


def test_from_http_to_https_on_the_same_host(authority, serve):
    secure = serve(authority.issue("good"))
    plain = serve(to=secure.url)
    assert get(plain.url, ca_path=authority.path).data == {"ok": True}
    assert secure.seen == [("/x", TOKEN)]


def test_never_from_https_to_http(authority, serve):
    plain = serve()
    secure = serve(authority.issue("good"), to=plain.url)
    with pytest.raises(HttpFailure, match="redirected"):
        get(secure.url, ca_path=authority.path)
    assert not plain.seen


def test_a_file_that_is_not_there(authority, serve):
    with pytest.raises(HttpFailure, match="nowhere.pem"):
        get(serve(authority.issue("good")).url, ca_path="nowhere.pem")
