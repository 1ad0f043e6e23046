# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One version is meant wherever one is named: galaxy.yml says what comes next, and the changelog what has been."""

from __future__ import annotations

import re

import yaml
from knows_ansible import ROOT

NEXT = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))["version"]
RELEASES = yaml.safe_load((ROOT / "changelogs/changelog.yaml").read_text("utf-8"))["releases"]
ADDED = {
    str(path.relative_to(ROOT)): re.findall(r"(?m)^ *version_added: (.*)$", path.read_text("utf-8"))
    for folder in ("plugins", "roles")
    for path in (ROOT / folder).rglob("*.*")
    if path.suffix in (".py", ".yml")
}


def order(version: str) -> tuple:
    """What puts versions in their order: a candidate comes before its release, and rc10 after rc9."""
    release, _dash, candidate = version.partition("-")
    parts = [(not part.isdigit(), part.zfill(9)) for part in re.findall(r"\d+|[^\d.]+", candidate)]
    return tuple(map(int, release.split("."))), not candidate, parts


def test_versions_have_an_order():
    told = ["0.9.0", "1.0.0-rc1", "1.0.0-rc2", "1.0.0-rc10", "1.0.0", "1.0.1-rc1", "1.0.1", "1.2.0", "1.10.0", "2.0.0"]
    assert sorted(reversed(told), key=order) == told


def test_what_changed_since_a_release_goes_into_a_newer_one():
    last = max(RELEASES, key=order, default="0.0.0")
    changed = sorted(path.name for path in (ROOT / "changelogs/fragments").glob("*.yml"))
    said = f"{last} is released, and there are changes since ({changed[:1]}): galaxy.yml has to say what comes next"
    assert order(NEXT) > order(last) if changed else order(NEXT) >= order(last), said


def test_nothing_was_added_in_a_version_that_there_is_not():
    told = {version for versions in ADDED.values() for version in versions}
    known = {version.partition("-")[0] for version in (*RELEASES, NEXT)}
    assert told and {path: versions for path, versions in ADDED.items() if {*versions} - known} == {}


def test_every_module_and_role_says_when_it_was_added():
    modules = [path for path in ADDED if re.fullmatch(r"plugins/(modules|filter|lookup)/\w+\.(py|yml)", path)]
    assert len(modules) > 30 and [path for path in modules if not ADDED[path]] == []


def test_what_changed_is_written_as_changelogs_are():
    """They are reStructuredText, to which the marks of modules' documentation mean nothing."""
    texts = {path.name: path.read_text("utf-8") for path in (ROOT / "changelogs/fragments").glob("*.yml")}
    marks = {name: re.findall(r"\b(?:RV|[OCVMPEI])\([^)]*\)", text) for name, text in texts.items()}
    assert {name: found for name, found in marks.items() if found} == {}
