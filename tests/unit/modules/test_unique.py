# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to be unique in Tyk: clashes are in the plan, and what one object has passes to another in one run."""

from __future__ import annotations

import pytest
from gateway_runner import ORG, Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from tyk_emulator.wire import Response, error

UP = {"target_url": "http://up.example/"}
BASE = {"name": "Base", "listen_path": "/base/", **UP}
EXTENSION = "x-tyk-api-gateway"


class Thing:
    """A sort of object with a value that no two can have, and that can be changed.

    Objects are called by one letter, so that it does not matter what the value is.
    """

    section, option, results, style = "apis", "listen_path", "apis", "classic"

    def __init__(self, platform, style):
        self.tyk, self.style = platform(), style
        self.tyk.ok("api", **BASE)
        self.route, self.pending = "/gateway/tyk/apis" if platform is Gate else "/api/apis", 0
        self.handle, self.tyk.emulator.handle = self.tyk.emulator.handle, self._handle
        self.mend()

    def item(self, who, value, **more):
        return {"name": who, "format": self.style, self.option: self.value(value), **UP, **more}

    def value(self, letter):
        return f"/{letter}/"

    def name(self, who):
        return {"name": who}

    def plan(self, *items, **more):
        return self.run(*items, check=True, **more)

    def run(self, *items, **more):
        self.log = []
        return self.tyk.run("config", config={self.section: list(items)}, **more)

    def ok(self, *items, **more):
        """Check mode and the run, which tell the same; and a second run, which is quiet."""
        before = self.there()
        planned = self.plan(*items, **more)
        assert not planned.get("failed"), planned["msg"]
        assert self.there() == before
        done = self.run(*items, **more)
        assert not done.get("failed"), done["msg"]
        told = [[(c["name"], c["action"]) for c in result["changes"]] for result in (planned, done)]
        assert told[0] == told[1] and not self.tyk.warnings(done) and not self.tyk.warnings(planned)
        again = self.run(*items, **more)
        assert not again.get("failed") and not again["changed"] and not self.tyk.warnings(again)
        return done

    def there(self):
        """Who has what, by letters."""
        found = self.tyk.ok("api_info")["apis"]
        return {api["name"]: api["listen_path"].strip("/") for api in found if api["name"] != "Base"}

    def fault(self, skip, times, answer):
        """So many writes go well, so many get this answer; None: they are carried out, and answered 500."""
        self.skip, self.times, self.answer = skip, times, answer

    def mend(self):
        self.fault(0, 0, None)

    def _handle(self, request):
        if request.method == "GET" or not request.path.startswith(self.route) or not self.times:
            return self.handle(request)
        if self.skip:
            self.skip -= 1
            return self.handle(request)
        self.times -= 1
        return self.answer or (self.handle(request) and error(500, "The answer is lost"))


class Policies(Thing):
    section, option = "policies", "name"

    def __init__(self, platform, style):
        super().__init__(platform, style)
        self.route = "/api/portal/policies"

    def item(self, who, value, **more):
        return {"policy_id": who, "name": value, "access_rights": [{"api": "Base"}], **more}

    def value(self, letter):
        return letter

    def name(self, who):
        return {"policy_id": who}

    def there(self):
        return {policy["policy_id"]: policy["name"] for policy in self.tyk.ok("policy_info")["policies"]}


THINGS = {
    "classic": (Thing, Tyk, "classic"),
    "oas": (Thing, Tyk, "oas"),
    "policies": (Policies, Tyk, ""),
    "classic-gateway": (Thing, Gate, "classic"),
    "oas-gateway": (Thing, Gate, "oas"),
}
LAW = {  # kind: what no two can have
    "api": {"listen_path", "api_id"},
    "mcp_proxy": {"listen_path", "api_id"},
    "policy": {"name", "policy_id"},
    "user": {"email_address"},
    "webhook": {"webhook_id"},
    "asset": {"asset_id"},
    "client_idp": {"client_idp_id"},
    "identity_profile": {"profile_id"},
}


