"""Templates mean what they mean in Home Assistant."""

import json
from pathlib import Path

import pytest

from devices.homeassistant.template import (
    MISSING,
    RefusedTemplateError,
    command_template,
    read_template,
)

SAID = {
    "t": "21.55",
    "n": 7,
    "f": 2.5,
    "on": True,
    "null": None,
    "word": "Hall lamp",
    "list": [3, 1, 2],
    "rows": [{"id": "a", "v": 1}, {"id": "b", "v": 2}],
    "dict": {"x": 1},
    "items": "mine",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ value_json.t | float }}", 21.55),
        ("{{ value_json.t | float | round(1) }}", 21.6),
        ("{{ value_json.f | round }}", 2),
        ("{{ value_json.f | round(0, 'ceil') }}", 3),
        ("{{ value_json.f | round(0, 'floor') }}", 2),
        ("{{ 2.3 | round(1, 'half') }}", 2.5),
        ("{{ value_json.word | round(1, default=0) }}", 0),
        ("{{ value_json.t | int }}", 21),
        ("{{ 'ff' | int(base=16) }}", 255),
        ("{{ value_json.word | int(-1) }}", -1),
        ("{{ int(value_json.t) + float('1.5') }}", 22.5),
        ("{{ value_json.none_such | default('x') }}", "x"),
        ("{{ '' | default('x', True) }}", "x"),
        ("{{ value_json.null | default('x') }}", None),
        ("{{ value_json.null is none }}", True),
        ("{{ value_json.none_such is defined }}", False),
        ("{{ value_json.n is number and value_json.t is string }}", True),
        ("{{ value_json.word | lower }}", "hall lamp"),
        ("{{ value_json.word.split(' ')[1] }}", "lamp"),
        ("{{ value_json.word | replace('Hall ', '') | upper }}", "LAMP"),
        ("{{ value_json.word | truncate(7, True, '', 0) }}", "Hall la"),
        ("{{ value_json.word[0:4] }}", "Hall"),
        ("{{ value_json.word | regex_findall('[A-Z]') | first }}", "H"),
        ("{{ value_json.word | regex_replace('l+', 'L') }}", "HaL Lamp"),
        ("{{ value_json.list | sort | join('-') }}", "1-2-3"),
        ("{{ value_json.list | max - value_json.list | min }}", 2),
        ("{{ value_json.list | length }}", 3),
        ("{{ value_json.rows | map(attribute='v') | sum }}", 3),
        ("{{ (value_json.rows | selectattr('id', 'eq', 'b') | first).v }}", 2),
        ("{{ value_json.rows | rejectattr('v', 'gt', 1) | map(attribute='id') | list }}", ["a"]),
        ("{{ value_json.dict.get('y', 5) }}", 5),
        ("{{ value_json.items }}", "mine"),
        ("{{ value_json.dict | tojson }}", '{"x":1}'),
        ("{{ {None: 'nothing', 7: 'seven'}[value_json.n] }}", "seven"),
        ("{{ {None: 'nothing', 7: 'seven'}[value_json.null] }}", "nothing"),
        ("{{ 'a' if value_json.n in [7, 8] else 'b' }}", "a"),
        ("{{ value_json.n not in [7, 8] }}", False),
        ("{{ 1 < value_json.n <= 7 }}", True),
        ("{{ value_json.on | iif('yes', 'no') }}", "yes"),
        ("{{ value_json.n | bitwise_and(3) }}", 3),
        ("{{ '%0.2f' | format(value_json.f) }}", "2.50"),
        ("{{ '%d %%' % value_json.n }}", "7 %"),
        ("{{ value_json.n * 9 / 5 + 32 }}", 44.6),
        ("{{ -value_json.n // 2 }}", -4),
        ("{{ value_json.n ~ ' W' }}", "7 W"),
        ("{{ value_json.n }} W", "7 W"),
        ("{% set a = value_json.n %}{% if a > 5 %}high{% elif a > 3 %}some{% endif %}", "high"),
        ("{% for r in value_json.rows %}{{ r.id }}{{ ',' if not loop.last }}{% endfor %}", "a,b"),
        (("{% for x in value_json.list %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}"
         "{% endfor %}"), "32"),
        (("{% set n = namespace(s=0) %}{% for x in value_json.list %}{% set n.s = n.s + x %}"
         "{% endfor %}{{ n.s }}"), "6"),
        ("{% for k, v in value_json.dict.items() %}{{ k }}{{ v }}{% endfor %}", "x1"),
        ("{% for x in [] %}{% else %}none{% endfor %}", "none"),
        ("{% set a = 1 %}{% for x in value_json.list %}{% set a = x %}{% endfor %}{{ a }}", "1"),
        ("{# a remark #}{{ value_json.on }}", True),
    ],
)  # fmt: skip
def test_a_template_comes_to(text: str, value: object) -> None:
    found = read_template(text).find(SAID)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "{{ value_json.none_such | is_defined }}",
        "{{ value_json.none_such | is_defined | float }}",
        "{{ value_json.none_such | float }}",
        "{{ value_json.none_such.deeper | default(1) }}",
        "{{ value_json.none_such + 1 }}",
        "{{ value_json.none_such > 1 }}",
        "{{ value_json.list[9] }}",
    ],
)
def test_what_was_not_mentioned_is_no_news_and_no_complaint(text: str) -> None:
    trouble: list[str] = []

    assert read_template(text).find(SAID, trouble) is MISSING
    assert trouble == []


