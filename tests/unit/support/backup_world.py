# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is stored, to be compared with what a backup brings back, and what a backup holds."""

from __future__ import annotations

import json
import pathlib
import re

import yaml
from trust_world import MADE

DERIVED = ("access_rights_array", "allowance_scope", "set_by_policy")  # what Tyk makes of the rest
OWN = ("config_data", "meta_data", "header_map")
UNREAD = ("password", "password_updated")  # what Tyk shows nobody


def stored(tyk):
    """Everything that is stored, whatever ids Tyk has made for it."""
    tables = json.loads(json.dumps(tyk.emulator.state.dump()["tables"]))
    tables.pop("nonces", None)
    return {name: sorted(plain(row) for row in rows) for name, rows in tables.items()}


def plain(row):
    noted = row.get("doc", {}).get("apis")
    if isinstance(noted, list):  # in an organisation, in the order of writes
        noted.sort(key=str)
    if row.get("oas"):
        row["doc"]["api_definition"].pop("definition", None)  # a copy of what the document says
    text = json.dumps(bare(row), sort_keys=True)
    return MADE.sub("<id>", re.sub(r"[0-9a-f]{24,}", "<id>", text))


def bare(value, own=False):
    """The same without what Tyk makes of the rest, and without what says nothing; sets in one order.

    :arg own: the data are the user's own, where zero is a value.
    """
    if isinstance(value, dict):
        names = [key for key in value if own or key not in (*DERIVED, *UNREAD)]
        kept = {key: bare(value[key], own or key in OWN) for key in names}
        kept = {key: sorted(item) if key == "tags" and item else item for key, item in kept.items()}
        return {key: item for key, item in kept.items() if own or item}
    return [bare(item, own) for item in value] if isinstance(value, list) else value


def kept(path):
    return yaml.safe_load(pathlib.Path(path).read_text(encoding="utf-8"))


def head(path):
    """What the file says to people."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("#"))
