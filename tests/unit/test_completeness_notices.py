# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What test_completeness.py is for: whichever part of a kind is taken away, it fails."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("ansible")  # which the test needs that is run here

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEEDED = (
    "plugins",
    "meta",
    "README.md",
    "pytest.ini",
    "tests/integration/targets",
    "tests/unit/conftest.py",
    "tests/unit/support",
)
MODULE, INFO = "plugins/modules/tyk_webhook.py", "plugins/modules/tyk_webhook_info.py"
LADDER = "tests/integration/targets/tyk_webhook"
# What is taken away: a path alone is deleted; of a file, what the regular expression finds.
PARTS = {
    "module": (MODULE,),
    "info module": (INFO,),
    "action group": ("meta/runtime.yml", r" +- tyk_webhook\n"),
    "action group of the info module": ("meta/runtime.yml", r" +- tyk_webhook_info\n"),
    "documentation of an option": (MODULE, r"  template_path:\n(    .*\n)+"),
    "description of an option": (MODULE, r"(?<=  template_path:\n)    description:\n(      .*\n)+"),
    "documentation shared with others": (MODULE, r"  - community\.tyk\.resource\n"),
    "examples": (MODULE, r"(?s)(?<=EXAMPLES = r\"\"\"\n).*?(?=\"\"\")"),
    "documentation of the result": (INFO, r"(?m)^webhooks:\n(  .*\n)+"),
    "action plugin": ("plugins/action/tyk_webhook.py",),
    "ladder": (LADDER,),
    "rung of the ladder": (LADDER + "/vars/main.yml", r"ladder_drift:.*\n(  .*\n)*"),
    "reference": ("README.md", r"\| `tyk_webhook` .*\n"),
}


@pytest.mark.share(4)
@pytest.mark.parametrize("part", [None, *PARTS])
def test_a_part_that_is_missing(tmp_path, part):
    there = tmp_path / "ansible_collections/community/tyk"
    for name in (*NEEDED, "tests/unit/test_completeness.py"):
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, there / name)
    path, *expression = PARTS[part] if part else ("",)
    if expression:
        text, count = re.subn(expression[0], "", (there / path).read_text(encoding="utf-8"), count=1)
        assert count == 1, "there is no such part"
        (there / path).write_text(text, encoding="utf-8")
    elif (there / path).is_file():
        (there / path).unlink()
    elif path:
        shutil.rmtree(there / path)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", "webhook or belongs"]
    done = subprocess.run(
        [*command, "tests/unit/test_completeness.py"],
        cwd=there,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == (1 if part else 0), done.stdout + done.stderr
