# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make kinds`: write what follows from the kinds, and make a start for a kind that is new.

Texts that people wrote stay as they are; only what can be derived is written, in its place. With --check nothing is
written, and the exit code is 1 where something would be.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pathlib
import pkgutil
import re
import sys
import tempfile
import textwrap
import typing as t

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
TARGETS = ROOT / "tests/integration/targets"
COLLECTION = "ansible_collections.community.tyk"
WIDTH = 120
TODO = "TODO"
BULK = ("tyk_config", "tyk_config_info")
OFFLINE = ("tyk_convert",)  # asks no Tyk, so it takes no defaults of those that do
# not as it stands above, which license checkers would take for two licences of this file
LICENSE = """\
# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-{word}: GPL-3.0-or-later
""".format(word="Identifier")
HEAD = f'{LICENSE}\nfrom __future__ import annotations\n\nDOCUMENTATION = r"""\n'
FAILURE = """\
  contains:
    status:
      description: HTTP status of the response, or V(null) if there was none.
      type: int
      sample: {status}
    method:
      description: HTTP method of the request.
      type: str
      sample: {method}
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: {path}
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: {message}
"""
FAILURE_HEAD = """\
failure:
  description: The response to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
"""
BACKUP = """\
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
"""
CHANGED = """\
changed:
  description: Whether the module changed something, or would do so outside of check mode.
  type: bool
  returned: success
  sample: true
"""
USED_BY = """\
    used_by:
      description: What refers to it, sorted by kind and name.
      type: list
      elements: dict
      returned: with O(used_by=true)
      contains:
        kind:
          description: Kind of the object that refers to it, as in the name of its module.
          type: str
          sample: policy
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: Gold
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 6b5a4c3d2e1f0a9b5f9c8d7e
"""


class Wrong(Exception):
    """A text that is not as it has to be to be worked on."""


class Known:
    """The kinds, and what is the case for each."""

    def __init__(self) -> None:
        kinds = importlib.import_module(f"{COLLECTION}.plugins.module_utils._kinds")
        base = importlib.import_module(f"{kinds.__name__}.kind").Kind
        self.spec = importlib.import_module(f"{COLLECTION}.plugins.module_utils._ansible.argument_spec")
        self.uses = importlib.import_module(f"{COLLECTION}.plugins.module_utils._object.uses")
        self.sections: dict[str, t.Any] = dict(importlib.import_module(f"{kinds.__name__}.table").KINDS)
        self.places: dict[str, str] = {}  # name of a kind -> the module that makes it
        self.kinds: dict[str, t.Any] = {}
        for entry in pkgutil.walk_packages(kinds.__path__, f"{kinds.__name__}."):
            for name, value in vars(importlib.import_module(entry.name)).items():
                if isinstance(value, base) and value.platform == "dashboard" and name == value.name.upper():
                    self.kinds[value.name], self.places[value.name] = value, type(value).__module__

    def titles(self, has: t.Callable[[t.Any], t.Any]) -> str:
        """The kinds of a configuration that have something, as people say it: APIs, policies and keys."""
        names = [kind.title for kind in self.sections.values() if has(kind)]
        return listed([names[0], *(low(name) for name in names[1:])]) if names else "No kinds"


def low(text: str) -> str:
    """A text without the capital that begins a sentence; APIs and OAuth keep theirs."""
    return text if text[1:2].isupper() or text.startswith("OAuth") else text[:1].lower() + text[1:]


def listed(words: t.Sequence[str], word: str = "and", comma: str = "") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}{comma} {word} {words[-1]}"


def values(names: t.Iterable[str]) -> str:
    marked = [f"V({name})" for name in names]
    return listed(marked, comma="," if len(marked) > 2 else "")


def replaced(text: str, pattern: str, new: str, what: str) -> str:
    """The text with the one place that the pattern finds replaced."""
    found = list(re.finditer(pattern, text))
    if len(found) != 1:
        raise Wrong(f"{what}: found {len(found)} times, should be there once")
    return text[: found[0].start()] + new + text[found[0].end() :]


def top_block(text: str, key: str) -> re.Match[str] | None:
    """A key at the left margin of YAML, with all that is below it."""
    return re.search(rf"^{key}:.*\n(?:(?: .*)?\n)*", text, re.MULTILINE)


