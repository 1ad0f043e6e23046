# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tells an object that is written down, and what an export cannot know of it, so that its file keeps that."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._ansible.documents import is_name, loaded
from ansible_collections.community.tyk.plugins.module_utils._config.declared import options_of
from ansible_collections.community.tyk.plugins.module_utils._config.matching import Label
from ansible_collections.community.tyk.plugins.module_utils._config.portable import Exported
from ansible_collections.community.tyk.plugins.module_utils._data.file_names import digest_of
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical, merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import at, dotted, get
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import placed, singles
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK, redact
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS


def label_of(section: str, item: Object) -> Label:
    """What tells an object that is written down."""
    kind = KINDS[section]
    if kind.life.single:
        return Label(section)
    home, ids = tuple(str(item.get(selector) or "") for selector in kind.route.selectors), kind.said_ids(item)
    said = [get(part, label) for part in (item, item.get("definition")) for label in kind.identity.labels]
    names = [*said, *(() if kind.secret.is_id else kind.item_names(item))]
    name = next((str(name) for name in names if name and str(name) not in ids), "")
    shown = "" if kind.secret.is_id else next(iter(ids), "")
    return Label(name, home, {*ids}, shown, digest_of(name), {str(kind.tidy_name(name))} if name else set())


class Known:
    """The objects of an export, which are known better than what they are written as."""

    def __init__(self, exported: t.Iterable[Exported] = ()) -> None:
        self._exported = {id(one.item): one for one in exported}
        self._around = {one.run.kind.section: one.run.around for one in self._exported.values()}
        self.outdated: list[str] = []  # objects whose document says something else
        self.bared: list[str] = []  # secrets that a file had

    def label(self, section: str, item: Object) -> Label:
        """What tells an object that is exported, or that a file holds."""
        label, one = label_of(section, item), self._exported.get(id(item))
        if one is None:
            pairs = zip(KINDS[section].route.selectors, label.home)
            return label._replace(home=tuple(self._home(section, *pair) for pair in pairs))
        kind, shown = one.run.kind, redact(one.obj, one.run.secrets)
        ids = {str(ident) for path in kind.identity.ids if (ident := get(one.obj, path))}
        digest = digest_of(canonical([label.home, shown]))
        alike = {*label.alike, *kind.short_names(one.obj)}
        return label._replace(ids=label.ids | ids, ident=kind.shown_id(one.obj), digest=digest, alike=alike)

    def _home(self, section: str, selector: str, value: str) -> str:
        """What an export calls that below which an object of a file lives: a file may have its id, for example."""
        around = self._around.get(section)
        try:
            return around.name(selector, around.id(selector, value, selector)) if around and value else value
        except TykError:
            return value

    def written_out(self, section: str, item: Object, home: str) -> tuple[Label, Object]:
        """What tells an object that a file holds, and the object with the documents that it names in its definition."""
        names = [*options_of(section).documents & item.keys()]
        try:
            whole = loaded(options_of(section).spec, item, home) if names else item
        except Invalid:
            return self.label(section, item), item
        parts = [whole[name] for name in names if whole[name]]
        rest = {key: value for key, value in whole.items() if key not in names}
        definition = {key: value for part in [*parts, rest.get("definition") or {}] for key, value in part.items()}
        return self.label(section, whole), {**rest, "definition": definition} if parts else item

    def kept(self, section: str, held: Object, item: Object, home: str) -> Object:
        """An item that is exported, with what a file says of it and no export can: how it is to be made, what Tyk never
        shows, which secret belongs where one is left out, and which document says a part of it.

        :arg home: the folder of the file.
        """
        kind, one = KINDS[section], self._exported.get(id(item))
        own = {name: value for name, value in held.items() if name not in item and _is_unseen(kind, name)}
        label, path = kind.rotation.label if kind.rotation else ("", "")
        is_due = own.get("state") == "rotated" and not (one and get(one.obj, path) == own.get(label))
        for name in (
            ("state", label) if is_due or own.get("state") == "absent" else ()
        ):  # what is there is as it should be
            own.pop(name, None)
        made: Object = {**item, **own}
        for where in one.hidden if one else ():
            there = at(held, where, None)
            if any(not rest for rest, _name in singles(there)) and not isinstance(at(item, where, None), dict):
                made = placed(made, where, there)
            elif there and there != MASK and isinstance(there, str) and at(item, where, None) is None:
                self.bared.append(f"{section}.{label_of(section, item).name}.{dotted(where)}")
        for name in sorted(name for name in options_of(section).documents & held.keys() if held[name] is not None):
            item, made = made, _with_document(one.run if one else None, made, (section, name, held[name]), home)
            if made is item and is_name(held[name]):
                self.outdated.append(f"{section}.{label_of(section, item).name} ({held[name]})")
        return made


def _with_document(run: Run | None, item: Object, said: tuple[str, str, t.Any], home: str) -> Object:
    """An item with an option that names a document, or has it as text, in place of all that this says; the same item
    where that is something else.

    :arg said: the section, the option, and its value.
    """
    section, name, value = said
    try:
        document = loaded(options_of(section).spec, {name: value}, home)[name]
        if name in item:
            return {**item, name: value} if same(item[name], document) else item
        option = run.kind.options[name] if run else None
        if run is None or option is None or option.to_tyk is None:
            return item
        fields = option.to_tyk(document, run, dict.fromkeys(option.paths))
    except Invalid:
        return item
    definition = {**(item.get("definition") or {})}
    for path in option.paths:
        field = run.kind.in_definition(path).removeprefix("definition.")
        there, wanted = definition.pop(field, None), fields.get(path)
        if not same(there, merge(there, wanted), run.kind.fields.rules.under(path)):
            return item
    rest = {key: part for key, part in item.items() if key != "definition"}
    return {**rest, name: value, **({"definition": definition} if definition else {})}


def _is_unseen(kind: Kind, name: str) -> bool:
    """Whether an option is about what an export does not show."""
    option = kind.options.get(name)
    if option is None:
        shown = {*kind.route.selectors, *kind.identity.lookups}
        return name in ("state", "strategy") or name in kind.params and name not in shown
    return any(not kind.fields.rules.under(path).rule.readable for path in (option.path, *option.paths) if path)
