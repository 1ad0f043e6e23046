# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What reports say, and that no text makes them say anything else."""

from __future__ import annotations

import html.parser
import json
import os
import re
import stat
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._report import html as _report_html
from ansible_collections.community.tyk.plugins.module_utils._report import words as text
from ansible_collections.community.tyk.plugins.module_utils._report.report import (
    check_ending,
    check_place,
    render,
    write,
)
from ansible_collections.community.tyk.plugins.module_utils._report.values import SHOWN, compare, inline, lines

COUNTS = dict.fromkeys(("created", "updated", "deleted", "unchanged", "failed", "not_tried"), 0)
WORDS = frozenset(
    """Tyk object objects would change changed Nothing failed not tried Plan nothing was written Applied
    Address Organisation Time APIs Keys User groups What Warnings created updated deleted unchanged Kind
    All id from why""".split()
)
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style></pre></summary></details><img src=x onerror=alert(1)>",
    "| a | `b` ``c`` |",
    "```\n</details>\n# heading\n```",
    "[click](javascript:alert(1)) @all !1 #1 *bold*",
    "\n/merge\n/close",
    "]]> <![CDATA[ & &amp; ' \"",
    "\x1b[31mred\x1b]0;title\x07 \x9b0m \x00 \x7f",
    "\u202egnp.exe \u200b \u2028 \ufeff \ufffe \uffff \ud800",
    "  blank  ",
    "\\",
    "`",
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text(alphabet="`|<>&\n\r\t -+@!/\\*_[]()#~\x1b'\""))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
CHANGES = st.lists(
    st.fixed_dictionaries({"path": TEXT}, optional={"before": JSON, "after": JSON}),
    max_size=3,
)
ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["apis", "keys", "user_groups"]),
            "name": TEXT,
            "id": TEXT,
            "action": st.sampled_from(["created", "updated", "deleted", "none"]),
            "status": st.sampled_from(["planned", "done", "unchanged", "failed", "not_tried"]),
            "source": TEXT,
            "changes": CHANGES,
            "why": TEXT,
            "message": TEXT,
        }
    ),
    max_size=5,
)


TITLES = {"apis": "APIs", "keys": "Keys", "user_groups": "User groups"}


def thing(name="Orders", kind="apis", action="updated", status="planned", changes=(), **more):
    blank = {"id": "", "source": "", "why": "", "message": ""}
    return {"kind": kind, "name": name, "action": action, "status": status, "changes": list(changes), **blank, **more}


def report(*items, mode="plan", warnings=(), **more):
    summary = {}
    for item in items:
        row = summary.setdefault(item["kind"], dict(COUNTS))
        row[item["status"] if item["status"] in row else item["action"] if item["action"] in row else "unchanged"] += 1
    about = {"url": "https://dashboard.example.com", "org_id": "5e9d", "generated": "2026-01-31T12:00:00Z"}
    rest = {"mode": mode, "seconds": 1.25, "items": list(items), "warnings": list(warnings), "titles": TITLES}
    return {**about, **rest, "summary": summary, **more}


class Page(html.parser.HTMLParser):
    """The page as a browser takes it: balanced elements, their attributes, and the text in each."""

    def __init__(self, content):
        super().__init__()
        self.open, self.tags, self.attributes, self.texts = [], [], [], []
        self.feed(content)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def said(self, *tags):
        return "".join(data for tag, data in self.texts if tag in tags)


ALL = (
    thing("Support", "user_groups", changes=[{"path": "permissions.logs", "before": "read", "after": "write"}]),
    thing(
        "Payments", action="created", changes=[{"path": "listen_path", "after": "/pay/"}], source="apis.yml: apis[3]"
    ),
    thing(
        "Old", action="deleted", changes=[{"path": "active", "before": True}], why="in prune_scope: tag x", id="4711"
    ),
    thing("Same", action="none", status="unchanged"),
    thing("Broken", status="failed", message="PUT was answered with 400: bad\nvery bad"),
    thing("Later", "keys", status="not_tried", changes=[{"path": "rate", "before": 60, "after": 100}]),
)


