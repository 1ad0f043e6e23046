# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of a backup: whole or not there, for its owner only, and never in place of an earlier one."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.files import HAS_YAML, dump
from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_folder
from ansible_collections.community.tyk.plugins.module_utils._data.written import write_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

NOTHING = "nothing was written to Tyk"


def check_folder(folder: str) -> None:
    """Refuse, in check mode too, a folder that cannot take a backup. Raises Invalid."""
    if not HAS_YAML:
        raise Invalid(f"backup: to write YAML, this host needs the Python library PyYAML; {NOTHING}")
    fault = fault_of_folder(folder)
    if fault:
        raise Invalid(f"backup_dir: {fault}; {NOTHING}")


class BackupFile:
    """One file in a folder, which is made when it is first written.

    :arg path: where it is; "" as long as nothing is written.
    """

    def __init__(self, folder: str) -> None:
        self._folder, self.path = os.path.expanduser(folder), ""

    def write(self, said: list[str], config: t.Mapping[str, t.Any], aside: t.Mapping[str, t.Any]) -> None:
        """Write it, or in place of what it holds. Raises Invalid.

        :arg said: lines for people.
        :arg aside: what is in comments only.
        """
        path = self.path
        try:
            path = path or self._claim()
            rest = dump(dict(aside)).rstrip("\n").split("\n") if aside else []
            write_whole(path, _comment(said) + dump(dict(config)) + _comment(rest), private=True)
            self.path = path
        except (OSError, ValueError) as error:
            if path and not self.path:
                with contextlib.suppress(OSError):
                    os.unlink(path)  # it came to nothing
            raise Invalid(f"backup_dir: the backup could not be written: {error}; {NOTHING} without it") from error

    def _claim(self) -> str:
        """A new file, whose name says when it was made."""
        folder = ""
        for name in os.path.realpath(self._folder).split(os.sep):
            folder = f"{folder}{name}{os.sep}"
            if not os.path.isdir(folder):
                with contextlib.suppress(FileExistsError):  # another task has just made it
                    os.mkdir(folder, 0o700)  # makedirs would give its mode to the last one only
        moment = time.strftime("%Y-%m-%dT%H-%M-%SZ", time.gmtime())
        path = os.path.join(folder, f"tyk-{moment}-{secrets.token_hex(4)}.yml")
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        return path


def _comment(lines: t.Iterable[str]) -> str:
    return "".join(f"# {_line(line)}\n" for line in lines)


def _line(text: str) -> str:
    """A text within a comment, which may hold names from anywhere: one line, whatever is in it."""
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
