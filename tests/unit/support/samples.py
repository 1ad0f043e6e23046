# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Odd objects: our own in tests/unit/corpus, and those of real installations where ../shared/corpus is at hand."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml

OURS = pathlib.Path(__file__).resolve().parents[1] / "corpus"
REAL = pathlib.Path(__file__).resolve().parents[4] / "shared" / "corpus"
ABSENT = pytest.mark.skip(reason="the collection of real objects is not at hand (../shared/corpus)")


def ours(file, inside=None):
    """The objects in a file of our own, by name."""
    found = yaml.safe_load((OURS / f"{file}.yml").read_text(encoding="utf-8"))
    return found[inside] if inside else found


def real(folder):
    """The objects in a folder of the real ones, by name; none where these are not at hand."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((REAL / folder).glob("*.json"))}


def rows(found, *before):
    """The rows of a parametrized test, each an object; one that is skipped where there are none."""
    rows = [pytest.param(*before, sample, id="-".join((*before, name))) for name, sample in found.items()]
    return rows or [pytest.param(*before, None, id="-".join((*before, "none")), marks=ABSENT)]