@pytest.mark.parametrize("ending", [".md", ".html", ".xml"])
def test_it_says_what_changes_from_what_to_what_and_why(ending):
    shown = render(report(*ALL, warnings=["Mind the gap"]), ending)
    for said in ("permissions.logs", "read", "write", "Payments", "/pay/", "4711", "Broken", "Later", "very bad"):
        assert said in shown
    for said in ("apis.yml: apis[3]", "in prune_scope: tag x", "Mind the gap", "https://dashboard.example.com", "5e9d"):
        assert said in shown


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_what_failed_comes_first_and_what_is_as_it_should_be_is_only_counted(ending):
    many = [thing(f"key {number}", "keys", "none", "unchanged") for number in range(10000)]
    shown = render(report(*ALL, *many), ending)
    assert "Same" not in shown and "key 1" not in shown and "10,000" in shown
    assert shown.index("Broken") < shown.index("Support") < shown.index("Payments") < shown.index("Later")
    assert len(shown) < 20000


@pytest.mark.parametrize(
    ("items", "mode", "said"),
    [
        ([], "plan", "Nothing would change"),
        ([thing(action="none", status="unchanged")], "apply", "Nothing changed"),
        ([thing()], "plan", "1 object would change"),
        ([thing(status="done"), thing(status="done", action="deleted")], "apply", "2 objects changed"),
        (ALL, "apply", "3 objects changed, 1 failed, 1 not tried"),
    ],
)
def test_the_heading_says_it_in_one_sentence(items, mode, said):
    given = report(*items, mode=mode)
    assert render(given, ".md").startswith(f"## Tyk: {said}\n")
    assert f"<h1>{said}</h1>" in render(given, ".html")
    assert ElementTree.fromstring(render(given, ".xml")).get("name") == f"Tyk: {said}"


@pytest.mark.parametrize("ending", [".md", ".html", ".xml"])
def test_a_kind_has_the_title_that_the_report_gives_it(ending):
    shown = render(report(*ALL, titles={**TITLES, "user_groups": "Groups of users"}), ending)
    for title in ("Groups of users", "APIs", "Keys"):
        assert title in shown
    assert "user_groups" not in shown or ending == ".xml"  # there the name is the class


@pytest.mark.parametrize("titles", [{}, None])
def test_a_kind_without_a_title_is_shown_as_it_is(titles):
    given = report(thing("Orders", "@some_kind"), thing("Bills", "@some_kind", status="failed"), titles=titles)
    assert "### `@some_kind`" in render(given, ".md") and "<code>@some_kind</code>" in render(given, ".md")
    assert ">@some_kind <small>1</small></h2>" in render(given, ".html")
    assert ElementTree.fromstring(render(given, ".xml"))[0].get("name") == "@some_kind"


def test_json_has_all_as_it_was_given():
    given = report(*ALL)
    assert json.loads(render(given, ".json")) == given


def test_json_is_json_even_where_a_value_is_not():
    shown = render(report(thing(changes=[{"path": "rate", "after": float("inf")}])), ".json")
    assert json.loads(shown, parse_constant=pytest.fail)["items"][0]["changes"][0]["after"] == "Infinity"


