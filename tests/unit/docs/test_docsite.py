# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first page of the documentation site: what README.md says of the collection, and every module by its task."""

from __future__ import annotations

import importlib
import pathlib
import re
import zlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("tyk_*.py"))
ADDRESS = "https://git.acme.com/platform/tyk"
INDEX = """.. meta::
  :antsibull-docs: 2.28.0

.. _plugins_in_community.tyk:

Community.Tyk
=============

Collection version 1.2.3

.. contents::
   :local:

Description
-----------

Manage it

.. _changelog_section_for_community.tyk:

Changelog
---------

.. toctree::
    :maxdepth: 1

    changelog

Begin
-----

.. toctree::
    :maxdepth: 1

    docsite/guide_get_started

Communication
-------------

- A forum

.. _plugin_index_for_community.tyk:

Plugin Index
------------

These are the plugins:

Modules
~~~~~~~

{modules}
.. toctree::
    :hidden:

    tyk_api_module

.. _filter_plugins_in_community.tyk:

Filter Plugins
~~~~~~~~~~~~~~

* :ansplugin:`key_hash filter <community.tyk.key_hash#filter>` -- Hash of a key

Role Index
----------

These are the roles in the community.tyk collection:

* :ansplugin:`config role <community.tyk.config#role>` -- Bring it
"""


@pytest.fixture
def site(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("docsite")


def index(modules=MODULES) -> str:
    rows = (f"* :ansplugin:`{name} module <community.tyk.{name}#module>` -- What it does\n" for name in modules)
    return INDEX.replace("{modules}", "".join(rows))


def section(page: str, title: str, line: str = "-") -> str:
    return re.search(rf"(?ms)^{re.escape(title)}\n{line}{{4,}}\n(.*?)(?=^\S[^\n]*\n[-~=]{{4,}}\n|\Z)", page)[1]


def test_the_page_says_what_the_readme_says(site):
    page = site.landing(index(), README, ADDRESS)
    assert [title for title in re.findall(r"(?m)^(\S.*)\n-{4,}$", page)] == [
        *("Connect", "What you can rely on", "Begin", "Modules by task", "Roles"),
        *("Changelog", "Communication", "Links"),
    ]
    for title in ("Connect", "What you can rely on"):
        rows = re.findall(r"(?m)^\| (.*) \|$", site.readme_part(README, title))
        told = section(page, title)
        assert told.count("\n   * - ") == len(rows) - (1 if title == "Connect" else 2)
        assert ":doc:`" in told or title != "Connect"
    assert "about version 1.2.3" in page and page.count(".. code-block:: yaml") == README.count("```yaml")
    prose = re.sub(r"``.*?``|(?m:^    *.*$)", "", page)
    assert not re.search(r"\]\(|(?<![:`])`[^`:<]+`(?!_)|^\|", prose, re.MULTILINE)


def test_every_module_is_there_for_one_task(site):
    page = site.landing(index(), README, ADDRESS)
    named = re.findall(r"ansplugin:`(\w+) module", page)
    assert sorted(named) == MODULES
    assert re.findall(r"`(\w+) module", section(page, "Declare everything", "~")) == ["tyk_config", "tyk_config_info"]
    assert "tyk_organisation" in section(page, "Bootstrap", "~")
    assert all(re.findall(r"`(\w+) module", section(page, task, "~")) for task in site.TASKS)
    with pytest.raises(site.Wrong, match="no task"):
        site.landing(index([]), README, ADDRESS)


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("a `b` c", "a ``b`` c"),
        ("see [the `role`](roles/x/README.md)", f"see `the role <{ADDRESS}/blob/main/roles/x/README.md>`__"),
        ("see [it](docs/docsite/rst/guide_keys.rst)", "see :doc:`it <docsite/guide_keys>`"),
        ("see [it](https://tyk.io)", "see `it <https://tyk.io>`__"),
        ("marked with \\* or *", "marked with \\* or \\*"),
        ("a\n\n| a | b |\n| --- | --- |\n| c | d |\n\ne", None),
    ],
)
def test_markdown_becomes_restructured_text(site, markdown, wanted):
    told = site.converted(markdown, ADDRESS)
    rows = "a\n\n.. list-table::\n   :widths: auto\n   :header-rows: 1\n\n   * - a\n     - b\n   * - c\n     - d\n\ne"
    assert told == (wanted or rows) + "\n"


@pytest.mark.parametrize("part", ["Collection version", "Plugin Index", ".. _filter", "Begin\n---"])
def test_another_shape_is_no_page(site, part):
    with pytest.raises(site.Wrong):
        site.landing(index().replace(part, part[::-1].replace("_", "-")), README, ADDRESS)


def test_settings(site, tmp_path):
    (tmp_path / "antsibull-docs.cfg").write_text('* = "ansible-galaxy collection install {namespace}.{name}"\n')
    (tmp_path / "conf.py").write_text("")
    site.settings(tmp_path)
    assert (tmp_path / "antsibull-docs.cfg").read_text() == f'* = "{site.published.command()}"\n'
    told = {}
    exec((tmp_path / "conf.py").read_text(), told)
    assert told["html_static_path"] == ["static"] and (tmp_path / "static" / told["html_css_files"][0]).is_file()
    known = (tmp_path / "ansible.inv").read_bytes().split(b"\n", 4)
    assert len(zlib.decompress(known[4]).splitlines()) == len(site.LABELS)
    with pytest.raises(site.Wrong):
        (tmp_path / "antsibull-docs.cfg").write_text("nothing\n")
        site.settings(tmp_path)
