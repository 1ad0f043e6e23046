# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the figures of `make bench` should be at most, and whether they are."""

from __future__ import annotations

import typing as t

Results = dict[str, t.Any]


class Goal(t.NamedTuple):
    """:arg where: the names that lead to the figure, or what computes it."""

    title: str
    most: float
    where: tuple[str, ...] | t.Callable[[Results], float]

    def figure(self, results: Results) -> float | None:
        """None where it has not been measured."""
        try:
            if callable(self.where):
                return round(self.where(results), 2)
            found: t.Any = results
            for name in self.where:
                found = found[name]
            return float(found)
        except KeyError:
            return None

    def verdict(self, results: Results) -> str:
        figure = self.figure(results)
        return "not measured" if figure is None else "met" if figure <= self.most else "**missed**"


def growth(results: Results, way: str) -> float:
    """How many times longer 10,000 APIs take than 1,000, where nothing is to be done."""
    small, large = (results[f"whole-{size}"]["noop_seconds"][way] for size in (1000, 10000))
    return t.cast(float, large / small)


TASKS = {"noop": "nothing to do", "drift": "a hundredth changed", "create": "everything new"}
BARE = "1,000 APIs, {}: the module to the bare client"
SYNC = "{} APIs, {}: `tyk_config` to a sequential client with tyk-sync's requests"
GOALS = (
    Goal(BARE.format("nothing to do"), 1.6, ("whole-1000", "noop_to_bare", "module")),
    Goal("the same of processor time", 1.8, ("whole-1000", "noop_to_bare_cpu", "module")),
    Goal(BARE.format("everything new"), 1.35, ("whole-1000", "create_to_bare", "module")),
    Goal("the same of processor time", 1.5, ("whole-1000", "create_to_bare_cpu", "module")),
    Goal(BARE.format("a hundredth changed"), 1.6, ("whole-1000", "drift_to_bare", "module")),
    *(
        Goal(
            f"answers 0.1 s late, {title}: the module to the bare client",
            1.15,
            ("latency", f"{name}_to_bare", "module"),
        )
        for name, title in TASKS.items()
    ),
    Goal("a configuration in YAML to the same in JSON", 1.2, ("yaml", "ratio")),
    Goal(
        "growth from 1,000 to 10,000 APIs, the module to the bare client",
        1.0,
        lambda r: growth(r, "module") / growth(r, "bare"),
    ),
    Goal("most memory with 10,000 APIs, the module alone, MB", 600, ("whole-10000", "peak_rss_mb", "module")),
    Goal("the same, Ansible's largest process, MB", 600, ("whole-10000", "peak_rss_mb", "ansible")),
    Goal("requests of a loop of 40 unchanged keys among 2,000", 3, ("crowd", "requests")),
    Goal("50 keys by `key_id` or `key_hash` among 100,000: requests for the list of keys", 0, ("few", "lists")),
    Goal("all of their requests", 53, ("few", "requests")),
    Goal(
        "requests for each of 300 new versions of one API",
        3,
        lambda r: r["versions"]["requests"] / r["versions"]["versions"],
    ),
    Goal("10 requests a second allowed: time to the least that is possible", 1.2, ("limit", "ratio")),
    Goal("the same: refused requests for each one that is served", 0.5, ("limit", "refused_share")),
    *(
        Goal(SYNC.format(f"{size:,}", TASKS[name]), most, (f"sync-{size}", f"{name}_0ms", "ratio"))
        for size in (500, 1000)
        for name, most in (("noop", 1.0), ("drift", 1.0), ("create", 1.7))
    ),
    Goal(
        "one unchanged `tyk_api` task to `ansible.builtin.uri`, in Ansible's own process",
        0.2,
        ("single", "single_task_ratio", "ansible"),
    ),
    Goal("the same as a module", 1.3, ("single", "single_task_ratio", "module")),
    Goal("a hundred unchanged keys in a loop, to an action plugin that does nothing", 3, ("loop", "loop_ratio")),
)
