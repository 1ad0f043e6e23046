# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the two bare clients share: they send recorded requests, parse the answers, and do nothing else.

What was sent by one thread is sent by one thread, and what a pool of threads sent before the next pool began is sent
before it begins. Like the module, they do not look for cycles in what they have parsed.
"""

from __future__ import annotations

import gc
import itertools
import json
import typing as t
from concurrent.futures import ThreadPoolExecutor

Send = t.Callable[[str, str, "bytes | None"], tuple[int, "bytes | bytearray"]]  # method, path and body: status and body


def parsed(send: Send, method: str, where: str, body: str | None) -> t.Any:
    """The answer to one request, which has to be a good one."""
    status, raw = send(method, where, body.encode() if body else None)
    if status >= 400 and (method, status) != ("GET", 404):  # ids that Tyk chooses may come in another order
        raise SystemExit(f"{method} {where}: {status} {raw[:500]!r}")
    return json.loads(raw) if raw else None


def replay(path: str, parallel: int, send: Send) -> None:
    """:arg path: the file that record.py has written."""
    gc.disable()
    with open(path, encoding="utf-8") as file:
        todo = [json.loads(line) for line in file]

    def lane(requests: list[list[t.Any]]) -> None:
        for _thread, method, where, body in requests:
            parsed(send, method, where, body)

    with ThreadPoolExecutor(parallel) as pool:
        for _pool, group in itertools.groupby(todo, lambda request: request[0].rpartition("_")[0]):
            lanes: dict[str, list[t.Any]] = {}
            for request in group:
                lanes.setdefault(request[0], []).append(request)
            list(pool.map(lane, lanes.values()))
