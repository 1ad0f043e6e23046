# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret is anywhere but where it belongs: not in what is shown at -vvvv --diff, not in what AWX's runner keeps, not
in the process list, not in a fact cache."""

from __future__ import annotations

import base64
import contextlib
import json
import pathlib
import subprocess
import sys
import threading

import pytest

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "docs/examples/acme.yml"
PASSWORD, VAULT = "correct-horse-battery", "vault-pass-phrase-3000"
BIN = pathlib.Path(sys.executable).parent


class Watch(threading.Thread):
    """Notes the command line of every process, and what others can read in a folder, empty files aside."""

    def __init__(self, folder: pathlib.Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.done, self.seen, self.open = folder, threading.Event(), set(), set()

    def run(self) -> None:
        while not self.done.wait(0.02):
            for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
                except OSError:
                    continue  # that one has ended
            for path in self.folder.rglob("*"):
                with contextlib.suppress(FileNotFoundError):
                    stat = path.stat()
                    if stat.st_mode & 0o077 and (path.is_dir() or stat.st_size):
                        self.open.add(f"{path} {stat.st_mode:o}")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error) -> None:
        self.done.set()
        self.join()


def spellings(secret: str) -> set[str]:
    """A secret as it stands, and the beginning of its base64, whatever follows it there."""
    encoded = base64.b64encode(secret.encode()).decode()
    return {secret, encoded[: len(secret) * 8 // 6]}


@pytest.fixture
def runner(environment, tmp_path):
    """Runs a playbook of this collection as AWX does, with everything shown; what it said."""
    for folder in ("env", "inventory", "project"):
        (tmp_path / "runner" / folder).mkdir(parents=True)
    (tmp_path / "runner/inventory/hosts").write_text("localhost\n")
    (tmp_path / "runner/inventory/group_vars").mkdir()
    (tmp_path / "runner/inventory/group_vars/all.yml").write_text(EXAMPLE.read_text())
    cache = {"ANSIBLE_CACHE_PLUGIN": "jsonfile", "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(tmp_path / "cache")}
    (tmp_path / "runner/env/extravars").write_text(json.dumps({"tyk_key_alias": "partner"}))

    def run(playbook: str, fails: bool = False, **changes: str) -> str:
        command = [str(BIN / "ansible-runner"), "run", str(tmp_path / "runner"), "-p", f"community.tyk.{playbook}"]
        path = f"{BIN}:{environment['PATH']}"
        done = subprocess.run(
            [*command, "--cmdline=-vvvv --diff"],
            env={**environment, **cache, "PATH": path, **changes},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        said = done.stdout + done.stderr
        assert bool(done.returncode) is fails, said
        return said

    return run


def test_no_secret_is_shown_or_left_behind(dashboard, runner, tmp_path):
    given = {"TYK_USER_PASSWORD": PASSWORD, "TYK_VAULT_SECRET": VAULT}
    with Watch(tmp_path / "kept") as watch:
        said = [
            runner("bootstrap", fails=True, **given, TYK_ADMIN_SECRET="wrong-admin-secret"),
            runner("bootstrap", **given),
            runner("bootstrap", **given),
            runner("bootstrap", fails=True, TYK_TOKEN="0123456789abcdef-stale"),
            runner("config", **given),
        ]
        secrets = dashboard.secrets()
        said += [runner("rotate_key", **given), runner("drift", **given)]
    secrets |= dashboard.secrets() | {PASSWORD, VAULT, "wrong-admin-secret", "0123456789abcdef-stale"}
    # two admin secrets, a stale and three good tokens, a password, a phrase, three keys: each whole and its random part
    assert len(secrets) >= 2 + 1 + 3 + 2 + 3
    # the errors are still told
    assert "admin_secret is not the admin_secret" in said[0] and "Ways on" in said[3]
    # so are the changes
    assert '"rotation":' in said[5] and '"name": "Gold"' in said[4]

    kept = [path for folder in ("runner/artifacts", "cache") for path in (tmp_path / folder).rglob("*")]
    # "command" is where the runner keeps the environment that it was started with
    files = [path for path in kept if path.is_file() and path.name != "command"]
    assert any("job_events" in str(path) for path in files)
    places = {str(path): path.read_text(errors="replace") for path in files}
    places |= {f"output {index}": text for index, text in enumerate(said)}
    places |= {f"process {line[:300]}": line for line in watch.seen}
    assert any("community.tyk.bootstrap" in place for place in places if place.startswith("process"))
    found = {
        f"{secret} in {place}"
        for place, text in places.items()
        for secret in secrets
        for spelling in spellings(secret)
        if spelling in text
    }
    assert not found, sorted(found)
    assert not watch.open

    # the token is where it belongs, and only Ansible's vault opens it
    assert (tmp_path / "kept/token").read_text().startswith("$ANSIBLE_VAULT;1.1;AES256\n")
