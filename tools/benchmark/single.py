# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Single tasks: with nothing to do, in loops, and how many requests a task of each kind sends."""

from __future__ import annotations

import statistics
import typing as t

import yaml
from emulated import API, OWNER, ROOT
from processes import Processes

TARGETS = ROOT / "tests/integration/targets"
LADDER = TARGETS / "setup_ladder"
DECLARED = {"name": "Bench", "listen_path": "/bench/", "target_url": "https://bench.example"}
# A variable that the action plugin does not know is a reason for it to start the module.
MODULE = {"environment": {"BENCH": "module"}}
# Kinds that climb no ladder, in the words of the ladder's data.
MORE_KINDS: dict[str, dict[str, t.Any]] = {
    "bootstrap_user": {
        "ladder_module": "tyk_bootstrap_user",
        "ladder_credential": {"admin_secret": "{{ admin_secret }}"},
        "ladder_which": {},
        "ladder_create": {
            **OWNER,
            "org_id": "{{ ladder_organisation.json.Meta }}",
            "email_address": "olga@acme.example",
        },
        "ladder_update": {"task": {"user_id": "{{ ladder_created.user.id }}", "last_name": "King"}},
    }
}
Figures = dict[str, t.Any]


def against_uri(processes: Processes, turns: int, items: int) -> Figures:
    """A task that finds nothing to do, against the bare GET that it cannot do without."""
    api = {"community.tyk.tyk_api": {"api_id": API, **DECLARED}}
    headers = {"Authorization": "{{ bench_token }}"}
    uri = {"ansible.builtin.uri": {"url": f"{{{{ url }}}}/api/apis/{API}", "headers": headers}}
    processes.tyk.start_anew()
    processes.tyk.add_api()
    ways: dict[str, dict[str, t.Any]] = {"ansible": api, "module": {**api, **MODULE}, "uri": uri}
    turned = [{way: processes.loop(task, items)[0] / items for way, task in ways.items()} for _turn in range(turns)]
    return {
        "single_task_ratio": {
            way: round(statistics.median(turn[way] / turn["uri"] for turn in turned), 3)
            for way in ("ansible", "module")
        },
        "single_task_seconds": {way: round(statistics.median(turn[way] for turn in turned), 4) for way in ways},
    }


def loops(processes: Processes, turns: int, items: int) -> Figures:
    """A hundred keys that are as they should be, against a loop of an action plugin that does nothing."""
    key = {"community.tyk.tyk_key": {"alias": "bench-{{ item }}", "access_rights": [{"api": "Bench"}], "rate": 10}}
    processes.tyk.start_anew()
    processes.tyk.add_api()
    made = processes.loop(key, items)[0]
    processes.tyk.forget_requests()
    processes.loop(key, items)
    requests = len(processes.tyk.requests())
    ways: dict[str, dict[str, t.Any]] = {"ansible": key, "nothing": {"bench.empty.nothing": {}}}
    turned = [{way: processes.loop(task, items) for way, task in ways.items()} for _turn in range(turns)]
    found = {way: round(statistics.median(turn[way][0] for turn in turned), 2) for way in ways}
    found["module"] = round(processes.loop({**key, **MODULE}, items)[0], 2)
    return {
        f"loop_seconds_{items}": found,
        f"loop_seconds_{items}_whole_process": {
            way: round(statistics.median(turn[way][1] for turn in turned), 2) for way in ways
        },
        "loop_ratio": round(statistics.median(turn["ansible"][0] / turn["nothing"][0] for turn in turned), 2),
        f"loop_created_seconds_{items}": round(made, 2),
        f"loop_requests_{items}": requests,
    }


def ladder_kinds() -> dict[str, dict[str, t.Any]]:
    """The data of every target that climbs the ladder."""
    found = {}
    for path in sorted(TARGETS.glob("tyk_*/vars/main.yml")):
        data = yaml.safe_load(path.read_text())
        if "ladder_module" in data:
            found[path.parts[-3].removeprefix("tyk_")] = data
    return {**found, **MORE_KINDS}


def count_play(kind: str, data: dict[str, t.Any]) -> dict[str, t.Any]:
    """Create an object, declare it once more, and change a field; tell the requests of each."""
    steps = {"created": "ladder_create", "unchanged": "ladder_create", "changed": "ladder_update.task"}
    tasks: list[dict[str, t.Any]] = [
        {"ansible.builtin.uri": {"url": "{{ url }}/_emulator/reset", "method": "POST"}},
        {"ansible.builtin.include_tasks": str(LADDER / "tasks/prepare.yml")},
    ]
    if "ladder_update" not in data:
        del steps["changed"]
    for step, options in steps.items():
        task = f"{{{{ ladder_credential | combine({{'url': url}}, ladder_which, {options}) }}}}"
        tasks += [
            {"ansible.builtin.set_fact": {"before": "{{ ladder_log | length }}"}},
            {"action": f"community.tyk.{data['ladder_module']}", "args": task, "register": "ladder_done"},
            {"ansible.builtin.debug": {"msg": f"bench {kind} {step} {{{{ ladder_log | length - before | int }}}}"}},
            {"ansible.builtin.assert": {"that": f"ladder_done is {'not ' * (step == 'unchanged')}changed"}},
        ]
        if step == "created":
            tasks.append({"ansible.builtin.set_fact": {"ladder_created": "{{ ladder_done }}"}})
    variables = {**yaml.safe_load((LADDER / "defaults/main.yml").read_text()), **data}
    return {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": variables,
        "vars_files": [str(LADDER / "vars/main.yml")],
        "tasks": tasks,
    }


def requests_of(processes: Processes) -> dict[str, dict[str, int]]:
    """For each kind: how many requests an unchanged object, a change, and a new object need."""
    said = processes.play([count_play(kind, data) for kind, data in ladder_kinds().items()])[1]
    counts: dict[str, dict[str, int]] = {"requests_unchanged": {}, "requests_changed": {}, "requests_created": {}}
    for kind, step, number in (text.split() for text in said):
        counts[f"requests_{step}"][kind] = int(number)
    return counts