def choices(text: str, option: str, names: t.Sequence[str]) -> str:
    """The text of a documentation with these choices of an option."""
    several = [*re.finditer(rf"^( *){option}:\n(?:\1 .*\n)*?\1  choices:\n", text, re.MULTILINE)]
    if not several:
        raise Wrong(f"the option {option} has no choices")
    for found in reversed(several):  # an option of an option may be called so, too
        below = re.compile(rf"(?:{found[1]}    - .*\n)*")
        end = below.match(text, found.end())
        lines = "".join(f"{found[1]}    - {name}\n" for name in names)
        text = text[: found.end()] + lines + text[end.end() if end else found.end() :]
    return text


def sentence(text: str, pattern: str, new: str) -> str:
    """The text with another sentence in the item of a list where the pattern finds one, which may be wrapped."""
    loose = pattern.replace(" ", r"\s+")
    found = list(re.finditer(loose, text))
    if len(found) != 1:
        raise Wrong(f"the sentence {pattern!r} is there {len(found)} times, should be there once")
    start = text.rindex("\n", 0, text.rindex("- ", 0, found[0].start())) + 1
    indent = " " * (len(text[start:]) - len(text[start:].lstrip()))
    end = re.compile(rf"^(?!{indent}  \S).*$", re.MULTILINE).search(text, text.index("\n", start) + 1)
    stop = end.start() if end else len(text)
    item = text[start : found[0].start()] + new + text[found[0].end() : stop]
    if " ".join(item.split()) == " ".join(text[start:stop].split()):
        return text  # wrapped by hand, and right
    words = " ".join(item.split())[2:]
    wrapped = textwrap.fill(
        words,
        WIDTH,
        initial_indent=f"{indent}- ",
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return text[:start] + wrapped + "\n" + text[stop:]


# What stands in one file each


def config_module(text: str, known: Known) -> str:
    text = results(text, "tyk_config", known)
    text = choices(text, "prune", known.spec.prunable(known.sections))
    text = choices(text, "kinds", list(known.sections))
    text = sentence(
        text, r"The keys are V\([^.]*?\)\. Each has a list", f"The keys are {values(known.sections)}. Each has a list"
    )
    return labels(text, known)


def labels(text: str, known: Known) -> str:
    """What objects of which kinds can have."""
    tagged = known.titles(lambda kind: kind.labels.tags)
    text = sentence(
        text, r"They have this tag\. [^.]*? can have tags\.", f"They have this tag. {tagged} can have tags."
    )
    named = known.titles(lambda kind: kind.labels.categories)
    text = sentence(
        text, r"this category\. [^.]*? can have categories\.", f"this category. {named} can have categories."
    )
    meta = known.titles(lambda kind: kind.labels.meta_data)
    return sentence(text, r"these values\. [^.]*? can have metadata\.", f"these values. {meta} can have metadata.")


def export_module(text: str, known: Known) -> str:
    text = results(text, "tyk_config_info", known)
    text = choices(text, "kinds", list(known.sections))
    return exported(text, known, "What to export. By default everything but ", r"\.", "Only ")


def exported(text: str, known: Known, begins: str, ends: str, only: str) -> str:
    """What an export has by default, and what its filters leave."""
    hidden = low(known.titles(lambda kind: not kind.life.exported))
    pattern = re.escape(begins).replace(r"\ ", " ")
    text = sentence(text, rf"{pattern}[\w, ]+?{ends}", begins + hidden + ends.replace("\\", ""))
    for label, says in (("tags", "with this tag"), ("categories", "of this category")):
        names = known.titles(lambda kind, label=label: getattr(kind.labels, label))
        text = sentence(text, rf"{only}[\w, ]*? {says}", f"{only}{names} {says}")
    return text


def role(text: str, known: Known) -> str:
    text = choices(text, "config_prune", known.spec.prunable(known.sections))
    for option in ("kinds", "config_export_kinds"):
        text = choices(text, option, list(known.sections))
    return exported(text, known, "Kinds to export. By default it is everything but ", r"\.", "Export only ")


def lookup(text: str, known: Known) -> str:
    named = {kind.name for kind in known.sections.values() if not kind.life.single}
    return choices(text, "kind", sorted({*named, "organisation"}))


def groups(text: str, known: Known) -> str:
    for group, admin in (("tyk", False), ("tyk_admin", True)):
        names = {f"tyk_{kind.name}{info}" for kind in known.kinds.values() for info in ("", "_info")}
        names = {name for name in names if known.kinds[bare(name)].route.admin is admin}
        lines = "".join(f"    - {name}\n" for name in sorted(names | ({*BULK} if not admin else set())))
        text = replaced(
            text, rf"(?m)(?<=^  {group}:\n)(?:    - .*\n)*", lines, f"the action group {group} in meta/runtime.yml"
        )
    return text


def bare(module: str) -> str:
    return module.removeprefix("tyk_").removesuffix("_info")


def nox(text: str, known: Known) -> str:
    """The patterns that tell the action group of a module from its name."""
    names = "|".join(sorted(name for name, kind in known.kinds.items() if kind.route.admin))
    others = "|".join([names, *map(bare, OFFLINE)])
    for group, pattern in (("tyk", f"^(?!tyk_({others})(_info)?$).*$"), ("tyk_admin", f"^tyk_({names})(_info)?$")):
        text = replaced(
            text,
            rf'(?<=name = "{group}"\npattern = )".*"',
            f'"{pattern}"',
            f"the pattern of the action group {group} in antsibull-nox.toml",
        )
    return text


def readme(text: str, known: Known) -> str:
    """The table of modules. What a row says of a kind stays; a new one says what the module's documentation does."""
    head = rf"(?<=\| --- \| --- \| --- \|\n)(\| `tyk_config` .*\n(?:\| `(?:{'|'.join(OFFLINE)})` .*\n)*)"
    found = re.search(head + r"((?:\| `tyk_.*\n)*)", text)
    if not found:
        raise Wrong("README.md has no table of modules that begins with tyk_config")
    rows = dict(re.findall(r"\| `tyk_(\w+)`(?: \\?\*)? \| (.*?) \|", found[2]))
    order = [name for name in rows if name in known.kinds]
    order += sorted(known.kinds.keys() - rows.keys())
    order.sort(key=lambda name: known.kinds[name].route.admin)
    lines = ""
    for name in order:
        mark = " *" if known.kinds[name].route.admin else ""
        says = rows.get(name) or ""
        says = about(name, known) if says in ("", low(known.kinds[name].title)) else says  # words of nobody's
        lines += f"| `tyk_{name}`{mark} | {says} | `tyk_{name}_info`{mark} |\n"
    return text[: found.start(2)] + lines + text[found.end(2) :]


def about(name: str, known: Known) -> str:
    """What a module says that it manages."""
    path = ROOT / f"plugins/modules/tyk_{name}.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    said = re.search(r"(?m)^short_description: Manage (.+?)(?: in Tyk)?$", text)
    return said[1] if said and TODO not in said[1] else low(known.kinds[name].title)


def action(name: str) -> str:
    return f"""{LICENSE}
from __future__ import annotations

from {COLLECTION}.plugins.modules import {name}
from {COLLECTION}.plugins.plugin_utils import _action


class ActionModule(_action.ActionModule):
    module = {name}
"""


# Modules


def fragments(text: str, module: str, known: Known) -> str:
    """The shared documentation that a module needs; what else it takes stays, after what connections need."""
    kind, info = known.kinds[bare(module)], module.endswith("_info")
    admin = kind.route.admin
    before = ["connection", f"connection.{'admin' if admin else 'dashboard'}"]
    before += ["gateway"] if kind.life.filed and not info else []
    before += ["used_by"] if info and known.uses.is_referred_to(kind) else []
    after = ["resource"] if kind.life.merges and not info else []
    after += ["secrets"] if kind.life.merges else []
    after += ["backup"] if kind.life.states and not info else []
    after += ["resource.state"] if kind.life.states == ("present", "absent") and not info else []
    after += ["attributes", f"attributes.{'info' if info else 'manages'}"]
    idempotent = "community.tyk.attributes.idempotent" in text
    after += ["attributes.idempotent"] if idempotent and not info else []
    after += [f"attributes.actiongroup_tyk{'_admin' if admin else ''}"]
    found = re.search(r"(?m)^extends_documentation_fragment:\n((?:  - .*\n)*)", text)
    if not found:
        raise Wrong("there is no extends_documentation_fragment")
    derived = re.compile(r"connection(\.\w+)?|gateway|used_by|secrets|backup|resource(\.\w+)?|attributes(\.\w+)?")
    had = [line.removeprefix("  - community.tyk.") for line in found[1].splitlines()]
    own = [name for name in had if not derived.fullmatch(name)]
    lines = "".join(f"  - community.tyk.{name}\n" for name in (*before, *own, *after))
    return text[: found.start(1)] + lines + text[found.end(1) :]


def actions(kind: t.Any) -> str:
    """What a module can report to have done."""
    does = [] if kind.life.single else ["created"]
    does += ["updated"] if kind.life.merges else []
    does += ["rotated"] if "rotated" in kind.life.states else []
    does += ["deleted"] if "absent" in kind.life.states else []
    return f"""\
action:
  description:
    - What the module did, or would do outside of check mode.
    - One of {values([*does, "none"])}.
  type: str
  returned: success
  sample: {does[0]}
"""


def kept(told: str) -> str:
    """RETURN with the file of a backup, after what the module did."""
    there = top_block(told, "backup_path")
    told = told[: there.start()] + told[there.end() :] if there else told
    did = top_block(told, "action")
    end = did.end() if did else 0
    return told[:end] + BACKUP + told[end:]


def results(text: str, module: str, known: Known) -> str:
    """The parts of RETURN that all modules have."""
    found = re.search(r'RETURN = r"""\n(.*?)"""\n', text, re.DOTALL)
    if not found:
        raise Wrong('there is no RETURN = r"""')
    told = found[1]
    if module not in BULK and not module.endswith("_info"):
        kind = known.kinds[bare(module)]
        for key, block in (("action", actions(kind)), ("changed", CHANGED)):
            there = top_block(told, key)
            told = told[: there.start()] + block + told[there.end() :] if there else block + told
        told = kept(told) if kind.life.states else told
    there = top_block(told, "failure")
    samples = dict(re.findall(r"^    (\w+):\n(?:      .*\n)*?      sample: (.*)\n", there[0] if there else "", re.M))
    head = there[0].partition("  contains:\n")[0] if there and module in BULK else FAILURE_HEAD
    block = head + FAILURE.format(**{**dict.fromkeys(("status", "method", "path", "message"), TODO), **samples})
    told = told[: there.start()] + block + told[there.end() :] if there else told + block
    return text[: found.start(1)] + told + text[found.end(1) :]


def tail(module: str, known: Known) -> str:
    """What a module of a kind is, beside its documentation."""
    main, kind = ("run_info" if module.endswith("_info") else "run"), bare(module)
    return f"""
from {COLLECTION}.plugins.module_utils._ansible.module import {main}
from {known.places[kind]} import {kind.upper()}


def main() -> None:
    {main}({kind.upper()})


if __name__ == "__main__":
    main()
"""


def kind_module(text: str, module: str, known: Known) -> str:
    documented = text.partition('DOCUMENTATION = r"""\n')[2]
    if not documented:
        raise Wrong('there is no DOCUMENTATION = r"""')
    text = HEAD + re.sub(r"\Amodule: .*", f"module: {module}", documented)
    text = results(fragments(text, module, known), module, known)
    return text[: text.rindex('"""\n') + 4] + tail(module, known)


# The start of a new kind


def option_lines(name: str, spec: t.Mapping[str, t.Any], indent: str = "  ") -> str:
    """The documentation of an option, as far as its specification tells it."""
    lines = [f"{name}:", "  description:", f"    - {TODO}.", f"  type: {spec.get('type', 'str')}"]
    lines += [f"  elements: {spec['elements']}"] if spec.get("elements") else []
    lines += ["  required: true"] if spec.get("required") else []
    lines += ["  choices:", *(f"    - {scalar(item)}" for item in spec["choices"])] if spec.get("choices") else []
    lines += [f"  default: {scalar(spec['default'])}"] if spec.get("default") is not None else []
    text = "".join(f"{indent}{line}\n" for line in lines)
    if spec.get("options"):
        text += f"{indent}  suboptions:\n"
        text += "".join(option_lines(key, item, indent + "    ") for key, item in spec["options"].items())
    return text


def scalar(value: t.Any) -> str:
    """A value as YAML, where a text that looks like something else is quoted."""
    if isinstance(value, str) and yaml.safe_load(value or "''") == value:
        return value
    return json.dumps(value)


def value_lines(name: str, spec: t.Mapping[str, t.Any], indent: str = "    ") -> str:
    """The documentation of a value that is returned."""
    lines = [f"{name}:", f"  description: {TODO}.", f"  type: {spec.get('type', 'str')}"]
    lines += [f"  elements: {spec['elements']}"] if spec.get("elements") else []
    return "".join(f"{indent}{line}\n" for line in lines)


def returned(kind: t.Any) -> str:
    """What results show of an object."""
    shown = {name: option.spec for name, option in kind.options.items()}
    shown |= {name: {"type": "str"} for name in kind.fields.views if name not in kind.options}
    text = "".join(value_lines(name, spec) for name, spec in shown.items())
    if kind.life.merges:
        text += "    definition:\n"
        text += f"      description: Further fields of the {kind.noun}, under the names that Tyk's API uses.\n"
        text += "      type: dict\n      returned: if there are any\n"
    return text


def shared(module: str, known: Known) -> set[str]:
    """The options that fragments document."""
    kind = known.kinds[bare(module)]
    own = {*known.spec.connection_spec(kind.route.admin)} - {*kind.options, *kind.params}
    if module.endswith("_info"):
        return own | {"used_by", "secrets", "not_secrets"}
    own |= {"strategy", "secrets", "not_secrets", "definition", "reload"}
    own |= {"backup", "backup_dir"} if kind.life.states else set()
    return own | ({"state"} if kind.life.states == ("present", "absent") else set())


def new_module(module: str, known: Known) -> str:
    """A module whose documentation has everything but the words."""
    kind, info = known.kinds[bare(module)], module.endswith("_info")
    spec = known.spec.info_spec(kind) if info else known.spec.kind_spec(kind)
    own = {name: option for name, option in spec.items() if name not in shared(module, known)}
    version = str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]).partition("-")[0]
    options = "options:\n" + "".join(option_lines(name, option) for name, option in own.items()) if own else ""
    names = [name for name in (*kind.route.selectors, kind.identity.name_option) if name]
    verb, other = ("Get", module.removesuffix("_info")) if info else ("Manage", f"{module}_info")
    example = "".join(f"    {name}: {TODO}\n" for name in names)
    credential = 'admin_secret: "{{ tyk_admin_secret }}"' if kind.route.admin else 'token: "{{ tyk_token }}"'
    if info:
        shape = "  type: list\n  elements: dict\n  returned: success\n"
        uses = USED_BY if known.uses.is_referred_to(kind) else ""
        result = f"{kind.results}:\n  description: {TODO}.\n{shape}  contains:\n{returned(kind)}{uses}"
    else:
        when = "success" if kind.life.single else "success, if it exists, or existed before the task"
        shape = f"  type: dict\n  returned: {when}\n"
        result = f"{kind.result}:\n  description: The {kind.noun}.\n{shape}  contains:\n{returned(kind)}"
    return f'''{HEAD}module: {module}
short_description: {verb} {low(kind.title)} in Tyk
version_added: {version}
description:
  - {TODO}.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.attributes.idempotent
{options}seealso:
  - module: community.tyk.{other}
"""

EXAMPLES = r"""
- name: {TODO}
  community.tyk.{module}:
    url: "{{{{ tyk_url }}}}"
    {credential}
{example}"""

RETURN = r"""
{result}{failure(kind, info)}"""
'''


