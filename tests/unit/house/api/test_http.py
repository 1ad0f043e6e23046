# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One request: what is tried again, where the credential goes, what an answer may hold."""

from __future__ import annotations

import contextlib
import http.server
import itertools
import json
import threading
import tracemalloc
import zlib

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api import http as _http
from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request, url_path
from ansible_collections.community.tyk.plugins.module_utils._api.server import address
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, Unsure

TOKEN = "0123456789abcdef0123456789abcdef"


class Server(http.server.ThreadingHTTPServer):
    """Answers from a list, and remembers what it was asked."""

    def __init__(self):
        self.answers, self.seen = [], []
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    def handle_any(self):
        size = int(self.headers.get("Content-Length") or 0)
        self.server.seen.append((self.command, self.path, dict(self.headers), self.rfile.read(size)))
        status, headers, body = self.server.answers.pop(0) if self.server.answers else (200, {}, b"{}")
        if status == 0:
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def http_(server, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(patience, "clock", lambda: 0.0)
    waits = []
    client = Http(server.url, ("authorization", TOKEN), Settings(retries=3, timeout=5), sleep=waits.append)
    client.waits = waits
    return client


@pytest.mark.parametrize("status", [429, 502, 503, 504, 0])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_tried_again(server, http_, method, status):
    server.answers = [(status, {}, b"{}")] * 2 + [(200, {}, b'{"a":1}')]
    assert http_.send(Request(method, "/x")).data == {"a": 1}
    assert len(server.seen) == 3 and len(http_.waits) == 2


@pytest.mark.parametrize("status", [502, 503, 504, 0])
def test_a_post_is_sent_once(server, http_, status):
    server.answers = [(status, {}, b"{}")] * 2
    with pytest.raises(Unsure):
        http_.send(Request("POST", "/x", body={}))
    assert len(server.seen) == 1


def test_a_post_that_was_turned_away_is_sent_again(server, http_):
    server.answers = [(429, {"Retry-After": "7"}, b"{}")]
    http_.send(Request("POST", "/x", body={}))
    assert len(server.seen) == 2 and http_.waits == [7.0]


def test_retry_after_is_not_honoured_for_hours(server, http_):
    server.answers = [(429, {"Retry-After": "86400"}, b"{}")]
    http_.send(Request("GET", "/x"))
    assert http_.waits == [60.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500])
def test_other_statuses_are_answers(server, http_, status):
    server.answers = [(status, {}, b'{"Status":"Error","Message":"No"}')]
    answer = http_.send(Request("GET", "/x"))
    assert answer.status == status and http_.message(answer) == "No"
    assert len(server.seen) == 1


def test_gives_up(server, http_):
    server.answers = [(503, {}, b"{}")] * 9
    with pytest.raises(HttpFailure) as caught:
        http_.send(Request("GET", "/x"))
    assert caught.value.failure["status"] == 503 and len(server.seen) == 4


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_the_token_goes_to_no_other_host(server, http_, code):
    server.answers = [(code, {"Location": "http://localhost:1/x"}, b"")]
    with pytest.raises(HttpFailure, match="redirected to http://localhost:1/x"):
        http_.send(Request("GET", "/x"))
    server.answers = [(code, {"Location": "//elsewhere.example/x"}, b"")]
    with pytest.raises(HttpFailure, match="elsewhere.example"):
        http_.send(Request("GET", "/x"))


def test_a_redirect_on_the_same_host_keeps_method_body_and_token(server, http_):
    server.answers = [(307, {"Location": "/y"}, b"")]
    http_.send(Request("PUT", "/x", body={"a": 1}))
    assert [(method, path) for method, path, _headers, _body in server.seen] == [("PUT", "/x"), ("PUT", "/y")]
    assert server.seen[1][2]["authorization"] == TOKEN and json.loads(server.seen[1][3]) == {"a": 1}


def test_circles_end(server, http_):
    server.answers = [(307, {"Location": "/x"}, b"")] * 9
    with pytest.raises(HttpFailure, match="circle"):
        http_.send(Request("GET", "/x"))


