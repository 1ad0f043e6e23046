# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pipelines in docs/pipelines: every shell line of every job is run, in the order in which a change meets them."""

from __future__ import annotations

import json
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

# What a pipeline says of the merge request, and what there is in a runner; here they know one place for all plans.
SAID = {
    "GITHUB_REPOSITORY": "acme/tyk",
    "GITHUB_SHA": "5ca1ab1e",
    "GH_TOKEN": "a-token-of-github",
    "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
    "CI_PROJECT_ID": "12",
    "CI_JOB_TOKEN": "a-token-of-gitlab",
    "CI_MERGE_REQUEST_IID": "7",
    "CI_COMMIT_MESSAGE": "Merge branch 'orders' into 'main'\n\nOrders\n\nSee merge request acme/tyk!7",
}
GH = """#!/bin/sh
case "$*" in
"api repos/acme/tyk/commits/5ca1ab1e/pulls --jq .[0].number") echo 7 ;;
"api repos/acme/tyk/actions/artifacts?name=plan-7 --jq .artifacts[0].workflow_run.id") echo 4711 ;;
"run download 4711 --repo acme/tyk --name plan-7 --dir report") mkdir -p report && cp "$PLANS"/* report ;;
*) echo "gh: $*" >&2; exit 1 ;;
esac
"""
CURL = """#!/bin/sh
begin="--fail --silent --show-error"
token="JOB-TOKEN: a-token-of-gitlab"
end="https://gitlab.example.com/api/v4/projects/12/packages/generic/tyk-plan/7/plan.json"
case "$*" in
"$begin --header $token --upload-file report/plan.json $end") cp report/plan.json "$PLANS" ;;
"$begin --location --header $token --output report/plan.json $end") cp "$PLANS/plan.json" report ;;
*) echo "curl: $*" >&2; exit 1 ;;
esac
"""

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
        assert set(job["env"]) == {"TYK_URL", "TYK_TOKEN", "TYK_PLAN_KEY"}
        found[name] = Job(job["environment"], runs[0], [line for run in runs[1:] for line in run])
    return found


def gitlab() -> dict[str, Job]:
    pipeline = yaml.safe_load((PIPELINES / "gitlab-ci.yml").read_text())
    jobs = {name: entry for name, entry in pipeline.items() if isinstance(entry, dict) and "script" in entry}
    install = pipeline["default"]["before_script"]
    return {name: Job(job["environment"]["name"], install, job["script"]) for name, job in jobs.items()}