@pytest.fixture(params=THINGS)
def thing(request):
    made, platform, style = THINGS[request.param]
    return made(platform, style)


def test_the_table_says_of_every_kind_what_is_unique():
    for kind in KINDS.values():
        assert {row.option for row in kind.unique} == LAW.get(kind.name, set()), kind.name
    for kind in ON_GATEWAY.values():
        assert {row.option for row in kind.unique} == LAW.get(kind.name, set()) - {"name"}, "names mean nothing there"
    for kind in (*KINDS.values(), *ON_GATEWAY.values()):
        chosen = kind.identity.id_option
        other = kind.route.selectors or kind.identity.foretold or kind.secret.is_id or kind.gets_ids_from_tyk
        assert not chosen or other or chosen in {row.option for row in kind.unique}, "an id is one row"


# Clashes


@pytest.mark.parametrize("new", [("A", "B"), ("B",)])
@pytest.mark.parametrize("order", [1, -1])
def test_two_of_one_configuration(thing, new, order):
    if new == ("B",):
        thing.run(thing.item("A", "v"))
    before = thing.there()
    for run in (thing.plan, thing.run):
        result = run(*[thing.item("A", "v"), thing.item("B", "v")][::order])
        assert result["failed"] and "nothing was written" in result["msg"]
        for text in (f"{thing.section}[0]", f"{thing.section}[1]", repr(thing.value("v")), thing.option, "another"):
            assert text in result["msg"]
        assert result["msg"].count(thing.option + ":") == 1, "said once"
    assert thing.there() == before


def test_what_two_are_to_get_by_a_change(thing):
    thing.ok(thing.item("A", "a"), thing.item("B", "b"))
    before = thing.there()
    for items in ((("A", "v"), ("B", "v")), (("A", "b"), ("B", "b")), (("C", "b"), ("B", "b"))):
        for run in (thing.plan, thing.run):
            assert repr(thing.value(items[0][1])) in run(*(thing.item(*item) for item in items))["msg"]
    assert thing.there() == before


def test_what_somebody_else_has(thing):
    thing.ok(thing.item("A", "v"))
    before, never = thing.there(), isinstance(thing.tyk, Gate)
    planned = thing.plan(thing.item("B", "v"))
    told = [planned["msg"]] if never else thing.tyk.warnings(planned)
    (ident,) = (
        ["A"]
        if thing.section == "policies"
        else [api["api_id"] for api in thing.tyk.ok("api_info")["apis"] if api["name"] == "A"]
    )
    assert bool(planned.get("failed")) is never and len(told) == 1
    for text in (f"{thing.section}[0]", thing.option, repr(thing.value("v")), ident, "choose another"):
        assert text in told[0]
    failed = thing.run(thing.item("B", "v"))
    assert failed["failed"] and ident in failed["msg"] and thing.there() == before


def test_a_single_task_that_takes_what_another_has(thing):
    thing.ok(thing.item("A", "v"), thing.item("C", "c"))
    module, never = ("policy" if thing.section == "policies" else "api"), isinstance(thing.tyk, Gate)
    before = thing.there()
    for who in ("B", "C"):
        planned = thing.tyk.run(module, check=True, **thing.item(who, "v"))
        told = [planned["msg"]] if never else thing.tyk.warnings(planned)
        assert bool(planned.get("failed")) is never and len(told) == 1
        assert repr(thing.value("v")) in told[0] and "choose another" in told[0]
        failed = thing.tyk.run(module, **thing.item(who, "v"))
        assert failed["failed"] and told[0].rstrip(".") in failed["msg"] and thing.there() == before
    quiet = thing.tyk.ok(module, **thing.item("C", "c"))
    assert not quiet["changed"] and not thing.tyk.warnings(quiet)


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_where_tyk_is_told_to_allow_it(style):
    thing = Thing(lambda: Tyk(quirks={"duplicate-slugs"}), style)
    thing.ok(thing.item("A", "v"))
    made = thing.run(thing.item("B", "v"))
    assert not made.get("failed") and len(thing.tyk.warnings(made)) == 1
    # What is so already is neither refused nor told again, be the other one declared or not, whatever else changes.
    for items in ([thing.item("B", "v")], [thing.item("A", "v"), thing.item("B", "v")]):
        thing.ok(*items)
        thing.ok(*items[:-1], {**items[-1], "target_url": f"http://{len(items)}.example/"})
    quiet = thing.tyk.ok("api", **thing.item("A", "v"), active=False)
    assert quiet["changed"] and not thing.tyk.warnings(quiet)


