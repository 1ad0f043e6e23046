# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of a test that is marked with share(n), about one in n sets of parameters is taken; and of the tests of a file that
have no parameters and this mark, about one in n. They are always the same ones. Of what is marked with seldom, it is
none. With TYK_TRUST=all, it is all of them.
"""

from __future__ import annotations

import collections
import os
import zlib


def left_out(items) -> set:
    """Items that are not taken; of each test with parameters, and of those without in a file, one is at least."""
    if os.environ.get("TYK_TRUST") == "all":
        return set()
    seldom = {item for item in items if any(item.iter_markers("seldom"))}
    tests = collections.defaultdict(list)
    for item in items:
        (share,) = next((mark.args for mark in item.iter_markers("share")), (1,))
        if share > 1 and item not in seldom:
            test, parameters, _rest = item.nodeid.partition("[")
            tests[test if parameters else test.partition("::")[0]].append(
                (zlib.crc32(item.name.encode()) % share, item)
            )
    return seldom | {
        item for several in tests.values() for turn, item in several if turn != min(turn for turn, _item in several)
    }
