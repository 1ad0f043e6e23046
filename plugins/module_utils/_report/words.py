# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the reports in all forms say, and in which words. Pure functions on plain data."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._report.values import compare, count, inline, lines

Item = dict[str, t.Any]

COUNTS = ("failed", "not_tried", "created", "updated", "deleted", "unchanged")
CHANGED = ("created", "updated", "deleted")
VERBS = {"created": "create", "updated": "update", "deleted": "delete", "rotated": "rotate"}
# Headings and labels, the same in every form; a kind's own title comes with the report.
TITLES = {
    "plan": "Plan, nothing was written",
    "apply": "Applied",
    "mode": "Mode",
    "url": "Address",
    "org_id": "Organisation",
    "time": "Time",
    "warnings": "Warnings",
    "failures": "What failed",
    "kind": "Kind",
    "all": "All",
    **{name: name.replace("_", " ") for name in COUNTS},
    "path": "Field",
    "before": "From",
    "after": "To",
    "value": "Value",
    "last": "Last value",
    "id": "id",
    "source": "from",
    "why": "why",
}
BESIDE = {
    "undeclared_fields": "Fields that nobody declares",
    "undeclared_objects": "Objects that nobody declares",
    "expiring": "What ends soon",
}
FIELDS = 5  # so many changed fields are named where an object is told in one line
LINE = 90  # characters of these


def listing(item: Item) -> t.Iterator[str]:
    """An object's changes as the lines of a text, each with a sign in front."""
    for line in lines(item["message"]) if item.get("message") else ():
        yield f"! {line}"
    for change in item.get("changes") or ():
        yield f"@@ {inline(change['path'])} @@"
        for found in compare(change):
            yield f"  … {found.text}" if found.sign == "@" else f"{found.sign} {found.text}"


def shown(item: Item) -> bool:
    """Whether there is more to say of the object than that it is as it should be."""
    return item.get("status") != "unchanged"


def groups(report: Item) -> list[tuple[str, list[Item]]]:
    """The objects by kind, in the order in which kinds are applied, and as given within."""
    found: dict[str, list[Item]] = {kind: [] for kind in report.get("summary") or {}}
    for item in report.get("items") or ():
        found.setdefault(item["kind"], []).append(item)
    found.update({name: report.get(name) or [] for name in BESIDE})
    return [(kind, items) for kind, items in found.items() if items]


def mixed(kind: str) -> bool:
    """Whether the objects below a heading are of several kinds."""
    return not kind or kind in BESIDE


def sections(report: Item) -> list[tuple[str, list[Item]]]:
    """What a reader is to see: first what failed, under the kind "", then the rest of what changes, by kind."""
    failed = [item for item in report.get("items") or () if item.get("status") == "failed"]
    found = [("", failed)]
    for kind, items in groups(report):
        found.append((kind, [item for item in items if shown(item) and item.get("status") != "failed"]))
    return [(kind, items) for kind, items in found if items]


def totals(report: Item) -> dict[str, int]:
    """The summary over all kinds."""
    rows = (report.get("summary") or {}).values()
    return {name: sum(row.get(name, 0) for row in rows) for name in COUNTS}


def columns(report: Item) -> list[str]:
    """What the table of the summary counts."""
    found = totals(report)
    return [name for name in COUNTS if found[name] or name not in ("failed", "not_tried")]


def rows(report: Item) -> list[tuple[str, dict[str, int]]]:
    """The summary of the kinds of which there are objects."""
    return [(kind, row) for kind, row in (report.get("summary") or {}).items() if any(row.values())]


def has_title(report: Item, kind: str) -> bool:
    """Whether a kind has a title, or else only a name; "" stands for what failed, of any kind."""
    return mixed(kind) or bool((report.get("titles") or {}).get(kind))


def title(report: Item, kind: str) -> str:
    """A kind as a heading."""
    if mixed(kind):
        return BESIDE.get(kind, TITLES["failures"])
    return inline(report["titles"][kind]) if has_title(report, kind) else inline(kind)


def name(item: Item) -> str:
    """What an object is called."""
    return inline(item.get("name") or item.get("id") or "(no name)")


def label(item: Item) -> str:
    """What becomes, or became, of an object."""
    action, status = str(item.get("action") or ""), item.get("status")
    verb = VERBS.get(action, "")
    if status == "done":
        return inline(action)
    if status in ("failed", "not_tried"):
        return inline(f"{verb} {str(status).replace('_', ' ')}".strip())
    return verb or inline(status or action)


def verdict(report: Item) -> str:
    """The report in one sentence."""
    found = totals(report)
    many = sum(found[name] for name in CHANGED)
    if report.get("mode") == "plan":
        sentence = f"{count(many, 'object')} would change" if many else "Nothing would change"
    else:
        sentence = f"{count(many, 'object')} changed" if many else "Nothing changed"
    return ", ".join([sentence, *_counted(found, ("failed", "not_tried"))])


def _counted(found: dict[str, int], names: t.Iterable[str]) -> list[str]:
    """So many of each, of what there is any of."""
    return [f"{found[name]:,} {TITLES[name]}" for name in names if found[name]]


def account(report: Item) -> str:
    """What was done, or would be, and how much is left, in one sentence that names no object."""
    found = totals(report)
    many, left = sum(found[name] for name in CHANGED), found["failed"] + found["not_tried"]
    parts = ", ".join(_counted(found, (*CHANGED, "unchanged")))
    parts = f" ({parts})" if parts else ""
    of = count(sum(found.values()), "object")
    if report.get("mode") == "plan":
        return f"{TITLES['plan']}: {many:,} of {of} would change{parts}."
    if left:
        open_ = ", ".join(_counted(found, ("failed", "not_tried")))
        return f"{many:,} of {count(many + left, 'change')} done{parts}, {open_}."
    return f"{many:,} of {of} changed{parts}, and nothing is left to do."


def details(report: Item) -> list[tuple[str, str]]:
    """Of what, when and how long."""
    time = str(report.get("generated") or "").replace("T", " ").replace("Z", " UTC")
    if report.get("seconds") is not None:
        time = f"{time} ({report['seconds']:,.1f} s)".strip()
    found = {"url": report.get("url"), "org_id": report.get("org_id"), "time": time}
    return [(TITLES[name], inline(value)) for name, value in found.items() if value]


def mode(report: Item) -> str:
    """Whether this is what would be done, or what was."""
    return TITLES["plan" if report.get("mode") == "plan" else "apply"]


def fields(item: Item) -> str:
    """Which fields of an object change, in part of a line; "" for one that comes or goes as a whole."""
    paths = [inline(change["path"]) for change in item.get("changes") or ()]
    if item.get("action") in ("created", "deleted") or not paths:
        return ""
    shown = [path if len(path) <= LINE else f"{path[:LINE]}…" for path in paths[:FIELDS]]
    while len(shown) > 1 and len(", ".join(shown)) > LINE:
        shown.pop()
    left = len(paths) - len(shown)
    return ", ".join(shown) + (f" and {left:,} more" if left else "")


def remarks(item: Item) -> list[tuple[str, str]]:
    """What identifies an object beside its name, where it is declared, and why it is dealt with."""
    return [(TITLES[name], inline(item[name])) for name in ("id", "source", "why") if item.get(name)]
