# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs modules as processes that can be killed, without the second that each would take to start: forks them.

Reads lines of JSON, {"module", "params", "out"}; answers the pid of each, and how it ended.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

import requests
from ansible.module_utils import basic

PLUGINS = "ansible_collections.community.tyk.plugins.modules"


def run(module: str, params: dict, out: str) -> None:
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(handle, 1)
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": params}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    importlib.import_module(f"{PLUGINS}.{module}").main()


def main() -> None:
    assert requests
    for name in sys.argv[1:]:
        importlib.import_module(f"{PLUGINS}.{name}")
    print("ready", flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                run(**told)
            except SystemExit as end:
                code = int(end.code or 0)
            finally:
                sys.stdout.flush()
                os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