def failure(kind: t.Any, info: bool) -> str:
    """What a module tells of a request that failed, with an example of one."""
    path = f"/{kind.route.listing or kind.route.collection}" if info else f"/{kind.route.collection}"
    method = "GET" if info else "PUT" if kind.life.single else "POST"
    refused = json.dumps(f"access denied: You do not have permission to access '{path}'.")
    return FAILURE_HEAD + FAILURE.format(status=403, method=method, path=path, message=refused)


def new_target(kind: t.Any) -> dict[str, str]:
    """The ladder of a new kind, without its data."""
    rungs = ["refused", "create", *(["update", "unset", "drift", "foreign"] if kind.life.merges else []), "same"]
    shapes = {"refused": "[]", "update": "{task: {}, becomes: {}}", "unset": "{task: {}, becomes: {}}"}
    name = kind.identity.name_option
    which = f"{{{name}: {TODO}}}" if name else "{}"
    ident = "" if kind.life.single else "/{{ ladder_ident }}"
    path = json.dumps(f"/{kind.route.collection}{ident}")
    lines = [f"ladder_module: tyk_{kind.name}", f"ladder_result: {kind.result}", f"ladder_which: {which}"]
    if kind.life.single:
        lines += ["ladder_single: true", 'ladder_id: ""']
    else:
        lines += [f'ladder_id: "{{{{ ladder_done.{kind.result}.{shown_id(kind)} }}}}"']
    lines += [f"ladder_path: {path}", f"# {TODO}: what each is, tasks/main.yml of setup_ladder tells"]
    lines += [f"ladder_{rung}: {shapes.get(rung, '{}')}" for rung in rungs]
    return {
        "aliases": f"{LICENSE}\nshippable/posix/group1\n\ncontext/target\ngather_facts/no\n",
        "meta/main.yml": f"---\n{LICENSE}\ndependencies:\n  - setup_ladder\n",
        "vars/main.yml": f"---\n{LICENSE}\n" + "\n".join(lines) + "\n",
    }


