# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_convert
short_description: Convert files of other tools to a configuration
version_added: 1.0.0
description:
  - Reads the files of tyk-sync, the manifests of tyk-operator, the files of a Gateway without a Dashboard, the lists
    that a Dashboard returns, and OpenAPI documents, and converts them to a configuration for
    M(community.tyk.tyk_config).
  - The result has the form of an export by M(community.tyk.tyk_config_info), with names instead of IDs if the object is
    part of the conversion. Classic APIs of tyk-operator are an exception. They consist only of a C(definition). Every
    item was checked against the options of its module.
  - What could not be converted, or needs your attention, is in RV(lost), with the file, the object, and the field. An
    object that cannot be read does not stop the others. An object that has neither a name nor an ID is left out.
  - It converts APIs, MCP proxies, policies, webhooks, assets, certificates, and client identity providers, as far as
    the tool stores them. It does not convert users, user groups, keys, and OAuth clients. Declare these, or export
    them.
  - It needs no connection to Tyk and changes nothing there.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.secrets
  - community.tyk.attributes
attributes:
  check_mode:
    support: full
    details:
      - Check mode writes no files.
  diff_mode:
    support: none
  idempotent:
    support: full
options:
  src:
    description:
      - Files and folders on the host that runs the module. In a folder, every file at any depth whose name ends with
        C(.yml), C(.yaml), or C(.json) is read, and each index C(.tyk.json) of tyk-sync.
    type: list
    elements: path
    required: true
  dest:
    description:
      - A folder on the host that runs the module, to write YAML files to. It is created if missing. An object that is
        in a file of this folder stays in that file, as with O(community.tyk.tyk_config_info#module:dest). Any other
        file in the way of a new one is an error, even an encrypted one.
      - Without O(placeholders), the files contain what the source contains, including secrets in clear text, so only
        their owner can read them.
      - Objects that are in a file and not part of the configuration are named in RV(gone) and in a warning. They are
        removed from a file that contains others as well. A file that contains nothing else is left alone, and named in
        RV(stale).
      - Without it, RV(config) contains the configuration, with masks for secrets.
    type: path
  layout:
    description:
      - Where to write objects that are not in a file in O(dest) yet.
      - V(kind) writes one file for each kind.
      - V(object) writes a folder for each kind, and in it one file for each object.
    type: str
    choices:
      - kind
      - object
    default: kind
  format:
    description:
      - The tool that has written the files. V(auto) determines it for each of them.
      - V(tyk_sync) is a folder with an index C(.tyk.json), as C(tyk-sync dump) writes it. Files that the index does not
        name are left out, and reported.
      - V(operator) means manifests of tyk-operator, as you apply them or as C(kubectl get -o yaml) prints them, with
        the config maps and secrets that they name.
      - V(gateway) means files of a Gateway without a Dashboard. These are the folder C(apps) with a file for each API
        and, for an OAS API or an MCP proxy, its document beside it, such as C(orders.json) and C(orders-oas.json); and
        C(policies.json), or a folder with a file for each policy.
      - V(dashboard) means whole objects, each in a file, as a Dashboard returns them, or lists of them. A list is
        paged. Request all of it with C(?p=-1), or name the files of all pages.
      - V(openapi) means OpenAPI 3 documents without anything specific to Tyk. Each becomes an API, with a path that is
        derived from its title.
    type: str
    choices:
      - auto
      - tyk_sync
      - operator
      - gateway
      - dashboard
      - openapi
    default: auto
  keep_ids:
    description:
      - Whether APIs, policies, and other objects keep the IDs from the files, so that existing objects are found, and
        keys still refer to their policies.
      - With V(false), only objects that their name does not distinguish from others, or that an address such as
        C(tyk://ID/) mentions, keep their IDs. Objects from manifests of tyk-operator keep them in any case, since they
        refer to each other by ID.
    type: bool
    default: true
  placeholders:
    description:
      - 'Whether to write a placeholder C({secret: NAME}) in place of each secret, so that the files can go into a
        repository. RV(placeholders) contains the names. O(community.tyk.tyk_config#module:secret_values) says where
        M(community.tyk.tyk_config) finds the values.'
      - Secrets are what the collection knows as secret, and what O(secrets) names. An OpenAPI document in the option
        C(openapi) of an API has no placeholders and stays as it is. If there is one, only their owner can read the
        files even so.
    type: bool
    default: false
seealso:
  - module: community.tyk.tyk_config
  - module: community.tyk.tyk_config_info
  - name: Migrate from other tools
    description: What each tool stores, and how to migrate it.
    link: https://docs.ansible.com/ansible/latest/collections/community/tyk/docsite/guide_coming_from.html
"""

EXAMPLES = r"""
- name: Convert a dump of tyk-sync
  community.tyk.tyk_convert:
    src:
      - "{{ playbook_dir }}/files/dump"
    dest: "{{ playbook_dir }}/converted"
    layout: object
  register: converted

- name: Show what could not be converted
  ansible.builtin.debug:
    var: converted.lost

- name: Preview what an OpenAPI document becomes
  community.tyk.tyk_convert:
    src:
      - "{{ playbook_dir }}/files/orders.yml"
    format: openapi

- name: Convert a dump of tyk-sync with placeholders instead of secrets, for a repository
  community.tyk.tyk_convert:
    src:
      - "{{ playbook_dir }}/files/dump"
    dest: "{{ playbook_dir }}/converted-for-git"
    placeholders: true
    keep_ids: false
"""

RETURN = r"""
config:
  description:
    - The configuration, in the form of the option O(community.tyk.tyk_config#module:config), with masks for secrets.
      O(dest) writes it with the secrets.
  returned: when O(dest) is not set
  type: dict
  sample:
    apis:
      - name: Orders
        api_id: 5b9c3c59a4d94a7d6a0f2c7b1e3d5f60
        active: true
        listen_path: /orders/
        target_url: https://orders.internal.example.com
counts:
  description: The number of objects of each kind in the configuration.
  returned: success
  type: dict
  sample:
    apis: 42
    policies: 7
lost:
  description: What could not be converted, or needs your attention before you apply the configuration.
  returned: success
  type: list
  elements: dict
  contains:
    file:
      description: The file, and the place in it if it contains several objects.
      type: str
      sample: dump/api-5b9c3c59a4d94a7d6a0f2c7b1e3d5f60.json
    object:
      description: Section and name of the object, or an empty string if this is about the whole file.
      type: str
      sample: apis.Orders
    field:
      description: The path of the field, or paths separated by commas, or an empty string for the whole object.
      type: str
      sample: definition.user_owners
    reason:
      description: Why it was not converted, or what to check.
      type: str
      sample: what it names is known by IDs of the organisation that it comes from; name it anew, where it is needed
placeholders:
  description:
    - The names of the placeholders, for a first file of secrets.
  returned: with O(placeholders=true)
  type: list
  elements: str
  sample:
    - apis.Orders.definition.config_data.token
files:
  description: Paths of the files.
  returned: when O(dest) is given
  type: list
  elements: str
  sample:
    - /srv/tyk/apis.yml
stale:
  description: Other files with a configuration in O(dest).
  returned: when O(dest) is given
  type: list
  elements: str
  sample: []
deleted:
  description: Always empty, since a conversion deletes no file.
  returned: when O(dest) is given
  type: list
  elements: str
  sample: []
gone:
  description: Objects that were in files in O(dest), and that are not part of the configuration, with C(kind),
    C(name), and C(file) of each.
  returned: when O(dest) is given
  type: list
  elements: dict
  sample: []
renamed:
  description: Objects that a file contained under another name, which is C(before).
  returned: when O(dest) is given
  type: list
  elements: dict
  sample: []
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import convert_spec
from ansible_collections.community.tyk.plugins.module_utils._ansible.module import serve
from ansible_collections.community.tyk.plugins.module_utils._convert.convert import convert
from ansible_collections.community.tyk.plugins.module_utils._convert.formats import FORMATS


def main() -> None:
    serve(convert_spec(FORMATS), convert, dict)


if __name__ == "__main__":
    main()
