# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as one page of HTML that stands alone: no script, nothing from elsewhere, readable without its style too."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import html
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._report import words as text
from ansible_collections.community.tyk.plugins.module_utils._report.values import Line, compare, inline, lines

SHORT = 72  # characters of values that stand side by side
OPEN = 8  # so many objects are shown unfolded
TONES = {"done": "", "planned": "", "failed": "failed", "not_tried": "idle"}
EMPTY = '<i class="none">not set</i>'
# Without a script: while it is checked, the style shows what is folded. Browsers that cannot do that do not show it.
OPEN_ALL = '<p class="all"><label><input type="checkbox" autocomplete="off"> Open all</label></p>'

STYLE = """
:root { color-scheme: light dark; --page: #f7f7f5; --card: #ffffff; --ink: #1c2128; --soft: #59626e; --rule: #dfe1e4;
  --link: #0b5cad; --good: #17633a; --good-bg: #e2f3e8; --mild: #754600; --mild-bg: #fcefd3; --bad: #a3231f;
  --bad-bg: #fbe6e4; --idle: #49515c; --idle-bg: #eaecef; --good-mark: #b3e2c4; --bad-mark: #f5bfba; }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --card: #1c2026; --ink: #e5e8ec; --soft: #a0a9b5;
  --rule: #343a43; --link: #86bdf5; --good: #86d9a4; --good-bg: #16301f; --mild: #efc376; --mild-bg: #352812;
  --bad: #ffa69e; --bad-bg: #3d1c1a; --idle: #b8c0ca; --idle-bg: #2b3038; --good-mark: #28583a; --bad-mark: #713029; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: clamp(1.25rem, 4vw, 3rem) clamp(1rem, 4vw, 2.5rem) 4rem; }
h1 { font-size: clamp(1.5rem, 4.5vw, 2.1rem); line-height: 1.2; letter-spacing: -.015em; margin: .2rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h2 small { font-weight: 400; font-size: .9rem; color: var(--soft); margin-left: .4rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre, td, .field { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .85rem; }
code, pre, td, th, dd, summary, li { overflow-wrap: anywhere; }
.mode { margin: 0; color: var(--soft); font-size: .9rem; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0 0 1rem; font-size: .9rem; }
dl div { display: flex; gap: .45rem; min-width: 0; }
dt { color: var(--soft); flex: none; }
dd { margin: 0; min-width: 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
.scroll { overflow-x: auto; }
.summary th, .summary td { padding: .5rem .75rem; border-top: 1px solid var(--rule); font-size: .9rem; }
.summary td, .summary thead th + th { text-align: right; font-variant-numeric: tabular-nums; font-family: inherit; }
.summary thead th { border-top: 0; color: var(--soft); font-weight: 500; font-size: .85rem; }
.summary tbody th { font-weight: 500; white-space: nowrap; }
.summary th, .summary td { overflow-wrap: normal; }
.summary tr > :first-child { position: sticky; left: 0; background: var(--card); }
.summary td.zero { color: var(--soft); }
.summary td.some { font-weight: 700; }
.summary td.failed { color: var(--bad); }
.summary tfoot th, .summary tfoot td { border-top-width: 2px; font-weight: 600; }
.note { padding: .6rem 1rem; border-left: 4px solid var(--mild); background: var(--mild-bg); border-radius: 6px; }
.notes { list-style: none; padding: 0; margin: 0; display: grid; gap: .5rem; }
.object { margin: 0 0 .6rem; content-visibility: auto; contain-intrinsic-size: auto 3rem; }
summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .65rem; padding: .65rem .9rem;
  cursor: pointer; list-style: none; border-radius: 10px; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "\\25B8"; color: var(--soft); width: .7rem; }
[open] > summary::before { content: "\\25BE"; }
.name { font-weight: 600; min-width: 0; }
.more { color: var(--soft); font-size: .85rem; }
.tag { font-size: .75rem; font-weight: 600; padding: .1rem .55rem; border-radius: 99px; white-space: nowrap;
  color: var(--mild); background: var(--mild-bg); }
.tag.created { color: var(--good); background: var(--good-bg); }
.tag.deleted { color: var(--bad); background: var(--bad-bg); }
.tag.idle { color: var(--idle); background: var(--idle-bg); }
.tag.failed { color: var(--card); background: var(--bad); }
.inside { padding: 0 .9rem .9rem; }
.message { margin: 0 0 .8rem; padding: .6rem .8rem; border-left: 4px solid var(--bad); background: var(--bad-bg);
  border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.changes { table-layout: fixed; }
.changes thead th { font-size: .8rem; font-weight: 500; color: var(--soft); padding: .2rem .5rem; }
.changes tbody { border-top: 1px solid var(--rule); }
.changes tbody th { padding: .45rem .5rem .1rem; font-weight: 600; }
.changes td { padding: .1rem .5rem .5rem; vertical-align: top; white-space: pre-wrap; }
.changes.one tr { border-top: 1px solid var(--rule); }
.changes.one th, .changes.one td { padding: .4rem .5rem; vertical-align: top; }
.changes.one thead th:first-child { width: 38%; }
.was { color: var(--bad); }
.now { color: var(--good); }
.none { color: var(--soft); font-family: system-ui, sans-serif; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 6px; overflow: hidden; }
pre > * { display: block; text-decoration: none; padding: 0 .5rem 0 2.1rem; text-indent: -1.6rem; }
pre > del { color: var(--bad); background: var(--bad-bg); }
pre > ins { color: var(--good); background: var(--good-bg); }
pre > i { color: var(--soft); }
mark { color: inherit; border-radius: 3px; }
del mark, .was mark { background: var(--bad-mark); }
ins mark, .now mark { background: var(--good-mark); }
footer { margin-top: 3rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 34rem) { .summary th, .summary td { padding: .45rem .3rem; font-size: .8rem; }
  .summary thead th { font-size: .75rem; } .summary tr > :first-child { padding-left: .6rem; }
  .summary tr > :last-child { padding-right: .6rem; }
  .changes thead { display: none; } .changes :is(tbody, tr, th, td) { display: block; }
  .changes.one th { padding-bottom: 0; } .changes.one td { padding-top: .1rem; }
  .changes :is(.was, .now) { padding-left: 3.1rem; }
  .was::before, .now::before { float: left; margin-left: -2.6rem; color: var(--soft);
    font-family: system-ui, sans-serif; content: "from"; }
  .now::before { content: "to"; } .changes .was { padding-bottom: 0; } }
.all { display: none; margin: 1.5rem 0 -1rem; font-size: .9rem; }
@supports selector(::details-content) {
  .all { display: block; }
  main:has(.all :checked) details::details-content { content-visibility: visible; block-size: auto; }
  main:has(.all :checked) summary::before { content: "\\25BE"; }
}
@page { margin: 15mm; }
@media print { :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --ink: #000000; --soft: #49515c;
  --rule: #b9bec5; --link: #000000; --good: #17633a; --good-bg: #e2f3e8; --mild: #754600; --mild-bg: #fcefd3;
  --bad: #a3231f; --bad-bg: #fbe6e4; --idle: #49515c; --idle-bg: #eaecef; --good-mark: #b3e2c4; --bad-mark: #f5bfba; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } a { text-decoration: none; }
  .all, summary::before, [open] > summary::before { display: none; } summary { padding-left: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .object { border-width: 1px 0 0; border-radius: 0; content-visibility: visible; }
  .scroll { overflow: visible; } .summary tr > :first-child { position: static; background: none; }
  .tag { border: 1px solid; } .tag.failed { color: var(--bad); background: none; } mark { text-decoration: underline; }
  .inside { padding: 0 0 .9rem; } footer { margin-top: 1.5rem; }
  tr, summary, .note, .message, pre > *, .object { break-inside: avoid; }
  h2, summary, thead, .changes tbody tr:first-child { break-after: avoid; } }
"""


