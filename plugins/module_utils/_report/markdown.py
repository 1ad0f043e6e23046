# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as Markdown that stands in a merge request as a comment.

Foreign text stands in code only, where neither Markdown nor what GitHub and GitLab add (mentions, references, quick
actions) means anything. Each line of a block of code begins with a sign of ours.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import html
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._report import words as text
from ansible_collections.community.tyk.plugins.module_utils._report.values import count, inline

LIMIT = 60000  # characters of the whole; GitHub takes 65,536
OBJECT = 6000  # characters of one object
OPEN = 5  # so many objects are shown unfolded


def render(report: text.Item) -> str:
    """The report as Markdown."""
    parts = [f"## Tyk: {text.verdict(report)}", _about(report), _table(report)]
    if report.get("warnings"):
        parts.append(f"### {text.TITLES['warnings']}")
        parts += _upto(OBJECT, [f"- {code(warning)}" for warning in report["warnings"]], "warning")
    sections = text.sections(report)
    many = sum(len(items) for _kind, items in sections)
    blocks = (block for kind, items in sections for block in _section(report, kind, items, many <= OPEN))
    left, size = many, sum(len(part) + 2 for part in parts)
    for heading, block in blocks:
        if size + len(heading) + len(block) + 4 > LIMIT:
            parts.append(f"*{count(left, 'more object')} not shown here; a report as HTML or JSON has them all.*")
            break
        parts += [heading, block] if heading else [block]
        size, left = size + len(heading) + len(block) + 4, left - 1
    return "\n\n".join(part for part in parts if part) + "\n"


def code(value: t.Any, cell: bool = False) -> str:
    """Foreign text as a span of code, also within a cell of a table."""
    shown = inline(value) or " "
    if len(shown) > OBJECT:
        shown = shown[:OBJECT] + " …"
    fence = _fence(shown, 1)
    pad = " " if shown.strip(" ") and (shown[0] in "` " or shown[-1] in "` ") else ""
    span = f"{fence}{pad}{shown}{pad}{fence}"
    return span.replace("|", "\\|") if cell else span


def _fence(content: str, least: int) -> str:
    return "`" * max([least, *(len(run) + 1 for run in re.findall("`+", content))])


def _about(report: text.Item) -> str:
    shown = [f"{name}: {code(value)}" for name, value in text.details(report)]
    return " · ".join([text.mode(report), *shown])


def _table(report: text.Item) -> str:
    columns, rows = text.columns(report), text.rows(report)
    if not rows:
        return ""
    table = [(text.TITLES["kind"], *(text.TITLES[name] for name in columns)), ("---", *("---:" for _name in columns))]
    table += [(_kind(report, kind, cell=True), *(f"{row.get(name, 0):,}" for name in columns)) for kind, row in rows]
    if len(rows) > 1:
        totals = text.totals(report)
        table.append((f"**{text.TITLES['all']}**", *(f"**{totals[name]:,}**" for name in columns)))
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _kind(report: text.Item, kind: str, cell: bool = False) -> str:
    """The title of a kind, which is a text of ours; one without a title is shown as it was given."""
    return text.title(report, kind) if text.has_title(report, kind) else code(kind, cell)


def _section(report: text.Item, kind: str, items: list[text.Item], unfold: bool) -> t.Iterator[tuple[str, str]]:
    heading = f"### {_kind(report, kind)}"
    for item in items:
        yield (
            heading,
            _object(item, f" {_kind_in_html(report, item['kind'])}" if text.mixed(kind) else "", unfold or not kind),
        )
        heading = ""


def _kind_in_html(report: text.Item, kind: str) -> str:
    return html.escape(text.title(report, kind)) if text.has_title(report, kind) else _html(kind)


def _object(item: text.Item, kind: str, unfold: bool) -> str:
    summary = f"<b>{html.escape(text.label(item))}</b>{kind} {_html(text.name(item))}"
    changed = text.fields(item)
    summary += f" · {_html(changed)}" if changed else ""
    parts = [f"<details{' open' if unfold else ''}><summary>{summary}</summary>"]
    parts += [" · ".join(f"{name}: {code(value)}" for name, value in text.remarks(item))]
    parts += ["\n".join(_diff(item)), "</details>"]
    return "\n\n".join(part for part in parts if part)


def _html(value: t.Any) -> str:
    shown = inline(value)
    return f"<code>{html.escape(shown[:OBJECT] + ' …' if len(shown) > OBJECT else shown)}</code>"


def _diff(item: text.Item) -> list[str]:
    shown = list(_upto(OBJECT, text.listing(item), "line"))
    fence = _fence("\n".join(shown), 3)
    return [f"{fence}diff", *shown, fence] if shown else []


def _upto(limit: int, lines: t.Iterable[str], noun: str) -> t.Iterator[str]:
    left, size = 0, 0
    for line in lines:
        size += len(line) + 1
        if size <= limit:
            yield line
        else:
            left += 1
    if left:
        yield f"  … {count(left, f'more {noun}')}"
