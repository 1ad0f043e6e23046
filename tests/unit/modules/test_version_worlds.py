# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random families of APIs and versions, and random configurations of them: each is done whole or refused whole.

What is possible is told by a model of its own, which knows nothing of the collection: a mapping of each API to the
version that it is."""

from __future__ import annotations

import collections
import os
import random

import pytest
from gateway_runner import Gate
from module_runner import Tyk

NAMES = ("A", "B", "C", "D", "E", "F")
WORLDS = 200 if os.environ.get("TYK_TRUST") == "all" else 12


def api(name, style, **more):
    return {
        "name": name,
        "format": style,
        "listen_path": f"/{name}/",
        "target_url": f"http://{name.lower()}.example",
        **more,
    }


class World:
    """APIs of an emulated Tyk, some of which are versions of others.

    :arg links: name of an API -> base and name of the version that it is.
    :arg wishes: name of an API -> what the configuration says: None where it does not say, else of and name, {} for
        none, "absent".
    """

    def __init__(self, seed, platform):
        self.random = random.Random(seed)
        self.tyk = Gate() if platform == "gateway" else Tyk()
        self.styles = {name: self.random.choice(("classic", "oas")) for name in NAMES}
        self.there = self.random.sample(NAMES, self.random.randint(3, 5))
        bases, self.links, self.default = self.there[: self.random.randint(1, 2)], {}, {}
        for name in self.there[len(bases) :]:
            base, version = self.random.choice(bases), f"v{self.random.randint(1, 4)}"
            if (base, version) not in self.links.values() and self.random.random() < 0.85:
                self.links[name] = (base, version)
                if self.random.random() < 0.3:
                    self.default[base] = name
        self.wishes = {name: self.wish(name) for name in NAMES}

    def wish(self, name):
        roll, base = self.random.random(), self.random.choice(self.there)
        if name not in self.links and name in self.there:  # a base most often stays one
            return None if roll < 0.8 else "absent" if roll < 0.85 else {} if roll < 0.9 else {"of": base, "name": "v9"}
        if roll < 0.35:
            return None if roll < 0.15 else "absent" if roll < 0.25 else {}
        if name in self.links and roll < 0.85:  # names change hands within a family, most often
            base = self.links[name][0]
        wish = {"of": base, "name": f"v{self.random.randint(1, 4)}"}
        return {**wish, **({"default": self.random.random() < 0.6} if self.random.random() < 0.3 else {})}

    def items(self, wishes):
        items = []
        for name, wish in wishes.items():
            if wish == "absent":
                items.append({"name": name, "state": "absent"})
            elif wish is not None:
                items.append(api(name, self.styles[name], version=wish or None))
        return items

    def build(self):
        links = {
            name: {
                "of": self.links[name][0],
                "name": self.links[name][1],
                "default": self.default.get(self.links[name][0]) == name,
            }
            for name in self.links
        }
        config = {"apis": [api(name, self.styles[name]) for name in self.there if name not in self.links]}
        config["apis"] += self.items(links)
        assert self.tyk.ok("config", config=config)["changed"]
        self.tyk.log()

    def after(self):
        """The links that there are to be; None where they cannot be together."""
        gone = {name for name, wish in self.wishes.items() if wish == "absent"}
        stay = {*self.there, *(name for name, wish in self.wishes.items() if wish is not None)} - gone
        heirs = {  # bases that are handed over to a version of theirs
            name: wish["of"]
            for name, wish in self.wishes.items()
            if isinstance(wish, dict) and wish and wish["of"] in stay and self.links.get(wish["of"], ("",))[0] == name
        }
        links = {
            name: (heirs.get(base, base), version)
            for name, (base, version) in self.links.items()
            if name in stay and base in stay and heirs.get(base) != name
        }
        own = {heir: self.links[heir][1] for heir in heirs.values()}
        for name, wish in self.wishes.items():
            if isinstance(wish, dict):
                links.pop(name, None)
                if wish:
                    links[name] = (wish["of"], wish["name"])
        declared = {name: wish for name, wish in self.wishes.items() if isinstance(wish, dict) and wish}
        defaults = collections.Counter(wish["of"] for wish in declared.values() if wish.get("default"))
        refused = (
            any(base == name or base in links or base not in stay for name, (base, _v) in links.items())
            or any(version == own.get(base) for base, version in links.values())
            or len(set(links.values())) < len(links)
            or any(count > 1 for count in defaults.values())
        )
        return None if refused else links

    def stored(self):
        """The links that there are, and the defaults that are versions."""
        rows = self.tyk.ok("api_info")["apis"]
        versions = {row["name"]: row["version"] for row in rows if row.get("version")}
        links = {name: (version["of"], version["name"]) for name, version in versions.items()}
        return (
            {row["name"] for row in rows},
            links,
            {name for name, version in versions.items() if version.get("default")},
        )


def told(result):
    return [(change["name"], change["action"], change.get("paths")) for change in result["changes"]]


@pytest.mark.parametrize("platform", ["dashboard", "gateway"])
@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_configuration_of_versions_is_done_whole_or_refused_whole(seed, platform):
    world = World(seed, platform)
    world.build()
    tyk, config = world.tyk, {"apis": world.items(world.wishes)}
    world.random.shuffle(config["apis"])
    if not config["apis"]:
        return
    before, wanted = world.stored(), world.after()
    tyk.log()
    planned = tyk.run("config", config=config, check=True)
    assert not tyk.writes()
    done = tyk.run("config", config=config)
    if wanted is None:
        assert planned.get("failed") and done["msg"] == planned["msg"] and "nothing was written" in done["msg"]
        assert not tyk.writes() and world.stored() == before
        return
    assert not done.get("failed"), done["msg"]
    assert told(done) == told(planned) and done["changed"] is planned["changed"]
    # a version may outlive its base, of which a warning may tell
    assert not [text for text in tyk.warnings(done) if "is still used by" not in text]
    _names, links, defaults = world.stored()
    assert links == wanted
    for name, wish in world.wishes.items():
        if isinstance(wish, dict) and "default" in wish:
            assert (name in defaults) is wish["default"]
    tyk.log()
    again = tyk.ok("config", config=config)
    assert not again["changed"] and not tyk.writes() and not tyk.warnings(again)