def shown_id(kind: t.Any) -> str:
    """Where results have the id that routes take."""
    views = [name for name, path in kind.fields.views.items() if path == kind.identity.id]
    return str((views or [kind.identity.id_option or "id"])[0])


# Secrets

WHAT = {
    "text": "secret",
    "source": "secret, unless it is an address or one in base64",
    "address": "credentials in it are secret",
    "named": "secret where its name says so",
    "wary": "secret where its name may say so",
}


def security(text: str, known: Known) -> str:
    """SECURITY.md, with the table of all that is secret by its place."""
    found = re.search(r"(?m)^\| Object \| Path \| What is secret \|\n\|.*\n((?:\|.*\n)*)", text)
    if not found:
        raise Wrong("SECURITY.md has no table of objects, paths and what is secret")
    rows: dict[tuple[str, str, str], None] = {}
    for kind in known.kinds.values():
        for path, what in secret_places(kind.fields.secrets):
            rows[kind.title, path, WHAT[what]] = None
    lines = "".join(f"| {title} | `{path}` | {what} |\n" for title, path, what in rows)
    return text[: found.start(1)] + lines + text[found.end(1) :]


def secret_places(node: t.Any, way: tuple[str, ...] = ()) -> t.Iterator[tuple[str, str]]:
    """Every path of a tree of secrets, and what is there."""
    if node.what in ("text", "source", "address", "beside"):
        yield ".".join(way), "named" if node.what == "beside" else node.what
    if node.what in ("named", "wary") and (node.each is None or node.each.what != "text"):
        yield ".".join((*way, "*")), node.what
    for key, below in (*node.children.items(), *([("*", node.each)] if node.each else [])):
        yield from secret_places(below, (*way, key))


