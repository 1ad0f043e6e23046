# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task of this machine after another, where Tyk lets several make the same object."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Start, Task

LONGEST, PAUSE = 300.0, 0.05  # seconds that a task waits for another one at most, and between two looks


@contextlib.contextmanager
def alone(begun: Start, task: Task) -> t.Iterator[None]:
    """Work while no other task of this machine works on what has the same name, from the look at it to the write.

    Raises TykError where another one does not come to its end.
    """
    kind = begun.run.kind
    name = task.params.get(kind.identity.name_option)
    if not kind.life.one_by_one or task.check or not name:
        yield
        return
    path = _path(f"{task.params.get('url')} {kind.name} {name}")
    handle = _locked(path, f"{kind.noun} {name!r}")
    try:
        yield
    finally:
        if handle is not None:
            with contextlib.suppress(OSError):
                os.unlink(path)
            os.close(handle)


def _path(what: str) -> str:
    digest = hashlib.sha256(what.encode()).hexdigest()[:32]
    return os.path.join(tempfile.gettempdir(), f".community.tyk-{os.getuid()}-{digest}")


def _locked(path: str, what: str) -> int | None:
    """A handle of the file, with its lock; None where there are no locks. Raises TykError."""
    for _turn in range(int(LONGEST / PAUSE)):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        except FileNotFoundError:
            pass  # who had the lock has taken the file away
        except BlockingIOError:
            time.sleep(PAUSE)
        except OSError:
            os.close(handle)
            return None
        os.close(handle)
    raise TykError(
        f"another task of this machine has been at work on the {what} for {LONGEST:.0f} seconds; "
        f"nothing was done here. Run again when it has ended, or end it: it holds {path}"
    )
