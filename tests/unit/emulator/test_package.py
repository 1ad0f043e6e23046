# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The emulator is a package of its own: what pip would install is whole, and runs where nothing else of this is."""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile

import tomllib

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "tyk_emulator"
BUILD = "import setuptools.build_meta as b, sys; print(b.build_wheel(sys.argv[1]))"


def test_the_package_is_whole_and_runs(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "source", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", BUILD, str(tmp_path)]
    subprocess.run(command, cwd=tmp_path / "source", env=clean, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        inside = {name.removeprefix("tyk_emulator/") for name in packed.namelist() if name.startswith("tyk_emulator/")}
        packed.extractall(tmp_path / "installed")
    wanted = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if "build" not in path.parts}
    assert inside == wanted

    command = [sys.executable, "-m", "tyk_emulator", "--port", "0", "--ready-file", str(tmp_path / "url")]
    process = subprocess.Popen(
        [*command, "--parent-pid", str(os.getpid())],
        cwd=tmp_path,
        env={**clean, "PYTHONPATH": str(tmp_path / "installed"), "PYTHONNOUSERSITE": "1", "TYK_ADMIN_SECRET": "secret"},
    )
    try:
        deadline = time.monotonic() + 60
        while not (tmp_path / "url").exists():
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        with urllib.request.urlopen((tmp_path / "url").read_text().strip() + "/hello", timeout=10) as answer:
            assert json.load(answer)
        running = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
        assert b"secret" not in running
    finally:
        process.kill()
        process.wait()


def test_requirements_are_told_once():
    """The package asks for what the tests install."""
    project = tomllib.loads((SOURCE / "pyproject.toml").read_text())["project"]
    told = {line for line in (SOURCE / "requirements.txt").read_text().splitlines() if line and line[0] != "#"}
    assert set(project["dependencies"]) == told
    assert project["scripts"]["tyk-emulator"] == "tyk_emulator.__main__:main"
    assert re.search(r"^def main\(", (SOURCE / "__main__.py").read_text(), re.MULTILINE)
