# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs that are special in one way: YAML, many versions of one API, a server that limits requests."""

from __future__ import annotations

import collections
import json
import statistics
import typing as t

import yaml
from environment import environment
from processes import Processes
from whole import CHANGED, MODULE, PARALLEL, SCRIPTS, UNCHANGED, Whole, figures

Figures = dict[str, t.Any]


def yaml_to_json(processes: Processes, count: int, turns: int) -> Figures:
    """The same configuration in a file of each form, where nothing is to be done, in turns."""
    whole = Whole(processes, count)
    whole.create(0)
    text = yaml.dump(environment(count), Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))
    whole.declare("yaml", text, f"a-{count}.yml")
    rounds = [
        {form: whole.run("module", version, [], UNCHANGED) for form, version in (("json", "a"), ("yaml", "yaml"))}
        for _turn in range(turns)
    ]
    return {
        "apis": count,
        "seconds": {form: round(statistics.median(ran[form].seconds for ran in rounds), 3) for form in rounds[0]},
        "ratio": round(statistics.median(ran["yaml"].seconds / ran["json"].seconds for ran in rounds), 2),
        "ratio_cpu": round(statistics.median(ran["yaml"].busy / ran["json"].busy for ran in rounds), 2),
    }


def versions(processes: Processes, count: int, turns: int) -> Figures:
    """So many new versions of one API that is there."""
    tyk, folder = processes.tyk, processes.folder
    shared = {"target_url": "https://base.example"}
    base = {"api_id": "base", "name": "Base", "listen_path": "/base/", **shared}
    apis: list[dict[str, t.Any]] = [base]
    for number in range(count):
        about = {"api_id": f"base-{number}", "name": f"Base {number}", "listen_path": f"/base-{number}/", **shared}
        apis.append({**about, "version": {"of": "Base", "name": f"v{number}"}})
    path = folder / "versions.json"
    path.write_text(json.dumps({"apis": apis}))
    options = {"src": [str(path)], "parallel": PARALLEL}

    def with_base() -> None:
        tyk.start_anew()
        processes.module(MODULE, config={"apis": [base]})

    with_base()
    requests, rounds = processes.recorded(MODULE, **options), []
    for _turn in range(turns):
        ran = {}
        for way in ("module", "bare", "floor"):
            with_base()
            bare = way in SCRIPTS
            ran[way] = processes.bare(requests, PARALLEL, SCRIPTS[way]) if bare else processes.module(MODULE, **options)
        rounds.append(ran)
    return {"versions": count, "requests": len(requests), **figures("create", rounds)}


def limited(processes: Processes, count: int, per_second: int) -> Figures:
    """Everything new, where no more requests than that are allowed in a second."""
    whole = Whole(processes, count)
    whole.tyk.start_anew()
    whole.tyk.allow(per_second)
    ran = whole.run("module", "a", [], CHANGED)
    statuses = collections.Counter(request["status"] for request in whole.tyk.requests())
    refused = statuses.pop(429, 0)
    served = sum(statuses.values())
    return {
        "objects": sum(whole.objects.values()),
        "per_second": per_second,
        "served": served,
        "refused": refused,
        "seconds": round(ran.seconds, 1),
        "ratio": round(ran.seconds / (served / per_second), 2),
        "refused_share": round(refused / served, 2),
    }
