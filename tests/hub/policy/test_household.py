"""What a household wrote, as the rules then have it."""

from pathlib import Path
from zoneinfo import ZoneInfo

from devices.agents.circadian import Circadian
from devices.agents.forgotten_light import ForgottenLight
from devices.agents.motion_light import MotionLight
from devices.agents.recipe import Recipe
from devices.agents.schedule import Schedule
from devices.recipes import SUN_DOWN, OnDays, Press
from rules.guardrails.ceilings import BrightnessCeiling, ColourCeiling
from rules.guardrails.confirmation import BigScopeConfirmation
from rules.guardrails.light_floor import LightFloor
from rules.guardrails.pace import ChangeBudget
from rules.policy import Area, AreaKind, Home, Person, Role, Scene
from rules.words.asks import Otherwise
from rules.words.days import Weekday
from rules.words.ids import AgentId, AreaId, DeviceId, GuardrailId, PersonId, Ref, SceneId
from rules.words.news import Cron
from rules.words.readings import Above, Below, Equals, Reading
from rules.words.times import HOUR, MINUTE, Duration, SunEvent, SunPoint, TimeOfDay, Window
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Aspect, Brightness, Kelvin, Xy
from rules.words.wishes import Then
from tests.hub.policy.written import policy, taken

HALF_PAST_TEN = TimeOfDay(22 * 60 + 30)
HALF_PAST_SIX = TimeOfDay(6 * 60 + 30)


def test_the_home_has_its_zone_its_place_and_its_quiet_hours(tmp_path: Path) -> None:
    home = taken(
        tmp_path,
        """\
        home:
          name: Elm Road 1
          timezone: Europe/Madrid
          latitude: 40.42
          longitude: -3.70
          quiet_hours: [22:30, 06:30]
          remind_every: 8 h
        """,
    ).policy.home

    assert home == Home(
        name="Elm Road 1",
        zone=ZoneInfo("Europe/Madrid"),
        latitude=40.42,
        longitude=-3.7,
        quiet_hours=Window(HALF_PAST_TEN, HALF_PAST_SIX),
        remind_every=Duration(8 * 3600.0),
    )


def test_people_have_a_role_and_perhaps_something_that_says_they_are_at_home(
    tmp_path: Path,
) -> None:
    people = taken(
        tmp_path,
        """\
        people:
          ana: { name: Ana, role: owner, presence: Ana phone }
          ben: { role: child, presence: { device: Ben tag, reading: occupancy } }
        """,
    ).policy.people

    ana, ben = PersonId("ana"), PersonId("ben")
    at_home = (Ref("Ana phone"), Aspect("presence"))
    tagged = (Ref("Ben tag"), Aspect("occupancy"))
    assert people == {
        ana: Person(id=ana, name="Ana", role=Role.OWNER, presence=at_home),
        ben: Person(id=ben, name="Ben", role=Role.CHILD, presence=tagged),
    }


def test_an_area_without_a_name_is_called_after_its_id(tmp_path: Path) -> None:
    areas = taken(tmp_path, "areas:\n  living-room: { kind: living, devices: [12, A] }\n  hall:\n")

    living_room, hall = AreaId("living-room"), AreaId("hall")
    devices = (Ref("12"), Ref("A"))
    assert areas.policy.areas == {
        living_room: Area(
            id=living_room, name="Living room", kind=AreaKind.LIVING, devices=devices
        ),
        hall: Area(id=hall, name="Hall"),
    }


def test_a_household_may_choose_the_ids_of_its_devices(tmp_path: Path) -> None:
    ids = taken(tmp_path, "devices: { Hall lamp: { id: lamp-1 } }\n").policy.ids

    assert ids == {Ref("Hall lamp"): DeviceId("lamp-1")}


