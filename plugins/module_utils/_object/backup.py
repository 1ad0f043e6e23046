# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task is going to change or delete, kept as a configuration that brings it back.

All of it is kept before the first write. Just before an object is written, it is looked at once more: what is kept is
what is overwritten."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import threading
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import listed_with
from ansible_collections.community.tyk.plugins.module_utils._object.backup_content import (
    Content,
    Kept,
    Trial,
    content_of,
    gets_another_id,
)
from ansible_collections.community.tyk.plugins.module_utils._object.backup_files import BackupFile, check_folder
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs

NAMED = 20  # as many objects a warning names
Key = tuple[str, str, str]  # section, route and id


def asks_for_backup(params: t.Mapping[str, t.Any]) -> bool:
    """Whether a task wants a backup. Raises Invalid where that cannot be written."""
    if not params.get("backup"):
        return False
    if not params.get("backup_dir"):
        raise Invalid("backup_dir: say in which folder the backup is to be kept, or leave backup out")
    check_folder(str(params["backup_dir"]))
    return True


def backup_of(params: t.Mapping[str, t.Any], refs: Refs, warn: t.Callable[[str], None], trial: Trial) -> Backup | None:
    """The backup that a task asks for, if it does. Raises Invalid where that cannot be written."""
    return Backup(str(params["backup_dir"]), refs, warn, trial) if asks_for_backup(params) else None


class Backup:
    """The backup of one task.

    :arg refs: what there is around the objects, as it is before anything is written.
    """

    def __init__(self, folder: str, refs: Refs, warn: t.Callable[[str], None], trial: Trial) -> None:
        self._file, self._refs, self._warn, self._folder = BackupFile(folder), refs, warn, folder
        self._trial = trial
        self._moved: dict[str, str] = {}  # ids that others take the place of
        self._kept: dict[Key, Kept] = {}
        self._made: list[str] = []
        self._unseen: list[str] = []  # what may go along, for people
        self._beside: dict[Key, list[Key]] = {}  # what changes with what
        self._written: set[Key] = set()
        self._reborn: set[tuple[str, str]] = set()
        self._lock = threading.RLock()

    @property
    def path(self) -> str:
        """The file, once something is in it."""
        return self._file.path

    def plan(self, run: Run, before: Object | None, after: Object | None) -> None:
        """Note what a planned write changes: the object itself, and others beside it. Raises Invalid where no backup
        could bring it back."""
        if run.kind.conversion is not None and not run.kind.conversion.beside:
            raise Invalid(
                f"backup: no backup can bring {run.kind.noun} {run.kind.name_of(before)!r} back once Tyk has converted "
                "it; keep an export of it, as community.tyk.tyk_config_info makes one, and leave backup out"
            )
        own = self._in_past(run)
        self._moved.update(run.moved)
        if before is None:
            self._made.append(f"{run.kind.noun} {run.kind.name_of(after)!r}")
        else:
            self._note(own, before, after)
        beside = list(self._touched(own, before, after))
        if before is not None and after is None:
            beside += self._users(own, before)
        for other, obj in beside:
            self._note(other, obj, obj)
        self._beside[_key(run.kind, before, after)] = [_key(other.kind, obj) for other, obj in beside]

    def _touched(self, run: Run, before: Object | None, after: Object | None) -> t.Iterator[tuple[Run, Object]]:
        """What changes along with an object, as it is."""
        for name, ident in run.kind.touches(run, before, after):
            kind, listed = run.around.kind(name), run.around.known(name, ident, load=True)
            if listed is not None and kind.is_own(listed):
                own, whole = kind.expand(run, listed)
                if own.id_of(whole):  # else it has just gone
                    yield replace(run, kind=own), whole

    def _note(self, run: Run, obj: Object, after: Object | None) -> None:
        key = _key(run.kind, obj)
        if key not in self._kept or after is not obj:  # what is done to it counts before what is done beside it
            self._kept[key] = Kept(run, run.kind.whole(run, obj), after)

    def _users(self, run: Run, gone: Object) -> t.Iterator[tuple[Run, Object]]:
        """What Tyk takes the object out of, what lives below it, and what has to name it anew, since it comes back with
        another id."""
        kind, called = run.kind, {run.kind.name, listed_with(run.kind.name)}
        ids = {str(get(gone, path)) for path in kind.identity.ids if get(gone, path)}
        again = gets_another_id(kind)
        if again:
            self._refs.listing(kind.name)
            self._reborn |= {(kind.name, ident) for ident in ids}
        for other in self._refs.kinds():
            if not other.section or called.isdisjoint(other.targets):
                continue
            if other.route.selectors:
                yield from self._below(replace(run, kind=other), ids, f"{kind.noun} {kind.name_of(gone)!r}")
                continue
            for obj in self._refs.listing(other.name) if again or other.name in kind.taken_out_of else ():
                if any(name in called and ident in ids for name, ident in other.refers_to(obj, self._refs)):
                    own, whole = other.expand(replace(run, kind=other), obj)
                    yield replace(run, kind=own), whole

    def _below(self, run: Run, ids: set[str], home_of: str) -> t.Iterator[tuple[Run, Object]]:
        """What of a kind lives below the object with these ids: nothing says that it is there when that is back."""
        for home in run.kind.homes(run):
            if ids.isdisjoint(home.values()):
                continue
            own = run.kind.in_home(home)
            refs = self._refs.apart(own)
            try:
                yield from ((replace(run, kind=own, around=refs), obj) for obj in refs.listing(own.name))
            except HttpFailure as error:
                if error.status != 403:
                    raise
                self._unseen.append(
                    f"{home_of}: what {own.title} it has, if they go with it; the token may not list them"
                )

    def _in_past(self, run: Run) -> Run:
        """A run that sees what is around it as it was, and shows all of the object."""
        refs = self._refs.apart(run.kind) if run.kind.route.selectors else self._refs
        return replace(_plainly(run), around=refs, warn=_silent)

    def save(self, check: bool) -> None:
        """Write what is noted, and say so. Raises Invalid where that cannot be."""
        if not self._kept:
            return
        content = self._content()
        count = f"{len(self._kept)} object{'s' if len(self._kept) > 1 else ''}"
        count = f"{len(self._kept) - content.absent} of {count}" if content.absent else count
        if check:
            self._warn(f"backup: without check mode, {count} would be kept in {self._folder} first.{_told(content)}")
            return
        self._write(content)
        state = "it was" if len(self._kept) - content.absent == 1 else "they were"
        self._warn(
            f"backup: {self.path} has {count} as {state} before this task, with secrets in clear; keep it from others, "
            f"and delete it once it is not needed.{_told(content)}"
        )

    def keep(self, run: Run, obj: Object) -> None:
        """See that what is about to be overwritten is what is kept. Raises Invalid where that cannot be."""
        key, run = _key(run.kind, obj), _plainly(run)
        with self._lock:
            known = self._kept.get(key)
            if key in self._written or known and _alike(known, run, obj):
                return
            own = known.run if known else self._in_past(run)
            now = run.kind.comparable(obj, run)  # without what it has from others, as they are by now
            apart = _apart(own.kind, known.obj) if known else {}
            whole = {**now, **apart} if known else own.kind.whole(own, now)
            self._kept[key] = Kept(own, whole, known.after if known else obj)
            self._write(self._content())

    def written(self, run: Run, before: Object | None, after: Object | None = None) -> None:
        """From now on the object, and what changes beside it, is as this task has made it."""
        key = _key(run.kind, before, after)
        with self._lock:
            self._written |= {key, *self._beside.get(key, ())}

    def _write(self, content: Content) -> None:
        said = [
            "Objects of Tyk as they were before a task changed or deleted them. Secrets are in clear.",
            "community.tyk.tyk_config with this file as src restores them.",
            *(f"Tyk does not give back: {text}" for text in content.lost),
            *(f"Cannot be applied as it was, and is in comments at the end: {text}" for text in content.refused),
            *(f"Made by the task, and in no backup: {text}" for text in self._made),
        ]
        self._file.write(said, content.config, content.aside)

    def _content(self) -> Content:
        content = content_of(self._kept.values(), self._refs.by_id_but(self._reborn), self._moved, self._trial)
        content.lost += self._unseen
        return content


