# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_convert
short_description: Make a configuration of what other tools keep
version_added: 0.1.0
description:
  - Reads the files of tyk-sync, the manifests of tyk-operator, the files of a Gateway without a Dashboard, what a
    Dashboard answers to its lists, and OpenAPI documents, and makes a configuration of them that
    M(community.tyk.tyk_config) takes.
  - What comes out is in the shape of an export by M(community.tyk.tyk_config_info), with names for IDs where the object
    is among what is converted. Classic APIs of tyk-operator are an exception. All that they say is in C(definition).
    Every item was checked against the options of its module.
  - What could not be carried over, or wants a look, is in RV(lost), with the file, the object and the field. One object
    that cannot be read does not stop the others. One that has neither a name nor an ID is left out.
  - It takes APIs, MCP proxies, policies, webhooks, assets, certificates and client identity providers, as far as the
    tool keeps them. Users, user groups, keys and OAuth clients it does not take. Declare these, or export them.
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
      - Files are not written in check mode.
  diff_mode:
    support: none
  idempotent:
    support: full
options:
  src:
    description:
      - Files and folders on the host that runs the module. Of a folder, every file below it that ends with C(.yml),
        C(.yaml) or C(.json) is read, and each index C(.tyk.json) of tyk-sync.
    type: list
    elements: path
    required: true
  dest:
    description:
      - A folder on the host that runs the module, to write files in YAML to. It is made if need be. An object that a
        file in it holds stays in that file, as with O(community.tyk.tyk_config_info#module:dest). Any other file in the
        way of a new one is an error, an encrypted one as well.
      - Without O(placeholders) the files hold what the source holds, secrets in clear among it, so only their owner
        can read them.
      - Objects that a file holds and that are not part of the configuration are named in RV(gone) and in a warning.
        They are taken out of a file that holds others, too. A file that holds nothing else is left alone, and named in
        RV(stale).
      - Without it, RV(config) has the configuration, with masks for secrets.
    type: path
  layout:
    description:
      - Where objects go that no file in O(dest) holds yet.
      - V(kind) writes one file for each kind.
      - V(object) writes a folder for each kind, and in it one file for each object.
    type: str
    choices:
      - kind
      - object
    default: kind
  format:
    description:
      - Which tool has written the files. V(auto) finds out for each of them.
      - V(tyk_sync) is a folder with an index C(.tyk.json), as C(tyk-sync dump) writes it. What the index does not name
        is left out, and told.
      - V(operator) are the manifests of tyk-operator, as they are applied or as C(kubectl get -o yaml) prints them,
        with the config maps and secrets that they name.
      - V(gateway) are the files of a Gateway without a Dashboard. These are the folder C(apps) with a file for each API
        and, for an OAS API or an MCP proxy, its document beside it, such as C(orders.json) and C(orders-oas.json); and
        C(policies.json), or a folder with a file for each policy.
      - V(dashboard) are whole objects, each in a file, as a Dashboard answers to a read, or lists of them. A list comes
        in pages. Ask for all of it with C(?p=-1), or name the files of all pages.
      - V(openapi) are OpenAPI 3 documents with nothing of Tyk's in them. Each becomes an API, with a path that is made
        of its title.
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
      - Whether APIs, policies and other objects keep the IDs that the files have for them, so that they are found where
        they are, and keys go on referring to their policies.
      - With V(false) only those keep theirs that their name does not tell from others, or that an address such as
        C(tyk://ID/) mentions. What manifests of tyk-operator become keeps its IDs all the same, since they name each
        other by these.
    type: bool
    default: true
  placeholders:
    description:
      - "Whether to write a placeholder C({secret: NAME}) in place of each secret, so that the files can go into a
        repository. RV(placeholders) has the names. O(community.tyk.tyk_config#module:secret_values) says where
        M(community.tyk.tyk_config) finds the values."
      - What is secret is what the collection knows, and what O(secrets) names. An OpenAPI document in the option
        C(openapi) of an API has no placeholders and stays as it is. Where there is one, only their owner can read the
        files all the same.
    type: bool
    default: false
seealso:
  - module: community.tyk.tyk_config
  - module: community.tyk.tyk_config_info
  - name: Coming from other tools
    description: What each tool keeps, and how to take it over.
    link: https://docs.ansible.com/ansible/latest/collections/community/tyk/docsite/guide_coming_from.html
"""

EXAMPLES = r"""
- name: Make a configuration of a dump of tyk-sync
  community.tyk.tyk_convert:
    src:
      - "{{ playbook_dir }}/files/dump"
    dest: "{{ playbook_dir }}/converted"
    layout: object
  register: converted

- name: Show what could not be carried over
  ansible.builtin.debug:
    var: converted.lost

- name: Look at what an OpenAPI document would become
  community.tyk.tyk_convert:
    src:
      - "{{ playbook_dir }}/files/orders.yml"
    format: openapi
"""

RETURN = r"""
config:
  description:
    - The configuration, in the shape of the option O(community.tyk.tyk_config#module:config), with masks for secrets.
      O(dest) writes it with them.
  returned: when O(dest) is not given
  type: dict
  sample:
    apis:
      - name: Orders
        api_id: 5b9c3c59a4d94a7d6a0f2c7b1e3d5f60
        active: true
        listen_path: /orders/
        target_url: https://orders.internal.example.com
counts:
  description: How many objects of each kind the configuration has.
  returned: success
  type: dict
  sample:
    apis: 42
    policies: 7
lost:
  description: What could not be carried over, or wants a look before it is applied.
  returned: success
  type: list
  elements: dict
  contains:
    file:
      description: The file, and the place in it where it holds several objects.
      type: str
      sample: dump/api-5b9c3c59a4d94a7d6a0f2c7b1e3d5f60.json
    object:
      description: Section and name of the object, or an empty text where it is about the whole file.
      type: str
      sample: apis.Orders
    field:
      description: The path of the field, or paths with commas between, or an empty text for all of the object.
      type: str
      sample: definition.user_owners
    reason:
      description: Why it was not carried over, or what to look at.
      type: str
      sample: what it names is known by IDs of the organisation that it comes from; name it anew, where it is needed
placeholders:
  description:
    - The names of the placeholders, to begin a file of secrets with.
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
  description: Objects that files in O(dest) held, and that are not part of the configuration; with RV(gone[].kind),
    RV(gone[].name) and RV(gone[].file).
  returned: when O(dest) is given
  type: list
  elements: dict
  sample: []
renamed:
  description: Objects that a file held under another name, which is RV(renamed[].before).
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
