# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as a file: what is written when it is made, and what a file has to be to be one."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import secrets
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.digests import AS_IT_IS, Digests
from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file, real
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical
from ansible_collections.community.tyk.plugins.module_utils._data.written import write_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

Plan = dict[str, t.Any]

FORMAT = 2  # 1 was without others
TOOL = "community.tyk 1.0.0-rc1"
CHECK = "that this key made it"  # its digest tells one key from another
LEAST = 16  # characters of a key
BEGIN = '{\n "tyk_plan":'  # of every plan
LARGEST = 256 * 2**20  # bytes of a plan that are read

# Every field of a plan, and of what it has lists of: its type, and what it is. The guide has the same as a table.
FIELDS: dict[str, tuple[type, str]] = {
    "tyk_plan": (int, "The number of this format, which is 2. Any other is refused."),
    "tool": (str, "What has made the plan."),
    "made": (str, "When."),
    "url": (str, "The address of the server that it was made for."),
    "platform": (str, "What that is, as the option says it."),
    "org_id": (str, "The organisation of the token."),
    "secrets": (str, "Whether secrets are compared: with a key they are, otherwise not."),
    "salt": (str, "A random number, so that the digests of each plan differ."),
    "check": (str, "Tells one key from another. Empty without a key."),
    "options": (dict, "The options that say what is done, as the task has them."),
    "declared": (list, "Everything that is declared."),
    "steps": (list, "Everything that is to be done, in the order of the declaration."),
    "seal": (str, "A digest of all of this. With a key nobody else can make it."),
}
DECLARED: dict[str, tuple[type, str]] = {
    "kind": (str, "The kind of the object, as in a configuration."),
    "below": (list, "The names of what it lives below, such as the API of an OAuth client."),
    "name": (str, "Its name."),
    "fields": (dict, "A digest of each option that is declared."),
}
STEP: dict[str, tuple[type, str]] = {
    **{name: DECLARED[name] for name in ("kind", "below", "name")},
    "id": (str, "Its ID, of a key the hash. Empty for a new object."),
    "action": (str, "created, updated or deleted."),
    "why": (str, "Why it is deleted, where nothing declares that."),
    "changes": (list, "What changes, as a report shows it: path, before, after. Secrets are masked."),
    "before": (dict, "A digest of each field that the object has."),
    "after": (dict, "A digest of each field that it is to have."),
    "others": (list, "Who has what it is to get, and who uses what goes."),
    "beside": (dict, "A digest of each other object that is written along with it, such as the base of a version."),
}
KEYED, UNKEYED = "compared", "not compared"


def usable(key: str | None) -> str:
    """The key that a task names, "" for none. Raises Invalid where it is easily guessed."""
    key = (key or "").strip()
    if 0 < len(key) < LEAST:
        raise Invalid(
            f"plan_key: it has fewer than {LEAST} characters, and could be guessed; take more, at random, such as "
            "those of openssl rand -hex 32"
        )
    return key


def check_place(path: str) -> None:
    """Refuse, before anything is done, where no plan can be written. Raises Invalid."""
    fault = fault_of_file(path)
    if not fault and not _may_go(real(path)):
        fault = f"{path} holds something else than a plan; name another file, or delete it"
    if fault:
        raise Invalid(f"plan_dest: {fault}")


def _may_go(path: str) -> bool:
    """Whether a file is not there yet, or holds a plan."""
    try:
        with open(path, "rb") as file:
            there = file.read(len(BEGIN)).strip()
    except OSError:
        return True
    return not there or there == BEGIN.encode()


def fresh(key: str) -> Digests:
    """The digests of a plan that is about to be made."""
    return Digests(key, secrets.token_hex(16))


def _seal(plan: Plan, digests: Digests) -> str:
    return digests.of(canonical({name: value for name, value in plan.items() if name != "seal"}, AS_IT_IS))


def write(plan: Plan, digests: Digests, path: str) -> str:
    """Write a plan, whole or not at all; where it is. Others may read it as the umask says, or as they might before."""
    plan = {**plan, "tyk_plan": FORMAT, "tool": TOOL, "salt": digests.salt}
    plan["secrets"] = KEYED if digests.keyed else UNKEYED
    plan["check"] = digests.of(CHECK) if digests.keyed else ""
    plan["seal"] = _seal(plan, digests)
    text = json.dumps({name: plan[name] for name in FIELDS}, indent=1).replace("\x7f", "\\u007f")
    try:
        write_whole(real(path), text + "\n")
    except OSError as error:
        raise Invalid(f"plan_dest: {error}; there is no plan") from error
    return real(path)


def read(path: str, key: str) -> tuple[Plan, Digests]:
    """A plan, and what makes digests like its own. Raises Invalid where it is none, or not for this key."""
    plan = _parsed(path)
    number = plan.get("tyk_plan")
    if not isinstance(number, int) or isinstance(number, bool):
        raise _foreign(path)
    if number != FORMAT:
        who = "a newer" if number > FORMAT else "an older"
        raise Invalid(
            f"plan: {path} is of format {number}, which {who} version of this collection writes; this one knows format "
            f"{FORMAT} only. Make the plan anew with this version, or apply it with the one that made it"
        )
    if not _is_shaped(plan, FIELDS):
        raise _broken(path)
    _check_key(plan, path, key)
    digests = Digests(key, plan["salt"])
    if digests.keyed and plan["check"] != digests.of(CHECK):
        raise Invalid(f"plan: {path} was made with another plan_key; use the same one, or make the plan anew with this")
    if plan["seal"] != _seal(plan, digests) or not _is_whole(plan):
        raise _broken(path)
    return plan, digests


def _check_key(plan: Plan, path: str, key: str) -> None:
    if plan["secrets"] == KEYED and not key:
        raise Invalid(
            f"plan: {path} was made with a key, and there is none here; set TYK_PLAN_KEY in the environment, or "
            "plan_key, to the one that it was made with"
        )
    if plan["secrets"] != KEYED and key:
        raise Invalid(
            f"plan: {path} was made without a key, so secrets cannot be compared, and here there is one (plan_key, or "
            "TYK_PLAN_KEY in the environment); make the plan anew with the key, or leave the key out"
        )


def _parsed(path: str) -> Plan:
    try:
        with open(real(path), "rb") as file:
            text = file.read(LARGEST + 1)
        plan = json.loads(text.decode()) if len(text) <= LARGEST else None
    except OSError as error:
        raise Invalid(
            f"plan: {path}: {(error.strerror or 'it cannot be read').lower()}; plan_dest makes a plan, in check mode"
        ) from error
    except (ValueError, RecursionError):
        plan = None
    if not isinstance(plan, dict):
        raise _foreign(path)
    return plan


def _foreign(path: str) -> Invalid:
    return Invalid(f"plan: {path} is no plan of tyk_config; plan_dest makes one, in check mode")


def _broken(path: str) -> Invalid:
    return Invalid(f"plan: {path} is not as it was made: somebody has changed it, or it is damaged; make it anew")


def _is_shaped(value: t.Any, fields: t.Mapping[str, tuple[type, str]]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == fields.keys()
        and all(isinstance(value[name], kind) for name, (kind, _text) in fields.items())
    )


def _is_whole(plan: Plan) -> bool:
    return all(_is_shaped(one, DECLARED) for one in plan["declared"]) and all(
        _is_shaped(one, STEP) for one in plan["steps"]
    )
