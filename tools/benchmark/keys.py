# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A few keys among very many: what is declared should count, and not what the Dashboard holds."""

from __future__ import annotations

import copy
import hashlib
import importlib
import json
import pathlib
import sys
import typing as t

from emulated import ROOT, dashboard
from environment import environment
from processes import Failed, Processes
from whole import MODULE, PARALLEL

Figures = dict[str, t.Any]
LISTS = "/api/keys/detailed"
PATIENT = 300  # seconds; the list of very many keys takes the emulator long where it is asked for


def loop_in_crowd(processes: Processes, count: int, items: int) -> Figures:
    """A loop of unchanged keys by their alias, in a Dashboard that holds an environment.

    :arg count: of the environment's APIs; it has twice as many keys.
    """
    tyk = processes.tyk
    tyk.start_anew()
    processes.module(MODULE, config=environment(count), parallel=PARALLEL)
    key = {"alias": "key-{{ 2 * item }}", "access_rights": [{"api": "Api {{ item }}"}], "rate": 20, "per": 1}
    tyk.forget_requests()
    task = {"community.tyk.tyk_key": key, "register": "key", "failed_when": "key is changed"}
    seconds = processes.loop(task, items)[0]
    return {
        "apis": count,
        "keys": 2 * count,
        "items": items,
        "requests": len(tyk.requests()),
        "seconds": round(seconds, 2),
    }


def few_of_many(processes: Processes, many: int, few: int) -> Figures:
    """So many keys of which a few are declared, half of them by key_id, half by key_hash."""
    folder = processes.folder / "many"
    folder.mkdir()
    state = folder / "state.json"
    with dashboard(folder, state) as tyk:
        tyk.start_anew()
        tyk.add_api()
        rights = [{"api": "Bench"}]
        first = Processes(folder / "first", tyk)
        first.module(MODULE, config={"keys": [{"alias": "key-0", "access_rights": rights, "rate": 10, "per": 1}]})
    declared = _multiplied(state, many, few)
    with dashboard(folder, state) as full:
        full.token = tyk.token
        return {"keys": many, **_asked_for(Processes(folder / "second", full), declared)}


def _multiplied(state: pathlib.Path, many: int, few: int) -> list[dict[str, t.Any]]:
    """Make a stored key as many; what is declared of them."""
    sys.path.append(str(ROOT / "tests"))
    key_hash = importlib.import_module("tyk_emulator.kinds.tokens").key_hash
    stored = json.loads(state.read_text())
    (first,) = stored["tables"]["keys"]
    rows = []
    for number in range(many):
        row = copy.deepcopy(first)
        token = row["org_id"] + hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
        row.update(id=token, custom="", hash=key_hash(token))
        row["session"]["alias"] = f"key-{number}"
        rows.append(row)
    stored["tables"]["keys"] = rows
    state.write_text(json.dumps(stored))
    which = [("key_hash", "hash") if number % 2 else ("key_id", "id") for number in range(few)]
    spread = zip(which, rows[:: many // few], strict=False)
    return [{option: row[field], "alias": row["session"]["alias"], "rate": 10} for (option, field), row in spread]


def _asked_for(processes: Processes, declared: list[dict[str, t.Any]]) -> Figures:
    options: dict[str, t.Any] = {"config": {"keys": declared}, "parallel": PARALLEL, "timeout": PATIENT}
    requests = processes.recorded(MODULE, **options)
    ran = processes.module(MODULE, **options)
    if '"changed": false' not in ran.output:
        raise Failed(f"the keys were not as declared\n{ran.output[-2000:]}")
    lists = sum(where.startswith(LISTS) for _thread, _method, where, _body in requests)
    figures = {"declared": len(declared), "requests": len(requests), "lists": lists}
    return {**figures, "seconds": round(ran.seconds, 2), "mb": round(ran.megabytes)}
