"""What a press of a control means."""

from pathlib import Path

import pytest

from hub.policy.gestures import STEP
from rules.policy import (
    AllOff,
    AnswerQuestion,
    CallScene,
    Gesture,
    PressFreeze,
    PressRelease,
    SetDevice,
    StepBrightness,
    Toggle,
)
from rules.words.ids import AreaId, ControlId, Ref, SceneId
from rules.words.prompts import Answer
from rules.words.values import BRIGHTNESS, COLOUR, POWER, Kelvin
from tests.hub.policy.written import policy

LAMP = Ref("Hall lamp")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("toggle Hall lamp", Toggle(LAMP)),
        ("Toggle  Hall   lamp", Toggle(LAMP)),
        ("on Hall lamp", SetDevice(LAMP, {POWER: True})),
        ("off Hall lamp", SetDevice(LAMP, {POWER: False})),
        ("Hall lamp 40 %", SetDevice(LAMP, {POWER: True, BRIGHTNESS: 102})),
        ("set Hall lamp 40%", SetDevice(LAMP, {POWER: True, BRIGHTNESS: 102})),
        ("Hall lamp 0 %", SetDevice(LAMP, {POWER: False})),
        ("Hall lamp 2700 K", SetDevice(LAMP, {POWER: True, COLOUR: Kelvin(2700)})),
        ("Lamp 2 40 %", SetDevice(Ref("Lamp 2"), {POWER: True, BRIGHTNESS: 102})),
        ("dim Hall lamp", StepBrightness(LAMP, -STEP)),
        ("brighten Hall lamp", StepBrightness(LAMP, STEP)),
        ("all off", AllOff(None)),
        ("All off", AllOff(None)),
        ("all off in hall", AllOff(AreaId("hall"))),
        ("all off in Living room", AllOff(AreaId("living-room"))),
        ("scene film", CallScene(SceneId("film"))),
        ("freeze house", PressFreeze(None)),
        ("answer yes", AnswerQuestion(Answer.YES)),
        ("Answer later", AnswerQuestion(Answer.LATER)),
        ("freeze hall", PressFreeze(AreaId("hall"))),
        ("release house", PressRelease(None)),
        ("release living room", PressRelease(AreaId("living-room"))),
    ],
)
def test_a_gesture_is_written_as_people_say_it(
    tmp_path: Path, written: str, meant: Gesture
) -> None:
    controls = policy(tmp_path, f"controls:\n  c: {{ device: Button, hold: {written} }}\n").controls

    assert controls[ControlId("c")].gestures == {"hold": meant}


def test_a_control_has_a_device_and_any_presses(tmp_path: Path) -> None:
    controls = policy(
        tmp_path,
        """\
        controls:
          remote:
            device: 0x00158d0001
            press: toggle Hall lamp
            brightness_move_up: brighten Hall lamp
        """,
    ).controls

    remote = controls[ControlId("remote")]
    assert remote.device == "0x00158d0001"
    assert dict(remote.gestures) == {
        "single": Toggle(LAMP),
        "brightness_move_up": StepBrightness(LAMP, STEP),
    }
