# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that has handed over to another what hung on it: what of its plan holds on."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


def elsewhere(kind: Kind, obj: Object) -> Object:
    """What an object has of the fields that others hold."""
    parts = (part for part in kind.fields.parts if part.in_others)
    return {name: obj[name] for part in parts for name in part.fields if name in obj}


def settled(run: Run) -> Run:
    """The run of a task that says of these fields what the plan has made of them."""
    return replace(run, named={**run.named, **elsewhere(run.kind, run.resolved)})
