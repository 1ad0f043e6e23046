# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file that is written whole or not at all."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import secrets
import stat


def write_whole(path: str, text: str, private: bool = False) -> None:
    """Write a file whole or not at all. Others may read it as the umask says, or as they might before; or nobody."""
    temporary = os.path.join(os.path.dirname(path), f".tyk-{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            if os.path.exists(path) and not private:
                os.fchmod(handle, stat.S_IMODE(os.stat(path).st_mode))
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