def render(report: text.Item) -> str:
    """The report as HTML."""
    sections = text.sections(report)
    unfold = sum(len(items) for _kind, items in sections) <= OPEN
    ids = {kind: f"kind-{number}" if kind else "failed" for number, (kind, _items) in enumerate(sections)}
    title, about = _escape(text.verdict(report)), _list(text.details(report))
    warnings = [f'<li class="note">{_escape(warning)}</li>' for warning in report.get("warnings") or ()]
    page = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>Tyk: {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
        f'<header>\n<p class="mode">Tyk · {text.mode(report)}</p>\n<h1>{title}</h1>\n{about}\n</header>',
        _summary(report, ids),
        *(
            [f"<section>\n<h2>{text.TITLES['warnings']}</h2>", '<ul class="notes">', *warnings, "</ul>\n</section>"]
            if warnings
            else ()
        ),
        "" if unfold else OPEN_ALL,
        *(_section(report, kind, items, ids[kind], unfold or not kind) for kind, items in sections),
        "<footer>Objects that are as they should be are counted, not listed.</footer>",
        "</main>\n</body>\n</html>",
    ]
    return "\n".join(filter(None, page)) + "\n"


def _escape(value: t.Any) -> str:
    return html.escape(inline(value))


def _list(pairs: list[tuple[str, str]]) -> str:
    rows = (f"<div><dt>{name}</dt> <dd>{html.escape(value)}</dd></div>" for name, value in pairs)
    return f"<dl>{''.join(rows)}</dl>" if pairs else ""


