# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every place that says where the collection is, or how it is installed, says what galaxy.yml and the changelog say."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = "https://github.com/ansible-collections/community.tyk"
ELSEWHERE = "https://gitlab.com/acme/ansible-tyk"
READ = (".github", "docs", "extensions", "meta", "playbooks", "plugins", "roles", "changelogs/changelog.yaml")
FIRST = "releases:\n  1.0.0: {release_date: '2027-01-01'}\n"
PRE = FIRST.replace("1.0.0", "1.0.0-rc1")


@pytest.fixture
def copy(tmp_path):
    """What of the checkout the tool looks at, as long as there is no release."""
    for name in (*READ, "tools/published.py", "galaxy.yml", *(path.name for path in ROOT.glob("*.md"))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "changelogs/changelog.yaml").write_text(PRE)
    published(tmp_path)
    return tmp_path


def published(root: pathlib.Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-B", str(root / "tools/published.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def texts(root: pathlib.Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def test_all_of_it_is_said_here():
    assert published(ROOT, "--check") == (0, "")


def test_another_address_is_written_everywhere_and_back_again(copy):
    before = texts(copy)
    named = {path for path, text in before.items() if HERE in text and path.startswith((*READ, "README", "SECURITY"))}
    for old, new in ((HERE, ELSEWHERE), (ELSEWHERE, HERE)):
        galaxy = (copy / "galaxy.yml").read_text("utf-8")
        (copy / "galaxy.yml").write_text(galaxy.replace(f"repository: {old}\n", f"repository: {new}\n"))
        code, said = published(copy, "--check")
        assert code == 1 and all(f"{path}: " in said for path in named) and len(named) > 10
        assert published(copy)[0] == 0 and published(copy, "--check") == (0, "")
        after = texts(copy)
        assert not [path for path, text in after.items() if f"{old.partition('//')[2]}" in text]
        assert published(copy, "--command")[1] == f"ansible-galaxy collection install git+{new}\n"
        links = yaml.safe_load(after["docs/docsite/links.yml"])
        assert links["edit_on_github"]["repository"] == "/".join(new.split("/")[-2:])
    assert after == before


def test_a_release_is_installed_from_galaxy_and_a_prerelease_is_not(copy):
    before = texts(copy)
    (copy / "changelogs/changelog.yaml").write_text(FIRST)
    assert published(copy)[0] == 0 and published(copy, "--check") == (0, "")
    assert published(copy, "--command")[1] == "ansible-galaxy collection install community.tyk\n"
    after = texts(copy)
    for path in ("docs/pipelines/project/requirements.yml", "extensions/awx/project/collections/requirements.yml"):
        assert yaml.safe_load(after[path]) == {"collections": [{"name": "community.tyk"}]}
    image = yaml.safe_load(after["extensions/awx/execution-environment.yml"])
    assert image["dependencies"]["galaxy"]["collections"] == [{"name": "community.tyk"}]
    assert "additional_build_steps" not in image
    said = [path for path, text in after.items() if "no release on Galaxy" in text and not path.startswith("tools")]
    assert said == []
    (copy / "changelogs/changelog.yaml").write_text(PRE)
    assert published(copy)[0] == 0 and texts(copy) == before


def test_what_cannot_be_worked_on_is_named(copy):
    readme, galaxy = copy / "README.md", copy / "galaxy.yml"
    text = readme.read_text("utf-8")
    readme.write_text(text.replace("There is no release", "There was no release"))
    code, said = published(copy)
    assert code == 1 and said.startswith("README.md: neither of these is said")
    readme.write_text(text)
    galaxy.write_text(galaxy.read_text("utf-8").replace(f"repository: {HERE}", "repository: https://example.com/a/b"))
    code, said = published(copy)
    assert code == 1 and said.startswith("galaxy.yml: repository: https://example.com/a/b would not be known again")
