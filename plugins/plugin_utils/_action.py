# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module inside of Ansible's own process, where that makes no difference but to how long it takes."""

# Note that this plugin_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import sys
import types
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.warnings import get_deprecation_messages, get_warning_messages
from ansible.plugins.action import ActionBase
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ansible_collections.community.tyk.plugins.module_utils._ansible.documents import document, is_name
from ansible_collections.community.tyk.plugins.module_utils._ansible.module import TykModule
from ansible_collections.community.tyk.plugins.module_utils._api.recent import Recent
from ansible_collections.community.tyk.plugins.module_utils._api.veil import masked
from ansible_collections.community.tyk.plugins.module_utils._data.parse import misnamed
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import Hidden
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError

try:  # how Ansible writes down what a module gets and says
    from ansible.module_utils.common.json import Direction, get_module_encoder

    PROFILE: tuple[str, ...] = ("legacy",)
    GOING: dict[str, t.Any] = {"cls": get_module_encoder(PROFILE[0], Direction.CONTROLLER_TO_MODULE)}
    COMING: dict[str, t.Any] = {"cls": get_module_encoder(PROFILE[0], Direction.MODULE_TO_CONTROLLER)}
except ImportError:  # before 2.19
    from ansible.module_utils.common.json import AnsibleJSONEncoder

    PROFILE, GOING, COMING = (), {"cls": AnsibleJSONEncoder, "vault_to_text": True}, {"cls": AnsibleJSONEncoder}

try:  # since 2.19 no text is a template unless it is said to be one
    from ansible.template import trust_as_template
except ImportError:
    trusted: t.Callable[[str], str] = str  # older versions take every text for a template
else:
    trusted = trust_as_template


try:  # since 2.19 a value knows that it was encrypted
    from ansible.parsing.vault import VaultHelper
except ImportError:

    def was_encrypted(value: t.Any) -> bool:
        """Older versions do not tell."""
        return False

else:

    def was_encrypted(value: t.Any) -> bool:
        """Whether a value was encrypted by ansible-vault where it comes from."""
        return bool(VaultHelper.get_ciphertext(value, with_tags=False))


# What a task's environment may hold: these are looked up when they are needed, others perhaps when Python starts.
LATE = re.compile(r"TYK_\w+|(https?|all|no)_proxy|(HTTPS?|ALL|NO)_PROXY|(REQUESTS|CURL)_CA_BUNDLE")
DOCUMENTS = ("openapi",)  # options that take the name of a file
DISCOVER = ("", "auto", "auto_silent", "auto_legacy", "auto_legacy_silent")

display = Display()


class Finished(BaseException):
    """Ends the module as sys.exit ends one in a process of its own. No ``except Exception`` may stop it."""

    def __init__(self, result: dict[str, t.Any]) -> None:
        super().__init__()
        self.result = result


