# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pipelines in docs/pipelines: every line of every job is run, in checkouts of a repository, as changes meet them.

What GitHub and GitLab keep, and what `gh` and `curl` are told of it, is in support/forge.py.
"""

from __future__ import annotations

import abc
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap
import typing as t
import xml.etree.ElementTree

import pytest
import yaml
from ansible.release import __version__ as core

ROOT = pathlib.Path(__file__).resolve().parents[3]
PIPELINES = ROOT / "docs/pipelines"
FORGE = ROOT / "tests/unit/support/forge.py"
GUIDE = (ROOT / "docs/docsite/rst/guide_pipelines.rst").read_text(encoding="utf-8")
INSTALL = [
    "python3 -m pip install ansible-core requests",
    "ansible-galaxy collection install -r requirements.yml",
]
JOBS = {"plan", "apply", "plan-production", "promote", "drift staging", "drift production"}
GUESTS = "  - name: Guests\n    access_rights:\n      - api: Orders\n    rate: 1\n    per: 60\n"
# Each forge takes its share, and all with TYK_TRUST=all.
ALL = os.environ.get("TYK_TRUST") == "all"
SHARE = {
    "github": {"test_the_way_of_a_change", "test_a_revert_undoes_a_change"},
    "gitlab": {
        "test_however_a_request_is_merged",
        "test_nothing_is_applied_that_was_not_looked_at",
        "test_an_apply_that_was_dropped_or_refused_loses_no_change",
        "test_a_forge_that_does_not_answer_is_no_missing_plan",
    },
}
UNPLANNED = "Nobody has planned what main is now, so nothing is applied"

pytestmark = pytest.mark.skipif(
    core.startswith(("2.18.", "2.19.", "2.20.")), reason="takes minutes; the newest ansible-core tells enough"
)


class Job(t.NamedTuple):
    """What a job does: shell scripts with variables of their own, or artifacts ("keep", "fetch") with their name."""

    environment: str
    deploys: bool
    variables: dict[str, str]
    steps: list[tuple[str, str, dict[str, str]]]


def github() -> dict[str, Job]:
    found = {}
    for name, job in yaml.safe_load((PIPELINES / "github-actions.yml").read_text())["jobs"].items():
        for called, said in expanded(name, job, job.get("strategy", {}).get("matrix", {}).get("environment")):
            (_checkout, install, *steps) = said["steps"]
            assert install["run"].splitlines() == INSTALL  # what cannot be run here
            found[called] = Job(said["environment"], True, said["env"], [step_of(step) for step in steps])
    return found


def expanded(name: str, job: dict, environments: list[str] | None) -> t.Iterator[tuple[str, dict]]:
    """The jobs that a matrix makes of one."""
    if environments is None:
        yield name, job
    for environment in environments or ():
        yield (
            f"{name} {environment}",
            json.loads(
                json.dumps(job)
                .replace("${{ matrix.environment }}", environment)
                .replace("$TYK_ENVIRONMENT-", f"{environment}-")
            ),
        )


def step_of(step: dict) -> tuple[str, str, dict[str, str]]:
    if "run" in step:
        return "run", step["run"], step.get("env", {})
    does = {"actions/upload-artifact@v4": "keep", "actions/download-artifact@v4": "fetch"}[step["uses"]]
    assert step["with"]["path"] == "report"
    return does, step["with"]["name"], {}


def gitlab() -> dict[str, Job]:
    pipeline = yaml.safe_load((PIPELINES / "gitlab-ci.yml").read_text())
    assert pipeline["default"]["before_script"] == INSTALL
    found = {}
    for name, entry in pipeline.items():
        if not isinstance(entry, dict) or "script" not in entry:
            continue
        (matrix,) = entry.get("parallel", {}).get("matrix", [{}])
        for called, job in expanded(name, entry, matrix.get("TYK_ENVIRONMENT")):
            variables = job.get("variables") or {"TYK_ENVIRONMENT": called.split()[1]}
            steps = [("run", "\n".join(job["script"]), {})]
            if "artifacts" in job:
                assert job["artifacts"]["paths"] == ["report/"]
                steps.append(("keep", name, {}))
            steps = [*(("fetch", needed, {}) for needed in job.get("needs", [])), *steps]
            where = job["environment"]
            found[called] = Job(where["name"], "action" not in where, variables, steps)
    return found


def git(folder: pathlib.Path, *words: str) -> str:
    who = ["-c", "user.name=Ci", "-c", "user.email=ci@acme.example"]
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def reader() -> dict[str, str]:
    """The permissions that the guide gives to who plans."""
    text = re.search(r"   :caption: planner.yml\n\n(.*?)\n\S", GUIDE, re.DOTALL)[1]
    (play,) = yaml.safe_load(textwrap.dedent(text))
    permissions = play["tasks"][0]["community.tyk.tyk_user"]["user_permissions"]
    assert set(permissions.values()) == {"read"} and "users" not in permissions
    return permissions


class World(abc.ABC):
    """A repository, its pipeline, and a Dashboard with an organisation for each environment."""

    def __init__(self, jobs: dict[str, Job], dashboard, environment: dict[str, str], folder: pathlib.Path) -> None:
        assert set(jobs) == JOBS
        self.jobs, self.dashboard, self.folder, self.runs = jobs, dashboard, folder, 0
        self.mine, self.origin, self.forge = folder / "mine", folder / "origin.git", folder / "forge"
        self.texts: list[str] = []
        self.tokens: dict[str, str] = {}
        for name in ("staging", "production"):
            self._organise(name)
        kept = {name: value for name, value in environment.items() if not name.startswith("TYK_")}
        for name in ("gh", "curl"):
            command = folder / "bin" / name
            command.parent.mkdir(exist_ok=True)
            command.write_text(f'#!/bin/sh\nexec {sys.executable} {FORGE} {name} "$@"\n')
            command.chmod(0o700)
        (self.forge / "artifacts").mkdir(parents=True)
        (self.forge / "deployments.json").write_text("[]")
        self.environment = {
            **kept,
            "PATH": f"{folder / 'bin'}:{pathlib.Path(sys.executable).parent}:{kept['PATH']}",
            "FORGE": str(self.forge),
            "GITHUB_REPOSITORY": "acme/tyk",
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "GITHUB_ENV": str(folder / "github_env"),
            "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
            "CI_PROJECT_ID": "12",
            "CI_JOB_TOKEN": "a-token-of-gitlab",
            "CI_COMMIT_BRANCH": "main",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch", "main", self.origin], check=True)
        subprocess.run(["git", "clone", "--quiet", self.origin, self.mine], check=True, capture_output=True)
        git(self.mine, "checkout", "--quiet", "-b", "main")
        self.commit("README", "Ours\n")
        git(self.mine, "push", "--quiet", "origin", "main")

    def _organise(self, name: str) -> None:
        """Its organisation has an API, a user who can write, and one who can read."""
        made = self.dashboard.call(
            "POST", "/admin/organisations", {"owner_name": name}, admin_auth=self.dashboard.secret
        )
        for email, environment, permissions in (("ci", name, {"IsAdmin": "admin"}), ("plan", f"{name}-plan", reader())):
            user = {"org_id": made["Meta"], "first_name": "C", "last_name": "I", "active": True}
            user |= {"email_address": f"{email}@{name}.example", "user_permissions": permissions}
            added = self.dashboard.call("POST", "/admin/users", user, admin_auth=self.dashboard.secret)
            self.tokens[environment] = added["Message"]
        proxy = {"listen_path": f"/{name}/", "target_url": "https://old.example"}
        old = {"name": "Old", "use_keyless": True, "proxy": proxy}
        old["version_data"] = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        self.dashboard.call("POST", "/api/apis", {"api_definition": old}, authorization=self.tokens[name])

    def state(self, environment: str = "staging") -> dict[str, t.Any]:
        """What there is by name, but the API of old: the targets of APIs and the rates of policies."""
        token = self.tokens[environment]
        apis = self.dashboard.call("GET", "/api/apis?p=-1", authorization=token)["apis"]
        policies = self.dashboard.call("GET", "/api/portal/policies?p=-1", authorization=token)["Data"]
        found = {one["api_definition"]["name"]: one["api_definition"]["proxy"]["target_url"] for one in apis}
        return {name: value for name, value in found.items() if name != "Old"} | {
            one["name"]: one["rate"] for one in policies
        }

    def by_hand(self, environment: str, **fields: t.Any) -> None:
        """Somebody changes the API Orders."""
        token = self.tokens[environment]
        listed = self.dashboard.call("GET", "/api/apis?p=-1", authorization=token)["apis"]
        (api,) = (one for one in listed if one["api_definition"]["name"] == "Orders")
        api["api_definition"].update(fields)
        self.dashboard.call("PUT", f"/api/apis/{api['api_definition']['api_id']}", api, authorization=token)

    def commit(self, path: str = "", text: str = "") -> None:
        if path:
            (self.mine / path).write_text(text)
        git(self.mine, "add", "--all")
        git(self.mine, "commit", "--quiet", "--allow-empty", "--message", "A change")

    def propose(self, path: str = "", text: str = "") -> None:
        """A request from a branch of one commit."""
        git(self.mine, "checkout", "--quiet", "-B", "change", "main")
        if not path and not (self.mine / "inventory.yml").exists():
            shutil.copytree(PIPELINES / "project", self.mine, dirs_exist_ok=True)
        self.commit(path, text)

    def plan(self) -> str:
        """What the pipeline says of the request."""
        git(self.mine, "push", "--quiet", "--force", "origin", "change")
        return self.run("plan", self.of_request())

    def merge(self, *how: str) -> None:
        git(self.mine, "checkout", "--quiet", "main")
        git(self.mine, "merge", "--quiet", *(how or ("--no-ff", "--no-edit")), "change")
        if how == ("--squash",):
            self.commit()
        git(self.mine, "push", "--quiet", "origin", "main")

    def change(self, path: str = "", text: str = "", *how: str) -> None:
        """A change from its proposal to Tyk."""
        self.propose(path, text)
        self.plan()
        self.merge(*how)
        assert "changed=1" in self.run("apply")

    def release(self, tag: str) -> None:
        git(self.mine, "tag", tag, "main")
        git(self.mine, "push", "--quiet", "origin", tag)

    def run(self, name: str, ref: str = "main", fails: bool = False) -> str:
        """Run a job in a checkout of its own."""
        job, self.runs = self.jobs[name], self.runs + 1
        checkout = self.folder / f"checkout{self.runs}"
        subprocess.run(["git", "clone", "--quiet", self.origin, checkout], check=True)
        sha = git(self.origin, "rev-parse", f"{ref}^{{commit}}")
        git(checkout, "checkout", "--quiet", "--detach", sha)
        (self.folder / "github_env").write_text("")
        said, code = "", 0
        for verb, text, variables in job.steps:
            given = dict(line.split("=", 1) for line in (self.folder / "github_env").read_text().splitlines())
            known = {**self.environment, **self.filled(job, {**job.variables, **variables}), **given}
            known |= {"TYK_URL": self.dashboard.url, "TYK_TOKEN": self.tokens[job.environment]}
            if verb == "run":
                done = subprocess.run(
                    ["bash", "-e", "-o", "pipefail", "-c", text],
                    env=known,
                    cwd=checkout,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=300,
                )
                said, code = said + done.stdout + done.stderr, done.returncode
                if code:
                    break
            else:
                self.hand_on(verb, text.replace("${{ env.PLAN }}", known.get("PLAN", "")), checkout / "report")
        assert bool(code) is fails, said
        self.deployed(job, sha, code)
        self.texts += [said, *(path.read_text() for path in (checkout / "report").rglob("*"))]
        return said

    def filled(self, job: Job, variables: dict[str, str]) -> dict[str, str]:
        """Variables with what GitHub fills in."""
        known = {"github.token": "a-token-of-github", "secrets.TYK_PLAN_KEY": "a-key-of-at-least-sixteen-letters"}
        known |= {"secrets.TYK_TOKEN": self.tokens[job.environment], "vars.TYK_URL": self.dashboard.url}
        return {
            name: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: known[match[1]], value)
            for name, value in variables.items()
        }

    def deployed(self, job: Job, sha: str, code: int) -> None:
        """What was deployed is written down, whether it went well or not."""
        if job.deploys:
            path = self.forge / "deployments.json"
            one = {"environment": job.environment, "sha": sha, "finished": self.runs}
            one["status"] = "success" if not code else "failed"
            path.write_text(json.dumps([one, *json.loads(path.read_text())]))

    @abc.abstractmethod
    def of_request(self) -> str:
        """What is checked out for a request."""

    @abc.abstractmethod
    def hand_on(self, verb: str, name: str, report: pathlib.Path) -> None:
        """Keep an artifact, or fetch it."""

    def report(self, name: str) -> str:
        """A file of the last report that was kept."""
        return max((self.forge / "artifacts").rglob(name), key=lambda path: path.stat().st_mtime_ns).read_text()


class GitHub(World):
    """A request is checked out as merged; artifacts have names, within a run or within the repository."""

    def of_request(self) -> str:
        git(self.mine, "checkout", "--quiet", "--detach", "main")
        git(self.mine, "merge", "--quiet", "--no-ff", "--no-edit", "change")
        git(self.mine, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/merged")
        return "merged"

    def hand_on(self, verb: str, name: str, report: pathlib.Path) -> None:
        if verb == "keep":
            shutil.copytree(report, self.forge / "artifacts" / str(self.runs) / name)
        else:
            runs = [int(run.name) for run in (self.forge / "artifacts").iterdir() if (run / name).exists()]
            shutil.copytree(self.forge / "artifacts" / str(max(runs)) / name, report)


class GitLab(World):
    """The branch of a request is checked out; artifacts belong to a job."""

    def of_request(self) -> str:
        return "change"

    def hand_on(self, verb: str, name: str, report: pathlib.Path) -> None:
        kept = self.forge / "artifacts" / name / str(self.runs)
        if verb == "keep":
            shutil.copytree(report, kept)
        else:
            shutil.copytree(max(kept.parent.iterdir(), key=lambda path: int(path.name)), report)


@pytest.fixture(params=[(github, GitHub), (gitlab, GitLab)], ids=["github", "gitlab"])
def world(request, dashboard, environment, tmp_path):
    jobs, kind = request.param
    asked = request.node.originalname
    if not ALL and any(asked in names and jobs.__name__ != forge for forge, names in SHARE.items()):
        pytest.skip("the other forge does this; both do with TYK_TRUST=all")
    made = kind(jobs(), dashboard, environment, tmp_path)
    yield made
    assert not [token for token in made.tokens.values() for text in made.texts if token in text]


def test_the_way_of_a_change(world):
    world.propose()
    world.plan()
    assert world.state() == {}
    plan = json.loads(world.report("plan.json"))
    steps = [(step["name"], step["action"]) for step in plan["steps"]]
    assert steps == [("Orders", "created"), ("Partners", "created")]
    assert xml.etree.ElementTree.fromstring(world.report("plan.xml")).findall(".//testcase")
    if isinstance(world, GitHub):
        shown = (world.folder / "summary.md").read_text()
        assert shown == world.report("plan.md") and "Orders" in shown
    else:
        assert "Orders" in world.report("plan.html")

    world.merge()
    assert "changed=1" in world.run("apply")
    assert world.state() == {"Orders": "https://orders.staging.example.com", "Partners": 100}
    assert "is there already, so there is nothing to apply" in world.run("apply", fails=True)
    assert "changed=0" in world.run("drift staging")
    assert "Nothing was applied to production yet." in world.run("drift production")

    # production is planned, approved, and then it is this plan that is applied
    world.release("v1")
    world.run("plan-production", "v1")
    assert world.state("production") == {} and "Orders" in world.report("plan.json")
    assert "changed=1" in world.run("promote", "v1")
    assert world.state("production") == {"Orders": "https://orders.production.example.com", "Partners": 100}

    # what main has and no tag yet is no drift of production
    declared = world.mine / "tyk/common/policies.yml"
    world.change("tyk/common/policies.yml", declared.read_text().replace("rate: 100", "rate: 5"))
    assert "changed=0" in world.run("drift staging") and "changed=0" in world.run("drift production")
    for environment in ("staging", "production"):
        world.by_hand(environment, proxy={"listen_path": "/orders/", "target_url": "https://elsewhere.example"})
        assert "Tyk is not what was declared: APIs Orders" in world.run(f"drift {environment}", fails=True)


def test_however_a_request_is_merged(world):
    world.change()
    declared = (world.mine / "tyk/common/policies.yml").read_text()
    for rate, how in enumerate((("--squash",), ("--ff-only",), ("--no-ff", "--no-edit")), 1):
        world.change("tyk/common/policies.yml", declared.replace("rate: 100", f"rate: {rate}"), *how)
        assert world.state()["Partners"] == rate

    # what is not declared needs no plan, and one that says that there is nothing to do is no mistake
    world.propose("README", "Ours, and yours\n")
    world.merge()
    assert "Nothing that is declared has changed" in world.run("apply")
    world.propose("README", "Ours\n")
    world.plan()
    world.merge()
    assert "changed=0" in world.run("apply")


def test_nothing_is_applied_that_was_not_looked_at(world):
    # another request was merged in between
    world.propose()
    world.plan()
    git(world.mine, "checkout", "--quiet", "main")
    world.commit("LICENCE", "Free\n")
    world.merge()
    said = world.run("apply", fails=True)
    assert UNPLANNED in said and "git commit --allow-empty" in said
    assert world.state() == {}
    world.change("README", "Planned anew\n")

    # somebody changes in Tyk what the plan is about
    declared = (world.mine / "tyk/common/apis.yml").read_text()
    world.propose("tyk/common/apis.yml", declared.replace("/orders/", "/other/"))
    world.plan()
    world.merge()
    world.by_hand("staging", tags=["by somebody"])
    assert "Tyk: apis: Orders: it has been changed: api_definition.tags" in world.run("apply", fails=True)
    if isinstance(world, GitLab):
        (world.forge / "packages").rename(world.forge / "gone")
        assert UNPLANNED in world.run("apply", fails=True)

    # and in production
    world.change()
    world.release("v1")
    world.run("plan-production", "v1")
    world.run("promote", "v1")
    world.change("tyk/common/apis.yml", declared)
    world.release("v2")
    world.run("plan-production", "v2")
    world.by_hand("production", tags=["by somebody"])
    said = world.run("promote", "v2", fails=True)
    assert "Tyk: apis: Orders: it has been changed: api_definition.tags" in said


def test_an_apply_that_was_dropped_or_refused_loses_no_change(world):
    world.change()
    declared = (world.mine / "tyk/common/policies.yml").read_text()
    world.change("tyk/common/policies.yml", declared + GUESTS)

    # no longer declared, and never applied: GitHub drops a run that waits when another one comes
    world.propose("tyk/common/policies.yml", declared)
    world.plan()
    world.merge()
    # merged after it, and refused, for somebody was faster
    world.propose("tyk/common/policies.yml", declared.replace("rate: 100", "rate: 7"))
    world.plan()
    world.by_hand("staging", tags=["by somebody"])
    world.by_hand("staging", tags=[])
    world.merge()
    world.propose("README", "Not planned\n")
    world.merge()
    assert UNPLANNED in world.run("apply", fails=True)
    assert world.state()["Guests"] == 1 and world.state()["Partners"] == 100
    assert "Guests" in world.run("drift staging", fails=True)

    world.change()  # an empty commit
    assert world.state() == {"Orders": "https://orders.staging.example.com", "Partners": 7}
    assert "changed=0" in world.run("drift staging")


def test_a_revert_undoes_a_change(world):
    world.change()
    first = world.state()
    world.release("v1")
    declared = (world.mine / "tyk/common/policies.yml").read_text()
    world.change("tyk/common/policies.yml", declared.replace("    rate: 100\n", "    rate: 5\n") + GUESTS, "--ff-only")
    assert world.state() != first
    world.release("v2")
    git(world.mine, "checkout", "--quiet", "-B", "change", "main")
    git(world.mine, "revert", "--no-edit", "HEAD")
    world.plan()
    plan = json.loads(world.report("plan.json"))
    assert ("Guests", "deleted") in [(step["name"], step["action"]) for step in plan["steps"]]
    world.merge()
    assert "changed=1" in world.run("apply")
    assert world.state() == first
    world.release("v4")

    # in production from what was applied to what is applied, whatever tags are between them
    for tag in ("v1", "v2"):
        world.run("plan-production", tag)
        assert "changed=1" in world.run("promote", tag)
    assert "Guests" in world.state("production")
    world.release("v3")  # never approved
    world.run("plan-production", "v3")
    world.run("plan-production", "v4")
    assert "changed=1" in world.run("promote", "v4")
    assert "Guests" not in world.state("production")


def test_a_forge_that_does_not_answer_is_no_missing_plan(world):
    (world.forge / "down").touch()
    said = world.run("apply", fails=True)
    assert "AssertionError" in said and UNPLANNED not in said
    if isinstance(world, GitLab):  # as far as it gets without what was applied last
        ((verb, text, variables),) = world.jobs["apply"].steps
        world.jobs["apply"] = world.jobs["apply"]._replace(steps=[(verb, text[text.index("mkdir") :], variables)])
        assert "GitLab answers 502 when it is asked for the plan" in world.run("apply", fails=True)


def test_who_writes_and_who_only_plans():
    """Only what was reviewed gets a token that can write, and one at a time."""
    flow = yaml.safe_load((PIPELINES / "github-actions.yml").read_text())
    jobs = flow["jobs"]
    assert {name for name, job in jobs.items() if not job["environment"].endswith("-plan")} == {"apply", "promote"}
    for name in ("apply", "promote"):
        assert jobs[name]["concurrency"] == {"group": f"tyk-{jobs[name]['environment']}", "cancel-in-progress": False}
    assert flow["permissions"] == {"contents": "read", "deployments": "read"}
    assert jobs["apply"]["permissions"] == {**flow["permissions"], "actions": "read"}
    pipeline = yaml.safe_load((PIPELINES / "gitlab-ci.yml").read_text())
    jobs = {name: job for name, job in pipeline.items() if isinstance(job, dict) and "environment" in job}
    writing = {name for name, job in jobs.items() if not job["environment"]["name"].endswith("-plan")}
    assert writing == {name for name, job in jobs.items() if "resource_group" in job} == {"apply", "promote"}
    assert jobs["promote"]["rules"] == [{**rule, "when": "manual"} for rule in jobs["plan-production"]["rules"]]
