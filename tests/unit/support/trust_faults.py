# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every fault, and the cases of a step: which of them it tries.

TYK_TRUST=all tries all of them; otherwise each step tries a share that its name and a fixed seed choose, and those of
ALONE each fault, by itself, at every request.
"""

from __future__ import annotations

import os
import random

ALL = os.environ.get("TYK_TRUST") == "all"
SEED, SHARE, BURSTS = 2026, 28, 5
LATE = 31  # seconds; the modules wait for 30
ALONE = {f"{kind} {verb}" for kind in ("oas", "key") for verb in ("create", "update", "delete")}
FAULTS = {
    "429": {"status": 429, "retry_after": 1},
    "500": {"status": 500},
    "500 after": {"status": 500, "after": True},
    "502": {"status": 502, "html": True},
    "502 after": {"status": 502, "html": True, "after": True},
    "503": {"status": 503},
    "503 after": {"status": 503, "after": True},
    "504": {"status": 504},
    "504 after": {"status": 504, "after": True},
    "refused": {"refuse": True},
    "reset": {"drop": True},
    "reset after": {"drop": True, "after": True},
    "truncated": {"truncate": True},
    "truncated after": {"truncate": True, "after": True},
    "half": {"short": True},
    "half after": {"short": True, "after": True},
    "html": {"html": True},
    "html after": {"html": True, "after": True},
    "empty": {"empty": True},
    "empty after": {"empty": True, "after": True},
    "content type": {"content_type": "text/plain"},
    "late": {"delay_s": LATE, "status": 200},
    "late after": {"delay_s": LATE, "after": True},
    "redirect": {"redirect": "http://elsewhere.example:3000"},
    "to https": {"redirect": "https"},
    "401": {"status": 401},
    "403": {"status": 403},
    "409": {"status": 409},
}


def cases(name: str, length: int, share: int = SHARE, bursts: int = BURSTS):
    """The cases of a step: (their name, the faults)."""
    dice = random.Random(f"{SEED} {name}")
    found = [
        (f"{fault} at {at}{' and on' if times > 1 else ''}", [{**how, "skip": at, "times": times}])
        for fault, how in FAULTS.items()
        for at in range(length)
        for times in (1, 99)
    ]
    alone = [case for case in found if case[1][0]["times"] == 1] if name in ALONE else []
    if not ALL and len(found) > share:
        # each fault somewhere, if there is room for all, and others by chance
        chosen = []
        if share >= len(FAULTS):
            chosen = [dice.choice([case for case in found if case[0].startswith(f"{fault} at ")]) for fault in FAULTS]
        chosen += dice.sample([case for case in found if case not in chosen], share - len(chosen))
        found = chosen + [case for case in alone if case not in chosen]
    for number in range(bursts * (5 if ALL else 1)):
        burst = []
        for _fault in range(dice.randrange(2, 6)):
            fault = dice.choice(list(FAULTS))
            burst.append({**FAULTS[fault], "skip": dice.randrange(3), "times": dice.randrange(1, 4)})
        found.append((f"burst {number}", burst))
    return found
