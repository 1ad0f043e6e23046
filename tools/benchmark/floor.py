# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The physical floor, a bare client with nothing but Python's own http.client: floor.py FILE URL TOKEN PARALLEL.

See replay.py.
"""

from __future__ import annotations

import http.client
import sys
import threading
from urllib.parse import urlsplit

from replay import Send, replay


def client(url: str, token: str) -> Send:
    place, mine = urlsplit(url).netloc, threading.local()
    headers = {"authorization": token, "Content-Type": "application/json"}

    def send(method: str, where: str, body: bytes | None) -> tuple[int, bytes]:
        if not hasattr(mine, "connection"):
            mine.connection = http.client.HTTPConnection(place, timeout=60)
        mine.connection.request(method, where, body, headers)
        answer = mine.connection.getresponse()
        return answer.status, answer.read()

    return send


if __name__ == "__main__":
    _script, _path, _url, _token, _parallel = sys.argv
    replay(_path, int(_parallel), client(_url, _token))
