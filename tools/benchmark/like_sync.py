# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A sequential client that sends what `tyk-sync sync` 1.5.0 sends, in its order: like_sync.py FILE URL TOKEN.

FILE has the APIs and policies of a dump, see sync.py. All that is there is written anew, changed or not: policies,
then APIs, then assets, of which there are none. Each step begins with a list of its own. A new API is written twice,
because tyk-sync takes it that Tyk chose another id for it. Nothing is deleted.
"""

from __future__ import annotations

import gc
import json
import sys
import typing as t

from floor import client
from replay import Send, parsed

MORE = "?accept_additional_properties=true"
ALL = "?p=-2"
Entry = dict[
    str, t.Any
]  # id: the id that people choose, db: the Dashboard's, body: JSON; of OAS APIs, oas and categories


class Sync:
    """The requests of clients/dashboard in tyk-sync."""

    def __init__(self, send: Send) -> None:
        self.send = send

    def ask(self, method: str, path: str, body: str | None = None) -> t.Any:
        return parsed(self.send, method, path, body)

    def policies(self, declared: list[Entry]) -> None:
        """SyncPolicies of policies.go."""
        there = self._policies_there()
        self._policies_there()  # UpdatePolicies looks again
        for policy in declared:
            if policy["id"] in there:
                self.ask("PUT", f"/api/portal/policies/{there[policy['id']]}", _with_id(policy, there[policy["id"]]))
        self._policies_there()  # so does CreatePolicies
        for policy in declared:
            if policy["id"] not in there:
                self.ask("POST", "/api/portal/policies", policy["body"])

    def _policies_there(self) -> dict[str, str]:
        return {
            one["id"] or one["_id"]: one["_id"] for one in self.ask("GET", f"/api/portal/policies{ALL}")["Data"] or []
        }

    def apis(self, declared: list[Entry]) -> None:
        """SyncAPIs of apis.go."""
        there = self._apis_there()
        self._update([api for api in declared if api["id"] in there])
        self._apis_there()  # CreateAPIs looks again
        new = [api for api in declared if api["id"] not in there]
        for api in new:
            self.ask("POST", ("/api/apis/oas" if api["oas"] else "/api/apis") + MORE, api["body"])
            if api["oas"] and api["categories"]:
                self._categories(api)
        self._update(new)

    def _apis_there(self) -> dict[str, str]:
        found = (one["api_definition"] for one in self.ask("GET", f"/api/apis{ALL}")["apis"] or [])
        return {one["api_id"]: one["id"] for one in found}

    def _update(self, declared: list[Entry]) -> None:
        """UpdateAPIs, which looks again, too."""
        there = self._apis_there()
        for api in declared:
            path = "/api/apis/oas/" if api["oas"] else "/api/apis/"
            self.ask("PUT", path + there[api["id"]] + MORE, _with_id(api, there[api["id"]]))
            if api["oas"]:
                self._categories(api)

    def _categories(self, api: Entry) -> None:
        body = json.dumps({"categories": api["categories"]})
        self.ask("PUT", f"/api/apis/oas/{api['id']}/categories{MORE}", body)

    def assets(self) -> None:
        """SyncAssets, UpdateAssets and CreateAssets of assets.go, with nothing to write."""
        for _step in range(3):
            self.ask("GET", f"/api/assets{ALL}")


def _with_id(entry: Entry, there: str) -> str:
    """The body with the id that the Dashboard has given."""
    return str(entry["body"]).replace(entry["db"], there)


def main() -> None:
    gc.disable()
    path, url, token = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        declared = json.load(file)
    sync = Sync(client(url, token))
    sync.ask("GET", f"/api/users{ALL}")  # NewDashboardClient looks for the organisation, once
    if declared["policies"]:
        sync.policies(declared["policies"])
    sync.apis(declared["apis"])
    sync.assets()


if __name__ == "__main__":
    main()
