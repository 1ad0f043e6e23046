# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`gh` and `curl` as docs/pipelines call them. What GitHub and GitLab keep is in a folder that FORGE names.

deployments.json has what was deployed, artifacts/RUN/NAME/ GitHub's artifacts, packages/VERSION/ GitLab's registry.
Whatever else is asked is refused, so that a pipeline cannot ask for something that this does not know.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import sys

FORGE = pathlib.Path(os.environ["FORGE"])
QUERY = (
    "query($owner: String!, $name: String!, $environment: String!) { repository(owner: $owner, name: $name) { "
    "deployments(environments: [$environment], last: 100, orderBy: {field: CREATED_AT, direction: ASC}) { "
    "nodes { commitOid statuses(first: 20) { nodes { state createdAt } } } } } }"
)
PROJECT = "https://gitlab.example.com/api/v4/projects/12"
DEPLOYED = f"{PROJECT}/deployments?environment=ENVIRONMENT&status=success&order_by=finished_at&sort=desc&per_page=1"
HEADER = ["--header", "JOB-TOKEN: a-token-of-gitlab"]


def deployments(environment: str) -> list[dict]:
    listed = json.loads((FORGE / "deployments.json").read_text())
    return [one for one in listed if one["environment"] == environment]


def gh(*words: str) -> str:
    assert os.environ["GH_TOKEN"] == "a-token-of-github" and not (FORGE / "down").exists()
    if words[:2] == ("api", "graphql"):
        given = dict(word.split("=", 1) for word in words[3::2])
        assert set(words[2::2]) == {"-f"} and " ".join(given.pop("query").split()) == QUERY
        assert (given.pop("owner"), given.pop("name")) == ("acme", "tyk")
        nodes = [
            {
                "commitOid": one["sha"],
                # what was deployed is queued first, and inactive once there is something newer
                "statuses": {
                    "nodes": [
                        {"state": "INACTIVE", "createdAt": "2099-01-01T00:00:00Z"},
                        {"state": one["status"].upper(), "createdAt": f"2026-01-01T00:00:{one['finished']:02}Z"},
                        {"state": "QUEUED", "createdAt": "2025-01-01T00:00:00Z"},
                    ]
                },
            }
            for one in deployments(given.pop("environment"))
        ]
        assert not given
        return json.dumps({"data": {"repository": {"deployments": {"nodes": nodes}}}})
    if words[0] == "api":
        (_api, route) = words
        name = route.removeprefix("repos/acme/tyk/actions/artifacts?name=")
        assert name.startswith("plan-staging-"), route
        gone = {"expired": True, "created_at": "2027-01-01T00:00:00Z", "workflow_run": {"id": 99}}
        kept = [
            {"expired": False, "created_at": f"2026-01-01T00:00:{int(run.name):02}Z", "workflow_run": {"id": run.name}}
            for run in sorted((FORGE / "artifacts").iterdir())
            if (run / name).exists()
        ]
        return json.dumps({"artifacts": [gone, *kept]})
    run, name = words[2], words[6]
    assert words == ("run", "download", run, "--repo", "acme/tyk", "--name", name, "--dir", "report")
    shutil.copytree(FORGE / "artifacts" / run / name, "report")
    return ""


def curl(*words: str) -> str:
    *options, address = words
    if "--upload-file" in options:
        assert options == ["--fail", "--silent", "--show-error", *HEADER, "--upload-file", "report/plan.json"]
        target = packaged(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy("report/plan.json", target)
        return ""
    if "--output" in options:
        wanted = ["--output", "report/plan.json", "--write-out", "%{http_code}"]
        assert options == ["--silent", "--show-error", "--location", *HEADER, *wanted]
        if (FORGE / "down").exists():
            return "502"
        kept = packaged(address)
        pathlib.Path("report/plan.json").write_text(kept.read_text() if kept.exists() else "Not found")
        return "200" if kept.exists() else "404"
    assert options == ["--fail", "--silent", "--show-error", *HEADER]
    assert not (FORGE / "down").exists()
    environment = address.partition("environment=")[2].partition("&")[0]
    assert address == DEPLOYED.replace("ENVIRONMENT", environment)
    done = [one for one in deployments(environment) if one["status"] == "success"]
    return json.dumps(sorted(done, key=lambda one: -one["finished"])[:1])


def packaged(address: str) -> pathlib.Path:
    version = address.removeprefix(f"{PROJECT}/packages/generic/tyk-plan/").removesuffix("/plan.json")
    assert version.isalnum(), address
    return FORGE / "packages" / version / "plan.json"


if __name__ == "__main__":
    print({"gh": gh, "curl": curl}[sys.argv[1]](*sys.argv[2:]), end="")
