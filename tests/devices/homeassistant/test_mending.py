"""Announcements are read as far as they can be read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.config import Config, DeviceBlock, LightConfig
from devices.homeassistant.mending import read_config
from tests.devices.homeassistant.test_config import FORMS


def test_the_long_key_wins_where_both_are_given() -> None:
    config, complaints = read_config(Config, b'{"stat_t": "short", "state_topic": "long"}')

    assert config.state_topic == "long"
    assert complaints == []


def test_only_the_innermost_wrong_thing_is_left_out() -> None:
    said = {"device": {"ids": ["a", {}], "mf": [1], "name": "N"}, "qos": 9, "name": {"x": "y"}}

    config, complaints = read_config(LightConfig, json.dumps(said).encode())

    assert config.device == DeviceBlock.model_construct(identifiers=["a"], name="N")
    assert complaints == [
        "device.ids.1 cannot be `{}`, so it counts as not given",
        "device.mf cannot be `[1]`, so it counts as not given",
        "name cannot be `{'x': 'y'}`, so it counts as not given",
        "qos cannot be `9`, so it counts as not given",
    ]


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"5", b"\xff", b"[" * 9999])
def test_what_is_no_object_is_an_error_in_words(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|line"):
        read_config(Config, payload)


def test_an_announcement_that_is_nearly_all_wrong_is_an_error() -> None:
    wrong = json.dumps({"availability": [{"topic": {}} for _ in range(99)]}).encode()

    with pytest.raises(ValueError, match="fields are wrong"):
        read_config(Config, wrong)


names = st.sampled_from([name for form in FORMS for name in form.model_fields] + ["~", "schema"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(FORMS), st.dictionaries(names, anything, max_size=8))
def test_any_object_is_read_or_refused_in_words(
    form: type[Config], said: dict[str, object]
) -> None:
    try:
        _, complaints = read_config(form, json.dumps(said).encode())
    except ValueError as error:
        complaints = [str(error)]

    assert all(complaint.isprintable() for complaint in complaints)
