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
      - What happens to fields of an existing object that the task does not name.
      - V(merge) leaves them unchanged.
      - V(replace) gives them the values of a new object, which means that most of them are unset. Fields that Tyk sets
        itself, fields that identify the object, and secrets stay unchanged. To remove a secret, set it to V(null). In a
        map of your own, such as the headers of a webhook, unnamed secrets are removed if the task names a secret of
        that map. The task must name everything that the object needs.
      - With V(replace), a task must name the rights of a policy or key. It is refused if it leaves all of them out, so
        that nobody loses or gains access this way.
    type: str
    choices:
      - merge
      - replace
    default: merge
  definition:
    description:
      - Fields of the object, with the names and the structure that Tyk's API uses.
      - It can set any field, including those without an option of their own.
      - You can set a field that has an option with the option or here. Both may name it if they agree.
      - A text such as C("3600") or C("true"), which a template makes of a number or a boolean, is converted to the type
        of the field in Tyk. If this is not possible, the task fails before anything is written.
      - The value C(********), with which modules replace secrets that they return, stands for the secret of the
        existing object. It is refused for a new object and inside lists. Give the secret itself there.
    type: dict
notes:
  - An option, or a field of a dictionary, that you leave out keeps its value. V(null) unsets it.
  - A list is the complete list. Items that you leave out are removed.
  - In comparisons, a missing value, V(null), an empty string, list, or dictionary, V(0), and V(false) are the same in
    Tyk's own fields. In your own data, such as OpenAPI documents, C(config_data), metadata, headers, and data of assets
    and plug-ins, they are distinct values; V(null) removes what is there, and is a value where nothing is.
"""

    # Should be used together with the standard fragment
    STATE = r"""
options:
  state:
    description:
      - V(present) creates the object, or updates the existing one.
      - V(absent) deletes it. If anything still refers to it, a warning names what does.
    type: str
    choices:
      - present
      - absent
    default: present
"""
