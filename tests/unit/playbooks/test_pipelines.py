# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pipelines in docs/pipelines: every shell line of every job is run, in the order in which a change meets them."""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys
import typing as t
import xml.etree.ElementTree

import pytest
import yaml
from ansible.release import __version__ as core

PIPELINES = pathlib.Path(__file__).resolve().parents[3] / "docs/pipelines"
INSTALL = [
    "python3 -m pip install ansible-core requests",
    "ansible-galaxy collection install -r requirements.yml",
]

pytestmark = pytest.mark.skipif(
    core.startswith(("2.18.", "2.19.", "2.20.")), reason="takes minutes; the newest ansible-core tells enough"
)


class Job(t.NamedTuple):
    """What a job runs, and for which environment of the repository."""

    environment: str
    install: list[str]
    script: list[str]


def github() -> dict[str, Job]:
    found = {}
    for name, job in yaml.safe_load((PIPELINES / "github-actions.yml").read_text())["jobs"].items():
        runs = [step["run"].splitlines() for step in job["steps"] if "run" in step]
        assert set(job["env"]) == {"TYK_URL", "TYK_TOKEN"}
        found[name] = Job(job["environment"], runs[0], [line for run in runs[1:] for line in run])
    return found


def gitlab() -> dict[str, Job]:
    pipeline = yaml.safe_load((PIPELINES / "gitlab-ci.yml").read_text())
    jobs = {name: entry for name, entry in pipeline.items() if isinstance(entry, dict) and "script" in entry}
    install = pipeline["default"]["before_script"]
    return {name: Job(job["environment"]["name"], install, job["script"]) for name, job in jobs.items()}


@pytest.fixture
def run(dashboard, environment, tmp_path):
    """Runs a job in a checkout of the project."""
    checkout = tmp_path / "checkout"
    shutil.copytree(PIPELINES / "project", checkout)
    tokens = {}
    for name in ("staging", "production"):
        made = dashboard.call("POST", "/admin/organisations", {"owner_name": name}, admin_auth=dashboard.secret)
        user = {"org_id": made["Meta"], "first_name": "C", "last_name": "I", "email_address": f"ci@{name}.example"}
        user |= {"active": True, "user_permissions": {"IsAdmin": "admin"}}
        tokens[name] = dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]
    kept = {name: value for name, value in environment.items() if not name.startswith("TYK_")}
    kept["PATH"] = f"{pathlib.Path(sys.executable).parent}:{kept['PATH']}"
    kept["GITHUB_STEP_SUMMARY"] = str(tmp_path / "summary.md")
    texts: list[str] = []

    def run(job: Job, fails: bool = False) -> str:
        assert job.install == INSTALL  # what cannot be run here
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", "\n".join(job.script)],
            env={**kept, "TYK_URL": dashboard.url, "TYK_TOKEN": tokens[job.environment]},
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr
        texts.append(done.stdout + done.stderr)
        return texts[-1]

    yield run
    texts += [path.read_text() for path in (checkout / "report").rglob("*")]
    assert not [token for token in tokens.values() for text in texts if token in text]


@pytest.mark.parametrize("pipeline", [github, gitlab])
def test_the_way_of_a_change(pipeline, run, dashboard, tmp_path):
    jobs = pipeline()
    assert set(jobs) == {"plan", "apply", "promote", "drift"}
    checkout = tmp_path / "checkout"

    run(jobs["plan"])
    assert dashboard.state()["apis"] == []
    junit = xml.etree.ElementTree.parse(checkout / "report/plan.xml")
    assert junit.findall(".//testcase")
    if pipeline is github:
        shown = (tmp_path / "summary.md").read_text()
        assert shown == (checkout / "report/plan.md").read_text() and "Orders" in shown
    else:
        assert "Orders" in (checkout / "report/plan.html").read_text()

    assert "changed=1" in run(jobs["apply"])
    assert "changed=0" in run(jobs["apply"])
    assert "changed=0" in run(jobs["drift"])
    (api,) = dashboard.state()["apis"]
    assert api["doc"]["api_definition"]["proxy"]["target_url"] == "https://orders.staging.example.com"

    assert "changed=1" in run(jobs["promote"])
    apis = {api["org_id"]: api["doc"]["api_definition"]["proxy"]["target_url"] for api in dashboard.state()["apis"]}
    assert sorted(apis.values()) == ["https://orders.production.example.com", "https://orders.staging.example.com"]

    # what somebody changes by hand is what is not declared
    overlay = checkout / "overlays/staging.yml"
    overlay.write_text(overlay.read_text().replace("orders.staging", "elsewhere"))
    assert "Tyk is not what is declared: Orders" in run(jobs["drift"], fails=True)
