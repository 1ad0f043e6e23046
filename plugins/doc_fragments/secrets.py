# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  secrets:
    description:
      - Paths of secret fields, in addition to those that the collection knows, which
        L(SECURITY.md,https://github.com/ansible-collections/community.tyk/blob/main/SECURITY.md) lists.
      - Write a path as the module returns it, such as C(definition.config_data.license) or C(meta_data.pin). An
        asterisk stands for any key, and for any item of a list.
      - M(community.tyk.tyk_config) and M(community.tyk.tyk_config_info) accept paths that start with the section of the
        object, such as C(apis.definition.config_data.license).
      - Name a path wherever its value is read, written, or exported. The group variables of a configuration are a good
        place for it.
    type: list
    elements: str
    default: []
  not_secrets:
    description:
      - Paths of fields that are not secret although their names suggest it, in the form of O(secrets).
      - The headers of an API, C(config_data), and the data of plug-ins may hold anything. There, a text is treated as a
        secret if a whole word of its name suggests one, such as V(token) in C(X-Auth-Token).
    type: list
    elements: str
    default: []
"""