def _summary(report: text.Item, ids: dict[str, str]) -> str:
    columns, rows = text.columns(report), text.rows(report)
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{text.TITLES[name]}</th>' for name in columns)
    body = []
    for kind, row in rows:
        title = html.escape(text.title(report, kind))
        link = f'<a href="#{ids[kind]}">{title}</a>' if kind in ids else title
        body.append(f'<tr><th scope="row">{link}</th>{_cells(columns, row)}</tr>')
    foot = f'<tfoot><tr><th scope="row">{text.TITLES["all"]}</th>{_cells(columns, text.totals(report))}</tr></tfoot>'
    return (
        '<div class="card scroll" role="region" aria-label="Summary" tabindex="0">\n<table class="summary">\n'
        f'<thead><tr><th scope="col">{text.TITLES["kind"]}</th>{head}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(body)}\n</tbody>{foot if len(rows) > 1 else ''}\n</table>\n</div>"
    )


def _cells(columns: list[str], row: dict[str, int]) -> str:
    cells = []
    for name in columns:
        count = row.get(name, 0)
        tone = "zero" if not count else "" if name == "unchanged" else f"some {name}"
        cells.append(f'<td class="{tone}">{count:,}</td>')
    return "".join(cells)


def _section(report: text.Item, kind: str, items: list[text.Item], id_: str, unfold: bool) -> str:
    heading = f'<h2 id="{id_}">{html.escape(text.title(report, kind))} <small>{len(items):,}</small></h2>'
    objects = (_object(item, text.title(report, item["kind"]) if text.mixed(kind) else "", unfold) for item in items)
    return "\n".join(["<section>", heading, *objects, "</section>"])


def _object(item: text.Item, title: str, unfold: bool) -> str:
    changes: list[t.Any] = item.get("changes") or []
    tone = TONES.get(item.get("status") or "") or (item.get("action") if item.get("action") in text.COUNTS else "")
    fields = text.fields(item)
    message = item.get("message")
    parts = [
        f'<details class="object card"{" open" if unfold else ""}>\n<summary>',
        f'<span class="tag {tone}">{html.escape(text.label(item))}</span>',
        f'<span class="name">{html.escape(text.name(item))}</span>',
        f'<span class="more">{html.escape(title)}</span>' if title else "",
        f'<span class="more field">{html.escape(fields)}</span>' if fields else "",
        '</summary>\n<div class="inside">',
        f'<p class="message">{html.escape(chr(10).join(lines(message)))}</p>' if message else "",
        _list(text.remarks(item)),
        _changes(changes),
        "</div>\n</details>",
    ]
    return "\n".join(filter(None, parts))


def _changes(changes: list[t.Any]) -> str:
    """The table of what changes: from what to what, or only the value where there is none on the other side."""
    if not changes:
        return ""
    one = next((side for side in ("before", "after") if not any(side in change for change in changes)), "")
    if one:
        names = (text.TITLES["path"], text.TITLES["value" if one == "before" else "last"])
        body = "".join(
            f'<tr><th scope="row" class="field">{_escape(change["path"])}</th><td>{_value(change)}</td></tr>\n'
            for change in changes
        )
        body = f"<tbody>\n{body}</tbody>"
    else:
        names = (text.TITLES["before"], text.TITLES["after"])
        body = "\n".join(_change(change) for change in changes)
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f'<table class="changes{" one" if one else ""}">\n<thead><tr>{head}</tr></thead>\n{body}\n</table>'


def _change(change: text.Item) -> str:
    found = compare(change)
    head = f'<tr><th scope="rowgroup" colspan="2" class="field">{_escape(change["path"])}</th></tr>'
    sides = [[line for line in found if line.sign == sign] for sign in "-+"]
    if len(found) <= 2 and all(len(side) <= 1 for side in sides) and all(len(line.text) <= SHORT for line in found):
        cells = (_text(side[0]) if side else EMPTY for side in sides)
        row = "".join(f'<td class="{tone}">{cell}</td>' for tone, cell in zip(("was", "now"), cells))
    else:
        row = f'<td colspan="2"><pre>{"".join(map(_line, found))}</pre></td>'
    return f"<tbody>{head}\n<tr>{row}</tr></tbody>"


def _value(change: text.Item) -> str:
    found = compare(change)
    return "\n".join(f'<i class="none">… {_text(line)}</i>' if line.sign == "@" else _text(line) for line in found)


def _line(line: Line) -> str:
    if line.sign == "@":
        return f"<i>… {_text(line)}\n</i>"
    tag = {"-": "del", "+": "ins"}.get(line.sign, "span")
    return f"<{tag}>{'−' if line.sign == '-' else line.sign} {_text(line)}\n</{tag}>"


def _text(line: Line) -> str:
    start, end = line.mark
    parts = [html.escape(part) for part in (line.text[:start], line.text[start:end], line.text[end:])]
    return f"{parts[0]}<mark>{parts[1]}</mark>{parts[2]}" if parts[1] else "".join(parts)
