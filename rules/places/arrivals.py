"""Devices and policies that come and go: ids for good, claims that outlive the change."""

from dataclasses import replace
from typing import Final

from rules.claims.orders import end_order
from rules.claims.review import end_claim, judge_again
from rules.claims.waiting import forget_delay
from rules.condition import Condition
from rules.falls_due import plan_rule
from rules.hands.verdict import not_judged
from rules.observing.silence import forget_alarms
from rules.observing.vacancy import note_presence
from rules.people.reminders import plan_reminders
from rules.places.adoption import bear_names
from rules.places.changing_ways import joins, leaves
from rules.places.directory import Directory
from rules.places.gone_areas import hand_down
from rules.places.membership import moved, place, places
from rules.policy import Policy
from rules.turn import Turn
from rules.words.decisions import End
from rules.words.device import Announcement, Device
from rules.words.ids import DeviceId, HardwareId, Ref, slug
from rules.words.records import Bound, Noted, PolicyTaken, Retired

WAITS: Final = "it waits until a person places it"


def announce(turn: Turn, announcement: Announcement) -> None:
    """Take in a device, or what is new about it; nothing is raised by that."""
    house = turn.house
    if joins(turn, announcement):
        return
    announcement = house.ways.called(announcement)
    device = _id_of(turn, announcement)
    known = house.devices.get(device)
    if known is not None and known.announcement == announcement:
        return
    fresh = Device.of(device, announcement)
    house.devices[device] = fresh
    condition = house.conditions.setdefault(device, Condition())
    _begin(condition, announcement, known)
    before = {device: place(house, device)} if known is not None else {}
    house.directory.admit(fresh)
    house.ways.meets(fresh)
    bear_names(turn, fresh)
    moved(turn, before)
    turn.stir(device)
    turn.shows(device)


def _begin(condition: Condition, announcement: Announcement, known: Device | None) -> None:
    """Let each new aspect count as what it begins with, where it begins with something."""
    before = known.announcement.capabilities if known is not None else {}
    for aspect, able in announcement.capabilities.items():
        if able.start is not None and aspect not in before:
            condition.values[aspect] = able.start


def _id_of(turn: Turn, announcement: Announcement) -> DeviceId:
    """Return the device id of a hardware: the one it has, else one made of its name, for good."""
    house, hardware = turn.house, announcement.hardware
    bound = house.ids.get(hardware)
    if bound is not None:
        return bound
    chosen = house.policy.ids.get(Ref(announcement.name)) or house.policy.ids.get(Ref(hardware))
    wanted = chosen or slug(announcement.name)
    device, count = DeviceId(wanted), 1
    while device in house.taken or not house.placing.may_bear(hardware, device):
        count += 1
        device = DeviceId(f"{wanted}-{count}")
    house.bind(hardware, device)
    turn.record(Bound(device=device, hardware=hardware, name=announcement.name))
    if bearer := house.placing.borne(announcement):
        turn.record(
            Noted(text=f"another device, {bearer}, bears this name: {WAITS}", device=device)
        )
    return device


def retire(turn: Turn, hardware: HardwareId) -> None:
    """Take a device away; its id stays bound to its hardware, and a person's hold stays."""
    house = turn.house
    if leaves(turn, hardware):
        return
    device = house.directory.device_of(hardware)
    if device is None:
        return
    condition, area = house.conditions[device], house.area_of(device)
    not_judged(turn, house.devices[device])
    end_order(turn, device, End.EXPIRED, "the device was taken away")
    # Its claims live to their ends: most often it is announced anew in a moment.
    condition.values, condition.since = {}, {}
    condition.fence = condition.order
    # Who moves it once it is back is not to be taken for an echo of what it was told before.
    condition.told = None
    # What a rule held back was of another time by then: it may no longer raise.
    forget_delay(turn, device)
    turn.stir(device)
    house.directory.dismiss(device)
    del house.devices[device]
    note_presence(turn, area)
    forget_alarms(turn, device)
    turn.record(Retired(device=device))
    turn.shows(device)


def adopt(turn: Turn, policy: Policy) -> None:
    """Put a policy in force; what it does not change keeps its leases and holds."""
    house = turn.house
    directory = Directory(policy, house.devices, house.placing)
    for device, condition in tuple(house.conditions.items()):
        known = device in house.devices
        for agent in [c.agent for c in condition.claims if known]:
            claim = house.claim_of(agent, device)
            if claim is not None and agent not in directory.wishers(device):
                # While its agent is still there, so that what it lit goes off with it.
                end_claim(turn, claim, "its agent was taken away")
    before, areas = places(house), frozenset(house.policy.areas)
    was_in = {device: area for device, (area, _) in before.items()} | house.directory.away()
    house.policy = policy
    house.directory = directory
    for met in house.devices.values():
        bear_names(turn, met)
    turn.record(PolicyTaken(policy=policy.hash), durable=True)
    plan_rules(turn)
    plan_reminders(house)
    hand_down(turn, areas, was_in)
    moved(turn, before)
    for device, condition in tuple(house.conditions.items()):
        for agent in [c.agent for c in condition.claims if c.agent not in policy.agents]:
            # Looked up one by one: the end of one claim may change the others.
            claim = house.claim_of(agent, device)
            if claim is not None:
                end_claim(turn, claim, "its agent was taken away")
        judge_again(turn, device, "the policy changed")
        turn.shows(device)


def plan_rules(turn: Turn) -> None:
    """Note the next opening or closing of every rule's hours."""
    for rule in sorted(turn.house.policy.guardrails):
        plan_rule(turn.house, rule, turn.now)


def link_changed(turn: Turn, *, up: bool) -> None:
    """Take in that the way to the devices is up or down; a return may lower, never raise."""
    turn.house.link_up = up
    if not up:
        return
    turn.house.linked_at = turn.now
    for device, condition in tuple(turn.house.conditions.items()):
        # What a rule held back was of another time by now: it may no longer raise.
        forget_delay(turn, device)
        for agent in [c.agent for c in condition.claims if c.until <= turn.now]:
            over = turn.house.claim_of(agent, device)
            if over is not None:
                end_claim(turn, over, "its time was over")
        judge_again(turn, device, "the connection is back")


def not_sent(turn: Turn, device: DeviceId, order: int, why: str) -> None:
    """Take in that an order never left: it is not sent late, but decided again."""
    condition = turn.house.conditions.get(device)
    if condition is None:
        return
    told = condition.told
    if condition.unheard is not None and condition.unheard.order == order:
        told, condition.unheard = condition.unheard, None
    elif told is not None and told.order == order:
        condition.told = None
    else:
        return
    for decision in told.decisions:
        turn.end(decision, device, End.EXPIRED, why)
    condition.claims = tuple(replace(c, acted=False) for c in condition.claims)
    turn.shows(device)
