# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file for one secret: written whole or not at all, and never readable by others, not even for a moment."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tempfile
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

LONGEST = 200  # letters of a name that stay in that of its file, which may have 255 with what is put to it


def file_in(folder: str, *names: str) -> str:
    """A file in a folder of secrets, by names that may not be fit for files: kind, what it belongs to, its own."""
    return os.path.join(os.path.expanduser(folder), *map(_fit, names))


def _fit(name: str) -> str:
    """A name for a file that no other name has, too: where it is not the name itself, a digest tells them apart."""
    fit = re.sub(r"[^A-Za-z0-9@_.+-]", "_", name).lstrip(".")[:LONGEST] or "_"
    return fit if fit == name else f"{fit}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def check_place(path: str | None) -> None:
    """Refuse, before anything is made, what can never be the file of a secret. A folder may be made by an earlier task,
    so that a check does not ask for it."""
    try:
        whole = os.path.realpath(os.path.expanduser(path)) if path else ""
        if whole and not stat.S_ISREG(os.stat(whole).st_mode):  # replacing a device would do harm
            raise OSError(f"{whole} is no regular file")
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        long = "; choose a shorter name" if getattr(error, "errno", None) == errno.ENAMETOOLONG else ""
        raise Invalid(f"key_file: {error}{long}; nothing was created") from error


class KeyFile:
    """Opened before the secret is made, so that a secret is never made without a place to put it.

    :arg path: where to put it; None for nowhere.
    :arg idle: nothing will be made.
    """

    def __init__(self, path: str | None, idle: bool = False) -> None:
        self.path = os.path.realpath(os.path.expanduser(path)) if path else ""
        self._handle, self._temporary = -1, ""
        if not self.path or idle:
            return
        check_place(path)
        try:
            self._handle, self._temporary = tempfile.mkstemp(dir=os.path.dirname(self.path), prefix=".tyk-")
        except OSError as error:
            self.__exit__()
            raise Invalid(f"key_file: {error}; nothing was created") from error

    def write(self, secret: str) -> None:
        """Put the secret in place, once. mkstemp gives mode 0600."""
        if self._handle < 0:
            return
        with os.fdopen(self._handle, "w") as handle:
            self._handle = -1
            handle.write(secret + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(self._temporary, self.path)
        self._temporary = ""

    def __enter__(self) -> KeyFile:
        return self

    def __exit__(self, *error: t.Any) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
        if self._temporary:
            os.unlink(self._temporary)
            self._temporary = ""
