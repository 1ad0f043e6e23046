# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_config_info
short_description: Export a Tyk organisation as a configuration
version_added: 0.1.0
description:
  - Returns what there is in the very shape that M(community.tyk.tyk_config) takes, or writes it into files, and
    returns how many objects of which kind there are, and the paths of the files.
  - Objects refer to each other by name, in a stable order, without what Tyk owns or what goes without saying. Applied
    where it
    comes from, an export changes nothing. Applied to another, empty organisation it makes the same objects, and the
    export of
    that organisation is the same text.
  - Some objects cannot be made elsewhere, such as a key that only its hash tells from others, a user without a first
    name, or what refers to something that is gone. They are exported all the same, and a warning says which they are,
    why, and what to do. O(portable) leaves them out.
  - What cannot be read cannot be exported. These are passwords, the content of certificates, and keys where the
    Dashboard hashes
    them. A new organisation gets new keys.
  - "Data that look like a placeholder are written C({secret: {value: ...}}), so that M(community.tyk.tyk_config) takes
    them for data."
  - Marks of O(community.tyk.tyk_config#module:owner) are left out. Whose an object is says who applies the export.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.actiongroup_tyk
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
  kinds:
    description:
      - What to export. By default everything but additional permissions, certificates and OPA rules.
      - Certificates are told by their IDs only, so a configuration with certificates can only be applied where they
        are.
      - Of client identity providers and identity broker profiles there are none where Tyk is older than they are. Where
        the user behind the token may not read them, they are left out, and a warning says so.
    type: list
    elements: str
    choices:
      - additional_permissions
      - user_groups
      - users
      - certificates
      - webhooks
      - assets
      - apis
      - mcp_proxies
      - policies
      - keys
      - oauth_clients
      - client_idps
      - identity_profiles
      - opa_rules
  name:
    description:
      - Only objects whose name fits one of these patterns, in which V(*) stands for any text and V(?) for any
        character.
      - The name of a user is the e-mail address, that of a key its alias.
    type: list
    elements: str
  tag:
    description:
      - Only APIs, policies and keys with this tag, and no other kinds.
    type: str
  category:
    description:
      - Only APIs of this category, and no other kinds.
    type: str
  only:
    description:
      - Which objects to export. An object has to meet everything that is named here; of each list one entry is enough.
        It is the same mapping as O(community.tyk.tyk_config#module:only), and what O(kinds), O(name), O(tag) and
        O(category) say has to be met as well.
      - If O(kinds) is not given, O(only.kinds) says what to export.
      - Empty lists are refused, since they could mean everything. V(null) is as leaving it out.
    type: dict
    suboptions:
      kinds:
        description: Kinds of objects.
        type: list
        elements: str
        choices:
          - additional_permissions
          - user_groups
          - users
          - certificates
          - webhooks
          - assets
          - apis
          - mcp_proxies
          - policies
          - keys
          - oauth_clients
          - client_idps
          - identity_profiles
          - opa_rules
      names:
        description:
          - Patterns for their names, in which V(*) stands for any text and V(?) for any character. The name of a user
            is the e-mail address, that of a key its alias.
        type: list
        elements: str
      tags:
        description: Tags. Kinds that have none are not selected then.
        type: list
        elements: str
      categories:
        description: Categories. Kinds that have none are not selected then.
        type: list
        elements: str
  include_secrets:
    description:
      - Whether to export secrets that Tyk tells, such as those in API definitions, in headers of webhooks and of
        OAuth clients.
        Files are readable by their owner only then.
      - Without it secrets are left out, so that they stay as they are where the export is applied. Where one is
        inside of a list, a
        mask stands for it. A new object cannot be made from such a mask, and M(community.tyk.tyk_config) says so.
    type: bool
    default: false
  placeholders:
    description:
      - "Whether to write a placeholder for each secret that is left out, or for which a mask would stand, such as
        C({secret: webhooks.Alarm.header_map.Authorization}). M(community.tyk.tyk_config) puts values in their places,
        see O(community.tyk.tyk_config#module:secret_values)."
      - The name of a placeholder is made of the kind, the object and the path, and never of the secret. It stays the
        same as long as these do.
      - A key gets one for the key itself, too, where Tyk tells it. What Tyk never tells, such as a password, has none.
      - Not together with O(include_secrets=true).
    type: bool
    default: false
  keep_ids:
    description:
      - Whether to export IDs of objects which their name tells from all others. Otherwise only those get theirs whose
        name is empty or not unique, and APIs that another one mentions by ID where no name can stand for it, in an
        address such as C(tyk://ID/) or as the source of a subgraph.
    type: bool
    default: false
  portable:
    description:
      - Whether to leave out objects which cannot be made elsewhere, and what refers to them, so that what remains can
        be applied to another, empty organisation. RV(omitted) names them.
    type: bool
    default: false
  dest:
    description:
      - A folder on the host that runs the module, to write files in YAML to. It is made if need be.
      - An object that a file below it holds stays in that file, whatever the file is called and whatever else it holds,
        also in JSON and behind a link. You can move objects between files, and rename files, as you like. Only the
        lines of what differs are replaced, so comments and the order of names stay. What an export cannot know stays
        as well, such as C(key_file), a password, or a placeholder where a secret is left out.
      - An object is known by its ID, if the file has it, by its name, and where it was renamed, by all else that the
        file says of it. See RV(renamed).
      - Objects that no file holds go where O(layout) says. Any other file in the way is an error, an encrypted one as
        well.
      - Objects that a file holds and Tyk has no more are named in RV(gone) and in a warning. They are taken out of a
        file that holds others, too. A file that holds nothing else is left alone, unless O(delete_gone) is set, and
        named in RV(stale). Items with C(state=absent), files of other kinds than those that are exported, and files
        that hold no configuration are left alone.
      - With O(only), O(name), O(tag) or O(category) nothing is taken out of a file, and only those objects are told as
        gone that these options ask for. A file that cannot be kept so is an error.
    type: path
  layout:
    description:
      - Where objects go that no file in O(dest) holds yet. To give all of them another layout, export into an empty
        folder.
      - V(kind) writes one file for each kind.
      - V(object) writes a folder for each kind, and in it one file for each object. It is called what the object is
        called, in small letters of any script. Where several would be called the same, on a system that takes no notice
        of case either, each has the end of its ID in the name.
    type: str
    choices:
      - kind
      - object
    default: kind
  delete_gone:
    description:
      - Whether to delete files in O(dest) that hold nothing but objects that Tyk has no more.
      - A file in which somebody has written by hand, such as a comment, or that is behind a link, stays and is named in
        RV(stale). An object that you have declared and not applied yet is one that Tyk does not have, too, so commit
        your files first.
      - With O(only), O(name), O(tag) or O(category) only files go whose objects are all among those that are asked for.
    type: bool
    default: false
  schema:
    description:
      - A file to write a JSON Schema of what M(community.tyk.tyk_config) takes to, by which editors complete options
        and mark mistakes. Nothing is exported then, and nothing asked of Tyk, so neither O(url) nor O(token) is needed.
      - It takes everything that the check of the options takes, and refuses what that refuses as far as a schema can.
        Whole objects as tyk-sync writes them are not among it.
      - The file is written whole or not at all. An existing file is replaced if it is empty or such a schema. Do not
        put it into a folder that is declared with O(community.tyk.tyk_config#module:src), where it would be read.
    type: path
seealso:
  - module: community.tyk.tyk_config
"""

EXAMPLES = r"""
- name: Export everything into a folder, one file for each object
  community.tyk.tyk_config_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    dest: "{{ playbook_dir }}/exported"
    layout: object

- name: Keep a repository up to date, without what is gone
  community.tyk.tyk_config_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    dest: "{{ playbook_dir }}/tyk"
    delete_gone: true

- name: Write a schema for editors
  community.tyk.tyk_config_info:
    schema: "{{ playbook_dir }}/tyk.schema.json"

- name: Export what can be made elsewhere, with placeholders for the secrets in it
  community.tyk.tyk_config_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    portable: true
    placeholders: true
  register: exported

- name: Look at the APIs of a category
  community.tyk.tyk_config_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    kinds:
      - apis
    category: shop
  register: shop

- name: Show them
  ansible.builtin.debug:
    var: shop.config
"""

RETURN = r"""
config:
  description:
    - What there is, in the shape of the option O(community.tyk.tyk_config#module:config). Kinds without objects are
      left out. With O(dest) the files have it, and RV(counts) says how many objects there are.
  returned: success, without O(dest) and O(schema)
  type: dict
  sample:
    apis:
      - name: Orders
        active: true
        listen_path: /orders/
        target_url: https://orders.internal.example.com
counts:
  description: For each kind that was asked for, how many of its objects were read.
  returned: success, without O(schema)
  type: dict
  sample:
    apis: 42
    policies: 7
omitted:
  description:
    - The paths of what the export leaves out. With O(portable) these are objects that cannot be made elsewhere.
      Without O(include_secrets) and O(placeholders) these are secrets, which stay as they are where the export is
      applied.
    - A path begins with the kind and what the object is known by.
    - What Tyk never tells, such as a password, is not among them.
  returned: success, without O(schema)
  type: list
  elements: str
  sample:
    - keys.621d4b567ce1b7cf
    - oauth_clients.Warehouse.secret
schema_path:
  description: Where the schema is.
  returned: when O(schema) is given
  type: str
  sample: /srv/tyk.schema.json
placeholders:
  description:
    - The names of the placeholders in the export, to begin a file of secrets with.
  returned: with O(placeholders=true)
  type: list
  elements: str
  sample:
    - oauth_clients.Orders.Warehouse.secret
files:
  description: Paths of the files that hold the objects of the export, whether they were written or had it all.
  returned: when O(dest) is given
  type: list
  elements: str
  sample:
    - /srv/tyk/apis.yml
stale:
  description: Other files in O(dest) that hold nothing but what could be part of the export and is not.
  returned: when O(dest) is given
  type: list
  elements: str
  sample: []
deleted:
  description: Files that were deleted, or would be in check mode.
  returned: when O(dest) is given
  type: list
  elements: str
  sample: []
gone:
  description: Objects that files in O(dest) held when the export began, and that are not part of it.
  returned: when O(dest) is given
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      sample: policies
    name:
      description: What it was called.
      type: str
      sample: Silver
    file:
      description: Path of the file that holds it, or held it.
      type: str
      sample: /srv/tyk/policies.yml
renamed:
  description:
    - Objects that a file held under another name, and that were known again by all else that it says of them.
  returned: when O(dest) is given
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      sample: apis
    name:
      description: What it is called now.
      type: str
      sample: Orders v2
    before:
      description: What it was called in the file.
      type: str
      sample: Orders
    file:
      description: Path of the file.
      type: str
      sample: /srv/tyk/apis.yml
failure:
  description:
    - What Tyk answered to the request that failed.
  returned: when a request to Tyk fails
  type: dict
  contains:
    status:
      description: HTTP status of the answer, or V(null) if there was none.
      type: int
      sample: 403
    method:
      description: HTTP method of the request.
      type: str
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/apis
    message:
      description: Tyk's own words, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/apis'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import export_spec
from ansible_collections.community.tyk.plugins.module_utils._ansible.module import serve
from ansible_collections.community.tyk.plugins.module_utils._config.export import export
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS


def main() -> None:
    serve(export_spec(KINDS), export, dict)


if __name__ == "__main__":
    main()