class Opener:
    """What Ansible makes of files that it would not understand elsewhere.

    :arg loader: knows the passwords of ansible-vault.
    :arg templar: knows the variables of the task.
    """

    def __init__(self, loader: t.Any, templar: t.Any) -> None:
        self._loader, self._templar = loader, templar

    def decrypt(self, text: str) -> str:
        """What ansible-vault has encrypted. Raises ValueError, which quotes nothing."""
        try:
            return str(self._loader._vault.decrypt(text.strip().encode()).decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValueError("what ansible-vault has encrypted there is no text in UTF-8") from None
        except (AnsibleError, AttributeError, ValueError) as error:
            some = bool(getattr(getattr(self._loader, "_vault", None), "secrets", None))
            why = "none of the passwords that Ansible was given opens it" if some else "Ansible was given no password"
            raise ValueError(
                f"this is encrypted by ansible-vault, and {why} ({type(error).__name__}); name the right one with "
                "--vault-id or --vault-password-file"
            ) from None

    def render(self, text: str) -> t.Any:
        """What a template makes. Raises ValueError, which quotes no more than the name of a variable."""
        try:
            made = self._templar.template(trusted(text))
            plain = json.loads(json.dumps(made, **GOING))
            return Hidden(plain) if isinstance(plain, str) and was_encrypted(made) else plain
        except AnsibleError as error:
            name = re.search(r"'([\w.]+)' is undefined", str(error))
            if name:
                raise ValueError(f"{name[1]} is undefined; give that variable a value") from None
            raise ValueError(
                f"this is no template that Ansible can render ({type(error).__name__}). What is meant for Tyk goes "
                "between {% raw %} and {% endraw %}"
            ) from None


class InProcessHost:
    """This process, as the host of a module."""

    def __init__(self, params: dict[str, t.Any], name: str, opener: Opener) -> None:
        self.params, self._name, self.decrypt, self.render = params, name, opener.decrypt, opener.render
        self.tells_call = bool(params.get("_ansible_inject_invocation", True))
        self._module = str(params.get("_ansible_module_name") or "").rpartition(".")[2]
        self.warnings: list[str] = []
        self._known = len(get_warning_messages()), len(get_deprecation_messages())

    def progress(self, text: str) -> None:
        """Show what a long run is doing; not among the results, which may be meant for a program."""
        display.display(f"{self._name}: {self._module}: {text}", stderr=True)

    def finish(self, module: TykModule, result: dict[str, t.Any]) -> t.NoReturn:
        """Do with the result what AnsibleModule does before it prints it."""
        # what the check of the options warns of; since 2.19 Ansible itself notes that in its process
        noted = get_warning_messages()[self._known[0] :], get_deprecation_messages()[self._known[1] :]
        for name, found in (("warnings", [*noted[0], *self.warnings]), ("deprecations", [*noted[1]])):
            if found:
                result[name] = found
        raise Finished(masked(result, module.no_log_values))


@contextlib.contextmanager
def environment_of_module(folder: str, environment: dict[str, str]) -> t.Iterator[None]:
    """The working directory and the environment that a process for the module would be started with."""
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        if os.environ != before:
            os.environ.clear()
            os.environ.update(before)


def _names_files(said: t.Any) -> bool:
    """Whether something that is said of an object is the name of a file."""
    return isinstance(said, dict) and any(is_name(said.get(name)) for name in DOCUMENTS)


@functools.lru_cache(maxsize=8)
def is_own(python: str) -> bool:
    """Whether this is the Python of this process: the same file in the same folder, which decides on its libraries."""
    own = sys.executable
    folders = {os.path.realpath(os.path.dirname(path)) for path in (python, own)}
    return os.path.isabs(python) and len({os.path.realpath(python), os.path.realpath(own)}) == len(folders) == 1


class ActionModule(NormalAction):
    """Does the work of a module here if it can, and otherwise lets Ansible start the module as ever."""

    module: t.ClassVar[types.ModuleType]

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        wrong = next(misnamed(dict(self._task.args)), "")
        if wrong:  # on the way to the module all names become texts
            return {"failed": True, "changed": False, "msg": wrong}
        self._load_documents()
        variables = task_vars or {}
        environment = self._environment()
        if not self._runs_here(variables, environment):
            Recent.drop()  # another process may write
            started: dict[str, t.Any] = super().run(tmp, task_vars)
            return started
        result = ActionBase.run(self, tmp, task_vars)
        failed, TykModule.loop = True, self._loop(variables)
        try:
            result.update(self._run_module(variables, environment))
            failed = bool(result.get("failed"))
        finally:
            if failed or not TykModule.loop:
                Recent.drop()
            TykModule.loop = ""
        return result

    def _loop(self, variables: dict[str, t.Any]) -> str:
        """Which loop this is an item of; "" where there is none, or an item is tried until something is so.

        Ansible has one process for all items of a loop on one host, and another one for each other task.
        """
        loops = self._task.loop is not None or self._task.loop_with
        if not loops or self._task.until:
            return ""
        return f"{self._task._uuid} {variables.get('inventory_hostname')}"

    def _load_documents(self) -> None:
        """Put documents for the names of their files, which are looked for where Ansible looks for files."""
        args = self._task.args
        args.update(self._with_documents(args))
        if args.get("config"):
            args["config"] = self._in_configuration(args["config"], "config: ")
        for name in ("overlays", "previous_overlays"):
            if isinstance(args.get(name), list):
                found = enumerate(args[name])
                args[name] = [self._in_configuration(said, f"{name}[{index}]: ") for index, said in found]

    def _in_configuration(self, source: t.Any, where: str) -> t.Any:
        """The same for the objects of a configuration that stands in the task. A copy: it may be a variable."""
        if not isinstance(source, dict):
            return source
        return {
            key: [self._with_documents(said, f"{where}{key}[{index}]: ") for index, said in enumerate(listed)]
            if isinstance(listed, list) and any(map(_names_files, listed))
            else listed
            for key, listed in source.items()
        }

    def _with_documents(self, said: t.Any, where: str = "") -> t.Any:
        if not _names_files(said):
            return said
        found = dict(said)
        for name in (name for name in DOCUMENTS if is_name(said.get(name))):
            try:
                path = self._find_needle("files", os.path.expanduser(str(said[name])))
            except AnsibleError:
                continue  # it may be on the machine where the module runs
            try:
                found[name] = document(name, self._loader.get_real_file(path))
            except TykError as error:
                raise AnsibleActionFail(f"{where}{error}") from None
        return found

    def _environment(self) -> dict[str, str]:
        """The task's environment, which may come from its block, role or play as well."""
        found: dict[str, t.Any] = {}
        self._compute_environment_string(found)
        return {name: str(value) for name, value in {**self._connection._shell.env, **found}.items()}

    def _runs_here(self, variables: dict[str, t.Any], environment: dict[str, str]) -> bool:
        """Whether the module would run on this machine, as this user and with this Python."""
        return (
            self._connection.transport == "local"
            and not self._connection.become
            and not self._task.async_val
            and all(map(LATE.fullmatch, environment))
            and not C.config.get_config_value("DEFAULT_KEEP_REMOTE_FILES")
            and is_own(self._interpreter(variables))
            and hasattr(TykModule.__mro__[1], "_return_formatted")
        )

    def _interpreter(self, variables: dict[str, t.Any]) -> str:
        """The Python that Ansible would start, or "" if that is still to be found out."""
        if self._task.delegate_to:
            variables = variables.get("ansible_delegated_vars", {}).get(self._task.delegate_to, {})
        python = self._templar.template(C.config.get_config_value("INTERPRETER_PYTHON", variables=variables))
        if not python or python in DISCOVER:
            python = variables.get("ansible_facts", {}).get("discovered_interpreter_python")
        return str(python or "").strip()

    def _run_module(self, variables: dict[str, t.Any], environment: dict[str, str]) -> dict[str, t.Any]:
        """Run the module here; its result."""
        params = dict(self._task.args)
        self._update_module_args(self._task.action, params, variables)
        display.vvv(f"{self._task.action} runs in Ansible's own process")
        try:
            with environment_of_module(os.fsdecode(self._loader.get_basedir()), environment):
                TykModule.host = InProcessHost(
                    json.loads(json.dumps(params, **GOING)),
                    variables.get("inventory_hostname", ""),
                    Opener(self._loader, self._templar),
                )
                try:
                    self.module.main()
                finally:
                    TykModule.host = None
        except Finished as finished:
            return self._parsed(json.dumps(finished.result, **COMING))
        except Exception as error:
            raise AnsibleError("Module failed.") from error
        raise AnsibleError("Module failed: it said nothing.")

    def _parsed(self, text: str) -> dict[str, t.Any]:
        """What Ansible makes of what a module prints, so that failures read the same."""
        printed: t.Any = {"rc": 0, "stdout": text, "stderr": ""}
        try:
            parsed: t.Any = self._parse_returned_data(printed, *PROFILE)
            return parsed if isinstance(parsed, dict) else parsed.as_result_dict(for_round_trip=True)
        except (AttributeError, TypeError):  # a version to come may do it in another way; the work is done
            plain: dict[str, t.Any] = json.loads(text)
            return plain
