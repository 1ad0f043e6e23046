# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module and writes down the requests that it sends, and in which thread: record.py FILE MODULE ARGUMENTS."""

from __future__ import annotations

import importlib
import json
import sys
import threading
import typing as t
from urllib.parse import urlsplit

import requests

SENT: list[list[t.Any]] = []
LOCK = threading.Lock()
send = requests.adapters.HTTPAdapter.send


def noting(self: t.Any, request: requests.PreparedRequest, **how: t.Any) -> requests.Response:
    parts, body = urlsplit(str(request.url)), request.body
    with LOCK:
        where = parts.path + (f"?{parts.query}" if parts.query else "")
        text = body.decode() if isinstance(body, bytes) else body
        SENT.append([threading.current_thread().name, request.method, where, text])
    return send(self, request, **how)


def main() -> None:
    record, module = sys.argv[1:3]
    del sys.argv[1:3]
    requests.adapters.HTTPAdapter.send = noting  # type: ignore[assignment, method-assign]
    try:
        importlib.import_module(module).main()
    finally:
        with open(record, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(request) + "\n" for request in SENT)


if __name__ == "__main__":
    main()
