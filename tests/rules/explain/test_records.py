"""What is said of each kind of record."""

from dataclasses import replace
from typing import get_args

import pytest

from rules.explain import headline, record_sentence
from rules.explain.records import TEMPLATES
from rules.words import records
from rules.words.alarms import Alarm, AlarmKind
from rules.words.decisions import End, Outcome
from rules.words.hands import Seen
from rules.words.ids import AgentId, AreaId, DecisionId, DeviceId, HardwareId, PersonId
from rules.words.people import AreaScope, DeviceScope, HandKind, HouseScope, Override, Pause
from rules.words.prompts import Answer, PromptState
from rules.words.records import (
    Adopted,
    AlarmBegan,
    AlarmEnded,
    Body,
    Bound,
    ChangeWished,
    ClaimEnded,
    Decided,
    Ended,
    Forgotten,
    FreezeBegan,
    HoldBegan,
    HoldEnded,
    Joined,
    Judged,
    Noted,
    OverrideBegan,
    OverrideEnded,
    PauseBegan,
    PauseEnded,
    PolicySigned,
    PolicyTaken,
    PromptBegan,
    PromptEnded,
    Reminded,
    Retired,
    Signed,
)
from rules.words.values import BRIGHTNESS, POWER, Aspect, Values
from rules.words.wishes import Author, Level, Then, Via
from tests.rules.explain.reasons import ANAS_FREEZE, BENS_HOLD
from tests.rules.explain.test_prompts import PROMPT
from tests.rules.explain.told import ANA, KITCHEN, LAMP, NAMES, at, decided

LATCH = "until somebody releases it"
FREEZING = "Ana froze it over MQTT at 07:50"
OFF = "Ana switched the kitchen off over MQTT at 19:35"
HELD = "held until the kitchen has been empty for 10 minutes, at most until 02:55"


PAUSED = PauseBegan(
    pause=Pause(agent=AgentId("hall-motion"), by=ANA, since=at(18, 30), until=at(21, 0))
)
ANA_THERE = Author(via=Via.PAGE, person=PersonId("ana"))


def ended(end: End, by: str = "") -> Ended:
    return Ended(decision=DecisionId(12), device=LAMP, end=end, by=by)


def claim_ended(then: Then, did: Values) -> ClaimEnded:
    return ClaimEnded(
        device=LAMP,
        agent=AgentId("hall-motion"),
        level=Level.EVENT,
        then=then,
        did=did,
        why="its time was over",
    )


def signed(signer: str, needs: int = 1) -> PolicySigned:
    """Return that somebody signed a version."""
    one = Signed(signer=signer, key="console-1", at=at(20, 0), reason="brighter nights", mark="00")
    return PolicySigned(version=3, policy="0123", needs=needs, signatures=(one,))


def alarm(kind: AlarmKind) -> Alarm:
    """Return what the lamp says since twenty minutes."""
    return Alarm(alarm=kind, device=LAMP, since=at(19, 40))


def judged(seen: Seen) -> Judged:
    was = {} if seen is Seen.GLITCH else {POWER: True, BRIGHTNESS: 204}
    return Judged(device=LAMP, seen=seen, values={POWER: False}, was=was)


ANSWERED = PromptEnded(
    prompt=PROMPT.id,
    agent=PROMPT.agent,
    devices=(LAMP,),
    state=PromptState.APPROVED,
    answer=Answer.YES,
    by=ANA,
    why="",
)
SILENT = replace(ANSWERED, state=PromptState.TIMED_OUT, answer=None, by=None, why="nobody answered")
ALWAYS = ChangeWished(
    prompt=PROMPT.id, agent=PROMPT.agent, devices=(LAMP,), answer=Answer.ALWAYS, by=ANA
)
TO_IT = "to the question of Hall motion about Kitchen lamp."
TO_BE_SIGNED = "do this with Kitchen lamp: it is to be signed, nothing changed yet."