def test_the_text_of_a_message_is_its_value() -> None:
    assert read_template("{{ value | upper }}").find("on") == "ON"
    assert read_template("{{ value | int + value_json.a }}").find('{"a": 1}') is MISSING
    assert read_template("{{ value_json.a }}{{ value | length }}").find('{"a": 1}') == "18"


def test_equal_templates_are_one_and_are_read_once() -> None:
    one, other = (read_template("{{ value_json.a | " + "float }}") for _ in range(2))

    assert one is other


@pytest.mark.parametrize(
    ("text", "given", "payload"),
    [
        ("", {"value": 5}, "5"),
        ("{{ value }}", {"value": "ON"}, "ON"),
        ('{ "position": {{ position }} }', {"value": 40, "position": 40}, '{ "position": 40 }'),
        ("{{ {0: 'off', 1: 'low'}[value] | default('') }}", {"value": 1}, "low"),
        ("{{ {0: 'off', 1: 'low'}[value] | default('') }}", {"value": 9}, ""),
        ("{{ tone | default('emergency') }}", {"value": "ON"}, "emergency"),
        ("{{ (brightness / 2.55) | int }}%", {"brightness": 255}, "100%"),
        ('{"hue": {{ hue | round(1) }}}', {"hue": 120.04}, '{"hue": 120.0}'),
        ("#{{ '%02x%02x' % (red, green) }}", {"red": 255, "green": 1}, "#ff01"),
        ("{{ value | float }}", {"value": "much"}, None),
    ],
)
def test_a_command_is_written(text: str, given: dict[str, object], payload: str | None) -> None:
    assert command_template(text).say(given) == payload


def test_a_command_template_may_do_no_more_than_others() -> None:
    with pytest.raises(RefusedTemplateError, match="cannot be used"):
        command_template("{{ range(value) }}")


EVENTS = """
{% set patterns = [
{"pattern": '^(?P<button>(?:button_)?[a-z0-9]+)_(?P<action>(?:press|hold)(?:_release)?)$',
 "groups": ["button", "action"]},
{"pattern": '^(?P<actionPrefix>region_)(?P<region>[1-9]|10)_(?P<action>enter|leave)$',
 "groups": ["actionPrefix", "region", "action"]}
] %}
{% set ns = namespace(r=[('action', value_json.action|default(''))]) %}
{% for p in patterns %}
  {% set m = value_json.action|regex_findall(p.pattern) %}
  {% if m[0] is undefined %}{% continue %}{% endif %}
  {% for key, value in zip(p.groups, m[0]) %}
    {% set ns.r = ns.r|rejectattr(0, 'eq', key)|list + [(key, value)] %}
  {% endfor %}
{% endfor %}
{{ dict.from_keys(ns.r|reject('eq', ('action', ''))) | to_json }}
"""


@pytest.mark.parametrize(
    ("action", "made"),
    [
        ("on", {"action": "on"}),
        ("button_1_hold_release", {"button": "button_1", "action": "hold_release"}),
        ("region_7_enter", {"actionPrefix": "region_", "region": "7", "action": "enter"}),
        ("", {}),
    ],
)
def test_the_events_of_remotes_are_taken_apart(action: str, made: dict[str, str]) -> None:
    found = read_template(EVENTS).find({"action": action})

    assert isinstance(found, str)
    assert json.loads(found) == made


def test_jinja_is_loaded_for_templates_alone() -> None:
    door = Path(__file__).parents[3] / "devices" / "homeassistant" / "template.py"

    assert "import jinja2" not in door.read_text(encoding="utf-8")
    assert "\nfrom devices.template" not in door.read_text(encoding="utf-8")
