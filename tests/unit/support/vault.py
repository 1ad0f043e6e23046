# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for HashiCorp Vault, as far as its engine for keys and values, version 2, is read and written."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "hvs.the-token-of-tests"


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def route(self):
        """The secret that is asked for; None after a refusal."""
        if self.headers.get("X-Vault-Token") != TOKEN:
            self.answer(403, {"errors": ["permission denied"]})
            return None
        place = re.fullmatch(r"/v1/secret/data/(\S+)", self.path)
        if place is None:
            self.answer(404, {"errors": ["no handler for route"]})
        return place[1] if place else None

    def do_GET(self):
        name = self.route()
        if name is None:
            return
        versions = self.server.secrets.get(name)
        if not versions:
            self.answer(404, {"errors": []})
            return
        self.answer(200, {"data": {"data": versions[-1], "metadata": {"version": len(versions)}}})

    def do_POST(self):
        name = self.route()
        if name is None:
            return
        said = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        if not isinstance(said.get("data"), dict):
            self.answer(400, {"errors": ["no data provided"]})
            return
        versions, least = self.server.secrets.setdefault(name, []), (said.get("options") or {}).get("cas")
        if least is not None and least != len(versions):
            self.answer(400, {"errors": ["check-and-set parameter did not match the current version"]})
            return
        versions.append(said["data"])
        self.answer(200, {"data": {"version": len(versions)}})

    do_PUT = do_POST

    def log_message(self, *_args):
        """Nothing: tests look at what was kept."""


@contextlib.contextmanager
def vault():
    """A Vault of its own: (address, what it keeps by name, each with all its versions)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.secrets = {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.secrets
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
