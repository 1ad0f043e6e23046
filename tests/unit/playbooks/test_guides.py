# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every guide in docs/docsite/rst is a story that is lived through as it stands, from the first block of code on.

A block of YAML with a caption is a file of that name; a play without one is run; console blocks are run in one shell,
and the lines below a command are what it must say, in this order ("..." stands for anything). Comments tell what
readers need not see:

    .. test: start NAME     what is there before the story begins: tests/unit/playbooks/guides/NAME.yml is run
    .. test: organisation NAME   there is another one, and TYK_TOKEN_NAME belongs to it
    .. test: gateway        there is nothing yet, and the Dashboard has a Gateway, see TYK_GATEWAY_URL, _SECRET
    .. test: vault          there is a HashiCorp Vault, which VAULT_ADDR and VAULT_TOKEN name
    .. test: fails          the last command of the next block must fail
    .. test: not run, WHY   the next block cannot be run here
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import typing as t

import pytest
import vault
import yaml
from ansible.release import __version__ as core

from ansible_collections.community.tyk.plugins.module_utils._api import hints

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
GUIDES = {path.stem: path for path in sorted((ROOT / "docs/docsite/rst").glob("*.rst"))}
PLUGINS = sorted([*(ROOT / "plugins/filter").glob("*.py"), *(ROOT / "plugins/lookup").glob("*.py")])
ADDRESS = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["repository"]
DASHBOARD, ADMIN_SECRET = "https://dashboard.example.com:3000", "ADMIN-SECRET"
ELSEWHERE = {"hcl", "ini", "json", "text"}  # what other tools would read, or what is only looked at

pytestmark = pytest.mark.skipif(
    core.startswith(("2.18.", "2.19.", "2.20.")), reason="takes minutes; the newest ansible-core tells enough"
)


class Block(t.NamedTuple):
    """A block of code in a guide, with the comments for this test before it."""

    line: int
    language: str
    caption: str
    text: str
    remarks: tuple[str, ...]


def blocks(path: pathlib.Path) -> list[Block]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found, remarks = [], []
    for number, line in enumerate(lines):
        remark = re.match(r"\s*\.\. test: (.*)", line)
        start = re.match(r"(\s*)\.\. code-block:: (\S+)$", line)
        if remark:
            remarks.append(remark[1])
        if not start:
            continue
        body: list[str] = []
        for below in lines[number + 1 :]:
            if below.strip() and not below.startswith(start[1] + "   "):
                break
            body.append(below)
        text = textwrap.dedent("\n".join(body)).strip("\n")
        options, _blank, rest = text.partition("\n\n") if text.startswith(":") else ("", "", text)
        caption = re.search(r":caption: (.*)", options)
        found.append(Block(number + 1, start[2], caption[1] if caption else "", rest, tuple(remarks)))
        remarks = []
    assert not remarks, remarks
    return found


class Step(t.NamedTuple):
    """A shell command of the story, what it must say, and whether it must fail."""

    line: int
    command: str
    said: tuple[str, ...] = ()
    fails: bool = False


def commands(block: Block) -> list[Step]:
    """The commands of a console block."""
    steps: list[Step] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            steps.append(Step(block.line, line[2:]))
        elif steps and steps[-1].command.endswith("\\"):
            steps[-1] = steps[-1]._replace(command=f"{steps[-1].command[:-1].rstrip()} {line.strip()}")
        elif line.strip() and not line.startswith("# "):
            assert steps, f"line {block.line}: a console block starts with a command"
            steps[-1] = steps[-1]._replace(said=(*steps[-1].said, line.strip()))
    if "fails" in block.remarks:
        steps[-1] = steps[-1]._replace(fails=True)
    return steps


def steps(block: Block, folder: pathlib.Path) -> list[Step]:
    """What is to be done with a block."""
    if any(remark.startswith("not run, ") for remark in block.remarks) or block.language in ELSEWHERE:
        return []
    if block.language == "console":
        return commands(block)
    assert block.language in ("yaml", "yaml+jinja"), f"line {block.line}: what is to be done with {block.language}?"
    kept = folder / f"{block.line}.yml"
    kept.write_text(block.text + "\n", encoding="utf-8")
    if block.caption:
        target = shlex.quote(block.caption)
        return [Step(block.line, f"mkdir -p $(dirname {target}) && cp {kept} {target}")]
    content = yaml.safe_load(block.text)
    assert isinstance(content, list) and "hosts" in content[0], (
        f"line {block.line}: neither a play nor a file (caption)"
    )
    name = f"block{block.line}.yml"
    return [Step(block.line, f"cp {kept} {name} && ansible-playbook {name}", fails="fails" in block.remarks)]


