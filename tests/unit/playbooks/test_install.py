# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ways of installing the collection that are said anywhere, from a repository and from a tarball, as they stand.

The repository is made of this checkout, committed or not, and git is told to take it in place of the address.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(sys.executable).parent
ADDRESS = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))["repository"]
RELEASES = yaml.safe_load((ROOT / "changelogs/changelog.yaml").read_text("utf-8"))["releases"]
FROM_GALAXY = any("-" not in version for version in RELEASES)
SAID = [ROOT / "README.md", *sorted((ROOT / "docs/docsite/rst").glob("*.rst"))]
REQUIREMENTS = (
    "docs/pipelines/project/requirements.yml",
    "extensions/awx/project/collections/requirements.yml",
    "extensions/awx/execution-environment.yml",
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository of what is here: a shallow clone, or a copy that is none, has nothing that can be cloned."""
    if not shutil.which("git"):
        pytest.skip("there is no git on this machine")
    place = tmp_path_factory.mktemp("repository") / "tyk.git"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@acme.example", f"--git-dir={place}", f"--work-tree={ROOT}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=all"]):
        subprocess.run([*git, *words], cwd=ROOT, env=clean, check=True, capture_output=True)
    return place


@pytest.fixture
def typed(environment, tmp_path):
    """Types a command as somebody who has nothing of this collection, and returns what it says."""
    home = tmp_path / "home"
    home.mkdir()
    changes = {"HOME": str(home), "PATH": f"{BIN}:{environment['PATH']}", "GIT_TERMINAL_PROMPT": "0"}
    own = {"ANSIBLE_COLLECTIONS_PATH", "ANSIBLE_HOME", "PYTHONPATH"}
    clean = {**{name: value for name, value in environment.items() if name not in own}, **changes}

    def run(line: str, **more: str) -> str:
        said = {"env": {**clean, **more}, "cwd": home, "capture_output": True, "text": True, "check": False}
        done = subprocess.run(["bash", "-c", line], timeout=300, **said)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def from_repository(repository):
    """The environment in which git takes the repository for what is at the address."""
    key = f"url.{repository.as_uri()}.insteadOf"
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": key, "GIT_CONFIG_VALUE_0": ADDRESS}


def works(typed) -> None:
    """See that Ansible finds its documentation, and that a task of it runs."""
    told = json.loads(typed("ansible-doc --json community.tyk.tyk_organisation_info"))
    assert told["community.tyk.tyk_organisation_info"]["doc"]["collection"] == "community.tyk"
    assert '"organisations": []' in typed("ansible localhost -m community.tyk.tyk_organisation_info")
    place = typed("echo -n ~/.ansible/collections/ansible_collections/community/tyk")
    assert pathlib.Path(place, "MANIFEST.json").is_file() and not pathlib.Path(place, "tools").exists()


def test_from_the_repository_by_the_command_that_is_said(typed, from_repository):
    said = {word for path in SAID for word in re.findall(r"git\+https://[^\s`]+", path.read_text("utf-8"))}
    assert said == {f"git+{ADDRESS}"}
    (line,) = {
        line
        for path in SAID
        for line in re.findall(r"(?m)^ *\$ (ansible-galaxy collection install .*)$", path.read_text("utf-8"))
    }
    assert line == f"ansible-galaxy collection install {'community.tyk' if FROM_GALAXY else said.copy().pop()}"
    typed(f"ansible-galaxy collection install {said.pop()}", **from_repository)
    works(typed)


@pytest.mark.skipif(FROM_GALAXY, reason="they ask Galaxy now")
@pytest.mark.parametrize("path", REQUIREMENTS)
def test_from_the_repository_by_a_file_of_requirements(path, typed, from_repository, tmp_path):
    asked = yaml.safe_load((ROOT / path).read_text("utf-8"))
    if path.endswith("environment.yml"):
        assert asked["additional_build_steps"]["prepend_galaxy"] == ["RUN $PKGMGR install -y git-core"]
        asked = asked["dependencies"]["galaxy"]
    (tmp_path / "home/requirements.yml").write_text(yaml.safe_dump(asked))
    typed("ansible-galaxy collection install -r requirements.yml", **from_repository)
    assert "community.tyk" in typed("ansible-galaxy collection list")


def test_from_a_tarball(typed, repository):
    typed(f"git clone --quiet {repository.as_uri()} checkout")
    typed("ansible-galaxy collection build checkout && ansible-galaxy collection install --offline *.tar.gz")
    works(typed)
    place = typed("echo -n ~/.ansible/collections/ansible_collections/community/tyk")
    assert not pathlib.Path(place, "tests").exists()
    # more than half of it is what the modules are made of; what is for developers does not belong into it
    assert int(typed("stat --format=%s *.tar.gz")) < 800_000
