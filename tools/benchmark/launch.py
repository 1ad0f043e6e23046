# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a command and writes down what it took: launch.py FILE COMMAND...

Linux counts to the memory of a process what its parent had when it was started, and the benchmark holds a lot. So the
parent is this, which holds next to nothing.
"""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    file, *command = sys.argv[1:]
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _pid, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    with open(file, "w", encoding="utf-8") as taken:
        print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=taken)
    sys.exit(os.waitstatus_to_exitcode(status) != 0)


if __name__ == "__main__":
    main()