def test_a_scene_says_for_each_device_what_it_is_to_be(tmp_path: Path) -> None:
    scenes = taken(
        tmp_path,
        """\
        scenes:
          film:
            set:
              A: on
              B: off
              C: 20 %
              D: 0 %
              E: 2700 K
              F: { power: on, brightness: 100 %, colour: [0.3, 0.4] }
              G: { brightness: 0 % }
              H: { colour_temp: 2200 }
        """,
    ).policy.scenes

    film = SceneId("film")
    assert scenes[film] == Scene(
        id=film,
        name="Film",
        values={
            Ref("A"): {POWER: True},
            Ref("B"): {POWER: False},
            Ref("C"): {POWER: True, BRIGHTNESS: 51},
            Ref("D"): {POWER: False},
            Ref("E"): {POWER: True, COLOUR: Kelvin(2700)},
            Ref("F"): {POWER: True, BRIGHTNESS: 255, COLOUR: Xy(0.3, 0.4)},
            Ref("G"): {POWER: False},
            Ref("H"): {COLOUR: Kelvin(2200)},
        },
    )


def test_each_agent_is_read_by_the_fields_of_its_kind(tmp_path: Path) -> None:
    agents = policy(
        tmp_path,
        """\
        agents:
          motion:
            kind: motion_light
            area: hall
            brightness: 80 %
            off_after: 1 h 30 min
            only_below: 40
            colour: 2700 K
            weight: 2
            purpose: To see.
          evening:
            kind: schedule
            area: hall
            at: sunset - 15 min
            set: { power: on, brightness: 30 % }
            until: 23:00
            days: [mon, sun]
          morning:
            kind: schedule
            lamps: [Hall lamp]
            at: cron "45 6 * * mon-fri"
            set: on
          daylight: { kind: circadian, area: hall, dimmest: 20 % }
          forgotten: { kind: forgotten_light, area: hall, after: 45 min }
        """,
    ).agents

    hall = AreaId("hall")
    assert list(agents.values()) == [
        MotionLight(
            id=AgentId("motion"),
            purpose="To see.",
            weight=2,
            area=hall,
            brightness=Brightness(204),
            off_after=Duration(90 * MINUTE),
            only_below=40.0,
            colour=Kelvin(2700),
        ),
        Schedule(
            id=AgentId("evening"),
            area=hall,
            at=SunPoint(SunEvent.SUNSET, -15),
            set_={POWER: True, BRIGHTNESS: 76},
            until=TimeOfDay(23 * 60),
            days=(Weekday.MON, Weekday.SUN),
        ),
        Schedule(
            id=AgentId("morning"),
            lamps=(Ref("Hall lamp"),),
            at=Cron("", "45 6 * * mon-fri"),
            set_={POWER: True},
        ),
        Circadian(id=AgentId("daylight"), area=hall, dimmest=Brightness(51)),
        ForgottenLight(id=AgentId("forgotten"), area=hall, after=Duration(45 * MINUTE)),
    ]


def test_each_guardrail_is_read_by_the_fields_of_its_kind(tmp_path: Path) -> None:
    guardrails = policy(
        tmp_path,
        """\
        guardrails:
          nights:
            kind: brightness_ceiling
            areas: [hall]
            devices: [Sofa lamp]
            between: [22:30, sunrise + 1 h]
            at_most: 20 %
            purpose: Sleep.
            owner: ana
            review: 2027-03-31
          warm: { kind: colour_ceiling, at_most: 2700 K }
          floor: { kind: light_floor, at_least: 10 %, while_occupied: no }
          calm: { kind: change_budget, at_most: 10, within: 1 hour }
        """,
    ).guardrails

    assert list(guardrails.values()) == [
        BrightnessCeiling(
            id=GuardrailId("nights"),
            areas=(AreaId("hall"),),
            devices=(Ref("Sofa lamp"),),
            between=Window(HALF_PAST_TEN, SunPoint(SunEvent.SUNRISE, 60)),
            at_most=Brightness(51),
            purpose="Sleep.",
            owner=PersonId("ana"),
            review="2027-03-31",
        ),
        ColourCeiling(id=GuardrailId("warm"), at_most=Kelvin(2700)),
        LightFloor(id=GuardrailId("floor"), at_least=Brightness(26), while_occupied=False),
        ChangeBudget(id=GuardrailId("calm"), at_most=10, within=Duration(HOUR)),
    ]