def git(checkout: pathlib.Path, *words: str) -> str:
    who = ["-c", "user.name=Ci", "-c", "user.email=ci@acme.example"]
    return subprocess.run(
        ["git", *who, *words], cwd=checkout, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(checkout: pathlib.Path, *options: str) -> None:
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message", "a change", *options)


def before(checkout: pathlib.Path) -> dict[str, str]:
    """What a pipeline says of the commit before; here main gets one commit at a time."""
    commits = git(checkout, "rev-list", "--first-parent", "HEAD").split()
    last = commits[1] if len(commits) > 1 else "0" * 40
    return {"BEFORE": last, "CI_COMMIT_BEFORE_SHA": last, "CI_MERGE_REQUEST_DIFF_BASE_SHA": last}


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
    kept["PATH"] = f"{tmp_path / 'bin'}:{pathlib.Path(sys.executable).parent}:{kept['PATH']}"
    kept |= {**SAID, "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "PLANS": str(tmp_path / "plans")}
    for name, text in {"gh": GH, "curl": CURL}.items():
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o700)
    (tmp_path / "plans").mkdir()
    texts: list[str] = []
    git(checkout, "init", "--quiet", "--initial-branch", "main")
    (checkout / ".gitignore").write_text("/report\n/before\n")
    commit(checkout)
    commit(checkout, "--allow-empty")  # a repository begins with something

    def run(job: Job, fails: bool = False) -> str:
        assert job.install == INSTALL  # what cannot be run here
        shutil.rmtree(checkout / "before", ignore_errors=True)  # a checkout is made anew for each job
        git(checkout, "worktree", "prune")
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", "\n".join(job.script)],
            env={**kept, **before(checkout), "TYK_URL": dashboard.url, "TYK_TOKEN": tokens[job.environment]},
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr
        texts.append(done.stdout + done.stderr)
        return texts[-1]

    run.token = tokens["staging"]
    yield run
    texts += [path.read_text() for path in (checkout / "report").rglob("*")]
    assert not [token for token in tokens.values() for text in texts if token in text]


def merge_request(run, job: Job, folder: pathlib.Path) -> None:
    """Plan, and keep what GitHub keeps by itself; nothing of it is left in the next checkout."""
    run(job)
    for path in (folder / "checkout/report").iterdir():
        shutil.copy(path, folder / "plans")


@pytest.mark.parametrize("pipeline", [github, gitlab])
def test_the_way_of_a_change(pipeline, run, dashboard, tmp_path):
    jobs = pipeline()
    assert set(jobs) == {"plan", "apply", "promote", "drift"}
    checkout = tmp_path / "checkout"

    merge_request(run, jobs["plan"], tmp_path)
    assert dashboard.state()["apis"] == []
    plan = json.loads((tmp_path / "plans/plan.json").read_text())
    assert [(step["name"], step["action"]) for step in plan["steps"]] == [
        ("Orders", "created"),
        ("Partners", "created"),
    ]
    junit = xml.etree.ElementTree.parse(checkout / "report/plan.xml")
    assert junit.findall(".//testcase")
    if pipeline is github:
        shown = (tmp_path / "summary.md").read_text()
        assert shown == (checkout / "report/plan.md").read_text() and "Orders" in shown
    else:
        assert "Orders" in (checkout / "report/plan.html").read_text()

    assert "changed=1" in run(jobs["apply"])
    assert "is there already, so there is nothing to apply" in run(jobs["apply"], fails=True)
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


@pytest.mark.parametrize("pipeline", [github, gitlab])
def test_nothing_is_applied_that_was_not_looked_at(pipeline, run, dashboard, tmp_path):
    jobs, checkout = pipeline(), tmp_path / "checkout"
    merge_request(run, jobs["plan"], tmp_path)
    shutil.rmtree(checkout / "report")
    declared = checkout / "tyk/shop.yml"
    text = declared.read_text()

    # another request was merged in between
    declared.write_text(text.replace("/orders/", "/other/"))
    said = run(jobs["apply"], fails=True)
    assert "files: apis: Orders is declared otherwise" in said and "Make a new plan" in said
    assert dashboard.state()["apis"] == []

    # planned again, it is applied; and what somebody changes in Tyk after the next plan stops that one
    merge_request(run, jobs["plan"], tmp_path)
    assert "changed=1" in run(jobs["apply"])
    declared.write_text(text)
    merge_request(run, jobs["plan"], tmp_path)
    (row,) = dashboard.state()["apis"]
    path = f"/api/apis/{row['doc']['api_definition']['api_id']}"
    api = dashboard.call("GET", path, authorization=run.token)
    api["api_definition"]["tags"] = ["by somebody"]
    dashboard.call("PUT", path, api, authorization=run.token)
    said = run(jobs["apply"], fails=True)
    assert "Tyk: apis: Orders: it has been changed: api_definition.tags" in said
    (api,) = dashboard.state()["apis"]
    assert api["doc"]["api_definition"]["proxy"]["listen_path"] == "/other/"


@pytest.mark.parametrize("pipeline", [github, gitlab])
def test_a_revert_undoes_a_change(pipeline, run, dashboard, tmp_path):
    jobs, checkout = pipeline(), tmp_path / "checkout"

    def merge(text: str) -> None:
        (checkout / "tyk/shop.yml").write_text(text)
        commit(checkout)
        merge_request(run, jobs["plan"], tmp_path)
        assert "changed=1" in run(jobs["apply"])

    def state() -> list:
        return [
            sorted(
                (row["doc"].get("name") or row["doc"]["api_definition"]["name"], row["doc"].get("rate")) for row in rows
            )
            for rows in (dashboard.state()[table] for table in ("apis", "policies"))
        ]

    merge_request(run, jobs["plan"], tmp_path)
    run(jobs["apply"])
    first = state()
    text = (checkout / "tyk/shop.yml").read_text()
    merge(
        text.replace("    rate: 100\n", "    rate: 5\n")
        + "  - name: Guests\n    access_rights:\n      - api: Orders\n    rate: 1\n    per: 60\n"
    )
    assert state() != first
    git(checkout, "revert", "--no-edit", "HEAD")
    merge_request(run, jobs["plan"], tmp_path)
    plan = json.loads((tmp_path / "plans/plan.json").read_text())
    assert ("Guests", "deleted") in [(step["name"], step["action"]) for step in plan["steps"]]
    assert "changed=1" in run(jobs["apply"])
    assert state() == first

    # and in production from tag to tag
    git(checkout, "tag", "v1", "HEAD^")
    git(checkout, "checkout", "--quiet", "v1")
    assert "changed=1" in run(jobs["promote"])
    assert "Guests" in str(state())
    git(checkout, "checkout", "--quiet", "main")
    git(checkout, "tag", "v2")
    assert "changed=1" in run(jobs["promote"])
    assert "Guests" not in str(state())
