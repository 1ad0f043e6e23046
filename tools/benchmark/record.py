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
send = requests.Session.request


def noting(self: requests.Session, method: str, url: str, **how: t.Any) -> requests.Response:
    parts, body = urlsplit(url), how.get("data")
    with LOCK:
        where = parts.path + (f"?{parts.query}" if parts.query else "")
        SENT.append([threading.current_thread().name, method, where, body and body.decode()])
    return send(self, method, url, **how)


def main() -> None:
    record, module = sys.argv[1:3]
    del sys.argv[1:3]
    requests.Session.request = noting  # type: ignore[method-assign]
    try:
        importlib.import_module(module).main()
    finally:
        with open(record, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(request) + "\n" for request in SENT)


if __name__ == "__main__":
    main()