def test_netrc_is_not_read(server, http_, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    http_.send(Request("GET", "/x"))
    assert server.seen[0][2]["authorization"] == TOKEN


def test_proxies_of_the_environment(server, http_, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("NO_PROXY", "near.example")
    with pytest.raises(HttpFailure):
        Http("http://near.example", ("authorization", TOKEN), Settings(retries=0)).send(Request("GET", "/x"))
    assert not server.seen
    Http("http://far.example", ("authorization", TOKEN)).send(Request("GET", "/x"))
    assert server.seen[0][1] == "http://far.example/x"


def flood(server, pieces, headers):
    """Answer with these pieces, for as long as somebody listens; how many bytes went out."""
    sent = [0]

    class Flood(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                for piece in pieces:
                    self.wfile.write(piece)
                    sent[0] += len(piece)

        def log_message(self, *args):
            pass

    server.RequestHandlerClass = Flood
    return sent


def test_gigabytes_are_not_read(server, http_, monkeypatch):
    monkeypatch.setattr(_http, "MAX_BODY", 4 * 1024 * 1024)
    sent = flood(server, itertools.repeat(b"[" * 65536), {})
    tracemalloc.start()
    with pytest.raises(HttpFailure, match="too large"):
        http_.send(Request("GET", "/x"))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * _http.MAX_BODY
    assert sent[0] < 40 * _http.MAX_BODY


def test_a_bomb_does_not_go_off(server, http_, monkeypatch):
    """192 MiB of blanks in 192 KiB of gzip."""
    monkeypatch.setattr(_http, "MAX_BODY", 4 * 1024 * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = [packer.compress(b" " * 1048576) for _mebibyte in range(192)] + [packer.flush()]
    flood(server, packed, {"Content-Encoding": "gzip", "Content-Length": str(sum(map(len, packed)))})
    tracemalloc.start()
    with pytest.raises(HttpFailure, match="too large"):
        http_.send(Request("GET", "/x"))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 128 * 1024 * 1024


def test_an_answer_that_drips_has_an_end(server, http_, monkeypatch):
    """Each byte comes in time, the whole never does."""
    clock = itertools.count(0.0, 7.0)
    monkeypatch.setattr(_http.time, "monotonic", lambda: next(clock))
    flood(server, itertools.repeat(b" " * 65536), {})
    with pytest.raises(HttpFailure, match="too slow"):
        http_.send(Request("GET", "/x"))


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"", b'{"a":', b"[" * 100000])
def test_what_is_no_json_is_an_error(server, http_, body):
    server.answers = [(200, {}, body)]
    with pytest.raises(HttpFailure):
        http_.send(Request("GET", "/x"))
    server.answers = [(200, {}, body)]
    with pytest.raises(Unsure):
        http_.send(Request("POST", "/x"))


def test_a_message_shows_neither_token_nor_terminal_codes(server, http_):
    text = json.dumps({"Message": f"bad token {TOKEN} \x1b[31mred\x1b[0m\nline" + "x" * 2000})
    server.answers = [(401, {}, text.encode())]
    said = http_.message(http_.send(Request("GET", "/x")))
    assert TOKEN not in said and "\x1b" not in said and "\n" not in said and len(said) <= 500


@pytest.mark.parametrize("ident", ["a/b", "a?b", "a#b", "%2f", "ä\n", "../../admin", "😀"])
def test_an_id_is_one_segment(server, http_, ident):
    http_.send(Request("GET", url_path("api/users", ident)))
    path = server.seen[0][1]
    assert path.startswith("/api/users/") and path.count("/") == 3 and "?" not in path


@pytest.mark.parametrize("ident", ["", ".", ".."])
def test_ids_that_would_be_another_route(ident):
    with pytest.raises(Invalid):
        url_path("api/users", ident)


@pytest.mark.parametrize("url", ["dashboard:3000", "ftp://x", "", "http://", "https://user:pw@host"])
def test_wrong_urls(url):
    with pytest.raises(Invalid, match="url"):
        address(url)


def test_a_token_in_clear_is_worth_a_warning():
    told = []
    Http("http://dashboard.example:3000", ("authorization", TOKEN), warn=told.append)
    assert "in clear" in told[0]
    Http("http://127.0.0.1:3000", ("authorization", TOKEN), warn=told.append)
    Http("https://dashboard.example", ("authorization", TOKEN), warn=told.append)
    assert len(told) == 1


def test_numbers_that_json_does_not_know(http_):
    with pytest.raises(Invalid):
        http_.send(Request("PUT", "/x", body={"a": float("nan")}))
