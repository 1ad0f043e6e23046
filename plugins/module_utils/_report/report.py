# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report of a plan, or of what was done, as a file whose ending says its form."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.written import write_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._report import html, junit, markdown

Report = dict[str, t.Any]


def _json(report: Report) -> str:
    """The report as it is, in ASCII, so that no terminal that shows it is led astray."""
    try:
        text = json.dumps(report, indent=2, allow_nan=False)
    except ValueError:  # JSON knows no infinity
        text = json.dumps(json.loads(json.dumps(report), parse_constant=str), indent=2)
    return text.replace("\x7f", "\\u007f") + "\n"


FORMS: dict[str, t.Callable[[Report], str]] = {
    ".md": markdown.render,
    ".html": html.render,
    ".json": _json,
    ".xml": junit.render,
}


def render(report: Report, ending: str) -> str:
    """The report in the form that an ending stands for."""
    return FORMS[check_ending(ending)](report)


def check_ending(path: str) -> str:
    """The ending of a report's path, in lower case. Raises Invalid."""
    ending = next((ending for ending in FORMS if path.lower().endswith(ending)), "")
    if not ending:
        raise Invalid(f"report: {path} has to end in .md, .html, .json or .xml (JUnit), which says what it becomes")
    return ending


def check_place(path: str) -> str:
    """Where the report is going to be; for before anything is done. Raises Invalid."""
    check_ending(path)
    real = os.path.realpath(os.path.expanduser(path))
    folder = os.path.dirname(real)
    if not os.path.isdir(folder):
        raise Invalid(f"report: there is no directory {folder}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Invalid(f"report: {folder} may not be written to")
    try:
        os.stat(real)
    except FileNotFoundError:
        pass
    except OSError as error:  # a name that is too long, most often
        raise Invalid(f"report: {path}: {error.strerror}; give it another name") from error
    if os.path.exists(real) and not os.path.isfile(real):  # replacing a device would do harm
        raise Invalid(f"report: {real} is no regular file")
    return real


def write(report: Report, path: str) -> None:
    """Write the report, whole or not at all. Others may read it as the umask says, or as they might before."""
    real = check_place(path)
    try:
        write_whole(real, render(report, real))
    except OSError as error:
        raise Invalid(f"report: {error}") from error