def domain(style, name, enabled=True):
    if style == "classic":
        return {"domain": name, "domain_disabled": not enabled}
    return {EXTENSION: {"server": {"customDomain": {"enabled": enabled, "name": name}}}}


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("style", ["classic", "oas"])
def test_another_domain_is_no_clash(platform, style):
    thing = Thing(platform, style)
    a, b = (domain(style, f"{who}.example") for who in "ab")
    thing.ok(thing.item("A", "v"), thing.item("B", "v", definition=b))
    thing.ok(thing.item("C", "v", definition=a))
    alone = thing.tyk.ok("api", **thing.item("D", "v", definition=domain(style, "d.example")))
    assert not thing.tyk.warnings(alone)
    # The domain is a part of the place, and can be passed on like the path.
    thing.ok(thing.item("B", "v", definition=a), thing.item("C", "v", definition=b))
    clash = thing.plan(thing.item("E", "v", definition=a), thing.item("F", "v", definition=a))
    assert clash["failed"] and "a.example" in clash["msg"]


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_a_domain_that_is_off_is_none(style):
    thing = Thing(Gate, style)
    thing.ok(thing.item("A", "v"))
    assert thing.plan(thing.item("B", "v", definition=domain(style, "b.example", False)))["failed"]


@pytest.mark.parametrize("one", ["/v/", "/V/", "/v", "/v/{x}/", "/v//"])
@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_paths_are_compared_letter_by_letter(platform, one):
    thing = Thing(platform, "classic")
    items = [{**thing.item(who, "v"), "listen_path": path} for who, path in (("A", "/v/"), ("B", one))]
    assert bool(thing.plan(*items).get("failed")) is (one == "/v/")


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("more", [{"active": False}, {"definition": {"internal": True}}])
def test_what_is_not_active_or_internal_takes_its_place_all_the_same(platform, more):
    thing = Thing(platform, "classic")
    assert thing.plan(thing.item("A", "v", **more), thing.item("B", "v"))["failed"]


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_two_that_no_node_loads_both_are_a_warning(style):
    def on(tag):
        if style == "classic":
            return {"definition": {"tags": [tag]}}
        return {"definition": {EXTENSION: {"server": {"gatewayTags": {"enabled": True, "tags": [tag]}}}}}

    thing = Thing(lambda: Tyk(quirks={"duplicate-slugs"}), style)
    items = [thing.item("A", "v", **on("north")), thing.item("B", "v", **on("south"))]
    made = thing.run(*items)
    assert not made.get("failed") and len(thing.tyk.warnings(made)) == 1
    thing.ok(*items)
    assert thing.plan(*items, thing.item("C", "v", **on("south")))["failed"]


def test_another_organisation_of_the_same_gateway():
    thing = Thing(Gate, "classic")
    thing.tyk.ok("api", **thing.item("Theirs", "v"), org_id="other")
    said = thing.tyk.fails("api", **thing.item("A", "v"), check=True)
    assert "'Theirs'" in said and said == thing.tyk.fails("api", **thing.item("A", "v"), org_id=ORG)
    assert "'Theirs'" in thing.plan(thing.item("A", "v"))["msg"]


