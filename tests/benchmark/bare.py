# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client that sends requests, parses the answers and does nothing else: bare.py FILE URL TOKEN PARALLEL.

It reads one after another, and writes in parallel, kind after kind, because objects of one kind refer to those of another.
"""

from __future__ import annotations

import itertools
import json
import sys
import typing as t
from concurrent.futures import ThreadPoolExecutor

import requests


def phase(request: list[t.Any]) -> tuple[bool, str]:
    """Whether it writes, and the kind that it is about."""
    return request[0] != "GET", request[1].split("?")[0].split("/")[2]


def main() -> None:
    path, url, token, parallel = sys.argv[1:]
    session = requests.Session()
    session.mount(url, requests.adapters.HTTPAdapter(pool_maxsize=int(parallel)))
    session.headers.update({"authorization": token, "Content-Type": "application/json"})

    def send(request: list[t.Any]) -> None:
        method, where, body = request
        answer = session.request(method, url + where, data=body and body.encode(), timeout=60)
        answer.raise_for_status()
        answer.json()

    with open(path, encoding="utf-8") as file:
        todo = [json.loads(line) for line in file]
    with ThreadPoolExecutor(int(parallel)) as pool:
        for (writes, _kind), group in itertools.groupby(todo, phase):
            list((pool.map if writes else map)(send, group))


if __name__ == "__main__":
    main()