def live(story: list[Step], folder: pathlib.Path, environment: dict[str, str]) -> list[str]:
    """Run all commands in one shell; what went otherwise than told."""
    script = ["cd " + shlex.quote(str(folder / "story"))]
    for index, step in enumerate(story):
        script.append(f"{{ {step.command}\n}} > {folder}/{index}.out 2>&1 < /dev/null; echo $? > {folder}/{index}.rc")
    (folder / "script").write_text("\n".join(script) + "\n", encoding="utf-8")
    subprocess.run(["bash", str(folder / "script")], env=environment, check=True, timeout=900)
    wrong = []
    for index, step in enumerate(story):
        code, out = int((folder / f"{index}.rc").read_text()), (folder / f"{index}.out").read_text()
        if bool(code) is not step.fails:
            wrong.append(f"line {step.line}: {step.command}: exit code {code}\n{out}")
        missing = unsaid(step.said, out)
        if missing:
            wrong.append(f"line {step.line}: {step.command}: did not say {missing!r}\n{out}")
    return wrong


def unsaid(wanted: t.Iterable[str], out: str) -> str:
    """The first wanted line that the output does not have after the one before it."""
    lines = iter(line.strip() for line in out.splitlines())
    for want in wanted:
        pattern = re.escape(want).replace(r"\.\.\.", ".*")
        if want != "..." and not any(re.fullmatch(pattern, line) for line in lines):
            return want
    return ""


@pytest.fixture
def world(dashboard, environment, tmp_path):
    """A folder for the story, and the environment of its shell."""
    (tmp_path / "story").mkdir()
    (tmp_path / "home").mkdir()
    kept = {name: value for name, value in environment.items() if not name.startswith("TYK_")}
    # the command that the emulator's package brings along
    command = tmp_path / "bin/tyk-emulator"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT}/tests exec {sys.executable} -m tyk_emulator "$@"\n')
    command.chmod(0o700)
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "PATH": f"{command.parent}:{pathlib.Path(sys.executable).parent}:{kept['PATH']}",
        "TYK_URL": dashboard.url,
        "COLUMNS": "160",
    }


@pytest.fixture
def a_vault():
    with vault.vault() as running:
        yield running


def organise(name: str, dashboard) -> str:
    """Make an organisation and its admin; the token."""
    made = dashboard.call("POST", "/admin/organisations", {"owner_name": name}, admin_auth=dashboard.secret)
    user = {"org_id": made["Meta"], "first_name": "Ada", "last_name": "Obi", "email_address": f"ada@{name}.example"}
    user |= {"active": True, "user_permissions": {"IsAdmin": "admin", "ResetPassword": "admin"}}
    return dashboard.call("POST", "/admin/users", user, admin_auth=dashboard.secret)["Message"]


