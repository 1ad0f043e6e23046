# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Python's looks for cycles, where there are none to be found."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import gc
import typing as t


@contextlib.contextmanager
def no_cycles() -> t.Iterator[None]:
    """Lists, declarations and answers are trees, and what is imported stays; to look for cycles in them takes a tenth
    of the time, and finds none."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.freeze()
            gc.unfreeze()  # all of it counts as old now, and is not looked through at once
            gc.enable()


def put_off(*values: t.Any) -> None:
    """Leave it to a look for cycles to take these apart, which takes a twentieth of a run with many objects. A process
    that ends takes no such look, and does without."""
    cycle = [*values]
    cycle.append(cycle)
