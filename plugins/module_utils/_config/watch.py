# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is written by a plan that was looked at has to be what the plan saw, up to the moment of the write."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.merge import differ, without
from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Look


class Watch:
    """Looks at what is read anew before it is written.

    :arg steps: all of them, since one may be written for the sake of another.
    """

    def __init__(self, steps: list[Step]) -> None:
        self._written = {step.kind.name for step in steps if step.change.action != "none"}

    def over(self, step: Step, before: Object, given: t.Collection[str]) -> Look:
        """What raises TykError where the object of a step has changed.

        :arg before: the object as it was, or as the same run has made it.
        :arg given: paths of what it has given to others already.
        """
        mixed = step.kind.targets & self._written

        def own(run: Run, obj: Object) -> Object:
            kind = run.kind
            seen: Object = without(
                kind.comparable(kind.apart(obj) if mixed else obj, run), kind.fields.rules, "readable"
            )
            return seen

        def look(run: Run, now: Object | None) -> None:
            if now is None:
                return  # which is told where it matters
            found = map(dotted, differ(own(run, before), own(run, now), run.kind.fields.rules))
            paths = [path for path in found if not any(f"{path}.".startswith(f"{way}.") for way in given)]
            if paths:
                raise TykError(
                    f"somebody has changed it since the plan was checked ({', '.join(paths[:5])}), so it was left as "
                    "it is. Make a new plan"
                )

        return look
