# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A webhook. Tyk tells no id when it creates one, so the list has to."""

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SECRET, SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource

OPTIONS = {
    "name": Option("name"),
    "webhook_id": Option("webhook_id"),
    "method": Option("method", {"type": "str", "choices": ["GET", "POST", "PUT", "PATCH", "DELETE"]}),
    "target_path": Option("target_path"),
    "template_path": Option("template_path"),
    "header_map": Option("header_map", {"type": "dict"}),
    "event_timeout": Option("event_timeout", {"type": "int"}),
}


def _tidy(hook: Object) -> Object:
    method = hook.get("method")
    return {**hook, "method": method.upper()} if isinstance(method, str) else hook


WEBHOOK = Resource(
    kind="webhook",
    noun="webhook",
    collection="api/hooks",
    items="hooks",
    # Header values are credentials more often than not.
    rules=Rules({"id": SERVER, "org_id": SERVER, "api_model": SERVER, "header_map.*": SECRET}),
    options=OPTIONS,
    id="id",
    other_ids=("webhook_id",),
    id_option="webhook_id",
    name="name",
    created=(),
    required={"template_path": "", "header_map": {}, "event_timeout": 0},
    defaults={"method": "POST"},
    needs=("name", "method", "target_path"),
    tell=("target_path",),
    views={"id": "id", "org_id": "org_id"},
    tidy=_tidy,
)
