# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a configuration."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.files import parse

ENDINGS = (".yml", ".yaml", ".json")


def read_files(path: str, option: str, errors: list[str]) -> list[tuple[str, t.Any]]:
    """What a file holds, or every file below a folder; in the order of their names."""
    path = os.path.expanduser(path)
    found = [path]
    if os.path.isdir(path):
        found = []
        for folder, below, files in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            found += [
                os.path.join(folder, name)
                for name in sorted(files)
                if name.endswith(ENDINGS) and not name.startswith(".")
            ]
        if not found:
            errors.append(f"{option}: {path} holds no file that ends with {', '.join(ENDINGS)}")
    read = []
    for name in found:
        try:
            read.append((name, parse(name)))
        except (OSError, ValueError, RecursionError) as error:
            errors.append(f"{option}: {name}: {str(error) or 'nested too deeply'}")
    return read
