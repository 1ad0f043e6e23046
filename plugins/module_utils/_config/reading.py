# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the files of a configuration are read: what is encrypted, what is a template, and what is a placeholder."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.secret_values import SecretValues
from ansible_collections.community.tyk.plugins.module_utils._data.glance import BLIND, Glance
from ansible_collections.community.tyk.plugins.module_utils._data.parse import glanced
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, indexed
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import Hidden
from ansible_collections.community.tyk.plugins.module_utils._data.templates import rendered, templates
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

NAMED = 5  # so many templates a warning names


class Reading:
    """One run's way to read files."""

    def __init__(self, task: Task) -> None:
        self._task, self._template = task, bool(task.params.get("template"))
        self.controller = task.controller
        if self._template and self.controller is None:
            raise Invalid(
                "template: only Ansible's own process renders templates, and this task runs in another one; use "
                "delegate_to: localhost without become, and with ansible_connection: local and "
                "ansible_python_interpreter: '{{ ansible_playbook_python }}'. Or load the files with "
                "ansible.builtin.template or the lookup of that name, and name what they make in config"
            )
        self._literal: list[str] = []
        self._glances: dict[int, tuple[t.Any, Glance]] = {}  # by what was read, which stays, so that it is known again
        self.values = SecretValues(task, self.plain)

    def plain(self, path: str) -> t.Any:
        """What a file holds, as it stands there. Raises OSError and ValueError."""
        source, glance = glanced(path, self.controller.decrypt if self.controller else None)
        self._glances[id(source)] = source, glance
        return source

    def glance(self, source: t.Any) -> Glance:
        """What a file promises of the data that it holds, as they stand there."""
        return self._glances[id(source)][1] if id(source) in self._glances else BLIND

    def made(self, source: t.Any) -> tuple[t.Any, str]:
        """What a file holds with what templates make, if the task wants that; and what is wrong with one."""
        try:
            return (rendered(source, self._render) if self._template else source), ""
        except ValueError as error:
            return None, str(error)

    def note(self, label: str, source: t.Any) -> None:
        """Remember what looks like a template in a file, and is none."""
        if not (self._template or self.glance(source).is_literal):
            self._literal += [f"{label}: {indexed(way)}" for way in templates(source)]

    def note_untaken(self, label: str, paths: list[Path]) -> None:
        """Warn of what is no placeholder where somebody may have meant one."""
        for path in paths:
            self._task.warn(
                f"{label}: {indexed(path)}: this is no placeholder, although there is a value of that name, because "
                "something of its own is called secret here; what stands there is taken as it is. Write a placeholder "
                "for each value in it, such as {secret: {secret: NAME}}, or {X-Api-Key: {secret: NAME}} for a header."
            )

    def _render(self, text: str) -> t.Any:
        controller = self.controller
        return text if controller is None or isinstance(text, Hidden) else controller.render(text)

    def tell(self) -> None:
        """Warn of templates that are none here."""
        if not self._literal:
            return
        found = list(dict.fromkeys(self._literal))
        more = f", and {len(found) - NAMED} more" if len(found) > NAMED else ""
        self._task.warn(
            f"{'; '.join(found[:NAMED])}{more}: this looks like a template of Ansible's, and is data as it stands "
            "there; with template: true it is rendered."
        )
        self._literal.clear()
