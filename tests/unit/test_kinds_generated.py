# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What follows from the kinds is written as `make kinds` writes it, and that tool mends it and starts new kinds."""

from __future__ import annotations

import ast
import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
import yaml

assert importlib.util.find_spec("ansible"), "tools/kinds.py asks for options, which the room that knows Ansible has"
ROOT = pathlib.Path(__file__).resolve().parents[2]
NEEDED = (
    *("plugins", "meta", "tools/kinds.py", "roles/config", "tests/integration/targets"),
    *("README.md", "SECURITY.md", "galaxy.yml", "antsibull-nox.toml"),
)
TABLE = "plugins/module_utils/_kinds/table.py"
KIND = '''"""A mug."""

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Labels, Life, Route


class Mug(Kind):
    name, section, noun, title = "mug", "mugs", "mug", "Mugs"
    route = Route("api/mugs", "mugs")
    identity = Identity("id", "name", id_option="mug_id")
    fields = Fields(views={"org_id": "org_id"})
    labels = Labels(tags=("tags",))
    options = {
        "name": Option("name"),
        "mug_id": Option("id"),
        "colour": Option("colour", {"type": "str", "choices": ["red", "off"]}),
        "tags": Option("tags", {"type": "list", "elements": "str"}),
        "lid": Option("lid", {"type": "dict", "options": {"fits": {"type": "bool", "required": True}}}),
    }
    params = {"force": {"type": "bool", "default": False}}


MUG = Mug()
'''
SINGLE = """
    identity = Identity(org="", name_option="")
    life = Life(("present",), single=True, exported=False)
    options = {"colour": Option("colour")}
"""
# What is broken: a file, what to put there for what a regular expression finds.
BROKEN = {
    "choices of prune": ("plugins/modules/tyk_config.py", r"(?m)^      - webhooks\n", ""),
    "keys of a configuration": ("plugins/modules/tyk_config.py", r"V\(webhooks\), ", ""),
    "kinds that have tags": (
        "plugins/modules/tyk_config.py",
        r"policies\s(?=[^.]*have\s+tags)",
        "",
    ),
    "choices of an export": ("plugins/modules/tyk_config_info.py", r"(?m)^      - assets\n", ""),
    "choices of only": ("plugins/modules/tyk_config.py", r"          - opa_rules\n", ""),
    "what an export leaves out": ("plugins/modules/tyk_config_info.py", r"but\s[\w, ]*certificates", "but keys"),
    "choices of the lookup": ("plugins/lookup/tyk_id.py", r"      - user_group\n", ""),
    "choices of the role": ("roles/config/meta/argument_specs.yml", r"(?m)^          - webhooks\n", ""),
    "action group": ("meta/runtime.yml", r"    - tyk_webhook\n", ""),
    "action group of the admin": ("meta/runtime.yml", r"    - tyk_organisation\n", "    - tyk_organization\n"),
    "pattern of an action group": ("antsibull-nox.toml", r"bootstrap_user\|", ""),
    "row of the table of modules": ("README.md", r"\| `tyk_webhook` .*\n", ""),
    "mark in the table of modules": ("README.md", r"`tyk_organisation` \*", "`tyk_organisation`"),
    "action plugin": ("plugins/action/tyk_webhook.py", "    module = .*", "    module = None"),
    "what a result says": ("plugins/modules/tyk_webhook.py", r"changed:\n(  .*\n)+", ""),
    "actions": ("plugins/modules/tyk_key.py", r"V\(rotated\), ", ""),
    "failure": ("plugins/modules/tyk_webhook_info.py", "HTTP status of the response", "Status"),
    "shared documentation": ("plugins/modules/tyk_policy.py", r"  - community.tyk.gateway\n", ""),
    "end of a module": ("plugins/modules/tyk_webhook.py", r"run\(WEBHOOK\)", "run(None)"),
    "name of a module": ("plugins/modules/tyk_webhook.py", "module: tyk_webhook\n", "module: tyk_hook\n"),
}


