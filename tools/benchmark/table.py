# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The figures of build/bench.json as tables of docs/performance.md: table.py alone writes them anew."""

from __future__ import annotations

import json
import typing as t

from emulated import ROOT

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- written by make bench: begin -->", "<!-- written by make bench: end -->"
GOALS = {"noop_ratio": 1.5, "create_ratio": 1.3, "drift_ratio": 1.3}
Results = dict[str, t.Any]
Rows = t.Iterator[t.Sequence[t.Any]]


def lines(head: t.Sequence[str], rows: t.Iterable[t.Sequence[t.Any]]) -> t.Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    yield from (f"| {' | '.join(map(str, row))} |" for row in rows)
    yield ""


def whole(results: Results) -> Rows:
    """A whole configuration, by its size."""
    sizes = list(results["objects"])

    def row(title: str, name: str, *way: str) -> list[t.Any]:
        values = [results[name].get(size) for size in sizes]
        return [title, *("-" if value is None else value[way[0]] if way else value for value in values)]

    words = {"noop": "nothing to do", "create": "everything new", "drift": "a hundredth changed"}
    yield ["objects", *(sum(results["objects"][size].values()) for size in sizes)]
    for name, title in words.items():
        yield row(f"{title}: requests", f"{name}_requests")
        yield row(f"{title}: Ansible's whole process, s", f"{name}_seconds", "ansible")
        yield row(f"{title}: the module alone, s", f"{name}_seconds", "module")
        yield row(f"{title}: bare client, s", f"{name}_seconds", "bare")
        yield row(f"{title}: ratio of the whole process", f"{name}_ratio", "ansible")
        yield row(f"{title}: ratio of the module (goal at 1,000: {GOALS[f'{name}_ratio']})", f"{name}_ratio", "module")
        yield row(f"{title}: the same of processor time", f"{name}_ratio_cpu", "module")
    yield row("most memory, Ansible's largest process, MB", "peak_rss_mb", "ansible")
    yield row("most memory, the module alone, MB (goal at 10,000: 1,500)", "peak_rss_mb", "module")
    yield row("runs of each", "runs")


def others(results: Results) -> Rows:
    """Everything that has one figure."""
    if "growth" in results:
        yield "growth: ten times as much, nothing to do, whole process (goal: 11)", results["growth"]["ansible"]
        yield "growth of the module alone", results["growth"]["module"]
        yield "growth of the bare client", results["growth"]["bare"]
    single, loop = results["single_task_ratio"], results["loop_seconds_100"]
    seconds = results["single_task_seconds"]
    yield (
        "one unchanged `tyk_api` task to `ansible.builtin.uri`, in Ansible's own process (goal: 0.2)",
        single["ansible"],
    )
    yield "the same as a module (goal: 1.3)", single["module"]
    yield "these tasks, s: own process, module, `uri`", ", ".join(f"{seconds[way]:.3f}" for way in seconds)
    yield "a hundred unchanged keys in a loop, s", loop["ansible"]
    yield "the same as modules, s", loop["module"]
    yield "the same loop of an action plugin that does nothing, s", loop["nothing"]
    yield "ratio of the two loops in Ansible's own process (goal: 3)", results["loop_ratio"]


def counts(results: Results) -> Rows:
    for kind in results["requests_unchanged"]:
        steps = ("unchanged", "changed", "created")
        yield [f"`tyk_{kind}`", *(results[f"requests_{step}"].get(kind, "-") for step in steps)]


def tables(results: Results) -> str:
    machine = results["machine"]
    sizes = [f"{int(size):,} APIs" for size in results["objects"]]
    parts = [
        f"Measured with {machine['processors']} processor cores, Python {machine['python']}, ansible-core "
        f"{machine['ansible_core']} and requests {machine['requests']}. "
        f"When it began, {machine['load_at_start']} processes wanted a core.",
        "",
        *lines(["a whole configuration", *sizes], whole(results)),
        *lines(["", "figure"], others(results)),
        *lines(["requests of a task", "unchanged", "changed", "created"], counts(results)),
    ]
    return "\n".join(parts)


def write(results: Results) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write(json.loads((ROOT / "build/bench.json").read_text(encoding="utf-8")))
