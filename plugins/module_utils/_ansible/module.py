# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only file that knows AnsibleModule."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import atexit
import copy
import functools
import gc
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import (
    Spec,
    info_spec,
    kind_spec,
    named,
    of_placeholders,
    of_variables,
)
from ansible_collections.community.tyk.plugins.module_utils._ansible.documents import loaded
from ansible_collections.community.tyk.plugins.module_utils._ansible.echo import echo, shown
from ansible_collections.community.tyk.plugins.module_utils._ansible.faults import faults
from ansible_collections.community.tyk.plugins.module_utils._api.http import REQUESTS_ERROR
from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._api.veil import SHORT, masked, printable
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.plain import check_plain
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import TEXT, texts
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task
from ansible_collections.community.tyk.plugins.module_utils._object.result import Result
from ansible_collections.community.tyk.plugins.module_utils._object.task import reconcile

Params = t.Mapping[str, t.Any]


class Host(t.Protocol):
    """A process that is not the module's own, which the module is a guest in."""

    params: dict[str, t.Any]  # the module's own from now on
    warnings: list[str]
    tells_call: bool  # whether a result has what was asked

    def progress(self, text: str) -> None:
        """Show what a long run is doing."""

    def decrypt(self, text: str) -> str:
        """What ansible-vault has encrypted. Raises ValueError."""

    def render(self, text: str) -> t.Any:
        """What a template makes. Raises ValueError."""

    def finish(self, module: TykModule, result: dict[str, t.Any]) -> t.NoReturn:
        """Take the result, and leave the module."""


def _endless(raw: Params) -> str:
    """Which option has a number without end."""
    try:
        check_plain(raw)
    except Invalid as error:
        return str(error)
    return "a number among the options is too large"


class TykModule(AnsibleModule):
    """An AnsibleModule that distinguishes null from omitted, and keeps secrets out of its own account of the call."""

    host: t.ClassVar[Host | None] = None
    loop: t.ClassVar[str] = ""  # which loop of the host's this is an item of, as Task has it

    def __init__(self, spec: Spec, safe: t.Callable[[Params], Result], **rules: t.Any) -> None:
        self.safe = safe
        self.raw: dict[str, t.Any] = {}
        self._spec: Spec | None = spec  # until it is checked
        self._echoed = spec
        try:
            super().__init__(argument_spec=spec, supports_check_mode=True, **rules)
        except OverflowError:  # Ansible's own, where a number without end stands for a whole one
            self.fail_json(msg=_endless(self.raw))
        except (TypeError, AttributeError):  # Ansible's own, where it looks for options in what has none
            if not faults(spec, self.raw):
                raise
            self.fail_json("")
        self._spec = None
        self._forget_short()

    def _forget_short(self) -> None:
        """Texts of a few characters are in too many others, such as numbers, to be hidden in all of them. They are
        hidden where they stand."""
        for name, option in self.argument_spec.items():
            if option.get("no_log") and isinstance(self.params.get(name), dict):
                self.no_log_values -= {text for text in texts(self.params[name], TEXT) if len(text) < SHORT}

    def _load_params(self) -> None:
        if self.host:
            self.params = self.host.params
            self.raw = clone(self.params)
        else:
            super()._load_params()
            self.raw = copy.deepcopy(self.params)

    def _shown(self) -> dict[str, t.Any]:
        return self.safe(echo(self._echoed, getattr(self, "params", None) or {}))

    def _log_invocation(self) -> None:
        params, self.params = self.params, self._shown()
        super()._log_invocation()
        self.params = params

    def _call(self) -> dict[str, t.Any]:
        """What a result says of the call, where it says anything."""
        told = self.host is None or self.host.tells_call
        return {"invocation": {"module_args": self._shown()}} if told else {}

    def _return_formatted(self, kwargs: dict[str, t.Any]) -> None:
        if self.host:
            self.host.finish(self, kwargs)
        super()._return_formatted(masked(kwargs, self.no_log_values))

    def exit_json(self, **result: t.Any) -> t.NoReturn:
        super().exit_json(**self._call(), **result)

    def fail_json(self, msg: str, **result: t.Any) -> t.NoReturn:
        if self._spec:
            msg = "; ".join(faults(self._spec, self.raw)) or msg
        msg += of_variables(self._spec or {}, self.raw, msg) + of_placeholders(self.argument_spec, self.raw, msg)
        super().fail_json(msg, **self._call(), **result)

    def task(self) -> Task:
        """The call, for code that knows no Ansible. Raises Invalid."""
        wrong = "; ".join(faults(self.argument_spec, self.raw))
        if wrong:
            raise Invalid(wrong)
        params = loaded(self.argument_spec, self.params)
        self.raw.update({name: value for name, value in params.items() if value is not self.params.get(name)})
        self.params = params
        warn = self.host.warnings.append if self.host else self.warn
        given, told = (dict(self.params), named(self.params, self.raw), self.check_mode, self._diff), set[str]()

        def once(text: str) -> None:
            if text not in told:  # which Ansible sees to itself since 2.19
                told.add(text)
                warn(masked(printable(text), self.no_log_values))  # which Ansible does to texts, and not to warnings

        task = Task(*given, once, loop=self.loop, hide=self.no_log_values.update)
        if self.host:
            task = task._replace(progress=Progress(self.host.progress), controller=self.host)
        return task


def serve(spec: Spec, work: t.Callable[[Task], Result], safe: t.Callable[[Params], Result], **rules: t.Any) -> None:
    """main() of a module.

    :arg work: gets the task; what it returns is the module's result, and a TykError that it raises is its failure.
    :arg safe: gives the parameters without the secrets inside of them.
    """
    module = TykModule(spec, safe, **rules)
    if module.host is None:  # when its process ends, Python would look for cycles in all that is left, a fifth of a run
        atexit.register(gc.freeze)
    if REQUESTS_ERROR:
        module.fail_json(missing_required_lib("requests"), exception=REQUESTS_ERROR)
    failed: TykError | None = None
    try:
        with understood():
            result = work(module.task())
    except TykError as error:
        failed = error
    if failed:  # here, where no exception is on its way, whose traceback may quote a secret
        module.fail_json(printable(str(failed)), **failed.result())
    module.exit_json(**result)


def run(kind: Kind) -> None:
    """main() of a module that reconciles a kind."""
    exclusive = [list(names) for names in kind.exclusive]
    work, safe = functools.partial(reconcile, kind), functools.partial(shown, kind)
    serve(kind_spec(kind), work, safe, mutually_exclusive=exclusive)


def run_info(kind: Kind) -> None:
    """main() of a module that reads a kind."""
    from ansible_collections.community.tyk.plugins.module_utils._object.info import gather

    serve(info_spec(kind), functools.partial(gather, kind), functools.partial(shown, kind))
