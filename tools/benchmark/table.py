# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The figures of build/bench.json as tables of docs/performance.md: table.py alone writes them anew."""

from __future__ import annotations

import json
import typing as t

from emulated import ROOT
from goals import GOALS, TASKS, Results

RESULT = ROOT / "build/bench.json"
PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- written by make bench: begin -->", "<!-- written by make bench: end -->"
Rows = t.Iterator[t.Sequence[t.Any]]


def at(found: t.Any, *names: str) -> t.Any:
    """A figure by the names that lead to it; "-" where it has not been measured."""
    for name in names:
        if not isinstance(found, dict) or name not in found:
            return "-"
        found = found[name]
    return found


def lines(head: t.Sequence[str], rows: t.Iterable[t.Sequence[t.Any]]) -> t.Iterator[str]:
    """A table; nothing where there is no row."""
    written = [f"| {' | '.join(map(str, row))} |" for row in rows]
    if written:
        yield f"| {' | '.join(head)} |"
        yield "| --- |" + " ---: |" * (len(head) - 1)
        yield from written
        yield ""


def goals(results: Results) -> Rows:
    for goal in GOALS:
        figure = goal.figure(results)
        yield goal.title, f"{goal.most:g}", "-" if figure is None else f"{figure:g}", goal.verdict(results)


def whole(columns: list[t.Any], ways: t.Collection[str]) -> Rows:
    """Whole configurations, one in each column."""

    def row(title: str, *names: str) -> list[t.Any]:
        return [title, *(at(column, *names) for column in columns)]

    named = {
        "ansible": "Ansible's whole process",
        "module": "the module alone",
        "bare": "bare client",
        "floor": "floor",
    }
    yield ["objects", *(sum(column["objects"].values()) for column in columns)]
    for name, title in TASKS.items():
        yield row(f"{title}: requests", f"{name}_requests")
        yield from (row(f"{title}: {named[way]}, s", f"{name}_seconds", way) for way in named if way in ways)
        for way in ways:
            if way in ("ansible", "module"):
                yield row(f"{title}: {named[way]} to the bare client", f"{name}_to_bare", way)
        yield row(f"{title}: the same of processor time", f"{name}_to_bare_cpu", "module")
        if "floor" in ways:
            yield row(f"{title}: the module alone to the floor", f"{name}_to_floor", "module")
            yield row(f"{title}: bare client to the floor", f"{name}_to_floor", "bare")
            yield row(f"{title}: the same of processor time", f"{name}_to_floor_cpu", "bare")
    yield from (row(f"most memory, {named[way]}, MB", "peak_rss_mb", way) for way in named if way in ways)
    yield row("runs of each", "runs")


def special(results: Results) -> Rows:
    """What is special in one way, one figure in each row."""
    rows = {
        "YAML: seconds with 1,000 APIs, nothing to do": ("yaml", "seconds", "yaml"),
        "the same in JSON": ("yaml", "seconds", "json"),
        "ratio of processor time": ("yaml", "ratio_cpu"),
        "a loop of 40 unchanged keys among 2,000, s": ("crowd", "seconds"),
        "50 keys by `key_id` or `key_hash` among 100,000, s": ("few", "seconds"),
        "most memory of that, MB": ("few", "mb"),
        "300 new versions of one API: requests": ("versions", "requests"),
        "the same: the module, s": ("versions", "create_seconds", "module"),
        "the same: bare client, s": ("versions", "create_seconds", "bare"),
        "the same: the module to the bare client": ("versions", "create_to_bare", "module"),
        "10 requests a second allowed: requests that were served": ("limit", "served"),
        "the same: requests that were refused": ("limit", "refused"),
        "the same: s": ("limit", "seconds"),
        "a hundred unchanged keys in a loop, s": ("loop", "loop_seconds_100", "ansible"),
        "the same as modules, s": ("loop", "loop_seconds_100", "module"),
        "the same loop of an action plugin that does nothing, s": ("loop", "loop_seconds_100", "nothing"),
        "an unchanged `tyk_api` task in Ansible's own process, s": ("single", "single_task_seconds", "ansible"),
        "the same as a module, s": ("single", "single_task_seconds", "module"),
        "`ansible.builtin.uri`, s": ("single", "single_task_seconds", "uri"),
    }
    yield from ([title, at(results, *names)] for title, names in rows.items())


def synced(results: Results, late: int) -> Rows:
    """tyk_config and a client with tyk-sync's requests."""
    for part, found in results.items():
        if part.startswith("sync-"):
            for name, title in TASKS.items():
                size, figures = int(part.removeprefix("sync-")), found[f"{name}_{late}ms"]
                counts = found["requests"][name]
                seconds = [f"{figures[way]:g} ({counts[way]})" for way in ("module", "sync")]
                yield [f"{size:,} APIs, {title}, answers {late} ms late", *seconds, figures["ratio"]]


def counts(results: Results) -> Rows:
    found = results.get("requests", {})
    for kind in found.get("requests_unchanged", ()):
        yield [f"`tyk_{kind}`", *(at(found, f"requests_{step}", kind) for step in ("unchanged", "changed", "created"))]


def measured_with(results: Results) -> str:
    machine = results["machine"]
    loads = [part["load"] for part in results.values() if "load" in part] or [0]
    return (
        f"Measured with {machine['processors']} processor cores, Python {machine['python']}, ansible-core "
        f"{machine['ansible_core']} and requests {machine['requests']}. "
        f"When its parts began, {min(loads):g} to {max(loads):g} processes wanted a core."
    )


def tables(results: Results) -> str:
    sizes = [name for name in results if name.startswith("whole-")]
    heads = [f"{int(name.removeprefix('whole-')):,} APIs" for name in sizes]
    columns = [results[name] for name in sizes]
    late = [results["latency"]] if "latency" in results else []
    apis = [f"{found['apis']:,} APIs" for found in late]
    parts = [
        measured_with(results),
        "",
        *lines(["goal", "at most", "measured", ""], goals(results)),
        *lines(
            ["a whole configuration", *heads], whole(columns, ("ansible", "module", "bare", "floor")) if columns else ()
        ),
        *lines(["the same, answers 0.1 s late", *apis], whole(late, ("module", "bare")) if late else ()),
        *lines(
            ["APIs and policies, s (requests)", "`tyk_config`", "a client with tyk-sync's requests", "ratio"],
            (row for wait in (0, 20) for row in synced(results, wait)),
        ),
        *lines(["", "figure"], special(results)),
        *lines(["requests of a task", "unchanged", "changed", "created"], counts(results)),
    ]
    return "\n".join(parts)


def write(results: Results) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{tables(results)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write(json.loads(RESULT.read_text(encoding="utf-8")))