def begin(name: str, world: dict[str, str], dashboard, folder: pathlib.Path) -> None:
    """An organisation, its user's token in TYK_TOKEN, and what the named playbook adds."""
    world["TYK_TOKEN"] = organise("acme", dashboard)
    # files that it writes belong into the story
    shutil.copy(HERE / f"guides/{name}.yml", folder / "story/begin.yml")
    done = subprocess.run(
        ["ansible-playbook", "begin.yml"],
        env=world,
        cwd=folder / "story",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    (folder / "story/begin.yml").unlink()
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_guide(guide, dashboard, world, tmp_path, request):
    story = []
    for block in blocks(GUIDES[guide]):
        for remark in block.remarks:
            verb, _blank, name = remark.partition(" ")
            if verb == "start":
                begin(name, world, dashboard, tmp_path)
            elif remark == "vault":
                address, _kept = request.getfixturevalue("a_vault")
                world |= {"VAULT_ADDR": address, "VAULT_TOKEN": vault.TOKEN}
            elif remark == "gateway":
                own = {"gateway_mode": "dashboard", "gateway_secret": "the-secret-of-the-gateway"}
                dashboard.call("POST", "/_emulator/reset", own)
                world |= {"TYK_GATEWAY_URL": f"{dashboard.url}/gateway", "TYK_GATEWAY_SECRET": own["gateway_secret"]}
            elif verb == "organisation":
                world[f"TYK_TOKEN_{name.upper()}"] = organise(name, dashboard)
            else:
                assert remark == "fails" or remark.startswith("not run, "), remark
        here = block._replace(text=block.text.replace(DASHBOARD, dashboard.url).replace(ADMIN_SECRET, dashboard.secret))
        story += steps(here, tmp_path)
    if any("TYK_URL=" in step.command for step in story):
        del world["TYK_URL"]
    wrong = live(story, tmp_path, world)
    assert not wrong, "\n".join(wrong)


def test_examples_of_plugins(dashboard, world, tmp_path):
    """The examples of filters and lookups are tasks."""
    begin("plugins", world, dashboard, tmp_path)
    tasks = [re.search(r'EXAMPLES = r"""\n(.*?)"""', path.read_text(), re.DOTALL)[1] for path in PLUGINS]
    policies = [row["doc"]["_id"] for row in dashboard.state()["policies"]]
    variables = {"tyk_url": dashboard.url, "tyk_token": world["TYK_TOKEN"], "policy_ids": policies}
    (tmp_path / "story/tasks.yml").write_text("".join(tasks))
    play = [{"hosts": "localhost", "gather_facts": False, "vars": variables, "tasks": [{"include_tasks": "tasks.yml"}]}]
    (tmp_path / "story/play.yml").write_text(json.dumps(play))
    wrong = live([Step(0, "ansible-playbook play.yml")], tmp_path, world)
    assert policies and not wrong, wrong[0]


def test_the_small_tyk_of_the_guides_is_the_one_that_readers_make():
    (shown,) = [block.text for block in blocks(GUIDES["guide_get_started"]) if block.caption == "small.yml"]
    assert yaml.safe_load(shown) == yaml.safe_load((HERE / "guides/small.yml").read_text(encoding="utf-8"))
    start, link = ".. test: start small", "<ansible_collections.community.tyk.docsite.guide_get_started.small>"
    texts = {name: path.read_text(encoding="utf-8") for name, path in GUIDES.items()}
    assert [name for name, text in texts.items() if start in text and link not in text] == []


def test_every_guide_is_listed_and_linked():
    listed = yaml.safe_load((ROOT / "docs/docsite/extra-docs.yml").read_text())["sections"]
    names = [name for section in listed for name in section["toctree"]]
    assert sorted(names) == sorted(GUIDES)
    for name, path in GUIDES.items():
        text = path.read_text(encoding="utf-8")
        assert f".. _ansible_collections.community.tyk.docsite.{name}:" in text
        for link in re.findall(rf"<{re.escape(ADDRESS)}/(?:blob|tree)/main/([^>]*)>", text):
            assert (ROOT / link).exists(), link


def test_this_test_can_fail(tmp_path):
    (tmp_path / "story").mkdir()
    guide = tmp_path / "guide.rst"
    guide.write_text(
        ".. code-block:: console\n\n   $ echo one\n   two\n   $ false\n\n"
        ".. test: fails\n\n.. code-block:: console\n\n   $ true\n"
    )
    found = live([step for block in blocks(guide) for step in steps(block, tmp_path)], tmp_path, dict(os.environ))
    assert [text.split("\n")[0] for text in found] == [
        "line 1: echo one: did not say 'two'",
        "line 1: false: exit code 1",
        "line 9: true: exit code 0",
    ]
    assert shutil.which("bash")


def test_the_texts_of_tyk_are_found_in_troubleshooting():
    """Each text that the client has a hint for has its row."""
    text = (ROOT / "docs/docsite/rst/guide_troubleshooting.rst").read_text(encoding="utf-8").lower()
    assert len(hints.DASHBOARD) > 5
    assert [start for _status, start, _hint in hints.DASHBOARD if f"\n*{start}" not in text] == []
