# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A bare client with the library of the module, used as the module uses it: bare.py FILE URL TOKEN PARALLEL.

It asks the environment for nothing, prepares one request for all, and sends by the module's adapter. See replay.py.
"""

from __future__ import annotations

import sys

import requests
from replay import Send, replay

from ansible_collections.community.tyk.plugins.module_utils._api.adapter import Adapter


def client(url: str, token: str, parallel: int) -> Send:
    session = requests.Session()
    session.trust_env = False
    session.mount(url, Adapter(pool_maxsize=parallel))
    headers = {"authorization": token, "Content-Type": "application/json"}
    alike = session.prepare_request(requests.Request("GET", url + "/", headers))
    adapter = session.get_adapter(url)

    def send(method: str, where: str, body: bytes | None) -> tuple[int, bytes | bytearray]:
        request = requests.PreparedRequest()
        request.__dict__.update(alike.__dict__, headers=dict(alike.headers))
        request.method, request.url, request.body = method, url + where, body
        if body or method != "GET":
            request.headers["Content-Length"] = str(len(body or b""))
        raw = bytearray()
        with adapter.send(request, stream=True, timeout=60) as answer:
            for part in answer.iter_content(65536):
                raw += part
        return answer.status_code, raw

    return send


if __name__ == "__main__":
    _script, _path, _url, _token, _parallel = sys.argv
    replay(_path, int(_parallel), client(_url, _token, int(_parallel)))
