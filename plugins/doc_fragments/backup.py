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
      - Whether to save what the task changes or deletes, in its earlier state, to a new file in O(backup_dir). The file
        is complete before anything is written to Tyk. If it cannot be written, nothing is written to Tyk.
      - The file also holds what changes besides the object that the task names, such as the API that loses a version,
        policies from which Tyk removes a deleted API, and what refers to an object that would come back with another
        ID.
      - The file is a configuration. Use it as O(community.tyk.tyk_config#module:src) of M(community.tyk.tyk_config) to
        restore everything in it, with the same IDs where Tyk accepts them. Objects that the task created stay, unless
        you delete them first.
      - Organisations are not part of a configuration. For an organisation, the file holds the options of
        M(community.tyk.tyk_organisation), under C(organisations).
      - The file holds secrets in clear text, as far as Tyk shows them. Only its owner can read it, and only the owner
        can enter folders that are created for it. Delete it when you no longer need it.
      - What Tyk cannot restore is named in a warning and at the top of the file. This concerns passwords and access
        keys of users, hashed keys, certificates, and IDs that only Tyk chooses.
      - If a deleted object has the same name as another object of its kind, and no ID distinguishes the two, it is only
        in the comments of the file, which name it. A rotated key cannot be saved, so O(backup) is refused for a
        rotation.
      - An object that no task may declare as it is in Tyk, such as an expired key or a reference to a deleted object,
        is named with the reason, and is in the comments at the end of the file. This way everything else can be
        restored.
      - If a certificate replaces another in the same task, objects in the file refer to the new certificate instead of
        the old one.
      - Two things need the file to be applied twice to be fully restored. These are an API that a task makes the base
        of versions for the first time, and a key that a policy has given tags or metadata which it no longer has.
      - A task that changes nothing, or only creates objects, writes no file. Check mode writes none either, and a
        warning says what would be saved.
      - For the backup, the module reads deleted objects once more, and may list others.
      - The file is in YAML, so the host that runs the module needs the Python library PyYAML.
    type: bool
    default: false
  backup_dir:
    description:
      - The folder for O(backup), on the host that runs the module. It is created if missing.
      - An earlier backup is never replaced. The name of a file contains the time and a random number.
    type: path
"""
