# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: tyk_declared
short_description: List the files that declare what a host should have
version_added: 1.0.0
author:
  - Tyk collection contributors (@ansible-collections)
description:
  - Checks the layout of a folder, as the role P(community.tyk.config#role) does, and returns what
    M(community.tyk.tyk_config) should use for a host. Contacts no server, and reads only enough of a file to know
    whether it is an OpenAPI document.
  - If the folder has no folder C(common) or C(overlays), and none named like a host of the inventory, all of it is for
    every host. Otherwise C(common) is for every host, C(HOST) is for the host of this name, and so is C(overlays/HOST),
    a folder or a file with the extension C(.yml), C(.yaml), or C(.json), which is merged over both.
  - Reports what would not be read, such as a file beside C(common), or a folder that is not named like a host or a
    group of the inventory. In a folder for every host, it reports folders that are not named like a kind, such as
    C(apis), and files that are named like a host, because they may be meant for one host, unless the inventory has only
    one host, or there is neither an inventory nor a file such as C(inventory.yml) or C(hosts) beside the folder.
  - Files whose names begin with a dot, files without the extension C(.yml), C(.yaml), or C(.json), and OpenAPI
    documents, which APIs name in C(openapi), may be anywhere.
  - The inventory of an AWX job slice contains only some of the hosts, so folders and overlays of others are not
    reported there.
options:
  _terms:
    description:
      - One folder.
    type: list
    elements: path
    required: true
  host:
    description:
      - The name of the host.
    type: str
    required: true
    vars:
      - name: inventory_hostname
  layers:
    description:
      - Inventory groups of the host whose folders and overlays come between those for every host and those of the host,
        in this order.
    type: list
    elements: str
    default: []
  after:
    description:
      - The folder that has replaced this one, which contains the earlier declaration. Hosts that no longer exist may
        have folders and overlays in this one, so these are not reported.
    type: path
seealso:
  - module: community.tyk.tyk_config
"""

EXAMPLES = r"""
- name: Show which files declare what this host should have
  ansible.builtin.debug:
    msg: "{{ lookup('community.tyk.tyk_declared', playbook_dir ~ '/tyk').src }}"

- name: Apply what is declared for the host staging, whatever this host is called
  vars:
    declared: "{{ lookup('community.tyk.tyk_declared', playbook_dir ~ '/tyk', host='staging') }}"
  community.tyk.tyk_config:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    src: "{{ declared.src }}"
    overlays: "{{ declared.overlays }}"
  when: declared.src | length > 0

- name: Refuse what nobody would read
  vars:
    declared: "{{ lookup('community.tyk.tyk_declared', playbook_dir ~ '/tyk') }}"
  ansible.builtin.assert:
    that:
      - declared.unread | length == 0
      - declared.unread_overlays | length == 0
    fail_msg: "{{ declared.unread }} {{ declared.unread_overlays }}"
"""

RETURN = r"""
_raw:
  description: What the folder declares for the host.
  type: dict
  contains:
    dir:
      description: The path of the folder.
      type: str
    src:
      description:
        - Folders for O(community.tyk.tyk_config#module:src). None if there is no such folder, or nothing in it for this
          host.
      type: list
      elements: str
    overlays:
      description: Folders and files for O(community.tyk.tyk_config#module:overlays).
      type: list
      elements: str
    whole:
      description: Whether the whole folder is for every host.
      type: bool
    home:
      description: The folder for what only this host should have.
      type: str
    empty:
      description: Whether nothing is declared for this host yet.
      type: bool
    unread:
      description: Why something beside RV(_raw.src) has to be refused, and the way out; empty if nothing has to.
      type: str
    unread_overlays:
      description: Why something beside RV(_raw.overlays) has to be refused, and the way out; empty if nothing has to.
      type: str
"""

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.community.tyk.plugins.module_utils._config.layout import Inventory, lay_out


def inventory_of(host: str, variables: dict, layers: list[str] | None = None) -> Inventory:
    """What the variables of a play tell of its inventory."""
    groups = variables.get("groups") or {}
    # AWX runs the slices of a job in a workflow that it calls like the job's template, and tells nothing else of it
    sliced = variables.get("awx_job_template_name")
    part = bool(sliced) and variables.get("awx_workflow_job_name") == sliced
    hosts = frozenset(groups.get("all") or ())
    for layer in layers or ():
        if host not in groups.get(layer, ()):
            own = sorted(name for name in set(groups) - {"all", "ungrouped"} if host in groups[name])
            raise AnsibleLookupError(f"layers: {host} is in no group {layer}; it is in {', '.join(own) or 'none'}")
    # without an inventory there is only the host that Ansible makes up
    alone = hosts <= {host} and not part
    return Inventory(host, hosts, frozenset(groups), part, alone, tuple(layers or ()))


def declared(folder: str, inventory: Inventory, after: str | None) -> dict:
    """What a folder declares; ``after`` is the one that has taken its place."""
    if after:  # hosts come and go, and what was declared for those that are gone is nobody's business
        alone = inventory.alone and lay_out(after, inventory).whole
        inventory = inventory._replace(part=True, alone=alone)
    return lay_out(folder, inventory)._asdict()


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        if len(terms) != 1 or not terms[0]:
            raise AnsibleLookupError("name one folder")
        self.set_options(var_options=variables, direct=kwargs)
        inventory = inventory_of(self.get_option("host"), variables or {}, self.get_option("layers"))
        try:
            return [declared(str(terms[0]), inventory, self.get_option("after"))]
        except OSError as error:
            raise AnsibleLookupError(f"{error.filename}: {error.strerror}") from error
