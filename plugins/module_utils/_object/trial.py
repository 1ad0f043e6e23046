# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a configuration could declare an object as it is: what others store need not be what a task may say."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names, put
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.plan import decide, declare, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Located

HOW = ("strategy", "recreate")  # what an item says beside its object


def why_refused(run: Run, item: t.Mapping[str, t.Any], there: Object | None) -> str:
    """Why an item would be refused where it is applied; "" where it would not.

    :arg run: any run of this kind, in the surroundings that the item will meet.
    :arg there: the object that it will find; None: it makes one.
    """
    try:
        with understood():
            _plan(run, item, there)
    except HttpFailure:
        return ""  # that what it refers to cannot be looked up now says nothing of then
    except TykError as error:
        return str(error)
    return ""


def _plan(run: Run, item: t.Mapping[str, t.Any], there: Object | None) -> None:
    kind, identity = run.kind, run.kind.identity
    named = {name: value for name, value in item.items() if name not in HOW}
    unsaid = {**dict.fromkeys(kind.options), "state": "present", "strategy": "merge", "update_secrets": "on_create"}
    params = {**run.params, **unsaid, **item}
    own = replace(run, params=params, named=named, declared={}, resolved={}, found=there, own=None, moved={})
    kind.check_said(own)
    declared = kind.identify(own, declare(kind, named))
    option = kind.options.get(identity.id_option)
    if there is not None and option and names(declared, option.path):
        put(declared, option.path, get(there, option.path))
    own = replace(own, declared=declared, previous=None)
    prepare(Located(own, patience.clock()), *decide(own))
