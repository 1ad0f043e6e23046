# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A long run says how far it is, and every run over a configuration ends with one sentence of what was done and what is
left; nothing that is said names an object."""

from __future__ import annotations

import json
import re

import pytest
from gateway_runner import Gate
from module_company import company
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import TykModule
from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._config.apply import Work
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError

COUNTED = re.compile(
    r"(\d+) of (\d+) objects compared(?:, (\d+) of (\d+) written|, \d+ looked at for what may go)?(, \d+ failed)?"
)
OF_COUNTS = re.compile(rf"{COUNTED.pattern}|\d+ of \d+ [A-Za-z ]+ read")


class Heard:
    """What is said, and when; the clock goes on with every request."""

    def __init__(self, monkeypatch, tyk, seconds=1.0):
        self.now, self.lines, self.seconds = 0.0, [], seconds
        tyk.clock = lambda: self.now
        handle, task = tyk.emulator.handle, TykModule.task

        def slowly(request):
            self.now += self.seconds
            return handle(request)

        def spoken(module):
            return task(module)._replace(progress=Progress(lambda text: self.lines.append((self.now, text))))

        monkeypatch.setattr(tyk.emulator, "handle", slowly)
        monkeypatch.setattr(TykModule, "task", spoken)

    def counts(self):
        """When and what was said of counts, since the last look; the rest is left out."""
        found = [(when, text) for when, text in self.lines if OF_COUNTS.fullmatch(text)]
        self.lines.clear()
        return found


def apis(many, **more):
    return [
        {"name": f"Api-{n}-s3cret", "listen_path": f"/{n}/", "target_url": "http://up.example/", **more}
        for n in range(many)
    ]


def keys(many, **more):
    rights = [{"api": "Api-0-s3cret"}]
    return [
        {"key_id": f"key-{n}-s3cret", "alias": f"alias-{n}-s3cret", "access_rights": rights, **more}
        for n in range(many)
    ]


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_a_long_run_says_how_far_it_is(monkeypatch, platform):
    tyk = platform()
    heard = Heard(monkeypatch, tyk)
    result = tyk.ok("config", config={"apis": apis(30)}, parallel=1)
    said = [text for _when, text in heard.lines]
    found = heard.counts()
    assert len(found) >= 3
    times = [when for when, _text in found]
    assert times[0] >= 10 and all(later - earlier >= 10 for earlier, later in zip(times, times[1:]))
    numbers = [COUNTED.fullmatch(text).groups() for _when, text in found]
    assert {(one[0], one[1], one[3]) for one in numbers} == {("30", "30", "30")}
    written = [int(one[2]) for one in numbers]
    assert written == sorted(set(written)) and 0 < written[0] < written[-1] <= 30
    assert said[-1] == result["msg"] == "30 of 30 objects changed (30 created), and nothing is left to do."
    assert result["counts"] == {"objects": 30, "compared": 30, "to_write": 30, "written": 30, "failed": 0, "left": 0}


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("check", [True, False])
def test_a_short_run_says_how_it_ended_and_no_more(monkeypatch, platform, check):
    tyk = platform()
    heard = Heard(monkeypatch, tyk, 0)
    for said in (
        "Plan, nothing was written: 3 of 3 objects would change (3 created)."
        if check
        else "3 of 3 objects changed (3 created), and nothing is left to do.",
        "0 of 3 objects changed (3 unchanged), and nothing is left to do.",
    ):
        result = tyk.ok("config", config={"apis": apis(3)}, check=check)
        assert [text for _when, text in heard.lines] == [result["msg"]] == [said]
        heard.lines.clear()
        if check:
            break


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_comparing_is_counted_too(monkeypatch, platform):
    tyk = platform()
    tyk.ok("config", config={"apis": apis(1), "keys": keys(30)})
    heard = Heard(monkeypatch, tyk)
    tyk.ok("config", config={"keys": keys(30, tags=["new"])}, check=True, parallel=1)  # so each is read in its turn
    found = [COUNTED.fullmatch(text).groups() for _when, text in heard.counts() if COUNTED.fullmatch(text)]
    compared = [int(one[0]) for one in found if one[2] is None]
    assert len(compared) >= 2 and compared == sorted(set(compared)) and compared[-1] < 30


def test_looking_for_what_may_be_pruned_is_counted_too(monkeypatch, tyk):
    tyk.ok("config", config={"apis": apis(30), "policies": [{"name": "P", "access_rights": [{"api": "Api-1-s3cret"}]}]})
    heard = Heard(monkeypatch, tyk, 12)
    result = tyk.ok("config", config={"apis": apis(28)}, prune=["apis"], prune_all=True, check=True)
    assert any("looked at for what may go" in text for _when, text in heard.counts())
    assert result["counts"] == {"objects": 30, "compared": 30, "to_write": 2, "written": 0, "failed": 0, "left": 2}
    assert result["msg"] == "Plan, nothing was written: 2 of 30 objects would change (2 deleted, 28 unchanged)."


@pytest.mark.parametrize("module", ["key_info", "config_info"])
def test_reading_one_by_one_is_counted_too(monkeypatch, module):
    gate = Gate()
    gate.ok("config", config={"apis": apis(1), "keys": keys(30)})
    heard = Heard(monkeypatch, gate)
    more = {"kinds": ["keys", "apis"]} if module == "config_info" else {}
    result = gate.ok(module, **more)
    said = [text for _when, text in heard.lines]
    assert len(said) >= 2 and all(re.fullmatch(r"\d+ of 30 keys read", text) for text in said)
    assert "counts" not in result or result["counts"] == {"keys": 30, "apis": 1}


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_no_line_names_an_object_or_holds_a_secret(monkeypatch, platform):
    tyk = platform()
    heard = Heard(monkeypatch, tyk, 11)
    names = [*(f"Api-{n}-s3cret" for n in range(4)), "Gold-s3cret", "key-s3cret"]
    config = {
        "apis": apis(4),
        "policies": [{"name": "Gold-s3cret", "access_rights": [{"api": names[0]}]}],
        "keys": [{"key_id": "key-s3cret", "alias": "alias-s3cret", "policies": ["Gold-s3cret"]}],
    }
    fault = [{"method": "POST", "path": "/(api|tyk)/apis$", "skip": 2, "times": 1, "status": 400}]
    tyk.control("PUT", "faults", fault)
    failed = tyk.run("config", config=config, parallel=1, continue_on_error=True)
    tyk.ok("config", config=config)
    assert len(heard.lines) > 6 and not [text for _when, text in heard.lines if "s3cret" in text]
    assert failed["failed"] and failed["msg"].startswith(f"{failed['counts']['written']} of 6 changes done")


def test_what_is_left_is_named_by_kind(tyk):
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/api/apis$", "skip": 1, "times": 1, "status": 400}])
    config = company(apis=apis(9), policies=[{"name": "P", "access_rights": [{"api": apis(1)[0]["name"]}]}], keys=[])
    result = tyk.run("config", config={name: config[name] for name in ("apis", "policies")}, parallel=1)
    left = (
        "APIs 'Api-1-s3cret', 'Api-2-s3cret', 'Api-3-s3cret', 'Api-4-s3cret', 'Api-5-s3cret' and 3 more; policies 'P'"
    )
    assert result["msg"].startswith(f"1 of 10 changes done (1 created), 1 failed, 8 not tried. Left: {left}; running")


HOSTILE = "\u202e\x1b[31m <script>alert(1)</script> | `a`\n/close"


@pytest.mark.parametrize("platform", [Tyk, Gate])
def test_a_name_cannot_say_more_than_a_name_in_what_is_left(platform):
    tyk = platform()
    tyk.control("PUT", "faults", [{"method": "POST", "path": "/(api|tyk)/apis$", "times": 1, "status": 400}])
    result = tyk.run("config", config={"apis": [{**apis(1)[0], "name": HOSTILE}]})
    first, *_rest = result["msg"].splitlines()
    assert first.startswith("0 of 1 change done, 1 failed. Left: APIs '") and first.endswith("from there.")
    assert "<script>alert(1)</script> | `a`\\n/close'" in first
    assert not {"\u202e", "\x1b"} & set(result["msg"])


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("platform", "path"), [(Tyk, "/keys/key-"), (Gate, "/keys/eyJ")])
def test_a_comparison_that_breaks_off_tells_how_far_it_came(platform, path, check):
    tyk = platform()
    tyk.ok("config", config={"apis": apis(1), "keys": keys(9)})
    tyk.control("PUT", "faults", [{"method": "GET", "path": path, "skip": 4, "status": 500}])
    result = tyk.run("config", config={"keys": keys(9, tags=["new"])}, retries=0, check=check, parallel=1)
    assert result["failed"] and not result["changed"] and result["failure"]["status"] == 500
    assert result["counts"] == {"objects": 9, "compared": 4, "to_write": 0, "written": 0, "failed": 0, "left": 0}
    assert result["msg"].endswith(". 4 of 9 objects were compared; nothing was written.")


def test_a_configuration_that_is_refused_tells_how_many_objects_it_has(tyk):
    wrong = [{"name": "P", "access_rights": [{"api": "Nowhere"}]}]
    result = tyk.run("config", config={"apis": apis(3), "policies": wrong})
    assert result["errors"] and "nothing was written" in result["msg"]
    assert result["counts"] == {"objects": 4, "compared": 4, "to_write": 0, "written": 0, "failed": 0, "left": 0}


@pytest.mark.parametrize("error", [TykError("no answer"), KeyError("s3cret")])
def test_a_run_that_breaks_off_between_objects_tells_what_was_done_and_hands_over_what_was_made(
    monkeypatch, tyk, error, tmp_path
):
    section = Work._section

    def broken(self, steps):
        if steps and steps[0].section == "keys":
            raise error
        section(self, steps)

    monkeypatch.setattr(Work, "_section", broken)
    person = {"email_address": "a@b.example", "first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    config = {"users": [person], "apis": apis(2), "keys": keys(1)}
    report = tmp_path / "report.json"
    result = tyk.run("config", config=config, report=[str(report)])
    assert result["failed"] and result["changed"]
    assert result["msg"].startswith(
        "3 of 4 changes done (3 created), 1 not tried. Left: keys 'alias-0-s3cret'; running again goes on from there.\n"
    )
    assert ("no answer" in result["msg"]) is isinstance(error, TykError) and "'s3cret'" not in result["msg"]
    assert [one["name"] for one in result["generated"]] == ["a@b.example"]
    assert [one["status"] for one in json.loads(report.read_text())["items"]] == ["done"] * 3 + ["not_tried"]
    monkeypatch.setattr(Work, "_section", section)
    assert tyk.ok("config", config=config)["counts"]["written"] == 1


def test_room_that_was_made_is_given_back_when_the_run_breaks_off(monkeypatch, tyk):
    """Two APIs are to swap their listen paths; before the first write the run ends."""
    tyk.ok("config", config={"apis": apis(2)})

    def broken(self, steps, _parallel, _later):
        self._places.make_room(steps[0])
        assert any(
            "moving-" in api["api_definition"]["proxy"]["listen_path"] for api in tyk.read("/api/apis?p=-1")["apis"]
        )
        raise KeyError("nobody thought of it")

    monkeypatch.setattr(Work, "_write", broken)
    first, second = apis(2)
    swapped = [{**first, "listen_path": "/1/"}, {**second, "listen_path": "/0/"}]
    assert tyk.run("config", config={"apis": swapped})["failed"]
    found = {api["api_definition"]["proxy"]["listen_path"] for api in tyk.read("/api/apis?p=-1")["apis"]}
    assert found == {"/0/", "/1/"}
