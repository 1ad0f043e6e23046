# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client that sends requests, parses the answers and does nothing else: bare.py FILE URL TOKEN PARALLEL.

FILE is what record.py has written. What was sent by one thread is sent by one thread, and what a pool of threads sent
before the next pool began is sent before it begins.
"""

from __future__ import annotations

import itertools
import json
import sys
import typing as t
from concurrent.futures import ThreadPoolExecutor

import requests


def main() -> None:
    path, url, token, parallel = sys.argv[1:]
    session = requests.Session()
    session.mount(url, requests.adapters.HTTPAdapter(pool_maxsize=int(parallel)))
    session.headers.update({"authorization": token, "Content-Type": "application/json"})

    def send(requests_: t.Iterable[list[t.Any]]) -> None:
        for _thread, method, where, body in requests_:
            answer = session.request(method, url + where, data=body and body.encode(), timeout=60)
            if method != "GET" or answer.status_code != 404:  # ids that Tyk chooses may come in another order
                answer.raise_for_status()
            answer.json()

    with open(path, encoding="utf-8") as file:
        todo = [json.loads(line) for line in file]
    with ThreadPoolExecutor(int(parallel)) as pool:
        for _pool, group in itertools.groupby(todo, lambda request: request[0].rpartition("_")[0]):
            lanes: dict[str, list[t.Any]] = {}
            for request in group:
                lanes.setdefault(request[0], []).append(request)
            list(pool.map(send, lanes.values()))


if __name__ == "__main__":
    main()
