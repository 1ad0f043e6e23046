# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dashboards that plays of the role bootstrap are run against, and what has to be so whatever happened to the plays."""

from __future__ import annotations

import contextlib
import pathlib
import shutil

from ansible.parsing.vault import VaultLib, VaultSecret
from killing import Plays
from module_runner import SECRET, Tyk

STYLES = ("plain", "service", "rich", "tasks")
PASSWORD, VAULT = "correct-horse-battery", "a-phrase-of-the-vault"
TASKS = """
- name: Keep it
  ansible.builtin.copy: {dest: "{{ keep_it_in }}", content: "{{ bootstrap_new_token }}", mode: "0600"}
  no_log: true
"""


class Dashboards:
    """One emulated Dashboard after the other, with the files that the plays leave.

    :arg folder: an empty one.
    """

    def __init__(self, plays: Plays) -> None:
        self.plays, self.folder, self.tyk = plays, plays.folder, plays.tyk

    def anew(self) -> None:
        self.tyk.emulator.state.load(self.plays.empty)
        shutil.rmtree(self.folder)
        self.folder.mkdir(mode=0o700)
        (self.folder / "tasks.yml").write_text(TASKS)
        (self.folder / "tasks.yml").chmod(0o600)
        self.plays.wrong, self.plays.said, self.given = [], "", set()

    def host(self, name: str, org: str = "", style: str = "plain") -> dict:
        """The variables of a host."""
        found = {
            "bootstrap_org_name": org or name.upper(),
            "bootstrap_user_email": f"first@{name}.example",
            "bootstrap_token_file": str(self.folder / name / "token"),
        }
        if style in ("service", "rich"):
            service = {"email": f"Service@{name}.example", "permissions": {"apis": "write"}}
            found |= {"bootstrap_user_password": PASSWORD, "bootstrap_service_user": service}
        if style == "rich":
            found["bootstrap_vault_secret"] = VAULT
        if style == "tasks":
            found |= {"bootstrap_token_store": "tasks", "bootstrap_token_tasks": str(self.folder / "tasks.yml")}
            found["keep_it_in"] = str(self.folder / f"{name}.kept")
            found["bootstrap_token"] = "{{ lookup('file', keep_it_in) if keep_it_in is exists else '' }}"
        return found

    def users(self) -> dict[str, dict]:
        return {row["doc"]["email_address"]: row for row in self.tyk.emulator.state["users"]}

    def kept(self) -> str:
        """All that stands in the files, decrypted."""
        found = []
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                text = path.read_text()
                if text.startswith("$ANSIBLE_VAULT;"):
                    text = VaultLib([("default", VaultSecret(VAULT.encode()))]).decrypt(text).decode()
                found.append(text)
        return "\n".join(found)

    def unknown(self, inventory: dict[str, dict]) -> set[str]:
        """The users of these hosts whose token is nowhere; the first user's is given up for the service user's."""
        users, kept = self.users(), self.kept()
        lost = set()
        for known in inventory.values():
            first, service = known["bootstrap_user_email"], self.service(known)
            safe = [service] if service in users and users[service]["doc"]["access_key"] in kept else []
            for email in (first, *([service] if service else [])):
                mine = email in users and users[email]["org_id"] in self.ids(known)
                if mine and users[email]["doc"]["access_key"] not in kept and not (email == first and safe):
                    lost.add(email)
        return lost - {row["doc"]["email_address"] for row in self.plays.others}

    @staticmethod
    def service(known: dict) -> str:
        return known.get("bootstrap_service_user", {}).get("email", "").lower()

    def ids(self, known: dict) -> set[str]:
        """The organisations that a host may mean."""
        wanted, name = known.get("bootstrap_org_id"), known.get("bootstrap_org_name")
        rows = self.tyk.emulator.state["organisations"]
        return {row["id"] for row in rows if (row["id"] == wanted if wanted else row["doc"]["owner_name"] == name)}

    def check_files(self) -> None:
        assert not self.plays.wrong, self.plays.wrong
        for secret in {SECRET, PASSWORD, VAULT, *(row["doc"]["access_key"] for row in self.users().values())}:
            assert secret not in self.plays.said, "a secret was shown"

    def check_organisations(self, before: list[str]) -> None:
        """None was made twice."""
        names = [row["doc"]["owner_name"] for row in self.tyk.emulator.state["organisations"]]
        twice = {name for name in names if names.count(name) > max(1, before.count(name))}
        assert not twice, twice

    def check_users(self, inventory: dict[str, dict], before: list[dict]) -> None:
        """Each new user is where a host wanted it, and the others are as they were."""
        there = {row["id"]: row for row in before}
        meant = {}
        for known in inventory.values():
            for email in (known["bootstrap_user_email"], self.service(known)):
                meant.setdefault(email, set()).update(self.ids(known))
        for row in self.tyk.emulator.state["users"]:
            if row["id"] in there:
                assert row == there[row["id"]], "a user of others was touched"
            else:
                assert row["org_id"] in meant[row["doc"]["email_address"]], f"a user where none was wanted: {row}"

    def check_done(self, known: dict) -> None:
        """A host that is done has its token where it belongs, and all that it asked for."""
        users, service = self.users(), self.service(known)
        row = users[service or known["bootstrap_user_email"]]
        file = pathlib.Path(known.get("keep_it_in") or known["bootstrap_token_file"])
        text = file.read_text().strip()
        if "bootstrap_vault_secret" in known:
            text = VaultLib([("default", VaultSecret(VAULT.encode()))]).decrypt(text).decode().strip()
        assert text == row["doc"]["access_key"] and row["org_id"] in self.ids(known)
        assert not list(pathlib.Path(known["bootstrap_token_file"]).parent.glob("*.new"))

    def check_password(self, known: dict) -> None:
        first = self.users()[known["bootstrap_user_email"]]
        assert not known.get("bootstrap_user_password") or first.get("password"), "the password is not set"


@contextlib.contextmanager
def dashboards(folder: pathlib.Path):
    """Dashboards, and the process that runs plays against them."""
    tyk = Tyk()
    (folder / "files").mkdir(mode=0o700)
    with Plays(tyk.emulator, folder / "files").serving() as plays:
        plays.tyk, plays.empty, plays.others = tyk, tyk.emulator.state.dump(), [*tyk.emulator.state["users"]]
        try:
            yield Dashboards(plays)
        finally:
            plays.close()
