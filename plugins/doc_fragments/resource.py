# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  strategy:
    description:
      - What becomes of the fields of an existing object that the task does not name.
      - V(merge) leaves them as they are.
      - V(replace) makes them what they would be in a new object, which for most of them is unset.
        Those that Tyk sets itself, those that identify the object, and secrets stay as they are.
        To take a secret away, set it to V(null).
        Of a map of your own, such as the headers of a webhook, they go if the task names a secret of it.
        The task must then name everything that the object needs.
      - The rights of a policy or key have to be named. A task that leaves all of them out is refused, so that nobody
        loses or gains access by it.
    type: str
    choices:
      - merge
      - replace
    default: merge
  definition:
    description:
      - Fields of the object under the names and in the structure that Tyk's API uses.
      - Can name any field, also those without an option of their own.
      - A field that has an option can be named by the option or here. Both may name it, if they say the same.
      - A text such as C("3600") or C("true"), as a template makes it of a number or a boolean, is taken for what the
        field is in Tyk. If it can be none, the task fails before anything is written.
      - The value C(********), by which modules replace secrets that they return,
        stands for the secret that the existing object has.
        For a new object and inside of lists it is refused, and the secret itself must be given.
    type: dict
notes:
  - An option or a field of a dictionary that is left out leaves the value as it is. V(null) unsets it.
  - A list is the whole list. Items that it does not name are removed.
  - For comparisons, a value that is missing, V(null), an empty string, list, or dictionary,
    V(0), and V(false) are the same in fields of Tyk's own. In data of yours, such as OpenAPI documents, C(config_data),
    metadata, headers, and data of assets and plug-ins, they are values; V(null) takes away what is there, and is a
    value where nothing is.
"""

    # Should be used together with the standard fragment
    STATE = r"""
options:
  state:
    description:
      - V(present) creates the object, or updates the existing one.
      - V(absent) deletes it. A warning names what still refers to it, if something does.
    type: str
    choices:
      - present
      - absent
    default: present
"""
