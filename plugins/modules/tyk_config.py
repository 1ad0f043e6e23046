# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_config
short_description: Bring a whole Tyk organisation to what is declared
version_added: 0.1.0
description:
  - Takes everything that should be there at once, from O(config) and from the files of O(src), and makes it so.
  - The whole declaration is checked first, then compared with Tyk as a whole, then applied in the order in which
    objects refer to
    each other, with many requests at once. It asks Tyk for one list of each kind, so a thousand objects take seconds.
  - An object may refer to one that the same run creates. In check mode, too.
  - What is unique in Tyk, such as listen paths and names of policies, is part of the plan. Two declared objects that
    would have the same are an error. They can swap it, pass it on, or take it from an object that goes in the same run.
    The object that has it makes room just before, with a value that has V(moving-) and an own number in it.
  - What is not declared is left alone, unless O(prune) or O(previous) says otherwise.
  - A run that was stopped can be run again, and finishes the job.
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
      - What should be there, by kind. The keys are V(additional_permissions), V(user_groups), V(users),
        V(certificates), V(webhooks), V(assets), V(apis), V(mcp_proxies), V(policies), V(keys), V(oauth_clients),
        V(client_idps), V(identity_profiles), and V(opa_rules). Each has a list of objects.
      - An object is written with the options of the module for its kind, such as M(community.tyk.tyk_api) for an item
        of V(apis).
        The connection is not among them, and O(community.tyk.tyk_key#module:state=rotated) is not accepted.
      - O(config) or O(src) is needed.
    type: dict
  src:
    description:
      - Files in YAML or JSON with the same content as O(config), or folders with such files, at any depth. Lists of
        one kind from
        several files are put together.
      - The files are read on the host that runs the module, in the order of their names. They are data, and templates
        only with O(template=true).
      - "In place of a value that is secret, C({secret: NAME}) is a placeholder, see O(secret_values). Values can
        also be laid over the files with O(overlays)."
      - Endings can be in capitals, and links to files and folders are followed. A file that is named twice, be it by a
        link, counts once. Hidden files and folders, and other endings, are left out.
      - A file that is one whole API, policy or asset, as Tyk answers to a read of one, is taken for the C(definition)
        of one. A whole folder of another tool, such as a dump of tyk-sync, is refused with a sentence that says what it
        is. M(community.tyk.tyk_convert) makes a configuration of it.
      - A key at the top of a file that begins with C(x-) or a dot is not read. It is a place for YAML anchors.
      - A file that is encrypted by ansible-vault, and a value that C(!vault) marks, is decrypted if the module runs in
        Ansible's own process, which it does on C(localhost) with Ansible's own Python. Elsewhere it is refused. Load it
        on the controller then, and name what it holds in O(config). A value that is encrypted for itself is treated as
        a secret wherever it stands. What a whole encrypted file holds is treated like that of any other file.
      - Files in YAML need the Python library PyYAML on that host, which is there wherever Ansible itself is
        installed.
    type: list
    elements: path
  overlays:
    description:
      - What is different in this environment. Each element is a file, a folder, or a mapping with the same content as
        O(config).
      - An object of an overlay is merged over the declared object of the same kind and name, as RFC 7396 says. Fields
        that it
        does not name stay as they were declared, V(null) takes a field out of the declaration, and a list is the
        whole list.
      - It is an error if no such object is declared. Later overlays are laid over earlier ones.
    type: list
    elements: raw
  previous:
    description:
      - What was applied before, as files and folders like those of O(src), such as what C(git worktree add ../before
        HEAD~1) gives. It makes of a revert what people expect of it.
      - Without it, what is no more declared stays in Tyk, since a declaration is merged over what is there.
      - With it, a field that was declared and is not any more goes to what a new object has. An object that was
        declared and is not any more is deleted, with the brakes O(prune_max) and O(protected), and not while anything
        that stays refers to it.
      - This is done only where Tyk still has what was declared before. What somebody else has changed since is left as
        it is, and a warning names object and field. So it is with a secret that Tyk does not show, with what a
        placeholder without a value stood for, and with a field that no object can do without.
      - In lists whose order means nothing, and in maps, each entry stands for itself.
      - An object is the same under another name if its ID is. So is a classic API of a Dashboard whose name differs in
        nothing but the categories, which are C(#words) there; where several can be meant, that is refused, and
        C(api_id) says which. One that had V(state=absent) is nothing to undo.
      - With O(owner), what was declared goes although it has no mark, and what bears the mark of another owner stays.
      - A warning names what an undo of this declaration will not bring back, that is the values of fields that are
        declared for the first time, and in check mode objects that are there already.
      - What cannot be read, declares nothing, or is in O(src) too, is refused. Leave the option out where nothing was
        applied before.
    type: list
    elements: path
  previous_overlays:
    description:
      - What was laid over O(previous), like O(overlays).
    type: list
    elements: raw
  only:
    description:
      - Selects a part of the declaration. An object has to meet everything that is named here. Of each list one entry
        is enough.
      - What is not selected is neither created, changed, nor deleted, and not planned. It still counts as declared.
        What is selected may refer to it if it is there. O(prune), O(previous) and O(undeclared_objects) take it for
        declared, for which each list is read once more, and find only what O(only) selects, too.
      - Name, tags and categories are those that are declared, overlays included, and those that Tyk has where the
        declaration does not name them.
      - If something that is selected refers to something that is declared, not selected, and not there, this is an
        error before anything is written. So it is if a certificate is to take the place of one that anything refers to
        which is not selected.
      - All of the declaration has to consist of options that there are. What only a comparison with Tyk would find is
        told of what is selected.
      - The base of a version is written on behalf of the version, be it selected or not.
      - If none of the declared objects is selected, this is an error, unless O(prune) or O(previous) is set. A pattern
        that fits no declared object is warned of. Empty lists are refused, since they could mean everything.
        V(null) is as leaving it out.
      - With O(plan) it has to be what it was when the plan was made.
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
          - The name of a certificate is known when it is there. Before that it goes by its path.
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
  owner:
    description:
      - Whose run this is, such as a team or a repository, where several bring objects about in one organisation. Up to
        100 letters, digits, and C(.), C(-), C(_), C(@) or blanks within.
      - Declared objects without a mark get one with this name, in a place that means nothing to Tyk, which is
        C(config_data.ansible_owner) of a classic API, C(x-ansible-owner) in the document of an OAS API or an MCP proxy,
        C(ansible_policy_owner), C(ansible_key_owner) and C(ansible_oauth_client_owner) in the metadata of a policy, a
        key, or an OAuth client. All other kinds have no such place and are not marked. A Dashboard cannot change an
        OAuth client, so there a client is marked when it is made only.
      - Declared objects that have the mark of another owner are told in a warning. They are changed as declared, but
        keep their mark. To delete one with C(state) V(absent) is an error, and O(prune) leaves them.
      - An owner hands an object over with the new name in place of the mark, declared like any other field.
      - Objects that the run is going to change, that have no mark of this owner, and that Tyk shows as written less
        than a minute before the run are told in a warning, too. Another run may be under way then. By the clock of the
        server, and for APIs, policies, assets and client identity providers of a Dashboard; of other kinds, and on a
        Gateway, nothing tells when they were written.
      - Without it nothing is marked or looked at. A mark that is there stays, and is no difference to anybody. Exports
        have no marks.
    type: str
  secret_values:
    description:
      - "Values for placeholders, by name. A placeholder is a mapping with nothing but the key C(secret) and a name,
        such as C({secret: webhooks.Alarm.header_map.Authorization}). It can stand for any value in O(config), O(src),
        O(overlays), O(previous) and O(previous_overlays). M(community.tyk.tyk_config_info) writes them with
        O(community.tyk.tyk_config_info#module:placeholders=true)."
      - It cannot stand for a name, or an ID by which people know an object, since these are shown everywhere.
      - A value is a text, or anything else that the field takes. It is looked for here, then in O(secret_files), then
        in the environment of the module, as C(TYK_SECRET_) and the name in capitals, with C(_) for what is no letter
        and no digit.
        What is V(null) or an empty text is no value.
      - A value is a secret wherever it stands, also where the collection knows of none. It is not shown.
      - A placeholder without a value counts as not named where the object exists. What Tyk has stays, and a warning
        says so. Where the object would be made, or changed although there is no such secret in it yet, it is an error,
        before anything is written.
      - In a list, the item with such a placeholder is known by all else that it says, and keeps its secret. If it
        cannot be found, or could be several, the whole list stays as it is, and a warning says so.
      - "Data of your own that look like a placeholder are written C({secret: {value: ...}}), as exports have them.
        Where an object has a field or an option that is called C(secret), such as
        O(community.tyk.tyk_key#module:jwt), C({secret: ...}) is that field, and its value can be a placeholder."
      - There are none in documents that others write, such as O(community.tyk.tyk_api#module:openapi), and in files as
        Tyk's own tools write them.
    type: dict
  secret_files:
    description:
      - Files in YAML or JSON, or folders of such, with mappings of names to values as in O(secret_values). The first
        one that has a value counts.
      - They may be encrypted by ansible-vault where O(src) may be.
    type: list
    elements: path
    default: []
  template:
    description:
      - Whether to render templates in the files of O(src), O(overlays), O(previous) and O(previous_overlays), with
        the variables that the task has. O(secret_files) hold values as they are.
      - Each value is rendered for itself once the file is read, so whatever a variable holds remains one value, and has
        its type where the value is nothing but C({{ }}). What a variable marks as C(!unsafe) stays as it is.
        Names of options are not rendered.
      - This works only in Ansible's own process, as with encrypted files, see O(src). Elsewhere it is refused.
      - "Templates of Go's, which Tyk fills in itself, go between C({% raw %}) and C({% endraw %})."
      - A secret that a template brings into a field in which the collection expects none is not known to be one, unless
        the value is nothing but a variable that is encrypted, and ansible-core is 2.19 or newer. Use placeholders, or
        O(secrets).
      - If not set, a warning tells what looks like a template of Ansible's.
    type: bool
    default: false
  strategy:
    description:
      - The C(strategy) of all objects that do not name one.
      - V(merge) changes only what is declared of an object.
      - V(replace) also takes away what is not declared of it.
    type: str
    choices:
      - merge
      - replace
    default: merge
  keep_ids:
    description:
      - Whether new objects get the IDs that are declared, such as O(community.tyk.tyk_api#module:api_id).
      - If V(false), IDs of objects that have a name are ignored, those in a C(definition) as well. Objects are known
        by their names, and new ones get IDs from Tyk.
      - This does not concern O(community.tyk.tyk_key#module:key_id), which is a secret rather than a name.
    type: bool
    default: true
  validate:
    description:
      - V(options) checks each object against the options of its module.
      - V(schema) also checks every API that is to be written against the JSON Schema that the Dashboard serves, and a
        Gateway for OAS APIs. This needs the Python library jsonschema on the host that runs the module.
      - A Gateway serves no schema of classic APIs. There V(schema) refuses fields that no version of Tyk is known to
        have.
    type: str
    choices:
      - options
      - schema
    default: options
  parallel:
    description:
      - How many requests may be under way at the same time while changes are applied.
    type: int
    default: 8
  continue_on_error:
    description:
      - Whether to go on with other objects after one has failed. Objects that refer to one that could not be made are
        not tried.
      - If V(false), what is under way is finished, and nothing more is begun.
      - The task fails in both cases, and tells what was done.
    type: bool
    default: false
  prune:
    description:
      - Kinds of which objects that are not declared are deleted.
      - It needs O(prune_scope) or O(prune_all), and at least one declared object of each kind that it names.
      - What anything that stays refers to, declared or not, and the user behind the token, are never deleted this way.
        To know that, everything that may refer to it is listed, keys, OAuth clients and MCP proxies included. If the
        token may not list them, nothing that they may refer to is deleted.
      - For policies that includes the catalogue of the classic portal, client identity providers and identity broker
        profiles; the last also for user groups. The user behind the token needs the permissions C(portal) and C(idm).
      - Where the Dashboard has owners for APIs, use the token of an admin. Others do not see all APIs, and if anything
        tells of some that they do not see, nothing is deleted that an API may refer to.
      - Sessions that are no API keys, such as the tokens of OAuth clients, are never deleted this way either. After a
        failure nothing is.
      - Of OAuth clients only those are deleted whose API has other, declared clients.
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
      - Which objects O(prune) may delete. An object has to meet everything that is named here.
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
          - Their name begins like this. The name of a user is the e-mail address, that of a key its alias.
        type: str
      meta_data:
        description:
          - Their metadata has these values. Policies, keys and OAuth clients can have metadata.
        type: dict
      owner:
        description:
          - They have the mark of this O(owner). If O(owner) is set, it has to be the same. APIs, MCP proxies, policies,
            keys and OAuth clients can have marks.
          - Where the list of APIs has no documents of OAS APIs, as on a Gateway, each of those that nobody declares
            costs a request.
        type: str
  prune_all:
    description:
      - Let O(prune) delete everything that is not declared.
      - For V(client_idps) it is refused, since the Developer Portal can make some, too, and nothing tells which those
        are. Name those that may be deleted with O(prune_scope.name_prefix).
    type: bool
    default: false
  prune_max:
    description:
      - How many objects O(prune) and O(previous) may delete. If there are more, nothing is written, and the task fails
        and names them. In check mode they are shown as what they are, and a warning says that they are too many.
    type: int
    default: 10
  protected:
    description:
      - Objects that O(prune) and O(previous) never delete, as lists of names or IDs by kind. One that is not there is
        warned of.
    type: dict
  key_dir:
    description:
      - A folder on the host that runs the module. What Tyk generates for new objects, that is keys, access keys of
        users, and secrets of OAuth clients, is written there, into one file for each, C(keys/ALIAS), C(users/EMAIL),
        or C(oauth_clients/API/NAME). Characters that are not fit for the name of a file become C(_), long names are
        cut, and then eight digits of a digest of the name follow, so that no two names have one file.
      - What a configuration says of a key may be its C(key_id) alone, which is a secret. A digest stands for it.
      - The files can be read by their owner only. Existing files of the same name are replaced.
      - Two new objects for one file are an error before anything is written.
      - If a key is there, and its file is empty, holds another key, or is missing in a folder that is there, the module
        warns, once for all keys.
      - Without it, and without C(key_file) of an object, generated secrets are returned once, in RV(generated).
    type: path
  undeclared_fields:
    description:
      - Whether to tell which fields of declared objects nobody declares, and have another value than a new object of
        this declaration would get. They are in RV(undeclared_fields), and in the files of O(report).
      - What decides who may do what comes first, such as permissions, access rights and authentication.
      - This changes nothing, is no change, and takes no request. What only the server knows, such as IDs and times,
        and what means the same as leaving it out, is left out.
      - Kinds of which there is always one, and certificates, are not looked at.
    type: bool
    default: false
  undeclared_objects:
    description:
      - Whether to tell which objects nobody declares, of the kinds of which O(config) and O(src) declare some. They are
        in RV(undeclared_objects), and in the files of O(report).
      - It takes the list of each of these kinds, which the comparison needs anyway, but for keys that are declared by
        C(key_id). Of OAuth clients only those are told whose API has other, declared clients.
      - This changes nothing, and is no change. What O(prune) deletes is not among them.
    type: bool
    default: false
  warn_before:
    description:
      - Warn of certificates and keys that expire within this span, or have expired. Looked at is what is declared, and
        certificates that a declared object refers to. They are in RV(expiring) and in the files of O(report), too.
      - A number with V(h), V(d) or V(w) for hours, days or weeks, such as V(30d). A certificate that says
        O(community.tyk.tyk_certificate#module:warn_before) itself goes by that.
      - This changes nothing, and is no change. It takes one more request where certificates are referred to and the
        comparison has no list of them.
      - If not set, only certificates are told that say it themselves.
    type: str
  report:
    description:
      - Files to write an account to, of what would be or was changed, from what to what. The ending of each chooses
        its format, C(.md) for Markdown, C(.html), C(.json), or C(.xml) for JUnit.
      - They are written in check mode too. They hold no secrets.
      - None may be in a folder of O(src), O(overlays), O(previous) or O(previous_overlays), since the next run would
        read it.
    type: list
    elements: path
    default: []
  plan_dest:
    description:
      - A file to write the plan to, so that it can be looked at, and then applied with O(plan) exactly as it is.
      - A plan is made in check mode only; without it this is refused.
      - The plan is JSON. It names each object that would be written, and what changes from what to what as a report
        shows it. To see later whether anything has moved it has digests of what is declared, and of the objects that
        it touches.
      - It holds no secrets. With O(plan_key) it has digests of them that nobody can make without the key. Otherwise
        it says that secrets are not compared, and a secret that changes meanwhile is not noticed.
      - The file is written whole or not at all. Others may read it as the umask says, or as they might before. An
        existing file is replaced if it is empty or a plan. It cannot be in a folder of O(src) or O(overlays).
    type: path
  plan:
    description:
      - A plan that O(plan_dest) has made. The run does exactly what it says, or nothing.
      - Everything is planned anew, with the same options. If anything is not as it was, in Tyk or in what is declared,
        the task fails before anything is written, and names in RV(moved) what it is.
      - What others do to objects that the plan does not touch does not matter, as long as the plan stays the same.
        Neither does the order or the form of what is declared, or in which file it is.
      - Options of the connection but O(url), O(org_id) and O(platform), and O(validate), O(parallel),
        O(continue_on_error), O(key_dir), O(report), O(backup) O(warn_before) and O(undeclared_fields) may be others.
      - An object that somebody changes between this and the moment at which it is written is not written, and the
        task fails.
      - In check mode the task says whether the plan would be applied, and fails if not.
    type: path
  plan_key:
    description:
      - A secret of at least 16 characters, by which O(plan_dest) and O(plan) compare secrets, and by which a plan that
        somebody has edited is known. Both need the same one.
      - If not set, the value of the environment variable E(TYK_PLAN_KEY) is used.
    type: str
seealso:
  - module: community.tyk.tyk_config_info
"""

EXAMPLES = r"""
- name: Bring about what is declared in a folder
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    key_dir: "{{ playbook_dir }}/secrets"

- name: See what would change, as a page to look at
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    report:
      - "{{ playbook_dir }}/plan.html"
  check_mode: true

- name: Make a plan to look at
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    plan_dest: "{{ playbook_dir }}/plan.json"
  check_mode: true

- name: Apply that plan, or nothing if anything has moved
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    plan: "{{ playbook_dir }}/plan.json"

- name: Declare objects in place, and delete what this team has not declared
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

- name: The same declaration with the addresses of another environment, and a copy of what that changes
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

- name: Declare an object with a secret that comes from elsewhere
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

- name: Bring back what that has changed
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ applied.backup_path }}"
  when: applied.backup_path is defined

- name: Bring about some policies only, of all that is declared
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

- name: Bring about what is declared, and take back what was declared before and is not any more
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src:
      - "{{ playbook_dir }}/tyk"
    previous:
      - "{{ playbook_dir }}/before/tyk"

- name: Bring everything about, and go on when the Gateways serve it
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
    - One sentence of what was done, or in check mode would be.
    - After a failure also what is left, and why.
  returned: always
  type: str
  sample: 4 of 40 objects changed (2 created, 1 updated, 1 deleted, 36 unchanged), and nothing is left to do.
counts:
  description:
    - How far the run has come. While it goes on, the same is shown about every ten seconds where the work is done in
      Ansible's own process.
  returned: success, and failures after the declaration was read
  type: dict
  contains:
    objects:
      description: How many objects are declared, and pruned.
      type: int
      sample: 40
    compared:
      description: How many of them were compared with what Tyk has.
      type: int
      sample: 40
    to_write:
      description: How many are to be created, updated, or deleted.
      type: int
      sample: 4
    written:
      description: How many of these were.
      type: int
      sample: 4
    failed:
      description: How many of these failed.
      type: int
      sample: 0
    left:
      description: How many of these were not tried; in check mode all.
      type: int
      sample: 0
summary:
  description:
    - For each declared or pruned kind, how many objects have which outcome.
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
    - What was changed, or in check mode would be; and what failed or was not tried.
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
      description: ID of the object, the hash of a key. Empty for an object that is not there yet.
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
      description: Which fields change.
      returned: for updates
      type: list
      elements: str
      sample:
        - target_url
    why:
      description: Why an object is deleted that nothing declares.
      returned: for objects that are pruned or no more declared, and old keys
      type: str
      sample: not declared, and in prune_scope (tag shop)
    old:
      description:
        - That this is an old key, which O(community.tyk.tyk_key#module:keep_old) has left, and whose time is over.
          It did nothing any more, so this is no drift.
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
    - Fields of declared objects that nobody declares, by object.
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
      description: ID of the object, the hash of a key.
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
    - Objects that nobody declares, each with C(kind), C(name), and C(id), sorted by these.
  returned: with O(undeclared_objects=true)
  type: list
  elements: dict
  sample:
    - kind: policies
      name: Trial
      id: 6b2f1a0c6b2f1a0c6b2f1a0d
expiring:
  description:
    - What expires within the span that counts for it, or has expired, the first one first.
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
      description: ID of the object, the hash of a key. Empty if the object is new.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8fb0a5c3d7e9f1123456789abcdef0123456789abcdef0123456789abcdef01234
    expires:
      description: When it expires.
      type: str
      sample: "2026-12-24T00:00:00Z"
    expired:
      description: Whether it has expired already.
      type: bool
      sample: false
    source:
      description: Where it is declared; empty if it is not.
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
    - Secrets that Tyk generated for new objects, each with C(kind), C(name), and the secret under the name that the
      module for
      its kind has for it.
  returned: when objects were created with a generated secret that no file takes
  type: list
  elements: dict
  sample:
    - kind: keys
      name: acme
      key_id: "********"
backup_path:
  description: The file that has what the task has changed or deleted, as it was before, with secrets in clear.
  type: str
  returned: with O(backup=true), if there was something to keep, also when the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
plan_path:
  description:
    - Where the plan is.
  returned: when O(plan_dest) is set and the plan was written
  type: str
  sample: /home/ci/plan.json
moved:
  description:
    - What is not as it was when O(plan) was made, a line for each option and object. Nothing was written.
  returned: when O(plan) is refused for it
  type: list
  elements: str
  sample:
    - "files: apis: Orders is declared otherwise: target_url"
    - "Tyk: policies: Partners: it has been changed: rate"
errors:
  description:
    - Everything that is wrong with the declaration. Nothing was written.
  returned: when the declaration cannot work
  type: list
  elements: str
  sample:
    - "apis.yml: apis[3] (Orders): target_ur: no such option"
served:
  description: For each Gateway how many seconds it took until it served all, by its URL.
  type: dict
  returned: with O(wait_served=true), outside of check mode
  sample: {"https://gateway-1.example.com:8080": 1.4}
failure:
  description:
    - What Tyk answered to the request that failed.
  returned: when a request fails while Tyk is asked for what is there
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

from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import config_spec
from ansible_collections.community.tyk.plugins.module_utils._ansible.module import serve
from ansible_collections.community.tyk.plugins.module_utils._config.declared import safe
from ansible_collections.community.tyk.plugins.module_utils._config.run import configure
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS


def main() -> None:
    serve(config_spec(KINDS), configure, safe)


if __name__ == "__main__":
    main()
