"""The short spellings that announcements may use instead of the long keys.

They are made word by word, but for a few; so it is the words that are kept here.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

_TABLE: Final = """
action:act activity:act attributes:attr availability:avty available:avail battery:bat blue:b
bypass:b brightness:bri category:cat charging:chrg class:cla cleaning:cln close:cls closed:clsd
code:cod color:clr command:cmd connections:cns current:curr default:def delay:dly device:dev
direction:dir disarm:disarm discovery:discvry display:dsp docked:dock duration:dur effect:fx
enabled:en encoding:e entity:ent error:err event:evt expire:exp feature:feat features:feat
flash:flsh force:frc format:form forward:fwd green:g group:grp high:hi humidity:hum icon:ic
identifiers:ids image:img initial:init install:inst invert:inv jammed:jam kelvin:k level:lev
locate:loc low:lo manufacturer:mf measurement:meas medium:med migrate:migr mireds:mirs model:mdl
night:nite object:obj opened:opnd optimistic:opt options:ops origin:o oscillation:osc
pattern:ptrn pause:paus payload:pl percentage:pct picture:pic position:pos power:pow
precision:prc preset:pr press:prs range:rng red:r required:req reset:rst retain:ret reverse:rev
scale:scl source:src speed:spd speeds:spds start:strt state:stat subtype:stype suggested:sug
support:sup supported:sup temperature:temp template:tpl title:tit topic:t topics:t
transition:trns trigger:trig types:typ unique:uniq unlock:unlk update:upd value:val volume:vol
white:whit
"""
_WORDS: Final[Mapping[str, str]] = dict(pair.split(":") for pair in _TABLE.split())
_PHRASES: Final[Mapping[str, str]] = {
    "color_mode": "clrm",
    "expire_after": "exp_aft",
    "fan_speed": "fanspd",
    "horizontal_mode": "h_mode",
    "last_reset": "lrst",
    "latest_version": "l_ver",
    "not_available": "not_avail",
    "support_volume_set": "sup_vol",
    "target_humidity": "hum",
}
_WHOLE: Final[Mapping[str, str]] = {
    "automation_type": "atype",
    "available_tones": "av_tones",
    "code_disarm_required": "cod_dis_req",
    "components": "cmps",
    "configuration_url": "cu",
    "content_type": "cont_type",
    "enabled_by_default": "en",
    "fan_speed_list": "fanspd_lst",
    "flash_time_long": "flsh_tlng",
    "flash_time_short": "flsh_tsht",
    "hw_version": "hw",
    "off_delay": "off_dly",
    "on_command_type": "on_cmd_type",
    "payload_clean_spot": "pl_cln_sp",
    "payload_return_to_base": "pl_ret",
    "payload_start_pause": "pl_stpa",
    "payload_turn_off": "pl_toff",
    "payload_turn_on": "pl_ton",
    "platform": "p",
    "release_summary": "rel_s",
    "release_url": "rel_u",
    "reports_position": "pos",
    "serial_number": "sn",
    "set_fan_speed_topic": "set_fan_spd_t",
    "state_locking": "stat_locking",
    "suggested_area": "sa",
    "supported_color_modes": "sup_clrm",
    "sw_version": "sw",
    "target_humidity_state_template": "hum_state_tpl",
    "unit_of_measurement": "unit_of_meas",
}


@cache
def short_of(key: str) -> str:
    """Return the short spelling of a key; the key itself where it has none."""
    if key in _WHOLE:
        return _WHOLE[key]
    for phrase, short in _PHRASES.items():
        key = key.replace(phrase, short)
    return "_".join(_WORDS.get(word, word) for word in key.split("_"))
