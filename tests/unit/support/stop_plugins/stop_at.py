# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A callback that tells the test of every start of a task and every result, and waits there to be killed."""

from __future__ import annotations

import os
import urllib.request

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: stop_at
type: notification
short_description: Tells the address in STOP_URL of each start and result of a task, from STOP_FROM on
description: For the tests of this folder.
requirements: []
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "stop_at"

    def __init__(self):
        super().__init__()
        self.count = 0

    def _tell(self, name):
        self.count += 1
        wanted = os.environ.get("STOP_AT", "")
        if wanted and wanted in (str(self.count), name):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            opener.open(os.environ["STOP_URL"], timeout=60).read()

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._tell(f"start {task.get_name().rpartition(' : ')[2]}")

    def v2_runner_on_ok(self, result):
        self._tell(f"end {result._task.get_name().rpartition(' : ')[2]}")

    def v2_runner_on_skipped(self, result):
        self._tell(f"end {result._task.get_name().rpartition(' : ')[2]}")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._tell(f"end {result._task.get_name().rpartition(' : ')[2]}")

    def v2_playbook_on_stats(self, stats):
        with open(os.environ["STOP_COUNT"], "w", encoding="utf-8") as file:
            file.write(str(self.count))
