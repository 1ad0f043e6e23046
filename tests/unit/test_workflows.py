# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflows run what `make test` runs, all of it, by lines that anybody can run."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml
from knows_ansible import ROOT

WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in ROOT.glob(".github/workflows/*.yml")}
NOXFILE = (ROOT / "noxfile.py").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SESSIONS = WORKFLOWS["test"]["jobs"]["session"]["strategy"]["matrix"]["session"]
NAMES = {session.split(" -- ")[0] for session in SESSIONS}
STEPS = [
    (name, step) for name, flow in WORKFLOWS.items() for job in flow["jobs"].values() for step in job.get("steps", [])
]
CORE = re.findall(r'"(2\.\d+)\.\w+": "3', NOXFILE)


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))


def _made_by_nox() -> set[str]:
    """The sessions of `make test`, but those that `make lint` runs."""
    told = subprocess.run(["nox", "--list"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    every = set(
        re.findall(r"^\* ([\w.-]+) -> ", told, re.MULTILINE) + re.findall(r"^\* ([\w.-]+) \[", told, re.MULTILINE)
    )
    lint = re.search(r"^LINT := (.*)$", MAKEFILE, re.MULTILINE).group(1).split()
    of_lint = re.search(r"^\* lint -> .*sessions: (.*)$", told, re.MULTILINE).group(1)
    return every - set(lint) - set(re.findall(r"[\w-]+", of_lint))


def test_every_session_of_make_test_is_run_in_each_pull_request():
    assert _made_by_nox() <= NAMES
    assert any(step.get("run") == "make lint" for _name, step in STEPS)


def test_every_supported_core_has_units_sanity_and_integration():
    assert len(CORE) == 5
    assert {f"{kind}-{core}" for core in CORE for kind in ("units", "sanity", "integration")} <= NAMES


def test_when_they_run():
    on = WORKFLOWS["test"]["on"]
    assert on["push"] == {"branches": ["main"]} and "pull_request" in on and "workflow_call" in on
    (weekly,) = on["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", weekly["cron"])


def test_parts_of_the_longest_session_leave_nothing_out():
    parts = [session.partition(" -- ")[2].split() for session in SESSIONS if session.startswith("units-2.22 -- ")]
    rest = [part for part in parts if "tests/unit" in part]
    named = [word for part in parts if part not in rest for word in part if word.startswith("tests/")]
    assert len(rest) == 1 and len(named) == 2
    assert sorted(word for word in rest[0] if "ignore" in word) == sorted(f"--ignore={name}" for name in named)
    assert all("--ansible=with" in part for part in parts)


def test_only_a_prerelease_may_fail():
    allowed = [
        (name, key, job["continue-on-error"])
        for name, flow in WORKFLOWS.items()
        for key, job in flow["jobs"].items()
        if "continue-on-error" in job
    ]
    assert allowed == [("test", "session", "${{ matrix.session == 'prerelease' }}")]
    assert not [step for _name, step in STEPS if "continue-on-error" in step]


@pytest.mark.parametrize(("name", "step"), STEPS, ids=lambda value: value if isinstance(value, str) else "step")
def test_a_step_is_a_line_that_does_the_same_everywhere(name, step):
    if "uses" in step:
        assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])
        return
    line = step["run"]
    assert "\n" not in line
    target = re.fullmatch(r"make ([a-z-]+)", line)
    if target:
        assert target.group(1) in _targets()
    else:
        assert line == ".venv/bin/nox --error-on-missing-interpreters --session ${{ matrix.session }}"


def test_every_python_that_a_session_wants_is_installed():
    setup = next(
        step for step in WORKFLOWS["test"]["jobs"]["session"]["steps"] if "setup-python" in step.get("uses", "")
    )
    there = setup["with"]["python-version"].split()
    wanted = set(re.findall(r'"(3\.\d+)"', NOXFILE))
    assert wanted - {"3.9"} <= set(there) and set(there) == wanted
    assert there[-1] == "3.13"


def test_no_secret_in_clear_and_as_few_rights_as_can_be():
    for name, flow in WORKFLOWS.items():
        assert flow["permissions"] == {"contents": "read"}, name
        assert all(job.get("timeout-minutes") or "uses" in job for job in flow["jobs"].values()), name
    told = [(name, value) for name, step in STEPS for value in step.get("env", {}).values()]
    assert told == [("release", "${{ secrets.GALAXY_TOKEN }}"), ("release", "${{ github.token }}")]


def test_dependabot_moves_the_actions():
    (update,) = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert (update["package-ecosystem"], update["directory"]) == ("github-actions", "/")


@pytest.fixture
def clone(tmp_path):
    """A checkout of its own, as far as a release looks at one."""
    for name in ("galaxy.yml", "tools/release.sh", "changelogs/changelog.yaml"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes((ROOT / name).read_bytes())
    for line in ("init -q", "add .", "-c user.name=a -c user.email=a@b commit -q -m first"):
        subprocess.run(["git", *line.split()], cwd=tmp_path, check=True)
    return tmp_path


def _release(clone, *words):
    done = subprocess.run(["bash", "tools/release.sh", *words], cwd=clone, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr.strip()


def test_a_release_is_what_is_tagged(clone):
    version = re.search(r"^version: (.*)$", (clone / "galaxy.yml").read_text(), re.MULTILINE).group(1)
    assert _release(clone, "publish") == (
        1,
        f"release: this is not the tag {version}; only what is tagged is published",
    )
    subprocess.run(["git", "tag", "9.9.9"], cwd=clone, check=True)
    assert _release(clone, "build") == (
        1,
        f"release: the tag is 9.9.9, and galaxy.yml says version: {version}; they have to be the same",
    )
    assert WORKFLOWS["release"]["on"]["push"]["tags"] == ["[0-9]+.[0-9]+.[0-9]+*"]
    assert WORKFLOWS["release"]["jobs"]["test"]["uses"] == "./.github/workflows/test.yml"
    assert WORKFLOWS["release"]["jobs"]["release"]["needs"] == "test"


def test_a_release_wants_a_changelog_a_version_and_a_clean_checkout(clone):
    (clone / "changelogs/changelog.yaml").write_text("releases: {}\n")
    code, said = _release(clone, "build")
    assert code == 1 and "has no" in said and "make release VERSION=" in said
    assert "there are changes that are not committed" in _release(clone, "prepare", "1.2.3")[1]
    assert "name a version" in _release(clone, "prepare", "1.2")[1]
    assert "say prepare, build or publish" in _release(clone)[1]
    (clone / "changelogs/changelog.yaml").write_text("releases:\n  1.2.3: {}\n")
    subprocess.run("git -c user.name=a -c user.email=a@b commit -qam second".split(), cwd=clone, check=True)
    assert "changelogs/changelog.yaml has 1.2.3 already" in _release(clone, "prepare", "1.2.3")[1]
