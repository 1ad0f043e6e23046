# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the documentation site of what antsibull-docs wrote: a page to begin with, modules by task, no network needed.

What the first page says of the collection stands in README.md, and is taken from there.
"""

from __future__ import annotations

import pathlib
import re
import sys
import typing as t
import zlib

import published

ROOT = pathlib.Path(__file__).resolve().parents[1]
ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
# what pages of modules refer to in Ansible's own documentation
LABELS = {
    "action_plugins": "plugins/action.html#action-plugins",
    "ansible_configuration_settings": "reference_appendices/config.html#ansible-configuration-settings",
    "common_return_values": "reference_appendices/common_return_values.html#common-return-values",
}
CONF = f"""
root_doc = "index"
intersphinx_mapping = {{"ansible": ("{ANSIBLE}", "../ansible.inv")}}
html_static_path = ["static"]
html_css_files = ["site.css"]
"""
# On small screens long words break, and cells fold; names in the first column of a table stay whole, and what is still
# too wide scrolls in its own box. The captions are for the sidebar: on the page, there are headings.
STYLE = """\
.rst-content h1, .rst-content h2, .rst-content h3, .rst-content h4, .rst-content p, .rst-content li,
.rst-content a, .wy-breadcrumbs li, .wy-menu-vertical a { overflow-wrap: anywhere }
.wy-table-responsive table td, .wy-table-responsive table td * { overflow-wrap: break-word }
.wy-table-responsive table td + td, .wy-table-responsive table td + td * { overflow-wrap: anywhere }
.wy-table-responsive table td { white-space: normal !important }
.wy-table-responsive { overflow-x: auto }
.rst-content .toctree-wrapper > p.caption { display: none }
"""
TASKS: dict[str, str] = {
    "Declare everything": r"tyk_config(_info)?",
    "Convert what other tools keep": r"tyk_convert",
    "Bootstrap": r"tyk_(organisation|bootstrap_user)(_info)?",
    "Manage one kind": r"\w+(?<!_info)",
    "Look at one kind": r"\w+_info",
}
BEFORE = ("Description", "Communication", "Changelog")
INDEXES = ("Plugin Index", "Role Index")


class Wrong(Exception):
    """A text that is not as it has to be."""


# From Markdown, as far as README.md uses it


def inline(text: str, address: str) -> str:
    """Markdown without blocks as reStructuredText."""

    def one(found: re.Match[str]) -> str:
        code, words, target, other = found.groups()
        if code:
            return f"``{code}``"
        if words:
            return link(words.replace("`", ""), target, address)
        return f"\\{other.lstrip(chr(92))}"

    return re.sub(r"`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)|(\\?[*_|](?!\w)|\\\*)", one, text)


def link(words: str, target: str, address: str) -> str:
    guide = re.fullmatch(r"docs/docsite/rst/(\w+)\.rst", target)
    if guide:
        return f":doc:`{words} <docsite/{guide[1]}>`"
    return f"`{words} <{target if '://' in target else f'{address}/blob/main/{target}'}>`__"


def table(lines: list[str], address: str) -> list[str]:
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines]
    del rows[1]
    head = [] if any(rows[0]) else rows.pop(0)
    done = ["", ".. list-table::", "   :widths: auto", *([] if head else ["   :header-rows: 1"]), ""]
    for row in rows:
        for number, cell in enumerate(row):
            done.append(f"   {'*' if number == 0 else ' '} - {inline(cell, address)}")
    return [*done, ""]


def blocks(text: str) -> t.Iterator[tuple[str, list[str]]]:
    """The parts of a text: code with its language, tables, and what is between them."""
    for found in re.finditer(r"(?m)^```(\w+)\n([\s\S]*?)^```$|((?:^\|.*\n)+)|((?:^(?!```|\|).*\n)+)", text + "\n"):
        language, code, rows, words = found.groups()
        if language:
            yield language, code.splitlines()
        elif rows:
            yield "|", rows.splitlines()
        else:
            yield "", [words]


def converted(text: str, address: str) -> str:
    lines: list[str] = []
    for kind, body in blocks(text):
        if kind == "|":
            lines += table(body, address)
        elif kind:
            lines += ["", f".. code-block:: {kind}", "", *(f"   {line}".rstrip() for line in body), ""]
        else:
            lines.append(inline(body[0], address))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def readme_part(readme: str, title: str) -> str:
    found = re.search(rf"(?ms)^## {re.escape(title)}\n(.*?)^## ", readme)
    if not found:
        raise Wrong(f"README.md has no section {title}")
    return found[1]


# The first page


def parts(index: str) -> dict[str, str]:
    """What antsibull-docs wrote, by its titles of the second level."""
    found = re.split(r"(?m)^((?:\.\. _[^\n]*:\n\n)?)(\S[^\n]*)\n-{4,}\n", index)
    return {found[at + 1]: found[at] + found[at + 2] for at in range(1, len(found), 3)}


def titled(title: str, body: str, line: str = "-") -> str:
    return f"{title}\n{line * len(title)}\n\n{body.strip(chr(10))}\n\n"


def captioned(title: str, body: str) -> str:
    return body.replace(".. toctree::\n", f".. toctree::\n    :caption: {title}\n", 1)


def by_task(body: str) -> str:
    """The index of plugins, with its modules by what they are for instead of by their names."""
    rows = re.findall(r"(?m)^\* :ansplugin:`(\w+) module .*\n", body)
    left, told = dict.fromkeys(rows), ""
    for task, pattern in TASKS.items():
        names = [name for name in left if re.fullmatch(pattern, name)]
        lines = [re.search(rf"(?m)^\* :ansplugin:`{name} module .*\n", body) for name in names]
        told += titled(task, "".join(line[0] for line in lines if line), "~")
        left = {name: None for name in left if name not in names}
    if left or not rows:
        raise Wrong(f"these modules are for no task: {[*left]}")
    modules, mark, others = body.partition(".. _filter")
    if ".. toctree::" not in modules or not mark:
        raise Wrong("the index of plugins has another shape than expected")
    told += captioned("Modules", modules[modules.index(".. toctree::") :])
    return told + captioned("Plugins", mark + others)


def landing(index: str, readme: str, address: str) -> str:
    found = parts(index)
    intro = readme.partition("# community.tyk\n")[2].partition("\nSee it work")[0]
    guides = [title for title in found if title not in (*BEFORE, *INDEXES)]
    head = index[: index.index("\n.. contents::")]
    begin = re.match(r"([\s\S]*?)^(\S[^\n]*)\n=+\n\nCollection version (\S+)", head, re.MULTILINE)
    if not begin or not guides or {*BEFORE, *INDEXES} - found.keys():
        raise Wrong("what antsibull-docs wrote has another shape than expected")
    label, _title, version = begin.groups()
    page = label + titled("community.tyk", converted(intro, address), "=")
    page += ".. contents::\n   :local:\n   :depth: 1\n\n"
    install = ":doc:`Install it <docsite/guide_get_started>`, and tell it where your Tyk is. "
    install += f"These pages are about version {version}.\n\n"
    page += titled("Connect", install + converted(readme_part(readme, "Connect"), address))
    page += titled("What you can rely on", converted(readme_part(readme, "What you can rely on"), address))
    page += "".join(titled(title, captioned(title, found[title])) for title in guides)
    page += titled("Modules by task", by_task(found["Plugin Index"]))
    roles = captioned("Roles", found["Role Index"])
    page += titled("Roles", roles[roles.index("* :ansplugin:") :])
    for name in BEFORE[::-1]:
        page += titled({"Description": "Links"}.get(name, name), captioned(name, found[name]))
    return page


def inventory() -> bytes:
    """What Sphinx knows of Ansible's documentation, so that it need not ask for it."""
    lines = "".join(f"{label} std:label -1 {target} {label}\n" for label, target in sorted(LABELS.items()))
    head = ("Sphinx inventory version 2", "Project: ansible", "Version: latest", "The rest is compressed using zlib.")
    return "".join(f"# {line}\n" for line in head).encode() + zlib.compress(lines.encode())


def settings(work: pathlib.Path) -> None:
    """What antsibull-docs and Sphinx are told before they begin."""
    told = work / "antsibull-docs.cfg"
    usual = '"ansible-galaxy collection install {namespace}.{name}"'
    text = told.read_text(encoding="utf-8")
    if usual not in text:
        raise Wrong(f"{told.name} has no {usual}")
    told.write_text(text.replace(usual, f'"{published.command()}"'), encoding="utf-8")
    (work / "ansible.inv").write_bytes(inventory())
    (work / "static").mkdir()
    (work / "static/site.css").write_text(STYLE, encoding="utf-8")
    with (work / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(CONF)


def pages(work: pathlib.Path) -> None:
    """The page to begin with."""
    index, readme = work / "rst/index.rst", (ROOT / "README.md").read_text(encoding="utf-8")
    index.write_text(landing(index.read_text(encoding="utf-8"), readme, published.address()), encoding="utf-8")


def main(step: str, work: str) -> int:
    try:
        {"settings": settings, "pages": pages}[step](pathlib.Path(work))
    except (Wrong, published.Wrong) as error:
        print(f"tools/docsite.py: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
