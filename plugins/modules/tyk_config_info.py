# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_config_info
short_description: Export Tyk as a configuration
version_added: 1.0.0
description:
  - Returns what there is in the very shape that M(community.tyk.tyk_config) takes, or writes it into files, and
    returns how many objects of which kind there are, and the paths of the files.
  - Objects refer to each other by name, are in a stable order, and lack fields that Tyk owns and default values.
    Applied to the organisation that it comes from, an export changes nothing. Applied to another, empty organisation,
    it creates the same objects, and the export of that organisation is the same text.
  - Some objects cannot be created elsewhere, such as a key that only its hash distinguishes from others, a user without
    a first name, or an object that refers to a deleted one. They are exported all the same, and a warning says which
    they are, why, and what to do. O(portable) leaves them out.
  - What cannot be read cannot be exported. This includes passwords, the content of certificates, and keys if the
    Dashboard hashes them. A new organisation gets new keys.
  - 'Data that look like a placeholder are written as C({secret: {value: ...}}), so that M(community.tyk.tyk_config)
    treats them as data.'
  - Marks of O(community.tyk.tyk_config#module:owner) are left out. Whoever applies the export says who owns an object.
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
      - Check mode writes no files.
  diff_mode:
    support: none
  idempotent:
    support: full
options:
  kinds:
    description:
      - What to export. By default everything but additional permissions, certificates and OPA rules.
      - Only the IDs of certificates are exported, so a configuration with certificates can only be applied where they
        exist.
      - Client identity providers and identity broker profiles are missing if Tyk is too old to have them. If the user
        behind the token may not read them, they are left out, and a warning says so.
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
      - Only objects whose name matches one of these patterns, in which V(*) stands for any text and V(?) for any
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
      - Which objects to export. An object must meet every criterion that is given here; for a list, one matching entry
        is enough. It is the same mapping as O(community.tyk.tyk_config#module:only). Objects must also meet O(kinds),
        O(name), O(tag), and O(category).
      - If O(kinds) is not set, O(only.kinds) says what to export.
      - Empty lists are refused, since they could mean everything. V(null) is the same as leaving the option out.
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
        description: Tags. Kinds without tags are not selected.
        type: list
        elements: str
      categories:
        description: Categories. Kinds without categories are not selected.
        type: list
        elements: str
  include_secrets:
    description:
      - Whether to export secrets that Tyk returns, such as those in API definitions, in headers of webhooks, and of
        OAuth clients. Only their owner can read the files then.
      - Without it, secrets are left out, so that they stay as they are where the export is applied. Inside a list, a
        mask stands for a secret. A new object cannot be created from such a mask, and M(community.tyk.tyk_config) says
        so.
    type: bool
    default: false
  placeholders:
    description:
      - 'Whether to write a placeholder for each secret that is left out or masked, such as C({secret:
        webhooks.Alarm.header_map.Authorization}). M(community.tyk.tyk_config) replaces placeholders with values, see
        O(community.tyk.tyk_config#module:secret_values).'
      - The name of a placeholder consists of the kind, the object, and the path, and never of the secret. It stays the
        same as long as these do.
      - A key also gets one for the key itself, if Tyk returns it. What Tyk never returns, such as a password, has none.
      - Cannot be used together with O(include_secrets=true).
    type: bool
    default: false
  keep_ids:
    description:
      - Whether to export IDs of objects that are identified by their name. Otherwise, only objects whose name is empty
        or not unique get their IDs, and APIs that another one mentions by ID where no name can stand for it, in an
        address such as C(tyk://ID/) or as the source of a subgraph.
    type: bool
    default: false
  portable:
    description:
      - Whether to leave out objects that cannot be created elsewhere, and what refers to them, so that what remains can
        be applied to another, empty organisation. RV(omitted) names them.
    type: bool
    default: false
  dest:
    description:
      - A folder on the host that runs the module, to write YAML files to. It is created if missing.
      - An object that is in a file of this folder stays in that file, whatever the name and other content of the file,
        even in JSON and behind a link. You can move objects between files, and rename files. Only lines that differ are
        replaced, so comments and the order of names stay. What an export cannot know stays as well, such as
        C(key_file), a password, or a placeholder where a secret is left out.
      - An item with C(state=absent) whose object is in Tyk is replaced by what Tyk has, and so is a template.
      - C(openapi), with the name of a file or with text, stays if the document says what Tyk has. Otherwise a warning
        names the API, and the document becomes part of its C(definition).
      - An object is identified by its ID, if the file has it, by its name, and, if it was renamed, by everything else
        in the file about it. See RV(renamed).
      - Objects that are in no file go where O(layout) says. Any other file in the way is an error, even an encrypted
        one.
      - Objects that are in a file and no longer in Tyk are named in RV(gone) and in a warning. They are removed from a
        file that contains others as well. A file that contains nothing else is left alone, unless O(delete_gone) is
        set, and named in RV(stale). Items with C(state=absent) whose object Tyk does not have, files of kinds that are
        not exported, and files without a configuration are left alone.
      - With O(only), O(name), O(tag), or O(category), nothing is removed from a file, and only objects that match these
        options are reported as gone. A file that cannot be kept this way is an error.
    type: path
  layout:
    description:
      - Where to write objects that are not in a file in O(dest) yet. To give all of them another layout, export to an
        empty folder.
      - V(kind) writes one file for each kind.
      - V(object) writes a folder for each kind, and in it one file for each object. The file is named like the object,
        in lower case, in any script. If several files would have the same name, even on a system that ignores case,
        each name contains the end of the object's ID.
    type: str
    choices:
      - kind
      - object
    default: kind
  delete_gone:
    description:
      - Whether to delete files in O(dest) that contain nothing but objects that are no longer in Tyk.
      - A file that someone has edited by hand, for example to add a comment, or that is behind a link, stays and is
        named in RV(stale). An object that you have declared and not applied yet is not in Tyk either, so commit your
        files first.
      - With O(only), O(name), O(tag), or O(category), only files are deleted whose objects all match these options.
    type: bool
    default: false
  schema:
    description:
      - A file to write a JSON Schema of the configuration for M(community.tyk.tyk_config) to, with which editors
        complete options and mark mistakes. In this case nothing is exported, and Tyk is not contacted, so neither
        O(url) nor O(token) is needed.
      - The schema accepts everything that the check of the options accepts, and refuses what that refuses as far as a
        schema can. It does not cover whole objects as tyk-sync writes them.
      - The file is written whole or not at all. An existing file is replaced if it is empty or such a schema. Do not
        put it into a folder that is declared with O(community.tyk.tyk_config#module:src), where it would be read.
    type: path
seealso:
  - module: community.tyk.tyk_config
"""

EXAMPLES = r"""
- name: Export everything to a folder, one file for each object
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

- name: Export what can be created elsewhere, with placeholders for secrets
  community.tyk.tyk_config_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    portable: true
    placeholders: true
  register: exported

- name: Get the APIs of a category
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
  description: For each requested kind, how many of its objects were read.
  returned: success, without O(schema)
  type: dict
  sample:
    apis: 42
    policies: 7
omitted:
  description:
    - The paths of what the export leaves out. With O(portable), these are objects that cannot be created elsewhere.
      Without O(include_secrets) and O(placeholders), these are secrets, which stay as they are where the export is
      applied.
    - A path begins with the kind and what identifies the object.
    - What Tyk never returns, such as a password, is not included.
  returned: success, without O(schema)
  type: list
  elements: str
  sample:
    - keys.621d4b567ce1b7cf
    - oauth_clients.Warehouse.secret
schema_path:
  description: Path of the schema.
  returned: when O(schema) is given
  type: str
  sample: /srv/tyk.schema.json
placeholders:
  description:
    - The names of the placeholders in the export, for a first file of secrets.
  returned: with O(placeholders=true)
  type: list
  elements: str
  sample:
    - oauth_clients.Orders.Warehouse.secret
files:
  description: Paths of the files that contain the objects of the export, whether they were written or already complete.
  returned: when O(dest) is given
  type: list
  elements: str
  sample:
    - /srv/tyk/apis.yml
stale:
  description: Other files in O(dest) that contain only what could be part of the export and is not.
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
  description: Objects that were in files in O(dest) when the export began, and that are not part of it.
  returned: when O(dest) is given
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      sample: policies
    name:
      description: Its name.
      type: str
      sample: Silver
    file:
      description: Path of the file that contains it, or contained it.
      type: str
      sample: /srv/tyk/policies.yml
renamed:
  description:
    - Objects that a file contained under another name, and that were recognised by everything else in it about them.
  returned: when O(dest) is given
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object.
      type: str
      sample: apis
    name:
      description: Its name now.
      type: str
      sample: Orders v2
    before:
      description: Its name in the file before.
      type: str
      sample: Orders
    file:
      description: Path of the file.
      type: str
      sample: /srv/tyk/apis.yml
failure:
  description:
    - The response to the request that failed.
  returned: when a request to Tyk fails
  type: dict
  contains:
    status:
      description: HTTP status of the response, or V(null) if there was none.
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
      description: Tyk's error message, or what happened to the connection.
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
