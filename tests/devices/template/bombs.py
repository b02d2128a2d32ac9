"""Templates written to hold a hub, to fill its memory, or to reach what is not theirs."""

from typing import Final

BIG: Final = {
    "text": "a" * 4000,
    "list": list(range(4000)),
    "deep": [[[[[[[[[[[[[[1]]]]]]]]]]]]]],
    "pairs": [[f"key {number}", number] for number in range(500)],
    "rows": [{"a": number, "b": "x" * 20} for number in range(250)],
    "huge": 10**300,
    "number": 7,
    "action": "on",
}
"""A message as large as a template may be given, nearly."""

BOMBS: Final = (
    # numbers without end
    "{{ 9 ** 9 ** 9 }}",
    "{{ 10 ** 10000000 }}",
    "{{ value_json.huge ** 16 }}",
    "{{ value_json.huge * value_json.huge }}",
    "{{ (value_json.huge * 2) % 7 }}",
    "{{ 1 / 0 }}",
    "{{ 7 // (value_json.number - 7) }}",
    "{{ 1e308 * 1e308 }}",
    "{{ value_json.number | round(10 ** 9) }}",
    "{{ value_json.number | round(999999999) }}",
    "{{ ('9' * 4000) | int }}",
    "{{ value_json.text | int(base=99) }}",
    "{{ -1 ** 0.5 }}",
    "{{ (-8) ** 0.3333 }}",
    # texts and lists without end
    "{{ 'a' * 10 ** 9 }}",
    "{{ value_json.text * 100000 }}",
    "{{ value_json.number * value_json.text }}",
    "{{ [0] * 10 ** 9 }}",
    "{{ value_json.list * 100000 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '%0999999999d' | format(1) }}",
    "{{ '%*d' | format(999999999, 1) }}",
    "{{ '%.999999999f' % 1.5 }}",
    "{{ '%s%s%s' % (value_json.text, value_json.text, value_json.text) }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ value_json.text.center(999999999) }}",
    "{{ value_json.text.ljust(999999999) }}",
    "{{ value_json.text | center(999999999) }}",
    "{{ value_json.text | indent(999999) }}",
    "{{ value_json.text | replace('', value_json.text) }}",
    "{{ value_json.text | replace('a', 'aaaaaaaaaaaaaaaaaaaaaa') }}",
    "{{ value_json.text.replace('a', value_json.text) }}",
    "{{ value_json.list | join(value_json.text) }}",
    "{{ value_json.text | list | join(value_json.text) }}",
    "{{ value_json.text ~ value_json.text ~ value_json.text }}",
    "{% set a = 'aaaaaaaa' %}{% for x in value_json.rows %}{% set a = a ~ a %}{{ a }}{% endfor %}",
    (
        "{% set n = namespace(a='aaaa') %}{% for x in value_json.rows %}{% set n.a = n.a ~ n.a %}"
        "{% endfor %}{{ n.a }}"
    ),
    (
        "{% set n = namespace(a=[1]) %}{% for x in value_json.rows %}{% set n.a = n.a + n.a %}"
        "{% endfor %}{{ n.a }}"
    ),
    (
        "{% set n = namespace(a=[1]) %}{% for x in value_json.rows %}{% set n.a = [n.a, n.a] %}"
        "{% endfor %}{{ n.a }}"
    ),
    (
        "{% set n = namespace(a=[1]) %}{% for x in value_json.rows %}{% set n.a = [n.a, n.a] %}"
        "{% endfor %}{{ n.a == n.a }}"
    ),
    (
        "{% set n = namespace(a=(1, 2)) %}{% for x in value_json.rows %}{% set n.a = (n.a, n.a) %}"
        "{% endfor %}{{ value_json[n.a] }}"
    ),
    (
        "{% set n = namespace(a=[]) %}{% for x in value_json.rows %}{% set n.a = [n.a] %}"
        "{% endfor %}{{ n.a | tojson }}"
    ),
    # loops without end
    "{% for x in range(10 ** 9) %}x{% endfor %}",
    "{% for x in value_json.list %}{{ x }}{% endfor %}",
    "{% for x in value_json.rows %}{% for y in value_json.rows %}x{% endfor %}{% endfor %}",
    (
        "{% for x in value_json.rows %}{% for y in value_json.rows %}{% for z in value_json.rows %}"
        "x{% endfor %}{% endfor %}{% endfor %}"
    ),
    "{% for x in value_json.rows recursive %}{{ loop(value_json.rows) }}{% endfor %}",
    "{% macro m(x) %}{{ m(x) }}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "{% for x in value_json.rows %}{{ value_json.list | sort | first }}{% endfor %}",
    "{% for x in value_json.rows %}{{ value_json | tojson | length }}{% endfor %}",
    "{% for x in value_json.rows %}{{ value_json == value_json }}{% endfor %}",
    "{% for x in value_json.rows %}{{ 'b' in value_json.text }}{% endfor %}",
    "{% for x in value_json.rows %}{{ -1 in value_json.list }}{% endfor %}",
    "{% for x in value_json.rows %}{{ value_json.text | upper | lower | title }}{% endfor %}",
    "{% for x in value_json.rows if value_json.list | sum %}x{% endfor %}",
    "{{ value_json.list | unique | list | length }}",
    "{{ value_json.list | map('string') | map('float') | map('int') | sum }}",
    "{{ value_json.list | selectattr('a', 'eq', value_json.list) | list }}",
    "{{ dict.from_keys(value_json.pairs) }}",
    "{{ zip(value_json.list, value_json.list, value_json.list) }}",
    "{{ value_json.list | batch(1) | list }}",
    "{{ lipsum(n=100000) }}",
    "{{ cycler(1, 2).next() }}",
    # patterns that try everything
    "{{ value_json.text | regex_findall('(a+)+$') }}",
    "{{ value_json.text | regex_findall('(a|aa)+b') }}",
    "{{ value_json.text | regex_findall('(a*)*b') }}",
    "{{ value_json.text[:40] | regex_findall('(a|a?)+b') }}",
    "{{ value_json.text[:200] | regex_findall('a*a*a*a*a*a*a*a*b') }}",
    "{{ value_json.text[:255] | regex_search('.*.*.*.*b') }}",
    "{{ value_json.text[:60] | regex_match('(.*)(.*)(.*)(.*)(.*)b') }}",
    "{{ value_json.text[:30] | regex_findall('(?:(?:a{0,9}){0,9}){0,9}b') }}",
    "{{ value_json.text[:30] | regex_findall('((((((((a*)*)*)*)*)*)*)*)*b') }}",
    r"{{ value_json.text[:60] | regex_findall('(a+)\\1+b') }}",
    "{{ value_json.text[:60] | regex_findall('(?=(a+)+b)a') }}",
    "{{ value_json.text[:255] | regex_replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') }}",
    "{{ 'a' | regex_findall('" + "(a|b|c|d)" * 27 + "') }}",
    "{{ 'a' | regex_findall('a{99999999}') }}",
    # much to read
    "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
    "{{ " + "not " * 400 + "1 }}",
    "{{ " + "-" * 1900 + "1 }}",
    "{{ " + "[" * 300 + "]" * 300 + " }}",
    "{{ 1" + " + 1" * 340 + " }}",
    "{{ 1" + "|abs" * 300 + " }}",
    "{{ a" + ".a" * 300 + " }}",
    "{{a}}" * 399,
    "{% if 1 %}" * 100 + "{% endif %}" * 100,
    "{% for x in a %}" * 60 + "{% endfor %}" * 60,
    "{" * 1999,
    "{{ '" + "a" * 10_000_000 + "' }}",
    "{% set a = " + "{1:" * 100 + "1" + "}" * 100 + " %}",
    "{% raw %}" + "x" * 1980,
    # what is not theirs
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ value_json.__class__ }}",
    "{{ value_json['__class__'].__init__.__globals__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ value_json.rows.append(1) }}",
    "{{ value_json.update({'a': 1}) }}",
    "{{ value_json.text | attr('__class__') }}",
    "{{ value_json.rows | map(attribute='__class__') | list }}",
    "{{ value_json.list.__len__() }}",
    "{{ states('light.kitchen') }}",
    "{{ now() }}",
    "{% include 'hub.yaml' %}",
    "{% import 'os' as os %}",
    "{% extends 'a' %}",
    "{% block a %}{% endblock %}",
    "{% do value_json.clear() %}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{{ value_json.text.encode('idna') }}",
    "{{ dict(**value_json) }}",
    "{{ zip(*value_json.rows) }}",
    "{{ value_json.text | xmlattr }}",
    "{{ value_json.list | random }}",
    "{{ value_json | pprint }}",
    "{{ (value_json.rows | groupby('a')) }}",
    "{{ value_json.text | urlize }}",
    "{{ value_json.text | wordwrap(1) }}",
)