# All of it

FILES: dict[str, t.Callable[[str, Known], str]] = {
    "plugins/modules/tyk_config.py": config_module,
    "plugins/modules/tyk_config_info.py": export_module,
    "plugins/lookup/tyk_id.py": lookup,
    "roles/config/meta/argument_specs.yml": role,
    "meta/runtime.yml": groups,
    "antsibull-nox.toml": nox,
    "README.md": readme,
    "SECURITY.md": security,
}


def derivations(known: Known) -> t.Iterator[tuple[str, t.Callable[[str], str]]]:
    """Every file that something is derived in, and what makes it from the text that it has; "" for none."""
    for module in sorted(f"tyk_{name}{info}" for name in known.kinds for info in ("", "_info")):
        yield (
            f"plugins/modules/{module}.py",
            lambda text, module=module: kind_module(text or new_module(module, known), module, known),
        )
    for module in [*BULK, *OFFLINE, *(f"tyk_{name}{info}" for name in sorted(known.kinds) for info in ("", "_info"))]:
        yield f"plugins/action/{module}.py", lambda text, module=module: action(module)
    for path, make in FILES.items():
        yield path, lambda text, make=make: make(text, known)
    for name, kind in sorted(known.kinds.items()):
        if not [*TARGETS.glob(f"tyk_{name}"), *TARGETS.glob(f"tyk_{name}_*")]:
            for file, start in new_target(kind).items():
                path = (TARGETS / f"tyk_{name}" / file).relative_to(ROOT).as_posix()
                yield path, lambda text, start=start: text or start


def read(path: str) -> str | None:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else None


def run(check: bool) -> int:
    known, stale = Known(), []
    for path, make in [*derivations(known)]:
        had = read(path)
        try:
            text = make(had or "")
        except Wrong as error:
            raise Wrong(f"{path}: {error}") from error
        if had == text:
            continue
        stale.append(path)
        if check:
            print(f"{path}: this is not what follows from the kinds; run make kinds")
            continue
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        print(f"{path}: {'made' if had is None else 'written'}")
        (ROOT / path).write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something would be written")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory(prefix="community-tyk-") as tree:
        namespace = pathlib.Path(tree, "ansible_collections", "community")
        namespace.mkdir(parents=True)
        (namespace / "tyk").symlink_to(ROOT)
        sys.path.insert(0, tree)
        try:
            return run(check)
        except Wrong as error:
            print(f"{error}; mend that by hand, or take it from the last commit, and run make kinds")
            return 1


if __name__ == "__main__":
    sys.exit(main())
