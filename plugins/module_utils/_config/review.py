# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan that is made to be looked at, and one that was: applied exactly as it is, or not at all."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several
from ansible_collections.community.tyk.plugins.module_utils._config.files import check_outside
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.folders import real
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    HttpFailure,
    Invalid,
    OrganisationMismatch,
    TykError,
)
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._config.moved import Seen
    from ansible_collections.community.tyk.plugins.module_utils._config.plan_file import Plan
    from ansible_collections.community.tyk.plugins.module_utils._data.digests import Digests

AGAIN = "Make a new plan, have it looked at, and apply that"


class Moved(Invalid):
    """Something is not as it was when the plan was made.

    :arg told: what, a line each.
    """

    def __init__(self, path: str, told: list[str], done: bool) -> None:
        self._told = told
        if done:
            said = f"plan: all that {path} plans is there already, so there is nothing to apply; make a new plan"
        else:
            what = "one thing has" if len(told) == 1 else f"{len(told)} things have"
            said = f"plan: {path} is not applied, because {what} changed since it was made; nothing was written."
        super().__init__("\n".join([said, *told, *([] if done else [f"{AGAIN}."])]))

    def result(self) -> dict[str, t.Any]:
        return {**super().result(), "moved": self._told}


class Review:
    """What a task says of plans: it makes one, applies one, or neither. Raises Invalid where it cannot."""

    def __init__(self, task: Task, sources: t.Iterable[t.Any]) -> None:
        params = task.params
        self._applied, self._dest = str(params.get("plan") or ""), str(params.get("plan_dest") or "")
        self._plan: Plan = {}
        self._digests: Digests | None = None
        for option in ("plan", "plan_dest"):
            if task.named.get(option) == "":
                raise Invalid(f"{option}: it is empty; name a file, or leave it out")
        if self._applied and self._dest:
            raise Invalid("plan and plan_dest contradict each other: a plan is made, looked at, and then applied")
        if self._applied or self._dest:
            self._begin(task, sources)

    def _begin(self, task: Task, sources: t.Iterable[t.Any]) -> None:
        from ansible_collections.community.tyk.plugins.module_utils._config import plan_file
        from ansible_collections.community.tyk.plugins.module_utils._config.recorded import server_of

        key = plan_file.usable(task.params.get("plan_key"))
        if self._applied:
            self._plan, self._digests = plan_file.read(self._applied, key)
            self._check_server(server_of(task))
        else:
            self._check_dest(task, sources)
            self._digests = plan_file.fresh(key)

    def _check_dest(self, task: Task, sources: t.Iterable[t.Any]) -> None:
        from ansible_collections.community.tyk.plugins.module_utils._config import plan_file

        if not task.check:
            raise Invalid(
                "plan_dest: a plan is made in check mode only, when nothing is written to Tyk; run with --check, or "
                "with check_mode: true of the task, or leave plan_dest out to apply at once"
            )
        plan_file.check_place(self._dest)
        check_outside("plan_dest", self._dest, sources)
        if real(self._dest) in {real(str(path)) for path in task.params.get("report") or []}:
            raise Invalid(f"plan_dest: {self._dest} is that of a report, too; name another file for one of them")

    def _check_server(self, server: Plan) -> None:
        for option in ("url", "platform"):
            if self._plan[option] != server[option]:
                raise Invalid(
                    f"plan: {self._applied} was made for {option} {self._plan[option]}, and this is {server[option]}; "
                    "a plan is applied where it was made for. Nothing was written"
                )

    def check_organisation(self, bulk: Bulk) -> None:
        """Refuse the plan of another organisation. Raises OrganisationMismatch."""
        if not self._applied:
            return
        planned, own = self._plan["org_id"], bulk.refs.caller.org_id or ""
        if own and not planned:
            raise OrganisationMismatch(
                f"plan: {self._applied} does not say for which organisation it was made: the user behind the token may "
                "not read users, and saw no API. Make a new plan once there is an API, or with a user who has the "
                "permission users: read; nothing was written"
            )
        if planned != own:
            raise OrganisationMismatch(
                f"plan: {self._applied} was made for organisation {planned}, and the token is of {own or '(none)'}; "
                "nothing was written"
            )

    def expected(self, old: list[Step]) -> list[Step]:
        """Of deletes of old objects those that the plan has, if one is applied: the others' time came after it."""
        if not self._applied:
            return old
        planned = {(one["kind"], one["id"]) for one in self._plan["steps"] if one["action"] == "deleted"}
        return [step for step in old if (step.section, step.ident) in planned]

    @contextlib.contextmanager
    def planning(self) -> t.Iterator[None]:
        """Refuse the plan where what it says cannot even be planned any more. Raises Moved."""
        try:
            yield
        except (HttpFailure, OrganisationMismatch):
            raise
        except TykError as error:
            if not self._applied:
                raise
            errors = error.errors if isinstance(error, Several) else [str(error)]
            told = [f"this cannot be planned any more: {one}" for one in errors]
            raise Moved(self._applied, told, False) from error

    def judge(self, bulk: Bulk, steps: list[Step]) -> None:
        """Refuse the plan if anything has moved since it was made. Raises Moved."""
        if not self._applied or self._digests is None:
            return
        from ansible_collections.community.tyk.plugins.module_utils._config.moved import Seen, is_done, moved
        from ansible_collections.community.tyk.plugins.module_utils._config.recorded import record

        now = record(bulk, steps, self._digests)
        if moved(self._plan, now, Seen()):
            seen = self._seen(bulk, steps, now)
            raise Moved(self._applied, moved(self._plan, now, seen), is_done(self._plan, now, seen))

    def _seen(self, bulk: Bulk, steps: list[Step], now: Plan) -> Seen:
        """What is there by now of what the plan is about."""
        from ansible_collections.community.tyk.plugins.module_utils._config.moved import Seen, keys_of
        from ansible_collections.community.tyk.plugins.module_utils._config.recorded import called

        pruned = [one for one in self._plan["steps"] if one["action"] == "deleted" and one["why"]]
        gone = {one["kind"] for one in pruned} & {*bulk.kinds}
        there = {(section, kind.shown_id(obj)) for section in gone for kind, obj in bulk.listed(section)}
        others = {other for plan in (self._plan, now) for one in plan["steps"] for other in one["beside"]}
        sources = {
            (step.section, step.ident): step.kind.conversion.called
            for step in steps
            if step.kind.conversion is not None
        }
        names = {other: called(bulk, other) for other in others}
        return Seen(there, bulk.kept, names, sources, keys_of(self._plan["declared"]))

    def keep(self, bulk: Bulk, steps: list[Step]) -> dict[str, str]:
        """Write the plan; what the module returns of it."""
        if not self._dest or self._digests is None:
            return {}
        from ansible_collections.community.tyk.plugins.module_utils._config import plan_file
        from ansible_collections.community.tyk.plugins.module_utils._config.recorded import record

        return {"plan_path": plan_file.write(record(bulk, steps, self._digests), self._digests, self._dest)}

    def sentence(self, check: bool) -> str:
        """What to add to the sentence of what was done, or would be."""
        return " Nothing has moved, so the plan would be applied as it is." if self._applied and check else ""
