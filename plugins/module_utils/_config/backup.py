# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a configuration is going to change or delete, kept before the first write."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.files import check_outside
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._errors import understood
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup


def check_backup(params: t.Mapping[str, t.Any], sources: t.Iterable[t.Any]) -> None:
    """Refuse a folder that cannot take a backup, or in which the next run would read it. Raises Invalid."""
    if not params.get("backup"):
        return
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import asks_for_backup

    if asks_for_backup(params):
        check_outside("backup_dir", str(params["backup_dir"]), sources)


def keep_all(bulk: Bulk, steps: list[Step]) -> Backup | None:
    """Keep what all steps are going to change, as it is now. Raises Invalid where that cannot be."""
    task, kinds = bulk.task, {kind.name: kind for kind in bulk.refs.kinds()}
    if not task.params.get("backup"):
        return None
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup
    from ansible_collections.community.tyk.plugins.module_utils._object.trial import why_refused

    refs = Refs(bulk.client, kinds, bulk.token, False, lambda text: None)  # those of the plan know what is to be
    refs.alone = False
    backup = Backup(str(task.params["backup_dir"]), refs, task.warn, why_refused)
    with understood():
        for step in steps:
            if step.status == "planned":
                backup.plan(step.run, step.change.before, step.change.after)
        backup.save(task.check)
    return backup
