"""A template that was read and judged: this file is loaded when the first one is met."""

from collections.abc import Mapping
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import loopcontrols
from jinja2.lexer import TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

from devices.template.expressions import RefusedTemplateError, Run, Scope, Step, step
from devices.template.meter import Meter, TemplateTroubleError
from devices.template.statements import Deed, Page, deeds, text_printed
from devices.template.values import said
from devices.template.words import MOST_WORDS, TooManyWordsError, stream_of
from rules.words.value import value

LONGEST: Final = 2000
LONGEST_WHY: Final = 100


class _Jinja(ImmutableSandboxedEnvironment):
    """Jinja's parser, but with our own way of taking a text apart."""

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        del name, filename, state
        return stream_of(source)


_JINJA: Final = _Jinja(extensions=[loopcontrols], optimized=False)


@value(frozen=True, slots=True)
class Program:
    """What renders one template. `names`: what it asks for."""

    names: frozenset[str]
    whole: Step | None
    """Where the template is one expression and nothing else: what works it out."""
    body: Deed

    def value(self, given: Mapping[str, object]) -> object:
        """Return what it comes to: the value itself where it is one, else the text.

        Raises:
            TemplateTroubleError: it cannot be rendered with this.
        """
        if self.whole is None:
            return self.text(given)
        run = Run(dict(given), Meter())
        value = _guarded_step(self.whole, run)
        run.meter.weigh(value)
        return said(value)

    def text(self, given: Mapping[str, object]) -> str:
        """Return what it prints.

        Raises:
            TemplateTroubleError: it cannot be rendered with this.
        """
        page = Page([], [0])
        _guarded(self.body, Run(dict(given), Meter()), page)
        return text_printed(page)


def program(text: str) -> Program:
    """Read a template.

    Raises:
        RefusedTemplateError: it may not be used; the sentence says why.
    """
    if len(text) > LONGEST:
        raise RefusedTemplateError(f"it is longer than {LONGEST} letters")
    try:
        tree = _JINJA.parse(text)
        return Program(_names(tree), _whole(tree), deeds(tree.body))
    except TooManyWordsError:
        why = f"it has more than {MOST_WORDS} words, or too many in a row"
        raise RefusedTemplateError(why) from None
    except TemplateSyntaxError as error:
        why = "".join(
            letter if letter.isprintable() else " " for letter in str(error)[:LONGEST_WHY]
        )
        raise RefusedTemplateError(f"it cannot be read: {why}") from None
    except TemplateTroubleError as error:
        raise RefusedTemplateError(str(error)) from None
    except RecursionError:
        raise RefusedTemplateError("it is nested too deep") from None


def _names(tree: nodes.Template) -> frozenset[str]:
    """Return the names that stand for what the template is given, not for what it sets itself."""
    names: set[str] = set()
    own: set[str] = set()
    left: list[nodes.Node] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, nodes.Name):
            (names if node.ctx == "load" else own).add(node.name)
        for field in node.fields:
            inner = getattr(node, field)
            if isinstance(inner, nodes.Node):
                left.append(inner)
            elif isinstance(inner, list):
                left += [each for each in inner if isinstance(each, nodes.Node)]
    return frozenset(names - own)


def _whole(tree: nodes.Template) -> Step | None:
    """Return the one expression that a template is."""
    outputs = [each for each in tree.body if isinstance(each, nodes.Output)]
    if len(tree.body) != 1 or len(outputs) != 1:
        return None
    shown = [
        each
        for each in outputs[0].nodes
        if not (isinstance(each, nodes.TemplateData) and not each.data.strip())
    ]
    if len(shown) != 1 or isinstance(shown[0], nodes.TemplateData):
        return None
    return step(shown[0])


def _guarded(body: Deed, run: Run, page: Page) -> None:
    try:
        body(run, page)
    except RecursionError:
        raise TemplateTroubleError("it goes too deep with what was said") from None


def _guarded_step(whole: Step, run: Run) -> object:
    try:
        return whole(run)
    except RecursionError:
        raise TemplateTroubleError("it goes too deep with what was said") from None


__all__ = ["Program", "RefusedTemplateError", "Scope", "program"]