def test_a_recipe_says_when_if_and_then(tmp_path: Path) -> None:
    agent = policy(
        tmp_path,
        """\
        agents:
          porch:
            kind: recipe
            rules:
              - when: [{ Door: { door: on } }, { Button: { press: single } }, { Lamp: off }]
                if: { sun: down, Lux: { illuminance: below 40, battery: above 5.5 } }
                then: { Lamp: 40 %, Fan: { power: on } }
                for: 5 min
                afterwards: off
              - when: [{ time: 07:00 }, { sun: sunset }, { cron: "45 6 * * 1-5" }]
                if:
                  days: [sat-sun]
                  between: [05:00, sunrise]
                  Lamp: { brightness: above 20 %, mode: night }
                then: { Lamp: on }
        """,
    ).agents[AgentId("porch")]

    assert isinstance(agent, Recipe)
    by_event, by_time = agent.rules
    assert by_event.when == (
        Reading(Ref("Door"), Aspect("door"), Equals(True)),
        Press(Ref("Button"), "single"),
        Reading(Ref("Lamp"), POWER, Equals(False)),
    )
    assert by_event.if_ == (
        SUN_DOWN,
        Reading(Ref("Lux"), Aspect("illuminance"), Below(40)),
        Reading(Ref("Lux"), Aspect("battery"), Above(5.5)),
    )
    assert by_event.then == {Ref("Lamp"): {POWER: True, BRIGHTNESS: 102}, Ref("Fan"): {POWER: True}}
    assert (by_event.for_, by_event.afterwards) == (5 * MINUTE, Then.OFF)
    assert by_time.when == (
        TimeOfDay(7 * 60),
        SunPoint(SunEvent.SUNSET),
        Cron("", "45 6 * * 1-5"),
    )
    hours = Window(TimeOfDay(5 * 60), SunPoint(SunEvent.SUNRISE))
    assert by_time.if_ == (
        OnDays((Weekday.SAT, Weekday.SUN), hours),
        hours,
        Reading(Ref("Lamp"), BRIGHTNESS, Above(51)),
        Reading(Ref("Lamp"), Aspect("mode"), Equals("night")),
    )
    assert (by_time.for_, by_time.afterwards) == (None, Then.KEEP)


def test_a_recipe_with_one_rule_needs_no_list(tmp_path: Path) -> None:
    short = policy(
        tmp_path,
        "agents: { a: { kind: recipe, when: { X: on }, then: { Y: on }, purpose: Z } }\n",
    )
    long = policy(
        tmp_path,
        "agents: { a: { kind: recipe, rules: [{when: {X: on}, then: {Y: on}}], purpose: Z}}\n",
    )

    assert short.agents == long.agents


def test_all_devices_that_a_file_names_are_known_by_it(tmp_path: Path) -> None:
    household = taken(
        tmp_path,
        """\
        areas: { hall: { devices: [A] } }
        controls: { c: { device: B, press: toggle C, double: D 40 % } }
        scenes: { s: { set: { E: on } } }
        agents: { r: { kind: recipe, when: { F: on }, then: { G: on } } }
        guardrails: { g: { kind: never_automate, devices: [H] } }
        people: { ana: { role: owner, presence: I } }
        devices: { J: { id: j } }
        """,
    )

    assert "".join(sorted(household.refs)) == "ABCDEFGHIJ"


def test_a_rule_may_say_what_is_done_where_nobody_answers(tmp_path: Path) -> None:
    rules = policy(
        tmp_path,
        "guardrails:\n  big: { kind: big_scope_confirmation, more_than: 2, otherwise: do it }\n",
    ).guardrails

    (rule,) = rules.values()
    assert isinstance(rule, BigScopeConfirmation)
    assert rule.otherwise is Otherwise.DO_IT