def test_an_address_of_an_older_dashboard_is_the_same_in_any_case():
    tyk = Tyk()
    person = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    tyk.ok("user", email_address="ada@acme.example", **person)
    table = tyk.emulator.state["users"]
    row = next(row for row in table if row["doc"]["email_address"].startswith("ada"))
    row["doc"]["email_address"] = "Ada@Acme.example"
    table.put(row)
    tyk.log()
    for check in (True, False):
        assert tyk.ok("user", email_address="ada@acme.example", **person, check=check)["user"]["id"] == row["id"]
        config = {"users": [{"email_address": "ADA@acme.example", **person}]}
        (change,) = tyk.ok("config", config=config, check=check)["changes"] or [{"action": "none"}]
        assert change["action"] != "created"
    assert not any(entry.startswith("POST") for entry in tyk.writes())
    twins = [{"email_address": text, **person} for text in ("bob@acme.example", "Bob@acme.example")]
    assert "bob@acme.example" in tyk.run("config", config={"users": twins}, check=True)["msg"]
    taken = tyk.run("user", email_address="ADMIN@acme.example", **person, check=True)
    assert not taken.get("failed"), "it is that user"


def test_an_id_that_two_spell_in_two_ways():
    tyk = Tyk()
    tyk.ok("api", **BASE)
    policy = {"access_rights": [{"api": "Base"}]}
    both = [
        {"name": "A", "policy_id": "mine", **policy},
        {"name": "B", "definition": {"_id": "0" * 24, "id": "mine"}, **policy},
    ]
    for items in (both, both[::-1]):
        assert "nothing was written" in tyk.fails("config", config={"policies": items})


# What passes from one object to another


def start(thing, letters="abc"):
    assert thing.run(*(thing.item(letter.upper(), letter) for letter in letters))["changed"]
    thing.tyk.log()


SCENES = {
    # what is declared, as who gets what; what is gone afterwards, and how
    "swap": ("Ab Ba", ""),
    "cycle of three": ("Ab Bc Ca", ""),
    "cycle of three, the other way round": ("Cb Ba Ac", ""),
    "swap beside others": ("Cc Dd Ab Ba", ""),
    "hand-over to another": ("Ba An", ""),
    "chain": ("Ab Bc Cn", ""),
    "hand-over to a new one": ("Na An", ""),
    "from absent": ("Na", "A absent"),
    "from absent to another": ("Ba", "A absent"),
    "from absent in a chain": ("Cb Ba", "A absent"),
    "from pruned": ("Na Bb Cc", "A pruned"),
    "from pruned to another": ("Ba Cc", "A pruned"),
    "from both, and a swap": ("Na Mb Cc", "A absent, B pruned"),
}


class Scene:
    """What is asked for, and what is to be there then."""

    def __init__(self, thing, key, order=1):
        declared, gone = SCENES[key]
        self.thing, self.pairs = thing, [tuple(pair) for pair in declared.split()]
        absent = [part.split()[0] for part in gone.split(", ") if part.endswith("absent")]
        self.items = [thing.item(*pair) for pair in self.pairs]
        self.items += [{**thing.name(who), "state": "absent"} for who in absent]
        self.items = self.items[::order]
        self.more = {"prune": [thing.section], "prune_all": True} if "pruned" in gone else {}
        if "pruned" in gone and thing.section == "apis":
            self.items.append(BASE)
        self.wanted = {**dict(zip("ABC", "abc")), **dict(self.pairs)}
        for part in filter(None, gone.split(", ")):
            del self.wanted[part.split()[0]]

    def run(self, **more):
        return self.thing.run(*self.items, **self.more, **more)


@pytest.mark.parametrize("key", SCENES)
def test_it_passes_on_in_one_run(thing, key):
    start(thing)
    scene = Scene(thing, key, -1 if thing.style == "oas" else 1)
    thing.ok(*scene.items, **scene.more)
    assert thing.there() == scene.wanted


@pytest.fixture(params=["classic", "policies", "oas-gateway"])
def some(request):
    made, platform, style = THINGS[request.param]
    return made(platform, style)