def test_junit_takes_drift_for_failures_and_tells_twins_apart():
    twins = [thing("Same", id="1"), thing("Same", id="2"), thing("Same", id="2"), thing("")]
    root = ElementTree.fromstring(
        render(report(*ALL, *twins, thing("Fine", "keys", status="done"), warnings=["a", "b"]), ".xml")
    )
    cases = [(case.get("classname"), case.get("name"), [part.tag for part in case]) for case in root.iter("testcase")]
    assert cases == [
        ("user_groups", "Support", ["failure"]),
        ("apis", "Payments", ["failure"]),
        ("apis", "Old", ["failure"]),
        ("apis", "Same", []),
        ("apis", "Broken", ["error"]),
        ("apis", "Same (1)", ["failure"]),
        ("apis", "Same (2)", ["failure"]),
        ("apis", "Same (2) #2", ["failure"]),
        ("apis", "(no name)", ["failure"]),
        ("keys", "Later", ["skipped"]),
        ("keys", "Fine", ["system-out"]),
    ]
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "time")} == {
        "tests": "11",
        "failures": "7",
        "errors": "1",
        "time": "1.250",
    }
    assert [suite.get("skipped") for suite in root] == ["0", "0", "1"]
    assert root.findtext("testsuite/system-err") == "Warnings\na\nb"
    assert [suite.get("name") for suite in root] == ["User groups", "APIs", "Keys"]
    assert root[0].get("timestamp") == "2026-01-31T12:00:00"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"before": 60, "after": 100}, ["- 60", "+ 100"]),
        ({"before": "60", "after": 60}, ['- "60"', "+ 60"]),
        ({"before": "true", "after": True}, ['- "true"', "+ true"]),
        ({"before": "", "after": None}, ['- ""', "+ null"]),
        ({"before": " a", "after": "a"}, ['- " a"', "+ a"]),
        ({"before": "a\n", "after": "a"}, ['- "a\\n"', "+ a"]),
        ({"before": "a\r\nb", "after": "a\nb"}, ["- a\\r", "+ a", "  b"]),
        ({"before": "\x9b", "after": "\\x9b"}, ['- "\\x9b"', "+ \\x9b"]),
        ({"before": [1, "\x9b"], "after": [2, "\\x9b"]}, ["- - 1", '- - "\\x9b"', "+ - 2", "+ - \\x9b"]),
        ({"before": "- a", "after": ["a"]}, ['- "- a"', '+ ["a"]']),
        ({"after": "new"}, ["+ new"]),
        ({"before": "old"}, ["- old"]),
        ({"before": {}, "after": []}, ["- {}", "+ []"]),
        ({"before": ["a"], "after": ["a", "b"]}, ["  - a", "+ - b"]),
        ({"before": {"a": {"b": 1}}, "after": {"a": {"b": 2}}}, ["  a:", "-   b: 1", "+   b: 2"]),
        ({"after": [{"b": ["1", "x: y"], "a": "1\n2"}]}, ["+ - a: |", "+     1", "+     2", "+   b:", '+     - "1"']),
    ],
)
def test_values_are_shown_so_that_none_is_taken_for_another(change, expected):
    shown = [f"{line.sign} {line.text}" for line in compare({"path": "x", **change})]
    assert shown[: len(expected)] == expected


@given(JSON, JSON)
def test_values_that_differ_never_look_the_same(before, after):
    found = compare({"before": before, "after": after})
    same = json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
    assert any(line.sign in "-+" for line in found) is not same


def test_only_the_lines_around_a_difference_are_shown():
    before = "\n".join(f"line {number}" for number in range(10000))
    found = compare({"before": before, "after": before.replace("line 5000\n", "line five\n")})
    assert [(line.sign, line.text) for line in found] == [
        ("@", "4,997 equal lines"),
        *((" ", f"line {number}") for number in (4997, 4998, 4999)),
        ("-", "line 5000"),
        ("+", "line five"),
        *((" ", f"line {number}") for number in (5001, 5002, 5003)),
        ("@", "4,996 equal lines"),
    ]


def test_of_what_is_long_only_a_part_is_shown():
    found = compare({"before": "a\n" * 50000, "after": "b\n" * 50000})
    assert len(found) == SHOWN + 1 and found[-1] == ("@", "99,601 more lines", (0, 0))
    blob = "x" * 5000
    for line, letter in zip(compare({"before": f"{blob}1{blob}", "after": f"{blob}2{blob}"}), "12"):
        assert letter == line.text[slice(*line.mark)]
        assert line.text.startswith("… (4,920 characters) xx") and line.text.endswith("xx … (4,681 more characters)")


