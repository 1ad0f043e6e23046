# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What docs/inclusion.md says of this collection is so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
import yaml
from ansible.plugins import loader
from knows_ansible import ROOT

PAGE = (ROOT / "docs/inclusion.md").read_text(encoding="utf-8")
ROWS = [row.strip("|").split("|") for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith("| ---")][
    1:
]
COMMANDS = [
    (asked.strip(), line) for asked, _where, *shows in ROWS for line in re.findall(r"`([^`]+)`", " ".join(shows))
]


@pytest.mark.parametrize("line", sorted({line for _asked, line in COMMANDS if line.split()[0] in ("grep", "test")}))
def test_what_takes_a_moment_shows_it(line):
    subprocess.run(line, shell=True, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def test_every_row_has_a_command_or_says_that_it_is_not_met():
    assert len(ROWS) > 20
    for asked, where, *shows in ROWS:
        told = " ".join(shows)
        assert re.search("`(grep|test|nox|pytest|antsibull-changelog) ", told) or "by hand" in told, (asked, where)


def test_every_session_and_test_that_is_named_exists():
    listed = subprocess.run(["nox", "--list"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for _asked, line in COMMANDS:
        program, *words = line.split()
        if program == "nox":
            sessions = words[1 : words.index("--")] if "--" in words else words[1:]  # the rest goes to their tools
            assert all(re.search(rf"^[*-] {re.escape(word)} ", listed, re.MULTILINE) for word in sessions), line
        elif program == "pytest":
            assert (ROOT / words[0]).exists(), line
            if "-k" in words:
                told = (ROOT / words[0]).read_text(encoding="utf-8")
                assert re.search(rf"^def test_\w*{words[-1]}", told, re.MULTILINE), line


def test_private_code_says_that_it_is():
    for folder in ("module_utils", "plugin_utils"):
        for path in (ROOT / "plugins" / folder).iterdir():
            assert path.name.startswith("_"), path
        for path in (ROOT / "plugins" / folder).rglob("*.py"):
            if path.name != "__init__.py":
                assert "is PRIVATE" in path.read_text(encoding="utf-8"), path


def test_folders_of_plugins_are_those_that_ansible_knows():
    known = {part.package.rpartition(".")[2] for part in vars(loader).values() if isinstance(part, loader.PluginLoader)}
    known |= {"module_utils", "plugin_utils", "modules", "doc_fragments"}
    there = {path.name for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert there <= known


def test_four_folders_are_enough(tmp_path):
    place = tmp_path / "ansible_collections/community/tyk"
    for name in ("meta", "plugins", "roles", "playbooks"):
        shutil.copytree(ROOT / name, place / name)
    env = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tmp_path), "HOME": str(tmp_path)}
    for name in ("TYK_URL", "TYK_TOKEN", "TYK_AUTH"):
        env.pop(name, None)
    for playbook in sorted(path.stem for path in (place / "playbooks").glob("*.yml")):
        line = ["ansible-playbook", "--syntax-check", "-i", "localhost,", f"community.tyk.{playbook}"]
        done = subprocess.run(line, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    line = [
        "ansible",
        "localhost",
        "-m",
        "community.tyk.tyk_api_info",
        "-a",
        "url=http://127.0.0.1:9 token=t retries=0",
    ]
    done = subprocess.run(line, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "127.0.0.1:9" in done.stdout and "Traceback" not in done.stdout + done.stderr


def test_info_modules_are_called_so_and_others_do_not_ask():
    for path in (ROOT / "plugins/modules").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        told = yaml.safe_load(re.search(r'DOCUMENTATION = r"""(.*?)"""', text, re.DOTALL).group(1))
        fragments = told.get("extends_documentation_fragment", [])
        if path.stem.endswith("_info"):
            check_mode = told.get("attributes", {}).get("check_mode", {}).get("support")
            assert check_mode == "full" or any(name.endswith("attributes.info") for name in fragments), path
        states = told.get("options", {}).get("state", {}).get("choices", [])
        assert not {"get", "list", "query", "info"} & set(states), path