@pytest.mark.share(2)
@pytest.mark.parametrize("go_on", [False, True])
@pytest.mark.parametrize("key", ["swap", "cycle of three", "from absent", "from pruned"])
def test_whichever_write_fails_nobody_is_left_without_a_place(some, key, go_on):
    thing, number = some, 0
    while True:
        start(thing)
        thing.fault(number, 1, error(400, "Not now"))
        scene = Scene(thing, key)
        failed = scene.run(continue_on_error=go_on)
        left = bool(thing.times)
        thing.mend()
        if left:
            assert number >= 2 and not failed.get("failed")
            break
        there = thing.there()
        assert failed["failed"] and len({*there.values()}) == len(there)
        for who in "ABC":  # each has a place, but for who was to go and is left without one by who has it now
            place = there.get(who, "moving-")
            assert "moving-" not in place or (who not in scene.wanted and there.get("N") == "a"), there
        done = scene.run()
        assert not done.get("failed"), done["msg"]
        assert thing.there() == scene.wanted and not scene.run()["changed"]
        thing.run(*({**thing.name(who), "state": "absent"} for who in thing.there()))
        assert not thing.there()
        number += 1


@pytest.mark.share(2)
@pytest.mark.parametrize("key", ["cycle of three", "from absent", "from pruned"])
def test_a_run_that_breaks_off_anywhere_is_mended_by_the_next(some, key):
    thing = some
    for number in range(9):
        start(thing)
        thing.fault(number, 999, Response(0, body=b"", drop=True))
        scene = Scene(thing, key)
        broken = scene.run()
        thing.mend()
        if not broken.get("failed"):
            break
        if "moving-" in str(thing.there()):
            assert "made room" in broken["msg"] + str(broken["changes"]), "what remains is told"
        done = scene.run()
        assert not done.get("failed"), done["msg"]
        assert thing.there() == scene.wanted and not scene.run()["changed"]
        thing.run(*({**thing.name(who), "state": "absent"} for who in thing.there()))
    assert number >= 3


def test_nothing_is_written_between_the_two(thing):
    start(thing)
    others = [thing.item(f"X{number}", f"x{number}") for number in range(4)]
    thing.ok(*others)
    change = {"rate": 7, "per": 1} if thing.section == "policies" else {"target_url": "http://new.example/"}
    thing.tyk.log()
    scene = Scene(thing, "from absent")
    done = thing.run(*({**item, **change} for item in others), *scene.items, parallel=4)
    assert not done.get("failed"), done["msg"]
    ours = [entry for entry in thing.tyk.log() if not entry.startswith("GET ") and "/cache/" not in entry]
    made = next(index for index, entry in enumerate(ours) if entry.startswith("POST "))
    deleted = next(entry for entry in ours if entry.startswith("DELETE "))
    assert ours[made - 1] == deleted.replace("DELETE", "PUT"), ours
    assert ours[-1] == deleted


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_apis_of_both_formats_pass_their_paths_on(platform):
    classic, oas = Thing(platform, "classic"), Thing(platform, "oas")
    oas.tyk = classic.tyk
    classic.ok(classic.item("A", "a"), oas.item("B", "b"), oas.item("C", "c"))
    classic.ok(classic.item("A", "b"), oas.item("B", "a"))
    classic.ok({"name": "C", "state": "absent"}, classic.item("N", "c"))
    assert classic.there() == {"A": "b", "B": "a", "N": "c"}


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_versions_and_what_waits_for_a_policy_pass_their_paths_on(platform):
    thing = Thing(platform, "classic")
    start(thing)
    new = [{"name": name, "access_rights": [{"api": "Base"}]} for name in ("Gold", "Silver")]
    waits = [{"definition": {"enable_jwt": True, "jwt_default_policies": [policy["name"]]}} for policy in new]
    child = {"version": {"of": "Base", "name": "v2"}}
    items = [
        {**thing.item("A", "b"), **waits[0]},
        {**thing.item("B", "c"), **child},
        {**thing.item("C", "a"), **waits[1]},
        {**thing.item("N", "n"), "version": {"of": "A", "name": "v2"}},
    ]
    for _turn in range(2):
        done = thing.tyk.ok("config", config={"apis": items, "policies": new})
    assert not done["changed"] and thing.there() == {"A": "b", "B": "c", "C": "a", "N": "n"}


