"""Announcements have a form, with long keys and short ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.homeassistant.abbreviations import short_of
from devices.homeassistant.config import (
    AvailabilityBlock,
    BinarySensorConfig,
    Config,
    DeviceBlock,
    LightConfig,
    Said,
    SensorConfig,
    SwitchConfig,
    TriggerConfig,
    quote,
)

FORMS: list[type[Config]] = [
    LightConfig,
    SwitchConfig,
    BinarySensorConfig,
    SensorConfig,
    TriggerConfig,
]
BLOCKS: list[type[Said]] = [DeviceBlock, AvailabilityBlock, *FORMS]


PAIRS = """
    automation_type:atype availability:avty availability_mode:avty_mode
    availability_topic:avty_t availability_template:avty_tpl brightness_command_topic:bri_cmd_t
    brightness_scale:bri_scl code_arm_required:cod_arm_req color_mode:clrm
    color_mode_state_topic:clrm_stat_t color_temp_kelvin:clr_temp_k
    color_temp_command_topic:clr_temp_cmd_t command_off_template:cmd_off_tpl command_topic:cmd_t
    components:cmps configuration_url:cu connections:cns
    current_temperature_template:curr_temp_tpl device:dev device_class:dev_cla
    effect_list:fx_list effect_value_template:fx_val_tpl enabled_by_default:en
    entity_category:ent_cat event_types:evt_typ expire_after:exp_aft
    fan_mode_state_topic:fan_mode_stat_t fan_speed_list:fanspd_lst flash_time_long:flsh_tlng
    flash_time_short:flsh_tsht force_update:frc_upd hs_value_template:hs_val_tpl hw_version:hw
    icon:ic identifiers:ids json_attributes_topic:json_attr_t last_reset_topic:lrst_t
    latest_version_topic:l_ver_t manufacturer:mf max_humidity:max_hum max_kelvin:max_k
    max_mireds:max_mirs max_temp:max_temp migrate_discovery:migr_discvry
    mode_command_template:mode_cmd_tpl model:mdl object_id:obj_id off_delay:off_dly
    on_command_type:on_cmd_type optimistic:opt options:ops origin:o
    oscillation_state_topic:osc_stat_t payload:pl payload_available:pl_avail
    payload_close:pl_cls payload_install:pl_inst payload_lock:pl_lock
    payload_not_available:pl_not_avail payload_off:pl_off payload_press:pl_prs
    payload_reset_preset_mode:pl_rst_pr_mode payload_stop:pl_stop payload_turn_on:pl_ton
    payload_unlock:pl_unlk percentage_command_template:pct_cmd_tpl platform:p
    position_closed:pos_clsd position_topic:pos_t power_command_topic:pow_cmd_t
    preset_mode_value_template:pr_mode_val_tpl preset_modes:pr_modes qos:qos red_template:r_tpl
    reports_position:pos retain:ret rgbww_command_topic:rgbww_cmd_t send_if_off:send_if_off
    set_position_template:set_pos_tpl speed_range_max:spd_rng_max state_class:stat_cla
    state_closed:stat_clsd state_jammed:stat_jam state_locking:stat_locking state_topic:stat_t
    state_unlocked:stat_unlocked state_value_template:stat_val_tpl step:step subtype:stype
    suggested_area:sa suggested_display_precision:sug_dsp_prc support_duration:sup_dur
    support_volume_set:sup_vol supported_color_modes:sup_clrm sw_version:sw
    swing_mode_state_template:swing_mode_stat_tpl target_humidity_state_template:hum_state_tpl
    target_humidity_state_topic:hum_stat_t temperature_high_command_topic:temp_hi_cmd_t
    temperature_unit:temp_unit tilt_closed_value:tilt_clsd_val tilt_invert_state:tilt_inv_stat
    tilt_status_topic:tilt_status_t topic:t unique_id:uniq_id unit_of_measurement:unit_of_meas
    value_template:val_tpl white_scale:whit_scl xy_command_topic:xy_cmd_t
"""


def test_each_long_key_has_the_short_spelling_that_home_assistant_knows() -> None:
    pairs = dict(pair.split(":") for pair in PAIRS.split())

    assert {key: short_of(key) for key in pairs} == pairs


def test_no_two_keys_of_a_block_share_a_short_spelling() -> None:
    for block in BLOCKS:
        shorts = [short_of(name) for name in block.model_fields]

        assert len(set(shorts)) == len(shorts)


@pytest.mark.parametrize(
    ("topic", "base", "full"),
    [
        ("~/set", "a/b", "a/b/set"),
        ("set/~", "a/b", "set/a/b"),
        ("~", "a/b", "a/b"),
        ("a~b", "x", "a~b"),
        ("~/set", None, "~/set"),
        (None, "x", ""),
        ("", "x", ""),
    ],
)
def test_the_base_stands_for_a_tilde_at_either_end(
    topic: str | None, base: str | None, full: str
) -> None:
    assert Config.model_validate({"~": base}).full(topic) == full


@given(st.recursive(st.text() | st.integers() | st.floats(), st.lists))
def test_a_quotation_is_short_and_has_no_hidden_characters(value: object) -> None:
    said = quote(value)

    assert len(said) <= 70
    assert said.isprintable()
