# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ansible-builder finds what the collection needs, which is requests and nothing else."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
COLLECTIONS = next(path for path in sys.path if pathlib.Path(path, "ansible_collections/community/tyk").is_dir())
EXAMPLE = ROOT / "extensions/awx/execution-environment.yml"


def builder(*arguments: str) -> str:
    command = [str(pathlib.Path(sys.executable).with_name("ansible-builder")), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_introspection_finds_requests_and_nothing_else():
    found = yaml.safe_load(builder("introspect", COLLECTIONS))
    assert found == {"python": ["requests  # from collection community.tyk"], "system": []}


def test_the_example_can_be_built(tmp_path):
    builder("create", "--file", str(EXAMPLE), "--context", str(tmp_path), "--output-filename", "Containerfile")
    asked = yaml.safe_load(EXAMPLE.read_text())["dependencies"]["galaxy"]
    assert yaml.safe_load((tmp_path / "_build/requirements.yml").read_text()) == asked
    lines = (tmp_path / "Containerfile").read_text().splitlines()
    base = yaml.safe_load(EXAMPLE.read_text())["images"]["base_image"]["name"]
    assert f'ARG EE_BASE_IMAGE="{base}"' in lines
    # nothing is asked for beside what the collection brings along
    assert not any("requirements.txt" in line and "COPY" in line for line in lines)
