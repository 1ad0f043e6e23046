# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-playbook in processes that can be killed, without the second that each would take to start: forks them.

Reads lines of JSON, {"arguments", "environment", "folder", "out"}; answers the pid of each, and how it ended. A run is
a process group of its own, so that a kill takes its workers along.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback

READY = "ready"
ACTIONS = "ansible_collections.community.tyk.plugins.action"
NAMES = ("tyk_api_info", "tyk_bootstrap_user", "tyk_organisation", "tyk_organisation_info", "tyk_user", "tyk_user_info")


def load() -> None:
    """Import what every run needs."""
    sys.argv = ["ansible-playbook"]
    import ansible.cli.playbook
    import ansible.executor.task_queue_manager
    import ansible.plugins.strategy.free
    import ansible.plugins.strategy.linear
    import requests
    from ansible.plugins.loader import init_plugin_loader

    assert ansible.plugins.strategy.free and requests
    init_plugin_loader()
    for name in NAMES:
        importlib.import_module(f"{ACTIONS}.{name}")


def run(arguments, environment, folder, out) -> int:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    from ansible.cli.playbook import PlaybookCLI

    sys.argv = ["ansible-playbook", *arguments]
    return PlaybookCLI(sys.argv).run()


def main() -> None:
    load()
    print(READY, flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 250
            try:
                code = run(**told)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