def test_a_policy_that_has_made_room_is_still_in_the_scope_of_prune():
    thing = Policies(Tyk, "")
    policy = {"policy_id": "old", "name": "team-gold", "access_rights": [{"api": "Base"}]}
    thing.run(policy)
    scope = {"prune": ["policies"], "prune_scope": {"name_prefix": "team-"}}
    thing.fault(2, 999, error(400, "Not now"))  # it has made room, the new one is there, and then nothing works
    assert thing.run({**policy, "policy_id": "new"}, **scope)["failed"]
    thing.mend()
    assert thing.there()["old"].startswith("team-gold moving-") and thing.there()["new"] == "team-gold"
    thing.ok({**policy, "policy_id": "new"}, **scope)
    assert thing.there() == {"new": "team-gold"}


def test_who_cannot_make_room_fails_the_one_that_would_take_it_and_stays(thing):
    start(thing)
    thing.fault(0, 9, error(400, "Not now"))
    failed = Scene(thing, "from absent").run(continue_on_error=True)
    thing.mend()
    assert failed["failed"] and "could not make room" in failed["msg"]
    assert thing.there() == {"A": "a", "B": "b", "C": "c"}


def test_who_waits_for_one_that_failed_is_not_tried(thing):
    start(thing)
    thing.fault(0, 1, error(400, "Not now"))
    failed = Scene(thing, "chain").run(continue_on_error=True)
    thing.mend()
    status = {change["name"]: (change["status"], change.get("message", "")) for change in failed["changes"]}
    assert sorted(status for status, _why in status.values()) == ["failed", "not_tried", "not_tried"]
    assert sum("still has its" in why for _status, why in status.values()) == 2
    assert thing.there() == {"A": "a", "B": "b", "C": "c"}


@pytest.mark.parametrize("made", ["classic", "oas-gateway"])
def test_what_was_had_is_given_back_before_anything_else_is_written(made):
    make, platform, style = THINGS[made]
    thing = make(platform, style)
    start(thing)
    thing.fault(1, 1, error(400, "Not now"))
    policy = {"name": "Gold", "access_rights": [{"api": "Base"}]}
    gone = [{"name": who, "state": "absent"} for who in "AB"]
    config = {"apis": [thing.item("N", "a"), thing.item("M", "b"), *gone], "policies": [policy]}
    assert thing.tyk.run("config", config=config, continue_on_error=True)["failed"]
    ours = [entry for entry in thing.tyk.log() if not entry.startswith("GET ") and "/cache/" not in entry]
    methods = [entry.split()[0] for entry in ours]
    assert methods == ["PUT", "PUT", "PUT", "POST", "POST", "DELETE"] and ours[0] == ours[1] != ours[2]
    assert thing.there() == {"A": "a", "C": "c", "M": "b"}, "who goes only because another takes its place stays"


@pytest.mark.parametrize(
    ("key", "writes"),
    [
        ("hand-over to another", 2),
        ("chain", 3),
        ("swap", 3),
        ("cycle of three", 4),
        ("cycle of three, the other way round", 4),
    ],
)
def test_room_is_made_only_where_no_order_does_without(key, writes):
    thing = Thing(Tyk, "classic")
    start(thing)
    assert not Scene(thing, key).run().get("failed")
    assert len(thing.tyk.writes()) == writes


def test_where_the_last_of_a_swap_fails_the_other_keeps_what_it_got(some):
    start(some)
    some.fault(2, 1, error(400, "Not now"))
    failed = Scene(some, "swap").run(continue_on_error=True)
    some.mend()
    assert sorted(change["status"] for change in failed["changes"]) == ["done", "failed"]
    assert some.there() == {"A": "b", "B": "a", "C": "c"}