@pytest.fixture
def copy(tmp_path):
    for name in NEEDED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make_kinds(root: pathlib.Path, *arguments: str) -> tuple[int, str]:
    """Run the tool; its status and what it says."""
    command = [sys.executable, "-B", str(root / "tools/kinds.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def texts(root: pathlib.Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in root.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def add(root: pathlib.Path, source: str = KIND) -> None:
    """Write the class of a new kind, and enter it in the table."""
    (root / "plugins/module_utils/_kinds/mug.py").write_text(source, encoding="utf-8")
    table = (root / TABLE).read_text(encoding="utf-8")
    way = "from ansible_collections.community.tyk.plugins.module_utils._kinds"
    load = f"def mug() -> Kind:\n    {way}.mug import MUG\n\n    return MUG\n\n\n"
    table = table.replace("def policy()", f"{load}def policy()")
    (root / TABLE).write_text(re.sub(r"(KINDS = Kinds\(\s*\{)", r'\1"mugs": mug,', table), encoding="utf-8")


def block(path: pathlib.Path, name: str):
    """DOCUMENTATION, EXAMPLES or RETURN of a module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return yaml.safe_load(ast.literal_eval(node.value))
    raise AssertionError(f"{path} has no {name}")


def test_what_follows_from_the_kinds_is_written_here():
    status, said = make_kinds(ROOT, "--check")
    assert not status, said


def test_what_is_broken_is_named_and_mended(copy):
    before = texts(copy)
    for what, (path, pattern, new) in BROKEN.items():
        text, count = re.subn(pattern, new, (copy / path).read_text(encoding="utf-8"), count=1)
        assert count == 1, f"there is no {what}"
        (copy / path).write_text(text, encoding="utf-8")
    broken = texts(copy)
    files = {path for path, _pattern, _new in BROKEN.values()}
    status, said = make_kinds(copy, "--check")
    assert status == 1 and texts(copy) == broken
    assert {*said.splitlines()} == {
        f"{path}: this is not what follows from the kinds; run make kinds" for path in files
    }
    status, said = make_kinds(copy)
    assert status == 0 and {*said.splitlines()} == {f"{path}: written" for path in files}
    assert make_kinds(copy, "--check") == (0, "")
    after = texts(copy)
    assert after.keys() == before.keys()
    for path in before.keys() - {"README.md"}:  # wrapped anew, maybe
        assert after[path].split() == before[path].split(), path
    rows = [{*found["README.md"].splitlines()} for found in (before, after)]  # the new row is the last one
    assert rows[0] == rows[1]


def test_what_people_wrote_stays(copy):
    path = copy / "plugins/modules/tyk_webhook.py"
    text = path.read_text(encoding="utf-8").replace("URL to which the request is sent.", "Where the call goes.")
    path.write_text(text.replace("sample: 400", "sample: 418"), encoding="utf-8")
    before = texts(copy)
    assert make_kinds(copy) == (0, "") and texts(copy) == before


def test_a_text_that_cannot_be_worked_on_is_named(copy):
    path = copy / "plugins/modules/tyk_config.py"
    path.write_text(path.read_text(encoding="utf-8").replace("The keys are", "Keys may be"), encoding="utf-8")
    status, said = make_kinds(copy)
    assert status == 1 and said.startswith("plugins/modules/tyk_config.py: ") and "The keys are" in said


def test_a_new_kind_gets_a_start_and_its_place_in_every_list(copy):
    add(copy)
    before = texts(copy)
    status, said = make_kinds(copy, "--check")
    assert status == 1 and "plugins/modules/tyk_mug.py" in said and texts(copy) == before
    status, said = make_kinds(copy)
    made = {line.partition(":")[0] for line in said.splitlines() if line.endswith(": made")}
    assert status == 0 and made == texts(copy).keys() - before.keys()
    assert made >= {f"plugins/{where}/tyk_mug{info}.py" for where in ("action", "modules") for info in ("", "_info")}
    after = texts(copy)
    assert make_kinds(copy) == (0, "") and make_kinds(copy, "--check") == (0, "") and texts(copy) == after
    assert "The keys are V(mugs), V(" in after["plugins/modules/tyk_config.py"]
    assert re.search(r"this tag\.\s+Mugs,[^.]*\skeys\s+can\s+have\s+tags", after["plugins/modules/tyk_config.py"])
    assert after["plugins/modules/tyk_config_info.py"].count("\n      - mugs\n") == 1
    assert after["plugins/lookup/tyk_id.py"].count("      - mug\n") == 1
    assert after["roles/config/meta/argument_specs.yml"].count("\n          - mugs\n") == 2
    assert "    - tyk_mug\n    - tyk_mug_info\n" in after["meta/runtime.yml"]
    assert "| `tyk_mug` | mugs | `tyk_mug_info` |" in after["README.md"]


def test_the_start_of_a_module_has_everything_but_the_words(copy):
    add(copy)
    make_kinds(copy)
    path = copy / "plugins/modules/tyk_mug.py"
    options = block(path, "DOCUMENTATION")["options"]
    assert options["colour"] == {"description": ["TODO."], "type": "str", "choices": ["red", "off"]}
    assert options["lid"]["suboptions"]["fits"] == {"description": ["TODO."], "type": "bool", "required": True}
    assert options["tags"]["elements"] == "str" and options["force"]["default"] is False
    assert options.keys() == {"name", "mug_id", "colour", "tags", "lid", "force"}
    told = block(path, "RETURN")
    assert list(told) == ["changed", "action", "backup_path", "mug", "failure"]
    assert list(told["mug"]["contains"]) == ["name", "mug_id", "colour", "tags", "lid", "org_id", "definition"]
    info = copy / "plugins/modules/tyk_mug_info.py"
    assert block(info, "DOCUMENTATION")["options"].keys() == {"name", "mug_id"}
    assert list(block(info, "RETURN")) == ["mugs", "failure"]
    data = yaml.safe_load((copy / "tests/integration/targets/tyk_mug/vars/main.yml").read_text(encoding="utf-8"))
    assert data["ladder_module"] == "tyk_mug" and data["ladder_path"] == "/api/mugs/{{ ladder_ident }}"


def test_words_that_were_written_into_a_start_stay(copy):
    add(copy)
    make_kinds(copy)
    for path in (copy / "plugins/modules/tyk_mug.py", copy / "tests/integration/targets/tyk_mug/vars/main.yml"):
        path.write_text(path.read_text(encoding="utf-8").replace("TODO", "written"), encoding="utf-8")
    before = texts(copy)
    assert make_kinds(copy) == (0, "") and texts(copy) == before


def test_the_table_of_modules_takes_its_words_from_the_module_until_somebody_writes_others(copy):
    add(copy)
    make_kinds(copy)
    module, readme = copy / "plugins/modules/tyk_mug.py", copy / "README.md"
    text = module.read_text(encoding="utf-8").replace("Manage mugs in", "Manage mugs and their lids in")
    module.write_text(text, encoding="utf-8")
    assert make_kinds(copy) == (0, "README.md: written\n") and make_kinds(copy) == (0, "")
    row = "| `tyk_mug` | mugs and their lids | `tyk_mug_info` |"
    written = readme.read_text(encoding="utf-8").replace(row, row.replace("lids", "saucers"))
    assert "saucers" in written
    readme.write_text(written, encoding="utf-8")
    assert make_kinds(copy) == (0, "")


def test_a_kind_of_which_there_is_always_one_gets_a_start_too(copy):
    head, _colon, _rest = KIND.partition("    identity = ")
    add(copy, head + SINGLE + "\n\nMUG = Mug()\n")
    assert make_kinds(copy)[0] == 0 and make_kinds(copy, "--check") == (0, "")
    path = copy / "plugins/modules/tyk_mug.py"
    options = block(path, "DOCUMENTATION")["options"]
    assert options.keys() == {"colour", "state"} and options["state"]["choices"] == ["present"]
    assert "One of V(updated) and V(none)." in block(path, "RETURN")["action"]["description"]
    assert "options" not in block(copy / "plugins/modules/tyk_mug_info.py", "DOCUMENTATION")
    after = texts(copy)
    assert after["plugins/modules/tyk_config.py"].count("\n      - mugs\n") == 0
    assert "mug\n" not in after["plugins/lookup/tyk_id.py"]
    assert re.search(r"everything\s+but\s+mugs[ ,]", after["plugins/modules/tyk_config_info.py"])
