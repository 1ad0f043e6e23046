# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_config
short_description: Apply a configuration to Tyk
version_added: 1.0.0
description:
  - Takes everything that should exist, from O(config) and from the files of O(src), and applies it in one task.
  - The module first checks the whole declaration, then compares all of it with Tyk, then applies it in the order in
    which objects refer to each other, with many requests in parallel. It lists each kind once, so a thousand objects
    take seconds.
  - An object may refer to another that the same run creates, in check mode too.
  - The plan takes into account what is unique in Tyk, such as listen paths and names of policies. It is an error if two
    declared objects would have the same one. Objects can swap it, pass it on, or take it from an object that is deleted
    in the same run. The object that has it makes room just before, with a value that contains V(moving-) and a number
    of its own.
  - What is not declared is left alone, unless O(prune) or O(previous) is set.
  - You can rerun an interrupted run to complete it.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.gateway
  - community.tyk.served
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  config:
    description:
      - The declared objects, by kind. The keys are V(additional_permissions), V(user_groups), V(users),
        V(certificates), V(webhooks), V(assets), V(apis), V(mcp_proxies), V(policies), V(keys), V(oauth_clients),
        V(client_idps), V(identity_profiles), and V(opa_rules). Each has a list of objects.
      - An object has the options of the module for its kind, such as M(community.tyk.tyk_api) for an item of V(apis).
        Connection options are not accepted, and neither is O(community.tyk.tyk_key#module:state=rotated).
      - O(config) or O(src) is required.
    type: dict
  src:
    description:
      - Files in YAML or JSON with the same content as O(config), or folders with such files, at any depth. Lists of one
        kind from several files are joined.
      - The files are read on the host that runs the module, in the order of their names. They are data; templates are
        rendered only with O(template=true).
      - 'In place of a secret value, use a placeholder C({secret: NAME}), see O(secret_values). You can also overlay
        values on the files with O(overlays).'
      - File name extensions can be in capitals, and links to files and folders are followed. A file that is named
        twice, even through a link, counts once. Hidden files and folders, and other extensions, are ignored.
      - A file with one whole API, policy, or asset, as Tyk returns it, is used as the C(definition) of one. A whole
        folder of another tool, such as a dump of tyk-sync, is refused with a message that names the tool.
        M(community.tyk.tyk_convert) converts it to a configuration.
      - A key at the top of a file that begins with C(x-) or a dot is not read. Use it for YAML anchors.
      - Files that ansible-vault has encrypted, and values marked with C(!vault), are decrypted if the module runs in
        Ansible's own process, which it does on C(localhost) with Ansible's own Python. Elsewhere they are refused. In
        that case, load the file on the controller and pass its content in O(config). A value that is encrypted on its
        own is treated as a secret wherever it is. The content of a file that is encrypted as a whole is treated like
        that of any other file.
      - Files in YAML need the Python library PyYAML on that host, which is available wherever Ansible itself is
        installed.
    type: list
    elements: path
  overlays:
    description:
      - The differences in this environment. Each element is a file, a folder, or a mapping with the same content as
        O(config).
      - An object of an overlay is merged over the declared object of the same kind and name, as RFC 7396 describes.
        Fields that it does not name stay as declared, V(null) removes a field from the declaration, and a list is the
        complete list.
      - It is an error if no such object is declared. Later overlays are merged over earlier ones.
    type: list
    elements: raw
  previous:
    description:
      - What was applied before, as files and folders like those of O(src), for example the result of C(git worktree add
        ../before HEAD~1). With it, reverting a change in Git also reverts it in Tyk.
      - Without it, what is no longer declared stays in Tyk, since a declaration is merged over what exists.
      - With it, a field that is no longer declared gets the value of a new object. An object that is no longer declared
        is deleted, within the limits O(prune_max) and O(protected), and not while anything that stays refers to it.
      - This applies only where Tyk still has what was declared before. What someone else has changed since then is left
        as it is, and a warning names object and field. The same applies to a secret that Tyk does not return, to the
        value behind a placeholder without a value, and to a field that every object needs.
      - In lists whose order has no meaning, and in maps, each entry is treated separately.
      - An object with the same ID and another name is the same object. So is a classic API of a Dashboard whose names
        differ only in the categories, which are C(#words) there. If several APIs match, this is refused, and C(api_id)
        must say which is meant. For an object that had V(state=absent), there is nothing to undo.
      - With O(owner), objects that were declared are deleted even without a mark, and objects with the mark of another
        owner stay.
      - A warning names what undoing this declaration will not restore, that is the values of fields that are
        declared for the first time, and, in check mode, objects that already exist.
      - It is an error if this cannot be read, declares nothing, or is also in O(src). Leave the option out if nothing
        was applied before.
    type: list
    elements: path
  previous_overlays:
    description:
      - The overlays for O(previous), like O(overlays).
    type: list
    elements: raw
  only:
    description:
      - Selects a part of the declaration. An object must meet every criterion that is given here. For a list, one
        matching entry is enough.
      - What is not selected is neither planned, created, changed, nor deleted. It still counts as declared. Selected
        objects may refer to it if it exists. O(prune), O(previous), and O(undeclared_objects) treat it as declared,
        which takes one more read of each list, and only find objects that O(only) selects, too.
      - Names, tags, and categories are the declared ones, including overlays. If the declaration does not name them,
        they are those in Tyk.
      - It is an error, before anything is written, if a selected object refers to one that is declared, not selected,
        and does not exist. The same applies if a certificate is to replace one to which an unselected object refers.
      - The options of the whole declaration must be valid. Problems that only a comparison with Tyk would find are
        reported for selected objects only.
      - The base of a version is written on behalf of the version, whether it is selected or not.
      - It is an error if none of the declared objects is selected, unless O(prune) or O(previous) is set. A pattern
        that matches no declared object causes a warning. Empty lists are refused, since they could mean everything.
        V(null) is the same as leaving the option out.
      - With O(plan), it must be the same as when the plan was made.
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
          - The name of a certificate is known once it exists. Before that, its path is used.
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
  owner:
    description:
      - Who owns this run, such as a team or a repository, if several apply objects to one organisation. Up to 100
        letters, digits, and C(.), C(-), C(_), C(@), or blanks within.
      - Declared objects without a mark get one with this name, in a place that has no meaning for Tyk. This is
        C(config_data.ansible_owner) of a classic API, C(x-ansible-owner) in the document of an OAS API or an MCP proxy,
        and C(ansible_policy_owner), C(ansible_key_owner), and C(ansible_oauth_client_owner) in the metadata of a
        policy, a key, or an OAuth client. All other kinds have no such place and are not marked. A Dashboard cannot
        change an OAuth client, so there a client is only marked when it is created.
      - A warning names declared objects that have the mark of another owner. They are changed as declared, but keep
        their mark. It is an error to delete one with C(state) V(absent), and O(prune) leaves them alone.
      - To hand an object over, its owner declares the new name in place of the mark, like any other field.
      - A warning also names objects that the run is going to change, that have no mark of this owner, and that
        according to Tyk were written less than a minute before the run. Another run may be in progress then. The clock
        of the server counts. This covers APIs, policies, assets, and client identity providers of a Dashboard; for
        other kinds, and on a Gateway, there is no record of when they were written.
      - Without it, nothing is marked or checked. An existing mark stays, and is not a difference. Exports have no
        marks.
    type: str
  secret_values:
    description:
      - 'Values for placeholders, by name. A placeholder is a mapping with only the key C(secret) and a name, such as
        C({secret: webhooks.Alarm.header_map.Authorization}). It can stand for any value in O(config), O(src),
        O(overlays), O(previous), and O(previous_overlays). M(community.tyk.tyk_config_info) writes placeholders with
        O(community.tyk.tyk_config_info#module:placeholders=true).'
      - It cannot stand for a name, or for an ID that identifies an object, since these are shown everywhere.
      - A value is a text, or anything else that the field accepts. The module looks for it here, then in
        O(secret_files), then in its environment, as C(TYK_SECRET_) followed by the name in capitals, with C(_) for
        anything other than letters and digits. V(null) or an empty string is not a value.
      - A value is a secret wherever it is used, even in fields that the collection does not know as secret. It is not
        shown.
      - If a placeholder has no value and the object exists, the field counts as not declared. What Tyk has stays, and a
        warning says so. If the object would be created, or changed although it does not have that secret yet, this is
        an error, before anything is written.
      - In a list, an item with such a placeholder is identified by everything else that it declares, and keeps its
        secret. If it is not found, or if several items match, the whole list stays as it is, and a warning says so.
      - 'To declare your own data that look like a placeholder, write C({secret: {value: ...}}), as exports do. If an
        object has a field or an option that is called C(secret), such as O(community.tyk.tyk_key#module:jwt),
        C({secret: ...}) is that field, and its value can be a placeholder.'
      - Documents that others write, such as O(community.tyk.tyk_api#module:openapi), and files of Tyk's own tools
        cannot contain placeholders.
    type: dict
  secret_files:
    description:
      - Files in YAML or JSON, or folders with such files, that map names to values as in O(secret_values). The first
        file with a value counts.
      - They may be encrypted with ansible-vault, under the same conditions as O(src).
    type: list
    elements: path
    default: []
  template:
    description:
      - Whether to render templates in the files of O(src), O(overlays), O(previous), and O(previous_overlays), with the
        variables of the task. Values in O(secret_files) are not rendered.
      - Each value is rendered separately after the file is read. Whatever a variable holds remains one value, and keeps
        its type if the value is nothing but C({{ }}). What a variable marks as C(!unsafe) stays as it is. Names of
        options are not rendered.
      - This works only in Ansible's own process, as with encrypted files, see O(src). Elsewhere it is refused.
      - Put Go templates, which Tyk renders itself, between C({% raw %}) and C({% endraw %}).
      - If a template puts a secret into a field in which the collection expects none, the module does not know that it
        is secret, unless the value is nothing but an encrypted variable, and ansible-core is 2.19 or later. Use
        placeholders, or O(secrets).
      - If not set, a warning names values that look like an Ansible template.
    type: bool
    default: false
  strategy:
    description:
      - The C(strategy) of all objects that do not set one.
      - V(merge) changes only what is declared of an object.
      - V(replace) also unsets what is not declared of it.
    type: str
    choices:
      - merge
      - replace
    default: merge
  keep_ids:
    description:
      - Whether new objects get the IDs that are declared, such as O(community.tyk.tyk_api#module:api_id).
      - If V(false), IDs of objects that have a name are ignored, including those in a C(definition). Objects are
        identified by their names, and Tyk chooses the IDs of new ones.
      - This does not apply to O(community.tyk.tyk_key#module:key_id), which is a secret rather than a name.
    type: bool
    default: true
  validate:
    description:
      - V(options) checks each object against the options of its module.
      - V(schema) also checks every API that is to be written against the JSON Schema that the Dashboard serves, and a
        Gateway for OAS APIs. This needs the Python library jsonschema on the host that runs the module.
      - A Gateway serves no schema for classic APIs. For those, V(schema) refuses fields that no version of Tyk is known
        to have.
    type: str
    choices:
      - options
      - schema
    default: options
  parallel:
    description:
      - How many requests may run in parallel while changes are applied.
    type: int
    default: 8
  continue_on_error:
    description:
      - Whether to continue with other objects after one has failed. Objects that refer to one that could not be created
        are skipped.
      - If V(false), requests that are in progress are completed, and no new ones are sent.
      - In both cases the task fails and reports what was done.
    type: bool
    default: false
  prune:
    description:
      - Kinds whose undeclared objects are deleted.
      - This needs O(prune_scope) or O(prune_all), and at least one declared object of each kind that it names.
      - Objects to which anything that stays refers, declared or not, and the user behind the token are never deleted
        this way. To find out, the module lists everything that may refer to them, including keys, OAuth clients, and
        MCP proxies. If the token may not list some of it, nothing to which it may refer is deleted.
      - For policies, this includes the catalogue of the classic portal, client identity providers, and identity broker
        profiles; the last also for user groups. The user behind the token needs the permissions C(portal) and C(idm).
      - If the Dashboard has owners for APIs, use the token of an admin. Other users do not see all APIs, and if
        anything shows that there are APIs that they do not see, nothing is deleted to which an API may refer.
      - Sessions that are not API keys, such as the tokens of OAuth clients, are never deleted this way either. After a
        failure, nothing is deleted.
      - OAuth clients are deleted only if their API has other, declared clients.
    type: list
    elements: str
    choices:
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
    default: []
  prune_scope:
    description:
      - Which objects O(prune) may delete. An object must meet every criterion that is given here.
    type: dict
    suboptions:
      tag:
        description:
          - They have this tag. APIs, policies and keys can have tags. OAS APIs have none.
        type: str
      category:
        description:
          - They have this category. APIs can have categories.
        type: str
      name_prefix:
        description:
          - Their name begins with this text. The name of a user is the e-mail address, that of a key its alias.
        type: str
      meta_data:
        description:
          - Their metadata has these values. Policies, keys and OAuth clients can have metadata.
        type: dict
      owner:
        description:
          - They have the mark of this O(owner). If O(owner) is set, it must be the same. APIs, MCP proxies, policies,
            keys and OAuth clients can have marks.
          - If the list of APIs does not contain the documents of OAS APIs, as on a Gateway, each undeclared OAS API
            costs one request.
        type: str
  prune_all:
    description:
      - Whether O(prune) may delete everything that is not declared.
      - For V(client_idps) this is refused, since the Developer Portal can create some, too, and nothing shows which
        ones. Name those that may be deleted with O(prune_scope.name_prefix).
    type: bool
    default: false
  prune_max:
    description:
      - How many objects O(prune) and O(previous) may delete. If there are more, nothing is written, and the task fails
        and names them. Check mode shows them as deletions, and warns that there are too many.
    type: int
    default: 10
  protected:
    description:
      - Objects that O(prune) and O(previous) never delete, as lists of names or IDs by kind. A warning names those that
        do not exist.
    type: dict
  key_dir:
    description:
      - A folder on the host that runs the module, for what Tyk generates for new objects, that is keys, access keys of
        users, and secrets of OAuth clients. Each gets a file of its own, C(keys/ALIAS), C(users/EMAIL), or
        C(oauth_clients/API/NAME). Characters that are not suitable for a file name become C(_), and long names are cut.
        In both cases, eight digits of a digest of the name follow, so that no two names share a file.
      - If a configuration identifies a key only by its C(key_id), which is a secret, a digest stands for it.
      - Only their owner can read the files. Existing files of the same name are replaced.
      - It is an error, before anything is written, if two new objects would use the same file.
      - If a key exists, and its file is empty, holds another key, or is missing in an existing folder, the module
        warns, once for all keys.
      - Without it, and without C(key_file) of an object, generated secrets are returned once, in RV(generated).
    type: path
  undeclared_fields:
    description:
      - Whether to return the fields of declared objects that are not declared and whose value differs from that of a
        new object of this declaration. They are in RV(undeclared_fields), and in the files of O(report).
      - Fields that decide who may do what come first, such as permissions, access rights, and authentication.
      - This changes nothing, does not count as a change, and takes no request. Values that only the server knows, such
        as IDs and times, and values that are equivalent to leaving the field out, are not included.
      - Kinds with exactly one object, and certificates, are not checked.
    type: bool
    default: false
  undeclared_objects:
    description:
      - Whether to return the objects that are not declared, for the kinds of which O(config) and O(src) declare some.
        They are in RV(undeclared_objects), and in the files of O(report).
      - This lists each of these kinds, which the comparison needs anyway, except for keys that are declared by
        C(key_id). OAuth clients are included only if their API has other, declared clients.
      - This changes nothing, and does not count as a change. Objects that O(prune) deletes are not included.
    type: bool
    default: false
  warn_before:
    description:
      - Warn of certificates and keys that expire within this span, or have expired. This checks what is declared, and
        certificates to which a declared object refers. They are also in RV(expiring) and in the files of O(report).
      - A number followed by V(h), V(d), or V(w) for hours, days, or weeks, such as V(30d).
        O(community.tyk.tyk_certificate#module:warn_before) of a certificate takes precedence.
      - This changes nothing, and does not count as a change. It takes one more request if objects refer to certificates
        and the comparison has no list of them.
      - If not set, only certificates with a span of their own are checked.
    type: str
  report:
    description:
      - Files to write a report to, which lists what was or would be changed, from what to what. The extension of each
        file chooses its format, C(.md) for Markdown, C(.html), C(.json), or C(.xml) for JUnit.
      - They are written in check mode too. They contain no secrets.
      - They must not be in a folder of O(src), O(overlays), O(previous), or O(previous_overlays), since the next run
        would read them.
    type: list
    elements: path
    default: []
  plan_dest:
    description:
      - A file to write the plan to, for you to review, and then to apply with O(plan) exactly as it is.
      - Plans are made in check mode only. Without check mode, this is refused.
      - The plan is JSON. It names each object that would be written, and what changes from what to what, as in a
        report. To detect later changes, it contains digests of the declaration, and of the objects that it affects.
      - It contains no secrets. With O(plan_key), it contains digests of them that nobody can compute without the key.
        Without it, the plan says that secrets are not compared, and a secret that changes in the meantime goes
        unnoticed.
      - The file is written whole or not at all. Others may read it if the umask allows, or if they could read the file
        before. An existing file is replaced if it is empty or a plan. It cannot be in a folder of O(src) or
        O(overlays).
    type: path
  plan:
    description:
      - A plan from O(plan_dest). The run does exactly what the plan says, or nothing.
      - The module makes the plan again, with the same options. If anything has changed, in Tyk or in the declaration,
        the task fails before anything is written, and lists the changes in RV(moved).
      - What others do to objects that the plan does not affect does not matter, as long as the plan stays the same.
        Neither does the order or the form of the declaration, or the file that an object is declared in.
      - Only connection options other than O(url), O(org_id), and O(platform), and O(validate), O(parallel),
        O(continue_on_error), O(key_dir), O(report), O(backup), O(warn_before), and O(undeclared_fields) may differ.
      - An object that someone changes between this check and the moment of writing is not written, and the task fails.
      - In check mode, the task says whether the plan would be applied, and fails if not.
    type: path
  plan_key:
    description:
      - A secret of at least 16 characters, with which O(plan_dest) and O(plan) compare secrets, and detect a plan that
        someone has edited. Both need the same one.
      - If not set, the value of the environment variable E(TYK_PLAN_KEY) is used.
    type: str
seealso:
  - module: community.tyk.tyk_config_info
"""

EXAMPLES = r"""
- name: Apply the declaration in a folder
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    key_dir: "{{ playbook_dir }}/secrets"

- name: Preview what would change, as an HTML page
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    report:
      - "{{ playbook_dir }}/plan.html"
  check_mode: true

- name: Make a plan to review
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    plan_dest: "{{ playbook_dir }}/plan.json"
  check_mode: true

- name: Apply that plan, or nothing if anything has changed since
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    plan: "{{ playbook_dir }}/plan.json"

- name: Declare objects in the task, and delete policies of this team that are not declared
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    config:
      apis:
        - name: Orders
          listen_path: /orders/
          target_url: https://orders.internal.example.com
          categories:
            - shop
      policies:
        - name: Shop partners
          access_rights:
            - api: Orders
          rate: 100
          per: 60
          tags:
            - shop
    prune:
      - policies
    prune_scope:
      tag: shop

- name: Apply the declaration with the addresses of another environment, and back up what changes
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    overlays:
      - apis:
          - name: Orders
            target_url: https://orders.staging.example.com
    keep_ids: false
    key_dir: "{{ playbook_dir }}/secrets"
    backup: true
    backup_dir: "{{ playbook_dir }}/kept"
  register: applied

- name: Declare an object with a secret from another source
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    config:
      webhooks:
        - name: Alarm
          method: POST
          target_path: https://alarm.internal.example.com
          header_map:
            Authorization:
              secret: alarm_token
    secret_values:
      alarm_token: "{{ lookup('ansible.builtin.password', '/dev/null') }}"

- name: Restore what that backup contains
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ applied.backup_path }}"
  when: applied.backup_path is defined

- name: Apply only some of the declared policies
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    only:
      kinds:
        - policies
      names:
        - Part*

- name: Apply the declaration, and revert what is no longer declared
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    previous:
      - "{{ playbook_dir }}/before/tyk"

- name: Apply the declaration, and wait until the Gateways serve it
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    wait_served: true
    gateway_urls: "{{ tyk_gateway_urls }}"
    gateway_secret: "{{ tyk_gateway_secret }}"
    wait_timeout: 60
"""

RETURN = r"""
msg:
  description:
    - One sentence about what was done, or in check mode would be.
    - After a failure, also what is left, and why.
  returned: always
  type: str
  sample: 4 of 40 objects changed (2 created, 1 updated, 1 deleted, 36 unchanged), and nothing is left to do.
counts:
  description:
    - The progress of the run. If the module runs in Ansible's own process, it also shows the progress about every ten
      seconds.
  returned: success, and failures after the declaration was read
  type: dict
  contains:
    objects:
      description: How many objects are declared or pruned.
      type: int
      sample: 40
    compared:
      description: How many of them were compared with Tyk.
      type: int
      sample: 40
    to_write:
      description: How many are to be created, updated, or deleted.
      type: int
      sample: 4
    written:
      description: How many of these were done.
      type: int
      sample: 4
    failed:
      description: How many of these failed.
      type: int
      sample: 0
    left:
      description: How many of these were not tried. In check mode, all.
      type: int
      sample: 0
summary:
  description:
    - For each declared or pruned kind, the number of objects by outcome.
  returned: success, and failures after the comparison
  type: dict
  sample:
    apis:
      created: 1
      updated: 0
      deleted: 0
      unchanged: 41
      failed: 0
      not_tried: 0
changes:
  description:
    - What was changed, or in check mode would be, and what failed or was not tried.
  returned: success, and failures after the comparison
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, as in O(config).
      type: str
      sample: apis
    name:
      description: Name of the object.
      type: str
      sample: Orders
    id:
      description: ID of the object. For a key, its hash. Empty for an object that does not exist yet.
      type: str
      sample: 6b2f1a0c6b2f1a0c6b2f1a0c6b2f1a0c
    action:
      description: V(created), V(updated), or V(deleted).
      type: str
      sample: updated
    status:
      description: V(planned) in check mode, otherwise V(done), V(failed), or V(not_tried).
      type: str
      sample: done
    paths:
      description: The fields that change.
      returned: for updates
      type: list
      elements: str
      sample:
        - target_url
    why:
      description: Why an undeclared object is deleted.
      returned: for objects that are pruned or no longer declared, and old keys
      type: str
      sample: not declared, and in prune_scope (tag shop)
    old:
      description:
        - Whether this is an old key that O(community.tyk.tyk_key#module:keep_old) has left, and whose time is over. It
          no longer worked, so this is not drift.
      returned: for such keys
      type: bool
      sample: true
    message:
      description: What went wrong.
      returned: for objects that failed or were not tried
      type: str
      sample: "PUT /api/apis/6b2f was answered with 403: Found API with same url"
    failure:
      description: The request that was refused, with C(status), C(method), C(path), and C(message).
      returned: for objects whose request was refused
      type: dict
      sample:
        status: 403
        method: PUT
        path: /api/apis/6b2f
        message: Found API with same url
undeclared_fields:
  description:
    - Undeclared fields of declared objects, by object.
  returned: with O(undeclared_fields=true)
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, as in O(config).
      type: str
      sample: policies
    name:
      description: Name of the object.
      type: str
      sample: Gold
    id:
      description: ID of the object. For a key, its hash.
      type: str
      sample: 6b2f1a0c6b2f1a0c6b2f1a0c
    source:
      description: Where the object is declared.
      type: str
      sample: "policies.yml: policies[0]"
    fields:
      description: The fields, each with C(path) and C(value). Secrets are replaced by C(********).
      type: list
      elements: dict
      sample:
        - path: tags
          value:
            - trial
undeclared_objects:
  description:
    - Undeclared objects, each with C(kind), C(name), and C(id), sorted by these.
  returned: with O(undeclared_objects=true)
  type: list
  elements: dict
  sample:
    - kind: policies
      name: Trial
      id: 6b2f1a0c6b2f1a0c6b2f1a0d
expiring:
  description:
    - What expires within its span, or has expired, soonest first.
  returned: with O(warn_before), or if a declared certificate has it
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the object, as in O(config).
      type: str
      sample: certificates
    name:
      description: Name of the object.
      type: str
      sample: orders.example.com
    id:
      description: ID of the object. For a key, its hash. Empty if the object is new.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8fb0a5c3d7e9f1123456789abcdef0123456789abcdef0123456789abcdef01234
    expires:
      description: When it expires.
      type: str
      sample: "2026-12-24T00:00:00Z"
    expired:
      description: Whether it has already expired.
      type: bool
      sample: false
    source:
      description: Where it is declared. Empty if it is not.
      type: str
      sample: "tyk.yml: certificates[0]"
    used_by:
      description: The declared objects that refer to it.
      type: list
      elements: str
      returned: if it is not declared itself
      sample:
        - API 'Orders'
generated:
  description:
    - Secrets that Tyk generated for new objects, each with C(kind), C(name), and the secret, under the name that the
      module for its kind uses.
  returned: when objects were created with a generated secret that is not written to a file
  type: list
  elements: dict
  sample:
    - kind: keys
      name: acme
      key_id: "********"
backup_path:
  description: The file that holds what the task has changed or deleted, in its earlier state, with secrets in clear
    text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
plan_path:
  description:
    - Path of the plan.
  returned: when O(plan_dest) is set and the plan was written
  type: str
  sample: /home/ci/plan.json
moved:
  description:
    - What has changed since O(plan) was made, a line for each option and object. Nothing was written.
  returned: when O(plan) is refused because of changes
  type: list
  elements: str
  sample:
    - "files: apis: Orders is declared otherwise: target_url"
    - "Tyk: policies: Partners: it has been changed: rate"
errors:
  description:
    - All errors in the declaration. Nothing was written.
  returned: when the declaration has errors
  type: list
  elements: str
  sample:
    - "apis.yml: apis[3] (Orders): target_ur: no such option"
served:
  description: How many seconds each Gateway took until it served everything, by its URL.
  type: dict
  returned: with O(wait_served=true), outside of check mode
  sample: {"https://gateway-1.example.com:8080": 1.4}
failure:
  description:
    - The response to the request that failed.
  returned: when a request that reads from Tyk fails
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

from ansible_collections.community.tyk.plugins.module_utils._data.cycles import no_cycles

with no_cycles():
    from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import config_spec
    from ansible_collections.community.tyk.plugins.module_utils._ansible.module import serve
    from ansible_collections.community.tyk.plugins.module_utils._config.declared import safe
    from ansible_collections.community.tyk.plugins.module_utils._config.run import configure
    from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS


def main() -> None:
    serve(config_spec(KINDS), configure, safe)


if __name__ == "__main__":
    main()
