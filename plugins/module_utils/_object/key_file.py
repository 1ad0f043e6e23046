# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file for one secret: written whole or not at all, and never readable by others, not even for a moment."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import signal
import stat
import tempfile
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

LONGEST = 200  # letters of a name that stay in that of its file, which may have 255 with what is put to it


def file_in(folder: str, *names: str) -> str:
    """A file in a folder of secrets, by names that may not be fit for files: kind, what it belongs to, its own."""
    return os.path.join(os.path.expanduser(folder), *map(_fit, names))


def _fit(name: str) -> str:
    """A name for a file that no other name has, too: where it is not the name itself, a digest tells them apart."""
    fit = re.sub(r"[^A-Za-z0-9@_.+-]", "_", name).lstrip(".")[:LONGEST] or "_"
    return fit if fit == name else f"{fit}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def check_place(path: str | None, option: str = "key_file", fresh: bool = False) -> None:
    """Refuse, before anything is made, what cannot be the file of a secret; in check mode as well.

    :arg option: where the path comes from; in key_dir, folders are made.
    :arg fresh: a file that is there is taken, not replaced.
    """
    fault = fault_of_file(path, makes=option == "key_dir", stays=fresh) or _else_there(path) if path else ""
    if fault:
        raise Invalid(f"{option}: {fault}; nothing was created")


def _else_there(path: str) -> str:
    """That a file holds something else than a secret, which would be lost."""
    try:
        with open(os.path.realpath(os.path.expanduser(path)), "rb") as file:
            there = file.read(65536).strip()
    except OSError:
        return ""  # it is not there, or its own fault
    if there.startswith(b"$ANSIBLE_VAULT;") or not (b"\n" in there or there.startswith((b"{", b"["))):
        return ""
    return f"{path} holds something else than a secret; name another file, or delete it"


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


class FreshFile(KeyFile):
    """A file that holds nothing yet, and that no other task can take meanwhile.

    It is there, locked, and has its room on the disk before there is a secret, which then goes into it at one stroke.
    Meanwhile signals that ask for an end have to wait.
    """

    ROOM = 256
    ENDS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)

    def __init__(self, path: str | None, idle: bool = False) -> None:
        super().__init__(path, idle=True)
        self._made = self._ready = False  # whether the file was made here, and has its room
        self._held: t.Any = None
        try:
            if self.path and not idle:
                self._claim()
            elif os.path.lexists(self.path) and not (os.path.isfile(self.path) and _blank(self.path)):
                raise self._taken()
        except OSError as error:
            self._leave()
            raise Invalid(f"key_file: {error}; nothing was created") from error

    def _taken(self) -> OSError:
        return OSError(f"{self.path} holds something already, or is no regular file; take it away, or name another")

    def _claim(self) -> None:
        """Take the file for this task alone."""
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            self._handle = os.open(self.path, flags | os.O_CREAT | os.O_EXCL, 0o600)
            self._made = True
        except FileExistsError:
            self._handle = os.open(self.path, flags)
        if not stat.S_ISREG(os.fstat(self._handle).st_mode):
            raise self._taken()
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._made = False
            raise OSError(f"another task is about to write {self.path}; name another file") from error
        except OSError:
            pass  # a file system without locks
        if not os.path.samestat(os.fstat(self._handle), os.stat(self.path)) or not _blank(self.path):
            self._made = False
            raise self._taken()
        self._ready = True
        os.fchmod(self._handle, 0o600)
        os.pwrite(self._handle, b"\n" * self.ROOM, 0)

    def write(self, secret: str) -> None:
        """Put the secret in place, once."""
        if self._handle < 0:
            return
        line, ours = f"{secret}\n".encode(), _blank(self.path)
        self._made = self._ready = False
        if not ours:  # by what does not care for locks
            handle, other = tempfile.mkstemp(dir=os.path.dirname(self.path), prefix=".tyk-")
            with os.fdopen(handle, "wb") as file:
                file.write(line)
            raise OSError(f"{self.path} was written by something else meanwhile; the secret is in {other} now")
        os.pwrite(self._handle, line, 0)
        os.ftruncate(self._handle, len(line))
        os.fsync(self._handle)
        self._leave()

    def _leave(self) -> None:
        """Let the file go; what is there without a secret as it was before."""
        if self._handle < 0:
            return
        with contextlib.suppress(OSError):
            if self._made:
                os.unlink(self.path)
            elif self._ready:
                os.ftruncate(self._handle, 0)
        self._made = self._ready = False
        os.close(self._handle)
        self._handle = -1

    def __enter__(self) -> FreshFile:
        if self._handle >= 0:
            self._held = signal.pthread_sigmask(signal.SIG_BLOCK, self.ENDS)
        return self

    def __exit__(self, *error: t.Any) -> None:
        self._leave()
        if self._held is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._held)
            self._held = None


def _blank(path: str) -> bool:
    with open(path, "rb") as file:
        return not file.read().strip()


def held_in(path: str | None) -> str | None:
    """The secret that a file holds, "" where it is empty or not there; None where that cannot be told, since there is
    not even its folder, it cannot be read, or it holds something else."""
    if not path:
        return None
    path = os.path.realpath(os.path.expanduser(path))
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read(65536).strip().splitlines()
    except FileNotFoundError:
        return "" if os.path.isdir(os.path.dirname(path)) else None
    except (OSError, UnicodeDecodeError):
        return None
    return "".join(lines) if len(lines) < 2 else None


def key_file_of(params: t.Mapping[str, t.Any], idle: bool) -> KeyFile:
    """The file that a task names for its secret, if any."""
    own = FreshFile if params.get("key_file_replace") is False else KeyFile
    return own(params.get("key_file"), idle)
