# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  backup:
    description:
      - Whether to keep what the task changes or deletes, as it was before, in a new file in O(backup_dir). The file is
        whole before anything is written to Tyk. If it cannot be written, nothing is.
      - It also has what changes beside the object that the task names, such as the API that loses a version, policies
        from which Tyk takes an API that goes, and what refers to an object that would come back with another ID.
      - The file is a configuration. M(community.tyk.tyk_config) with this file as
        O(community.tyk.tyk_config#module:src) makes everything in it what it was, with the same IDs where Tyk takes
        them. What the task has created stays, unless it is deleted first.
      - Organisations are no part of a configuration. What is kept of them are the options of
        M(community.tyk.tyk_organisation), under C(organisations).
      - It holds secrets in clear, as far as Tyk shows them. It can be read by its owner only, and folders that are made
        for it can be entered by their owner only. Delete it when it is not needed any more.
      - What Tyk does not give back is named in a warning and at the head of the file. These are passwords and access
        keys of users, hashed keys, certificates, and IDs that Tyk alone chooses.
      - An object that goes while another of its kind has the same name, and that no ID tells from it, is not in the
        file, and named there. A key that is rotated cannot be kept, and O(backup) with it is refused.
      - What Tyk has as no task may declare it, such as a key that is over, or a reference to what is gone, is named
        with the reason, and stands at the end of the file as comments. So the rest comes back.
      - What refers to a certificate that another replaces in the same task refers to that other in the file.
      - Two things are what they were after the file has been applied twice. These are an API that a task makes the base
        of versions for the first time, and a key that a policy has given tags or metadata which it has no more.
      - A task that changes nothing, or only creates objects, writes no file. In check mode none is written, and a
        warning says what would be kept.
      - Objects that are deleted are read once more for this, and others may be listed.
      - The file is in YAML, so the host that runs the module needs the Python library PyYAML.
    type: bool
    default: false
  backup_dir:
    description:
      - The folder for O(backup), on the host that runs the module. It is made where it is missing.
      - An earlier backup is never replaced. The name of a file has the time, and a random number.
    type: path
"""
