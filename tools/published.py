# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write where people get the collection: its address, and how it is installed, wherever that is said.

The address is `repository` of galaxy.yml. As long as changelogs/changelog.yaml has no release, or only pre-releases,
which Ansible takes from Galaxy only when told to, people install from the repository, and from Galaxy after that.
With --check nothing is written, and the exit code is 1 where something would be; --command tells what to type.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import sys
import textwrap
import typing as t

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
WIDTH = 145
# what may name the address: all that people read, and nothing that was generated
READ = (
    "*.md",
    "galaxy.yml",
    ".github",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "roles",
    "tests/tyk_emulator",
)
TEXTS = {".md", ".py", ".rst", ".yml"}
# any repository whose name has "tyk" in it, but for Tyk's own and those of examples
ADDRESS = re.compile(
    r"https://(?!tyk\.io/|[\w.-]*example\.com/|github\.com/TykTechnologies/)"
    r"[\w.-]+/[\w-]+/(?=[\w.-]*tyk)[\w-]+(?:\.(?!git\b)[\w-]+)*"
)
GIT = "ansible-galaxy collection install git+{address}"
GALAXY = "ansible-galaxy collection install community.tyk"
TARBALL = "A tarball that `ansible-galaxy collection build` made of a checkout is installed by its path."


class Either(t.NamedTuple):
    """What a file says before there is a release on Galaxy, and what from then on: whole lines, or a table's cells."""

    git: str
    galaxy: str
    wrap: bool = False


class Wrong(Exception):
    """A file that is not as it has to be to be worked on."""


def prose(git: str, galaxy: str) -> Either:
    return Either(git, galaxy, wrap=True)


def rst(either: Either) -> Either:
    return prose(either.git.replace("`", "``"), either.galaxy.replace("`", "``"))


def required(indent: str, rest: str = "") -> Either:
    """The entry of a requirements file, and what a repository wants beside it."""
    entry = ["# there is no release on Galaxy yet; `version:` with a tag or a commit keeps it there"]
    entry += ["- name: {address}", "  type: git"]
    lines = "".join(f"{indent}{line}\n" for line in entry)
    return Either(lines + rest, f"{indent}- name: community.tyk\n")


GIT_IN_IMAGE = """\
additional_build_steps:
  prepend_galaxy:
    - RUN $PKGMGR install -y git-core
"""
COMMAND = Either(f"$ {GIT}\n", f"$ {GALAXY}\n")
PROSE = prose(
    "There is no release on Galaxy yet: this takes what the repository has, and needs `git`. " + TARBALL,
    "With `git+{address}` in place of the name you get what is not released yet. " + TARBALL,
)
PLACES: dict[str, tuple[Either, ...]] = {
    "README.md": (COMMAND, PROSE),
    "docs/docsite/rst/guide_get_started.rst": (COMMAND, rst(PROSE)),
    "docs/docsite/rst/guide_pipelines.rst": (
        prose(
            "``requirements.yml`` takes this collection from its repository, since there is no release on Galaxy yet.",
            "``requirements.yml`` takes this collection from Galaxy.",
        ),
    ),
    "docs/inclusion.md": (
        Either(
            "comes with the first release, by the workflow `release` | by hand: it is not yet |",
            "by the workflow `release` | by hand: `ansible-galaxy collection download community.tyk` |",
        ),
    ),
    "docs/pipelines/project/requirements.yml": (required("  "),),
    "extensions/awx/project/collections/requirements.yml": (required("  "),),
    "extensions/awx/execution-environment.yml": (required("      ", GIT_IN_IMAGE),),
}


def address() -> str:
    found = str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["repository"])
    if not ADDRESS.fullmatch(found):
        raise Wrong(
            f"galaxy.yml: repository: {found} would not be known again: it has to be https://HOST/OWNER/NAME,"
            " without .git, and tyk has to be in the name"
        )
    return found


def released() -> bool:
    """Whether Galaxy has a version that Ansible takes without being told which."""
    known = yaml.safe_load((ROOT / "changelogs/changelog.yaml").read_text(encoding="utf-8"))["releases"]
    return any("-" not in version for version in known)


def wrapped(text: str, like: str) -> str:
    """This text in lines, indented like another."""
    indent = " " * (len(like) - len(like.lstrip(" ")))
    return textwrap.fill(
        *(text, WIDTH),
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def command() -> str:
    """What installs the collection."""
    return (GALAXY if released() else GIT).format(address=address())


def choose(text: str, either: Either, where: str, has_release: bool) -> str:
    """This text with the one of two sayings that holds."""
    texts = [saying.format(address=where) for saying in (either.git, either.galaxy)]
    for said in texts:
        pattern = r"[ \t]*" + r"\s+".join(map(re.escape, said.split())) if either.wrap else re.escape(said)
        found = re.search(pattern, text)
        if found:
            new = texts[has_release]
            if either.wrap:
                new = wrapped(new, found[0])
            return text if said == texts[has_release] else text[: found.start()] + new + text[found.end() :]
    raise Wrong(f"neither of these is said: {texts}")


def written(path: str, text: str, where: str, has_release: bool) -> str:
    text = ADDRESS.sub(where, text)
    if path == "docs/docsite/links.yml":
        owner_and_name = where.partition("://")[2].partition("/")[2]
        text = re.sub(r"(?m)^(  repository: ).*$", rf"\g<1>{owner_and_name}", text)
    try:
        for either in PLACES.get(path, ()):
            text = choose(text, either, where, has_release)
    except Wrong as error:
        raise Wrong(f"{path}: {error}") from error
    return text


def read() -> t.Iterator[tuple[str, str]]:
    """Every file that people read, and its text."""
    for name in READ:
        for start in sorted(ROOT.glob(name)):
            for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
                if path.suffix in TEXTS and path.is_file():
                    yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def run(check: bool) -> int:
    where, has_release, stale = address(), released(), []
    for path, text in read():
        new = written(path, text, where, has_release)
        if new == text:
            continue
        stale.append(path)
        if check:
            print(f"{path}: this is not how the collection is got; run python tools/published.py")
        else:
            print(f"{path}: written")
            (ROOT / path).write_text(new, encoding="utf-8")
    return 1 if check and stale else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something would be written")
    parser.add_argument("--command", action="store_true", help="tell the command that installs the collection")
    asked = parser.parse_args()
    try:
        if asked.command:
            print(command())
            return 0
        return run(asked.check)
    except Wrong as error:
        print(f"{error}; mend that by hand, or take it from the last commit")
        return 1


if __name__ == "__main__":
    sys.exit(main())
