# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Proxies from the environment: used, passed by where no_proxy says so, and never told what TLS hides."""

from __future__ import annotations

import http.server
import select
import socket
import threading

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure

TOKEN = "0123456789abcdef0123456789abcdef"
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Proxy(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked; a tunnel is one."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, self.headers.get("authorization")))
        body = b'{"by":"proxy"}'
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        self.server.seen.append((self.path, self.headers.get("authorization")))
        host, _colon, port = self.path.partition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            ends = {self.connection: there, there: self.connection}
            while True:
                for end in select.select(list(ends), [], [], 10)[0]:
                    piece = end.recv(65536)
                    self.server.heard += piece
                    if not piece:
                        self.close_connection = True
                        return
                    ends[end].sendall(piece)

    def log_message(self, *args):
        pass


@pytest.fixture
def proxy(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads, server.seen, server.heard, server.status = True, [], b"", 200
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def get(url, **how):
    server = Http(url, ("authorization", TOKEN), Settings(retries=0, **how), sleep=lambda seconds: None)
    return server.send(Request("GET", "/x"))


@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy"])
def test_a_proxy_is_used(proxy, monkeypatch, variable):
    monkeypatch.setenv(variable, proxy.url)
    assert get("http://dashboard.example:3000").data == {"by": "proxy"}
    assert proxy.seen == [("http://dashboard.example:3000/x", TOKEN)]


@pytest.mark.parametrize("said", ["127.0.0.1", "127.0.0.0/8", "*", "elsewhere.example, 127.0.0.1"])
def test_no_proxy_is_honoured(proxy, monkeypatch, said):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", said)
    get(proxy.url)
    assert proxy.seen == [("/x", TOKEN)]


def test_through_a_tunnel_a_proxy_hears_nothing(proxy, monkeypatch, tmp_path):
    pytest.importorskip("cryptography.x509", reason="cryptography makes the certificate of this test")
    import ssl

    from tls_authority import Authority, Handler

    authority = Authority(tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.seen, server.to = True, [], ""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.issue("good"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    where = f"127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("https_proxy", proxy.url)
    assert get(f"https://{where}", ca_path=authority.path).data == {"ok": True}
    server.shutdown()
    server.server_close()
    assert server.seen == [("/x", TOKEN)]
    assert proxy.seen == [(where, None)]
    assert proxy.heard and TOKEN.encode() not in proxy.heard


def test_a_proxy_that_is_down_is_told(proxy, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(HttpFailure) as caught:
        get("http://dashboard.example:3000")
    assert "proxy" in str(caught.value).lower() or "refused" in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "proxied", "listener"),
    [
        ("http://dashboard.example", None, "dashboard.example"),
        ("http://10.0.0.1:3000", None, "10.0.0.1"),
        ("http://127.evil.example", None, "127.evil.example"),
        ("http://127.0.0.1:3000", None, ""),
        ("http://127.0.0.2:3000", None, ""),
        ("http://[::1]:3000", None, ""),
        ("http://localhost:3000", None, ""),
        ("http://localhost:3000", "http://proxy.example:3128", "proxy.example"),
        ("http://localhost:3000", "proxy.example:3128", "proxy.example"),
        ("http://localhost:3000", "http://127.0.0.1:3128", ""),
        ("https://dashboard.example", None, ""),
        ("https://dashboard.example", "http://proxy.example:3128", ""),
    ],
)
def test_a_token_in_clear_is_worth_a_warning(proxy, monkeypatch, url, proxied, listener):
    """To another machine than this one; a proxy is one."""
    for name in ("http_proxy", "https_proxy") if proxied else ():
        monkeypatch.setenv(name, proxied)
    told = []
    Http(url, ("authorization", TOKEN), warn=told.append)
    assert told == ([f"The token travels to {listener} in clear, because url is http; use https."] if listener else [])