def test_markdown_stays_below_what_a_comment_may_have():
    value = "\n".join(f"line {number}" for number in range(300))
    items = [
        thing(f"API {number}", changes=[{"path": f"f{i}", "after": value} for i in range(9)]) for number in range(99)
    ]
    shown = render(report(*items, warnings=["much too long " * 9] * 999), ".md")
    assert len(shown) < 61000
    told = re.search(r"\*(\d+) more objects not shown here", shown)
    assert told and 1 < shown.count("<details>") == 99 - int(told.group(1))
    assert "more lines" in shown and "more warnings" in shown
    assert shown.count("<details") == shown.count("</details>")


@given(ITEMS, st.lists(TEXT, max_size=2), TEXT)
def test_no_text_breaks_out_of_markdown(items, warnings, url):
    given = report(*items, warnings=warnings, url=url, org_id=url)
    tokens = MarkdownIt("commonmark").enable("table").parse(render(given, ".md"))
    inner = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in inner} <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    for token in inner:
        if token.type == "text":
            assert {word for word in re.findall(r"\w+", token.content) if not word.isdigit()} <= WORDS
    fences = [token for token in tokens if token.type == "fence"]
    for fence in fences:
        assert all(re.match(r"[-+!] |@@ |  ", line) for line in fence.content.splitlines()), fence.content
    page = Page("".join(token.content for token in tokens if token.type == "html_block"))
    assert set(page.tags) <= {"details", "summary", "b", "code"}
    assert {name for name, _value in page.attributes} <= {"open"}
    shown = [item for _kind, part in text.sections(given) for item in part]
    assert page.tags.count("details") == len(shown)
    for item in shown:
        assert text.name(item) in page.said("code") and text.fields(item) in page.said("code")
    spans = [child.content for child in inner if child.type == "code_inline"]
    for warning in warnings:
        assert (inline(warning) or " ") in spans