SENTENCES: list[tuple[Body, str]] = [
    (
        PromptBegan(prompt=PROMPT),
        (
            "Asked at 20:00: May Hall motion set Kitchen lamp on at 20 %? "
            "If nobody answers by 19:07, nothing happens."
        ),
    ),
    (
        ANSWERED,
        f"Ana over MQTT answered yes at 20:00 {TO_IT}",
    ),
    (
        replace(ANSWERED, answer=Answer.LOWER),
        f"Ana over MQTT answered yes, but less, at 20:00 {TO_IT}",
    ),
    (
        replace(ANSWERED, state=PromptState.DECLINED, answer=Answer.NO),
        f"Ana over MQTT answered no at 20:00 {TO_IT}",
    ),
    (
        replace(ANSWERED, state=PromptState.DISMISSED, answer=Answer.LATER),
        f"Ana over MQTT answered not now at 20:00 {TO_IT}",
    ),
    (
        SILENT,
        "The question of Hall motion about Kitchen lamp was closed at 20:00: nobody answered.",
    ),
    (
        ALWAYS,
        f"Ana over MQTT wants a policy by which Hall motion may always {TO_BE_SIGNED}",
    ),
    (
        replace(ALWAYS, answer=Answer.NEVER),
        f"Ana over MQTT wants a policy by which Hall motion may never {TO_BE_SIGNED}",
    ),
    (
        FreezeBegan(freeze=ANAS_FREEZE),
        "Ana froze the house over MQTT at 18:50; frozen until somebody releases it.",
    ),
    (
        OverrideBegan(
            override=Override(
                scope=AreaScope(KITCHEN), values={POWER: False}, by=ANA, since=at(18, 55)
            )
        ),
        "Ana switched the kitchen off over MQTT at 18:55; held until somebody releases it.",
    ),
    (
        OverrideEnded(scope=HouseScope(), verb="freeze", by=ANA, why="released"),
        "The freeze of the house ended at 20:00: released (Ana over MQTT).",
    ),
    (
        OverrideEnded(scope=DeviceScope(LAMP), verb="set", by=None, why="its time is over"),
        "The override of Kitchen lamp ended at 20:00: its time is over.",
    ),
    (
        OverrideEnded(
            scope=HouseScope(),
            verb="freeze",
            by=BENS_HOLD.by,
            why="released",
            placed=ANA,
            since=at(18, 50),
        ),
        (
            "The freeze of the house, placed by Ana over MQTT at 18:50, ended at 20:00: "
            "released (Ben by hand)."
        ),
    ),
    (
        ended(End.SUPERSEDED, "a person said yes to it"),
        "The question of decision 12 about Kitchen lamp was answered: a person said yes to it.",
    ),
    (
        ended(End.MOOT, "a person put it off"),
        "The question of decision 12 about Kitchen lamp was answered: a person put it off.",
    ),
    (
        Reminded(held=replace(ANAS_FREEZE, since=at(7, 50))),
        f"The house is still frozen after 12 hours: {FREEZING}; frozen {LATCH}.",
    ),
    (
        Reminded(
            held=Override(scope=AreaScope(KITCHEN), values={POWER: False}, by=ANA, since=at(19, 35))
        ),
        f"The kitchen is still held after 25 minutes: {OFF}; held {LATCH}.",
    ),
    (
        HoldBegan(
            hold=BENS_HOLD,
            was={POWER: True, BRIGHTNESS: 204, Aspect("linkquality"): 80},
        ),
        f"Ben switched Kitchen lamp off by hand at 18:55 (it was on); {HELD}.",
    ),
    (
        HoldBegan(
            hold=replace(BENS_HOLD, values={POWER: True, BRIGHTNESS: 51}, kind=HandKind.DOWN),
            was={POWER: True, BRIGHTNESS: 204},
        ),
        f"Ben dimmed Kitchen lamp to 20 % by hand at 18:55 (it was on at 80 %); {HELD}.",
    ),
    (
        HoldBegan(hold=BENS_HOLD, was={POWER: None}),
        f"Ben switched Kitchen lamp off by hand at 18:55; {HELD}.",
    ),
    (
        HoldEnded(device=LAMP, why="the area has been empty long enough"),
        "The hold on Kitchen lamp ended at 20:00: the area has been empty long enough.",
    ),
    (ended(End.VERIFIED), "Kitchen lamp reported that it did as decided (decision 12)."),
    (
        ended(End.FAILED, "the device did not report it"),
        "Kitchen lamp did not do as decided (decision 12): the device did not report it.",
    ),
    (
        ended(End.SUPERSEDED, "a newer command"),
        "Decision 12 about Kitchen lamp no longer counts: a newer command.",
    ),
    (
        ended(End.SUPERSEDED, "superseded by override"),
        "Decision 12 about Kitchen lamp no longer counts: it is held or frozen now.",
    ),
    (ended(End.SUPERSEDED), "Decision 12 about Kitchen lamp no longer counts."),
    (
        ended(End.EXPIRED, "its time was over"),
        "Decision 12 about Kitchen lamp ran out: its time was over.",
    ),
    (
        ended(End.MOOT, "it was so already"),
        "Decision 12 about Kitchen lamp changed nothing: it was so already.",
    ),
    (
        ended(End.UNKNOWN, "the hub stopped"),
        "How decision 12 about Kitchen lamp ended is not known: the hub stopped.",
    ),
    (
        claim_ended(Then.OFF, {POWER: False}),
        (
            "Hall motion's wish for Kitchen lamp ended at 20:00 (its time was over): Kitchen lamp "
            "was switched off."
        ),
    ),
    (
        claim_ended(Then.OFF, {}),
        (
            "Hall motion's wish for Kitchen lamp ended at 20:00 (its time was over): nothing was "
            "left to switch off."
        ),
    ),
    (
        claim_ended(Then.KEEP, {}),
        (
            "Hall motion's wish for Kitchen lamp ended at 20:00 (its time was over): it was left "
            "as it was."
        ),
    ),
    (
        Bound(device=LAMP, hardware=HardwareId("0x0017"), name="Kitchen lamp"),
        "Kitchen lamp (0x0017) was met at 20:00 and is kitchen-lamp from now on.",
    ),
    (
        Adopted(device=LAMP, area=KITCHEN, by=ANA_THERE),
        (
            "Kitchen lamp was put into the kitchen at 20:00 by Ana on the page: agents may act on "
            "it now."
        ),
    ),
    (
        Adopted(device=LAMP, area=KITCHEN, by=ANA_THERE, before=AreaId("hall")),
        (
            "Kitchen lamp was put into the kitchen, out of the hall at 20:00 by Ana on the page: "
            "agents may act on it now."
        ),
    ),
    (
        Joined(device=LAMP, hardware=HardwareId("wled-1"), by=ANA_THERE),
        ("Wled-1 was joined to Kitchen lamp at 20:00 by Ana on the page: both are one device now."),
    ),
    (
        Joined(device=LAMP, hardware=HardwareId("wled-1"), by=ANA_THERE, parted=True),
        (
            "Wled-1 was parted from Kitchen lamp at 20:00 by Ana on the page: it is a device of "
            "its own again."
        ),
    ),
    (
        Forgotten(device=LAMP, by=ANA_THERE),
        (
            "Kitchen lamp was made new again at 20:00 by Ana on the page: nothing automated acts "
            "on it any more."
        ),
    ),
    (
        Forgotten(device=LAMP, by=ANA_THERE, names=("kitchen-lamp",)),
        (
            "Kitchen lamp, which is gone, was given up at 20:00 by Ana on the page: another "
            "device may bear the name kitchen-lamp now."
        ),
    ),
    (
        judged(Seen.PHYSICAL),
        (
            "Kitchen lamp went from on at 80 % to off at 20:00:00: somebody did that at Kitchen "
            "lamp itself."
        ),
    ),
    (
        judged(Seen.HAND),
        (
            "Kitchen lamp went from on at 80 % to off at 20:00:00, which nothing that it was told "
            "explains: a hand."
        ),
    ),
    (
        judged(Seen.CONTROLLER),
        "Another controller told Kitchen lamp at 20:00:00 to be off: that is somebody's wish.",
    ),
    (
        judged(Seen.MAINS),
        (
            "Kitchen lamp came back at 20:00:00 while the rest of the house stayed up: somebody "
            "used a switch in its mains."
        ),
    ),
    (
        judged(Seen.POWER_CUT),
        (
            "Kitchen lamp came back at 20:00:00 together with most of the house: a power cut, and "
            "nothing is held for it."
        ),
    ),
    (
        judged(Seen.GLITCH),
        (
            "Kitchen lamp became off at 20:00:00 and was as before within a second: nothing "
            "follows from it."
        ),
    ),
    (
        judged(Seen.UNKNOWN),
        (
            "Kitchen lamp went from on at 80 % to off at 20:00:00, and nobody knows why: was that "
            "you? It is left alone for 15 minutes."
        ),
    ),
    (
        judged(Seen.ECHO),
        "What Kitchen lamp reported at 20:00:00 is what it was told.",
    ),
    (
        judged(Seen.GROUP_ECHO),
        "What Kitchen lamp reported at 20:00:00 is what another device of its group was told.",
    ),
    (judged(Seen.NOTHING), "Nothing in what Kitchen lamp reported at 20:00:00 had to be judged."),
    (
        AlarmBegan(alarm=alarm(AlarmKind.WATER)),
        "Kitchen lamp reports water since 19:40:00.",
    ),
    (
        AlarmBegan(alarm=replace(alarm(AlarmKind.BATTERY), seen=7)),
        "The battery of Kitchen lamp is nearly empty (7 %), since 19:40:00.",
    ),
    (
        AlarmBegan(alarm=alarm(AlarmKind.SILENT)),
        "Nothing was heard of Kitchen lamp since 19:40:00.",
    ),
    (
        AlarmEnded(alarm=alarm(AlarmKind.WATER)),
        "Kitchen lamp reports no water any more, at 20:00:00.",
    ),
    (
        AlarmEnded(alarm=alarm(AlarmKind.BATTERY)),
        "The battery of Kitchen lamp is full enough again, at 20:00:00.",
    ),
    (
        AlarmEnded(alarm=alarm(AlarmKind.TAMPER)),
        "Kitchen lamp reports at 20:00:00 that nobody tampers with it any more.",
    ),
    (
        AlarmEnded(alarm=alarm(AlarmKind.SILENT)),
        "Kitchen lamp was heard of again at 20:00:00.",
    ),
    (
        AlarmEnded(alarm=alarm(AlarmKind.SMOKE), why="it was taken away"),
        "What Kitchen lamp reported ended at 20:00:00: it was taken away.",
    ),
    (Retired(device=LAMP), "Kitchen lamp was taken away at 20:00."),
    (Retired(device=DeviceId("old-lamp")), "Old-lamp was taken away at 20:00."),
    (Noted(text="the clock was put back 30 s"), "The clock was put back 30 s."),
    (
        Noted(text="did not report what it was told, twice", device=LAMP),
        "Kitchen lamp: did not report what it was told, twice.",
    ),
    (PAUSED, "Ana paused Hall motion over MQTT at 18:30; it wishes nothing until 21:00."),
    (
        PauseBegan(pause=replace(PAUSED.pause, skips=at(18, 45, day=11))),
        "Ana skipped Hall motion at 18:45 on 11 Nov over MQTT.",
    ),
    (
        PauseEnded(agent=AgentId("hall-motion"), by=None, why="its time is over"),
        "Hall motion may act again since 20:00: its time is over.",
    ),
    (
        PauseEnded(agent=AgentId("hall-motion"), by=ANA, why=""),
        "Ana over MQTT let Hall motion act again at 20:00.",
    ),
    (PolicyTaken(policy="0123456789abcdef"), "The policy 0123456789ab took effect at 20:00."),
    (signed("ana"), "Ana signed version 3 of the policy at 20:00: brighter nights."),
    (signed("console"), "The household signed version 3 of the policy at 20:00: brighter nights."),
    (
        signed("ana", needs=2),
        (
            "Ana signed version 3 of the policy at 20:00: brighter nights; "
            "somebody else must sign it too, before it counts."
        ),
    ),
]


@pytest.mark.parametrize(("body", "sentence"), SENTENCES)
def test_each_record_is_a_sentence(body: Body, sentence: str) -> None:
    assert record_sentence(body, at(20, 0), NAMES) == sentence


def test_there_is_a_sentence_for_whatever_a_report_is_taken_for() -> None:
    assert {body.seen for body, _ in SENTENCES if isinstance(body, Judged)} == set(Seen)


def test_a_decision_is_told_by_its_headline() -> None:
    decision = decided(Outcome.ALLOWED)

    said = record_sentence(Decided(decision=decision), at(20, 0), NAMES)

    assert said == headline(decision, NAMES)


def test_every_kind_of_record_was_tried() -> None:
    tried = {type(body) for body, _ in SENTENCES} | {Decided}

    assert tried == set(get_args(records.Body)) == set(TEMPLATES)
