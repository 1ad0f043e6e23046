# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator of the Tyk Dashboard, as unforgiving as the real one. See README.md."""

from __future__ import annotations

from .config import QUIRKS, Config
from .core import Emulator
from .wire import Request, Response

__all__ = ["QUIRKS", "Config", "Emulator", "Request", "Response"]
