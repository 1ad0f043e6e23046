# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as JUnit's XML, for what GitLab, Jenkins and others make of it.

A kind is a suite, which bears the kind's title; an object is a test, and its class is the kind's name. A difference
that is only planned is a failure, which is what drift is; what could not be done is an error; what was not tried is
skipped.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from xml.etree import ElementTree

from ansible_collections.community.tyk.plugins.module_utils._report import words as text
from ansible_collections.community.tyk.plugins.module_utils._report.values import inline

Element = ElementTree.Element
OUTCOMES = {"planned": "failure", "failed": "error", "not_tried": "skipped"}
COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}
OBJECT = 20000  # characters of one object


def render(report: text.Item) -> str:
    """The report as XML."""
    seconds = f"{report.get('seconds') or 0:.3f}"
    root = ElementTree.Element("testsuites", name=f"Tyk: {text.verdict(report)}", time=seconds)
    totals = dict.fromkeys(("tests", *COUNTED.values()), 0)
    for kind, items in text.groups(report):
        suite = ElementTree.SubElement(root, "testsuite", name=text.title(report, kind))
        counts = _suite(suite, report, items)
        for name, count in counts.items():
            suite.set(name, str(count))
            totals[name] += count
        suite.set("timestamp", inline(report.get("generated") or "").rstrip("Z"))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(totals[name]))
    if len(root) and report.get("warnings"):
        warnings = ElementTree.SubElement(root[0], "system-err")
        warnings.text = "\n".join([text.TITLES["warnings"], *(inline(warning) for warning in report["warnings"])])
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(suite: Element, report: text.Item, items: list[text.Item]) -> dict[str, int]:
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in ((text.TITLES["mode"], text.mode(report)), *text.details(report)):
        ElementTree.SubElement(properties, "property", name=name, value=value)
    counts = {"tests": len(items), **dict.fromkeys(COUNTED.values(), 0)}
    seen: set[str] = set()
    for item in items:
        case = ElementTree.SubElement(suite, "testcase", classname=inline(item["kind"]), name=_unique(item, seen))
        outcome = OUTCOMES.get(item.get("status") or "")
        if outcome:
            counts[COUNTED[outcome]] += 1
            _explain(ElementTree.SubElement(case, outcome), item, _account(report, item))
        elif text.shown(item):
            ElementTree.SubElement(case, "system-out").text = _account(report, item)
    return counts


def _unique(item: text.Item, seen: set[str]) -> str:
    """The object's name; of two tests of one name, GitLab would leave one out."""
    name = shown = text.name(item)
    if name in seen and item.get("id"):
        name = shown = f"{name} ({inline(item['id'])})"
    number = 1
    while name in seen:
        number += 1
        name = f"{shown} #{number}"
    seen.add(name)
    return name


def _explain(element: Element, item: text.Item, account: str) -> None:
    reason = inline(item.get("message") or "") or text.fields(item) or inline(item.get("why") or "")
    message = f"{text.label(item)}: {reason}" if reason else text.label(item)
    element.set("message", message if len(message) <= 500 else message[:500] + " …")
    element.set("type", str(item.get("status")))
    element.text = account


def _account(report: text.Item, item: text.Item) -> str:
    """All that is known of an object, as lines."""
    found = [f"{text.label(item)} {text.title(report, item['kind'])} {text.name(item)}"]
    found += [f"{name}: {value}" for name, value in text.remarks(item)]
    account = "\n".join([*found, *text.listing(item)])
    return account if len(account) <= OBJECT else f"{account[:OBJECT]}\n… ({len(account) - OBJECT:,} more characters)"
