# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a file can be written where a task wants it, without writing anything: a plan says what the run says."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import errno
import os
import stat


def real(path: str) -> str:
    """A path as it is meant, through links and from home. Raises ValueError where none can be meant."""
    return os.path.realpath(os.path.expanduser(path))


def fault_of_file(path: str, makes: bool = False, stays: bool = False) -> str:
    """Why no file can be written at this path; "" where one can.

    :arg makes: the folders that are missing are going to be made.
    :arg stays: a file that is there is written to, not replaced.
    """
    try:
        whole = real(path)
        try:
            there = os.stat(whole)
        except (FileNotFoundError, NotADirectoryError):
            there = None
    except (OSError, ValueError) as error:
        long = "; choose a shorter name" if getattr(error, "errno", None) == errno.ENAMETOOLONG else ""
        return f"{_why(error)}{long}"
    if there and not stat.S_ISREG(there.st_mode):  # replacing a device would do harm
        return f"{whole} is no regular file"
    if there and stays:
        return ""
    nowhere = _link_to_nowhere(os.path.dirname(os.path.expanduser(path))) if makes else ""
    return nowhere or fault_of_folder(os.path.dirname(whole), makes)


def fault_of_folder(path: str, makes: bool = True) -> str:
    """Why nothing can be written into this folder; "" where something can.

    :arg makes: it is going to be made where it is missing.
    """
    try:
        folder = whole = real(path)
        while makes and folder != os.path.dirname(folder) and not os.path.lexists(folder):
            folder = os.path.dirname(folder)
        if not os.path.lexists(folder):
            return f"there is no folder {whole}; make it first, or name another"
        if not stat.S_ISDIR(os.stat(folder).st_mode):
            return f"{folder} is no folder; name another"
    except (OSError, ValueError) as error:
        return _why(error)
    nowhere = _link_to_nowhere(os.path.expanduser(path))
    if nowhere:
        return nowhere
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"the folder {folder} may not be written to; name another"


def _link_to_nowhere(path: str) -> str:
    """That a link on the way to a folder leads to what is not there: be it a disk that is not mounted, nobody means a
    folder to be made in its place; "" where none does."""
    way = os.path.abspath(path)
    while way != os.path.dirname(way):
        if os.path.islink(way) and not os.path.exists(way):
            return f"{way} is a link to {os.path.realpath(way)}, which is not there; make that first, or name another"
        way = os.path.dirname(way)
    return ""


def _why(error: Exception) -> str:
    """What an error says, without its number."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
