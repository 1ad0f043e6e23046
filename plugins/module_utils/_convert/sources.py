# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that are to be converted, read as they stand."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._ansible.echo import NO_PATH
from ansible_collections.community.tyk.plugins.module_utils._config.files import ENDINGS, below
from ansible_collections.community.tyk.plugins.module_utils._config.foreign import INDEX
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Lost, Source
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse_all
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import shown_address
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid


def read_sources(paths: t.Sequence[str], dest: str) -> tuple[list[Source], list[Lost]]:
    """Every document of these files and folders, and the files that cannot be read. Raises Invalid for a path that
    leads nowhere.

    :arg dest: what lies below this folder is what an earlier run has made; "" for none.
    """
    made = os.path.join(os.path.realpath(os.path.expanduser(dest)), "") if dest else "\0"
    found: dict[str, str] = {}  # by what a file really is, so that each counts once
    for index, path in enumerate(paths):
        for name in _files(path, f"src[{index}]"):
            real = os.path.realpath(name)
            if not real.startswith(made):
                found.setdefault(real, name)
        if os.path.join(os.path.realpath(os.path.expanduser(path)), "").startswith(made):
            raise Invalid(f"dest: {path}, which is to be read, is in it or is the same; write elsewhere")
    sources: list[Source] = []
    lost = []
    for name in found.values():
        try:
            documents = parse_all(name)
        except OSError as error:
            lost.append(Lost(name, "", "", (error.strerror or "it cannot be read").lower()))
        except (ValueError, RecursionError) as error:
            lost.append(Lost(name, "", "", str(error) or "nested too deeply"))
        else:
            several = len(documents) > 1
            sources += [
                Source(name, f"document {number}" if several else "", data)
                for number, data in enumerate(documents, 1)
                if data is not None
            ]
    return sources, lost


def _files(path: str, option: str) -> list[str]:
    """The files that a path stands for, with the hidden indexes of the folders among them."""
    if not NO_PATH.isdisjoint(path) or "\0" in path:
        raise Invalid(f"{option}: this is no path; name files and folders")
    if "://" in path:
        address = shown_address(path).split("?")[0]
        raise Invalid(f"{option}: {address} is an address; get the file first, with ansible.builtin.get_url")
    path = os.path.expanduser(path)
    if not os.path.exists(path):
        raise Invalid(f"{option}: there is no file or folder {os.path.abspath(path)}")
    if not os.path.isdir(path):
        return [path]
    errors: list[str] = []
    names = list(below(path, option, errors))
    if errors:
        raise Invalid("; ".join(errors))
    hidden = [os.path.join(folder, INDEX) for folder in dict.fromkeys([path, *map(os.path.dirname, names)])]
    names += filter(os.path.isfile, hidden)
    if not names:
        raise Invalid(f"{option}: {path} holds no file that ends with {', '.join(ENDINGS)}")
    return names
