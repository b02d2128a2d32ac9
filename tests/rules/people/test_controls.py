"""Controls and scenes of which something is missing: the rest is done, and the log says why."""

from dataclasses import replace

from rules.policy import CallScene, Control, Gesture, Scene, Toggle
from rules.words.ids import ControlId, DeviceId, Ref, SceneId
from rules.words.records import Noted
from rules.words.values import POWER
from tests.houses import button, lamp, policy_of, room
from tests.story import Story

FILM = Scene(
    id=SceneId("film"),
    name="Film",
    values={Ref("Old lamp"): {POWER: False}, Ref("Hall lamp"): {POWER: True}},
)


def hall() -> Story:
    """Begin with a dark hall, whose button is bound to a scene and to a lamp that is gone."""
    gestures: dict[str, Gesture] = {"single": CallScene(FILM.id), "double": Toggle(Ref("Old lamp"))}
    control = Control(id=ControlId("button"), device=Ref("Hall button"), gestures=gestures)
    policy = policy_of(room("Hall", "Hall lamp", "Hall button"))
    policy = replace(policy, controls={control.id: control}, scenes={FILM.id: FILM})
    story = Story(policy, [lamp("Hall lamp"), button("Hall button")])
    story.reads("Hall lamp", power=False)
    return story


def said(story: Story) -> list[str]:
    return [body.text for body in story.records if isinstance(body, Noted)]


def test_a_scene_sets_what_there_is_and_says_what_is_missing() -> None:
    story = hall()

    story.presses("Hall button", "single")

    assert story.house.values(DeviceId("hall-lamp"))[POWER] is True
    assert said(story) == ["a person wanted something of Old lamp, and no such device is known"]


def test_a_press_for_a_device_that_is_gone_says_so() -> None:
    story = hall()

    story.presses("Hall button", "double")

    assert said(story) == ["a person wanted something of Old lamp, and no such device is known"]
