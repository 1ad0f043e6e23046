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
VERBS = {"created": "create", "updated": "update", "deleted": "delete", "rotated": "rotate"}


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
    return [(kind, items) for kind, items in found.items() if items]


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
    return not kind or bool((report.get("titles") or {}).get(kind))


def title(report: Item, kind: str) -> str:
    """A kind as a heading."""
    return inline(report["titles"][kind] if kind else "What failed") if has_title(report, kind) else inline(kind)


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
    many = sum(found[name] for name in ("created", "updated", "deleted"))
    if report.get("mode") == "plan":
        sentence = f"{count(many, 'object')} would change" if many else "Nothing would change"
    else:
        sentence = f"{count(many, 'object')} changed" if many else "Nothing changed"
    if found["failed"]:
        sentence += f", {found['failed']:,} failed"
    if found["not_tried"]:
        sentence += f", {found['not_tried']:,} not tried"
    return sentence


def details(report: Item) -> list[tuple[str, str]]:
    """Of what, when and how long."""
    time = str(report.get("generated") or "").replace("T", " ").replace("Z", " UTC")
    if report.get("seconds") is not None:
        time = f"{time} ({report['seconds']:,.1f} s)".strip()
    found = (("Address", report.get("url")), ("Organisation", report.get("org_id")), ("Time", time))
    return [(name, inline(value)) for name, value in found if value]


def remarks(item: Item) -> list[tuple[str, str]]:
    """What identifies an object beside its name, where it is declared, and why it is dealt with."""
    found = (("id", item.get("id")), ("from", item.get("source")), ("why", item.get("why")))
    return [(name, inline(value)) for name, value in found if value]
