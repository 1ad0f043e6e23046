# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets a plain ``pytest tests/unit`` in any checkout find the collection by its full name, and the emulator."""

from __future__ import annotations

import atexit
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

if ROOT.parts[-3:] != ("ansible_collections", "community", "tyk"):  # there everything is in its place already
    tree = tempfile.TemporaryDirectory(prefix="community-tyk-")
    atexit.register(tree.cleanup)
    namespace = pathlib.Path(tree.name, "ansible_collections", "community")
    namespace.mkdir(parents=True)
    (namespace / "tyk").symlink_to(ROOT)
    sys.path.insert(0, tree.name)
elif str(ROOT.parents[2]) not in sys.path:
    sys.path.insert(0, str(ROOT.parents[2]))

sys.path.insert(0, str(ROOT / "tests"))
