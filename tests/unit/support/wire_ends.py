# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands on the wire: the emulator behind a socket, over TLS too, and a small forward proxy."""

from __future__ import annotations

import contextlib
import http.server
import select
import socket
import struct
import threading
from urllib.parse import urlsplit

FOREVER = 30  # seconds; whoever waits for an answer that comes later gives up before
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def forget_proxies(monkeypatch):
    """No proxy and no bundle of authorities, whatever the environment says."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in BUNDLES:
        monkeypatch.delenv(name, raising=False)


class End(http.server.ThreadingHTTPServer):
    """A server on a free port; with a context of TLS it does its handshakes where it answers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler, context=None):
        super().__init__(("127.0.0.1", 0), handler)
        self.context = context
        self.place = f"127.0.0.1:{self.server_address[1]}"
        self.url = f"http{'s' if context else ''}://{self.place}"
        self.seen = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def finish_request(self, request, client_address):
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError):
            if self.context:
                request = self.context.wrap_socket(request, server_side=True)
            try:
                super().finish_request(request, client_address)
            finally:
                request.close()

    def shutdown_request(self, request):
        with contextlib.suppress(OSError):
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        pass

    def stop(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    """Says nothing of what it does."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reset(self):
        """End the connection as a process does that is killed."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        with contextlib.suppress(OSError):
            socket.socket.close(self.connection)

    def answer(self, status, headers, body, length=None):
        """In one piece, for what comes in two waits for an acknowledgement."""
        lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in headers.items())]
        lines.append(f"Content-Length: {len(body) if length is None else length}")
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)


class Front(Handler):
    """The emulator that its server has."""

    def handle_any(self):
        from tyk_emulator.wire import Request

        url = urlsplit(self.path)
        content = self.body()
        request = Request(self.command, url.path, url.query, dict(self.headers), content, "http")
        found = self.server.emulator.handle(request)
        if found.drop:
            return self.close() if self.server.closes else self.reset()
        if found.delay > FOREVER:
            self.connection.recv(1)  # until the other end has enough
            return self.close()
        headers = {name: value for name, value in found.headers.items() if name.lower() != "content-length"}
        body = found.body or b""
        self.answer(found.status, headers, body[: len(body) // 2] if found.truncate else body, len(body))
        return self.close() if found.truncate else None

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

    def close(self):
        self.close_connection = True


class Forward(Handler):
    """A forward proxy. What ends a connection behind it ends the one before it in the same way."""

    def handle_any(self):
        self.server.seen.append((self.command, self.path))
        url, content = urlsplit(self.path), self.body()
        with socket.create_connection((url.hostname, url.port)) as there:
            lines = [f"{self.command} {url._replace(scheme='', netloc='').geturl()} HTTP/1.1"]
            kept = [(name, value) for name, value in self.headers.items() if not name.lower().startswith("proxy-")]
            lines += [f"{name}: {value}" for name, value in kept if name.lower() != "connection"]
            self.close_connection = True
            try:
                there.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + content)
                head = b"\r\nConnection: close\r\n\r\n"
                while piece := there.recv(65536):
                    self.wfile.write(piece.replace(b"\r\n\r\n", head, 1) if head else piece)
                    head = b""
            except ConnectionResetError:
                self.reset()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

    def do_CONNECT(self):
        self.server.seen.append(("CONNECT", self.path))
        self.close_connection = True
        if self.server.refuses:
            self.answer(self.server.refuses, {}, b"")
            return
        host, _colon, port = self.path.partition(":")
        with socket.create_connection((host, int(port))) as there:
            self.wfile.write(b"HTTP/1.1 200 -\r\n\r\n")
            ends = {self.connection: there, there: self.connection}
            try:
                while True:
                    for end in select.select(list(ends), [], [], FOREVER)[0]:
                        piece = end.recv(65536)
                        if not piece:
                            return
                        ends[end].sendall(piece)
            except ConnectionResetError:
                self.reset()


def front(emulator, context=None, closes=False):
    """An emulator behind a socket; a connection that is to break is closed, or reset."""
    end = End(Front, context)
    end.emulator, end.closes = emulator, closes
    return end


def proxy(context=None):
    """A proxy; refuses: the status of its answers to CONNECT."""
    end = End(Forward, context)
    end.refuses = 0
    return end
