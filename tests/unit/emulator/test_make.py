# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make emulator` says that it serves when it does, and what to do where it cannot."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCRIPT = ["bash", str(ROOT / "tools/emulator.sh")]


def environment(port: object, folder: pathlib.Path) -> dict[str, str]:
    path = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    mine = {"PORT": str(port), "TMPDIR": str(folder), "PATH": path, "PYTHONPATH": str(ROOT / "tests")}
    return {**os.environ, "TYK_ADMIN_SECRET": "secret-of-this-test", **mine}


def refused(port: object, folder: pathlib.Path, *words: str) -> str:
    done = subprocess.run(
        [*SCRIPT, *words], env=environment(port, folder), capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 1 and done.stdout == ""
    assert not list(folder.iterdir())
    return done.stderr


@pytest.mark.parametrize("words", [(), ("check",)])
def test_a_port_that_is_taken_is_told_before_anything_is_done(tmp_path, words):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(port, tmp_path, *words)
    assert said == (
        f"emulator: something else serves on port {port} of 127.0.0.1 already. "
        "Choose another one: make emulator PORT=3001\n"
    )


def test_a_port_that_cannot_be_had_is_told_too(tmp_path):
    """It is bound by somebody who does not listen, so only the emulator itself finds out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        said = refused(port, tmp_path)
    assert "address already in use" in said
    assert said.endswith(f"emulator: it did not start on port {port}. Choose another one: make emulator PORT=3001\n")


@pytest.mark.parametrize("port", ["http", "-1", "65536", "3000x", "080 80"])
def test_what_is_no_port_is_told(tmp_path, port):
    assert refused(port, tmp_path).startswith(f"emulator: PORT={port} is no port. Choose one from 1 to 65535")


def hear_ctrl_c():
    """A shell that starts a job in the background has it ignore Ctrl-C, and what the job starts, too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_it_serves_where_it_says_and_leaves_nothing(tmp_path):
    process = subprocess.Popen(
        SCRIPT, env=environment(0, tmp_path), stdout=subprocess.PIPE, text=True, preexec_fn=hear_ctrl_c
    )
    assert process.stdout
    try:
        url = re.search(r"serves on (http://127\.0\.0\.1:[1-9]\d*) until Ctrl-C", process.stdout.readline())[1]
        request = urllib.request.Request(f"{url}/admin/organisations", headers={"admin-auth": "secret-of-this-test"})
        assert urllib.request.urlopen(request, timeout=10).status == 200
        said = [process.stdout.readline() for _line in range(5)]
        assert f"TYK_URL={url} TYK_ADMIN_SECRET=secret-of-this-test TYK_TOKEN_FILE={tmp_path}" in "".join(said)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    assert process.returncode == 0 and not list(tmp_path.iterdir())


def test_the_commands_of_make_take_it_as_their_help_says():
    told = subprocess.run(
        ["make", "--dry-run", "emulator"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    lines = [line for line in told.splitlines() if "emulator.sh" in line]
    assert lines == ["bash tools/emulator.sh check", "bash tools/emulator.sh serve"]