def _silent(text: str) -> None:
    """What is not to be told here."""


def _plainly(run: Run) -> Run:
    """The run as if the task said nothing but its fields: what else it asks for once is nothing that the object has."""
    asked = {name: option.get("default") for name, option in run.kind.params.items()}
    return replace(run, params={**run.params, **asked, "include_secrets": True, "keep_ids": True, "gaps": ()})


def _key(kind: Kind, obj: Object | None, new: Object | None = None) -> Key:
    """What tells an object from all others; a new one by its name."""
    if obj is None:
        return kind.section or kind.name, "(new)", kind.name_of(new)
    route = kind.route.collection if kind.route.selectors else ""
    return kind.section or kind.name, route, "" if kind.life.single else kind.unique_id(obj)


def _apart(kind: Kind, obj: Object) -> Object:
    """What other objects hold of one."""
    names = {name for part in kind.fields.parts if part.in_others for name in part.fields}
    return {name: value for name, value in obj.items() if name in names}


def _alike(known: Kept, run: Run, obj: Object) -> bool:
    """Whether an object is as it is kept, but for what other objects hold of it and what it has from others."""
    kind, apart = run.kind, _apart(run.kind, known.obj)
    return same(kind.comparable(known.obj, known.run), kind.comparable({**obj, **apart}, run), kind.fields.rules)


def _told(content: Content) -> str:
    """What cannot come back, for people."""
    said = ""
    for what, several in (
        ("Tyk does not give back", content.lost),
        ("These cannot be applied as they were, so the file has them in comments only", content.refused),
    ):
        more = f", and {len(several) - NAMED} more, see the file" if len(several) > NAMED else ""
        said += f" {what}: {'; '.join(several[:NAMED])}{more}." if several else ""
    return said