def folded(shown):
    """What of a page in HTML, or of its Markdown, is to be seen while every row is closed."""
    rows = re.findall(r"<summary>(.*?)</summary>", shown, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<.*?>", " ", row)).strip() for row in rows]


FIELDS = [
    (["rate"], "rate"),
    (["rate", "per", "access_rights.0.limit.rate"], "rate, per, access_rights.0.limit.rate"),
    ([f"f{number}" for number in range(5)], "f0, f1, f2, f3, f4"),
    ([f"f{number}" for number in range(1005)], "f0, f1, f2, f3, f4 and 1,000 more"),
    (["a" * 60, "b" * 60, "c"], f"{'a' * 60} and 2 more"),
    (["x" * 5000, "y"], f"{'x' * 90}… and 1 more"),
    (["a\u202eb", "c\nd"], "a\\u202eb, c\\nd"),
]


@pytest.mark.parametrize(("paths", "said"), FIELDS, ids=range(len(FIELDS)))
def test_a_closed_row_names_what_changes(paths, said):
    given = report(*[thing(f"API {n}", changes=[{"path": path, "after": 1} for path in paths]) for n in range(9)])
    for ending in (".md", ".html"):
        assert all(row.endswith(said) for row in folded(render(given, ending)))
    (element, *_rest) = ElementTree.fromstring(render(given, ".xml")).iter("failure")
    assert element.get("message") == f"update: {said}"


@pytest.mark.parametrize("action", ["created", "deleted"])
def test_a_row_of_what_comes_or_goes_as_a_whole_names_no_fields(action):
    given = report(*[thing("Orders", action=action, changes=[{"path": "listen_path", "after": 1}])] * 9)
    assert not [row for ending in (".md", ".html") for row in folded(render(given, ending)) if "listen_path" in row]


def rules(start):
    """What the part of the style that starts like this says: selector -> declarations."""
    (found,) = [part for part in re.split(r"\n(?=@)", _report_html.STYLE) if part.startswith(start)]
    told = {}
    for selectors, declarations in re.findall(r"([^{}]+){([^{}]*)}", found.removeprefix(start).removeprefix(" {")):
        for selector in selectors.split(","):
            told.setdefault(selector.strip(), set()).update(map(str.strip, declarations.split(";")))
    return told


def test_one_control_opens_all_rows_without_a_script():
    many = report(*[thing(f"API {number}", changes=[{"path": "rate", "after": 1}]) for number in range(9)])
    page = Page(render(many, ".html"))
    assert (
        page.tags.count("input") == 1 and ("type", "checkbox") in page.attributes and "Open all" in page.said("label")
    )
    found = rules("@supports selector(::details-content)")
    assert "\n.all { display: none;" in _report_html.STYLE  # in a browser that could not do it
    assert "display: block" in found[".all"]
    assert "content-visibility: visible" in found["main:has(.all :checked) details::details-content"]
    few = Page(render(report(*ALL), ".html"))
    assert "input" not in few.tags and few.tags.count("details") == [pair[0] for pair in few.attributes].count("open")


def test_on_paper_all_is_open_and_nothing_is_to_be_clicked():
    found = rules("@media print")
    assert "content-visibility: visible" in found["details::details-content"]
    for control in (".all", "summary::before", "[open] > summary::before"):
        assert "display: none" in found[control]
    for row in (".object", "tr", "summary"):
        assert "break-inside: avoid" in found[row]
    assert "print-color-adjust: exact" in found["*"] and "background: none" in found[".tag.failed"]


def test_every_form_has_the_same_titles():
    given = report(*ALL, warnings=["Mind the gap"])
    forms = [render(given, ending) for ending in (".md", ".html", ".xml")]
    for title in ("What failed", "Kind", "All", "not tried"):
        assert [re.search(rf"(>|\*\*|\| |### ){title}\b", shown) is not None for shown in forms[:2]] == [True, True], (
            title
        )
    for title in (
        "Plan, nothing was written",
        "Address",
        "Organisation",
        "Time",
        "Warnings",
        "User groups",
        "APIs",
        "Keys",
    ):
        assert all(title in shown for shown in forms), title
    assert all(text.verdict(given) in shown for shown in forms)


@pytest.mark.parametrize(
    ("counts", "mode", "said"),
    [
        ({}, "plan", "Plan, nothing was written: 0 of 0 objects would change."),
        ({"unchanged": 1}, "apply", "0 of 1 object changed (1 unchanged), and nothing is left to do."),
        (
            {"created": 1, "deleted": 2, "unchanged": 1000},
            "plan",
            "Plan, nothing was written: 3 of 1,003 objects would change (1 created, 2 deleted, 1,000 unchanged).",
        ),
        ({"updated": 2}, "apply", "2 of 2 objects changed (2 updated), and nothing is left to do."),
        (
            {"created": 12, "failed": 1, "not_tried": 27, "unchanged": 3},
            "apply",
            "12 of 40 changes done (12 created, 3 unchanged), 1 failed, 27 not tried.",
        ),
        ({"failed": 1}, "apply", "0 of 1 change done, 1 failed."),
    ],
)
def test_one_sentence_says_what_was_done_and_what_is_left(counts, mode, said):
    half = {name: count // 2 for name, count in counts.items()}
    rest = {name: count - half[name] for name, count in counts.items()}
    assert text.account({"mode": mode, "summary": {"apis": half, "keys": rest}}) == said


@given(ITEMS, st.lists(TEXT, max_size=2), TEXT)
def test_no_text_breaks_out_of_html(items, warnings, url):
    given = report(*items, warnings=warnings, url=url, org_id=url)
    page = Page(render(given, ".html"))
    assert set(page.tags) <= set(
        "html head meta title style body main header footer section p h1 h2 small dl div dt dd ul li a "
        "label input details summary span table thead tbody tfoot tr th td code pre del ins i mark".split()
    )
    assert {name for name, _value in page.attributes} <= set(
        "lang charset name content http-equiv class id href scope colspan open role aria-label tabindex type "
        "autocomplete".split()
    )
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    shown = [item for _kind, part in text.sections(given) for item in part]
    assert page.tags.count("details") == len(shown)
    for item in shown:
        assert text.name(item) in page.said("span") and text.fields(item) in page.said("span")
        for change in item["changes"]:
            assert inline(change["path"]) in page.said("th")
    for warning in warnings:
        assert inline(warning) in page.said("li")


@given(ITEMS, st.lists(TEXT, max_size=2), TEXT)
def test_no_text_breaks_out_of_xml(items, warnings, url):
    given = report(*items, warnings=warnings, url=url, org_id=url)
    root = ElementTree.fromstring(render(given, ".xml").encode())
    assert {element.tag for element in root.iter()} <= set(
        "testsuites testsuite properties property testcase failure error skipped system-out system-err".split()
    )
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(cases) == len(items) == len(set(cases))
    names = [name for _kind, name in cases]
    for item in items:
        assert any(name.startswith(text.name(item)) for name in names)


@given(TEXT)
def test_nothing_that_can_not_be_seen_is_left(value):
    for shown in (inline(value), *lines(value)):
        for char in shown:
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") or char == "\t", ascii(char)
            assert unicodedata.bidirectional(char) not in (
                "LRE",
                "RLE",
                "LRO",
                "RLO",
                "PDF",
                "LRI",
                "RLI",
                "FSI",
                "PDI",
            )
        assert "\n" not in shown and shown.encode().decode() == shown


@given(ITEMS, TEXT)
def test_a_report_as_json_is_plain_ascii(items, url):
    shown = render(report(*items, url=url), ".json")
    assert shown.isascii() and not re.search(r"[\0-\x09\x0b-\x1f\x7f]", shown)
    assert json.loads(shown)["url"] == url


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, -1], ids=["light", "dark", "print"])
def test_all_colours_of_the_page_can_be_told_from_what_they_stand_on(scheme):
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", _report_html.STYLE.split("@media")[scheme]))
    pairs = [("ink", "page"), ("ink", "card"), ("soft", "page"), ("soft", "card"), ("link", "card"), ("card", "bad")]
    pairs += [("ink", "mild-bg"), ("ink", "bad-bg"), ("good", "card"), ("bad", "card")]
    pairs += [(tone, f"{tone}-bg") for tone in ("good", "mild", "bad", "idle")]
    pairs += [(tone, f"{tone}-mark") for tone in ("good", "bad")]
    for front, back in pairs:
        dark, light = sorted((luminance(colours[front]), luminance(colours[back])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (front, back)


def test_the_page_needs_nothing_from_elsewhere():
    shown = render(report(*ALL), ".html")
    assert "default-src 'none'" in shown
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(|\bsrc=", shown)


def test_tables_say_what_their_headings_head():
    page = Page(render(report(*ALL), ".html"))
    assert page.tags.count("th") == [name for name, _value in page.attributes].count("scope") > 0


@pytest.mark.parametrize("path", ["a.md", "/b/report.HTML", "c.tar.json", "junit.xml"])
def test_the_ending_says_the_form(path):
    assert check_ending(path) == os.path.splitext(path)[1].lower()


@pytest.mark.parametrize("path", ["", "report", "a.txt", "a.md.bak", "md", "html/report"])
def test_another_ending_is_refused(path):
    for refuse in (check_ending, check_place, lambda path: render(report(), path), lambda path: write(report(), path)):
        with pytest.raises(Invalid, match=r"^report: .*\.md, \.html, \.json or \.xml"):
            refuse(path)


def test_it_is_written_for_whom_the_umask_says_or_who_could_read_it_before(tmp_path):
    path = tmp_path / "report.json"
    write(report(), str(path))
    (tmp_path / "other").touch()
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode
    path.chmod(0o600)
    write(report(*ALL), str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["items"] == list(ALL)
    assert sorted(os.listdir(tmp_path)) == ["other", "report.json"]


def test_it_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "report.md"
    path.write_text("old")

    def full(*_paths):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Invalid, match="report: disk full"):
        write(report(), str(path))
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["report.md"]


def test_a_place_where_no_file_can_be_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    for name in ("pipe.md", "folder.md", "missing/report.md"):
        with pytest.raises(Invalid, match="^report: "):
            check_place(str(tmp_path / name))
    assert sorted(os.listdir(tmp_path)) == ["folder.md", "pipe.md"]