@pytest.mark.share(2)
@pytest.mark.parametrize("times", [1, 99])
@pytest.mark.parametrize("key", ["swap", "from absent to another", "from pruned"])
def test_whichever_answer_is_lost_no_two_have_the_same_and_the_next_run_mends_it(some, key, times):
    thing, gate = some, isinstance(some.tyk, Gate)
    for number in range(9):
        start(thing)
        thing.fault(number, times, None)
        scene = Scene(thing, key)
        failed = scene.run()
        left = thing.times == times
        thing.mend()
        there = thing.there()
        assert len({*there.values()}) == len(there) and not [at for at in there.values() if "/-" in at]
        if gate:
            thing.tyk.state(restart=True)
            assert thing.there() == there, "what is stored is what is served"
        if left:
            assert number >= 2 and not failed.get("failed")
            break
        done = scene.run()
        assert not done.get("failed"), done["msg"]
        assert thing.there() == scene.wanted and not scene.run()["changed"]
        thing.run(*({**thing.name(who), "state": "absent"} for who in thing.there()))
        assert not thing.there()


@pytest.mark.parametrize("bulk", [True, False])
@pytest.mark.parametrize("style", ["classic", "oas"])
@pytest.mark.parametrize("how", ["absent", "elsewhere"])
def test_what_a_gateway_serves_elsewhere_is_loaded_anew_once_its_place_is_free(style, how, bulk):
    thing = Thing(Gate, style)
    thing.ok(thing.item("A", "v", api_id="a"), thing.item("B", "b", api_id="b"))
    route = "/tyk/apis/oas/b" if style == "oas" else "/tyk/apis/b"
    body = thing.tyk.ask("GET", route)[1]
    server = body[EXTENSION]["server"]["listenPath"] if style == "oas" else body["proxy"]
    server["value" if style == "oas" else "listen_path"] = "/v/"
    assert thing.tyk.ask("PUT", route, body)[0] == 200
    thing.tyk.ask("GET", "/tyk/reload?block=true")
    assert thing.there() == {"A": "v", "B": "v/-b"}
    if bulk:
        gone = {"api_id": "a", "state": "absent"} if how == "absent" else thing.item("A", "x", api_id="a")
        thing.ok(gone, thing.item("B", "v", api_id="b"))
    else:
        thing.tyk.ok("api", **({"api_id": "a", "state": "absent"} if how == "absent" else thing.item("A", "x")))
        assert thing.there()["B"] == "v/-b", "the Gateway keeps what it has of a file that is as it was"
        assert thing.tyk.ok("api", api_id="b", listen_path="/v/")["changed"]
        assert not thing.tyk.ok("api", api_id="b", listen_path="/v/")["changed"]
    assert thing.there() == {"B": "v", **({"A": "x"} if how != "absent" else {})}


@pytest.mark.parametrize("bulk", [True, False])
def test_who_has_the_place_of_what_a_gateway_serves_elsewhere_is_named(bulk):
    thing = Thing(Gate, "classic")
    thing.ok(thing.item("B", "b", api_id="b"))
    handle, made = thing.tyk.emulator.handle, []

    def somebody_else(request):
        if request.method == "PUT" and not made:
            made.append(True)
            proxy = {"listen_path": "/v/", "target_url": "http://up.example/"}
            other = {
                "name": "Theirs",
                "api_id": "t",
                "org_id": ORG,
                "use_keyless": True,
                "active": True,
                "proxy": proxy,
            }
            thing.tyk.ask("POST", "/tyk/apis", {**other, "version_data": {"not_versioned": True, "versions": {}}})
            thing.tyk.ask("GET", "/tyk/reload?block=true")
        return handle(request)

    thing.tyk.emulator.handle = somebody_else
    item = thing.item("B", "v", api_id="b")
    failed = thing.run(item) if bulk else thing.tyk.run("api", **item)
    thing.tyk.emulator.handle = handle
    assert failed["failed"], made
    for text in ("'Theirs' (t)", "'/v/'", "/v/-b", "listen_path"):
        assert text in failed["msg"]
