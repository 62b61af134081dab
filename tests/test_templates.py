"""The site's own way to compile templates, beside stock Jinja2's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateAssertionError, UndefinedError
from markupsafe import Markup, escape

from plugins.templates import HTML, encoded, environment, escaped
from tests.theme_examples import EXAMPLES, THEME

STOCK = Environment(
    loader=FileSystemLoader(THEME / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
OURS = environment(THEME / "templates")


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_the_same_page_as_by_stock_jinja(name: str) -> None:
    example = EXAMPLES[name]
    page = OURS.get_template(example.template).render(view=example.view)
    assert page == STOCK.get_template(example.template).render(view=example.view)


@given(st.one_of(st.text(), st.text(alphabet="&<>\"'a;"), st.integers(), st.booleans(), st.none()))
def test_what_is_printed_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == str(escape(value))


def test_what_is_html_is_printed_as_it_is() -> None:
    assert escaped(Markup("<p>&amp;</p>")) == escaped(HTML("<p>&amp;</p>")) == "<p>&amp;</p>"


FORBIDDEN = [*range(9), 11, *range(14, 32), *range(127, 160), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]


@pytest.mark.parametrize("page", ["a{}b", "é· {} €\ufdcf\ufdf0\ufffd"])
def test_what_html_forbids_is_not_written(page: str) -> None:
    for number in range(0x20000):
        if not 0xD800 <= number < 0xE000:
            sign = "" if number in FORBIDDEN else chr(number)
            assert encoded(page.format(chr(number))) == page.format(sign).encode()


COMPONENT = """
{% macro name(text, mark="'", end=none) %}{{ mark }}{{ text }}{{ end if end }}{% endmacro %}
{% macro box() %}<b>{{ caller() if caller is defined else "empty" }}</b>{% endmacro %}
"""
SAME = {
    "arguments by place": "{{ name('<a>', '!') }}",
    "arguments by name": "{{ name(end='<', text='&') }}",
    "a macro's text as an argument": "{{ name(name('<')) }}",
    "a macro's text kept": "{% set kept = name('<') %}{{ kept }}{{ kept|length }}",
    "a macro with and without a body": "{{ box() }}{% call box() %}<i>{{ '<' }}</i>{% endcall %}",
    "functions of jinja's own": "{% set at = namespace(n=1) %}{% for i in range(2) %}{% set at.n = at.n + i %}"
    "{{ at.n }}{{ ', ' if not loop.last }}{% endfor %}",
    "a macro of the template itself": "{% macro own(x) %}{{ x }}{{ name(x) }}{% endmacro %}{{ own('<') }}",
}


def both(folder: Path, template: str) -> tuple[str, str]:
    (folder / "component.html").write_text(COMPONENT, encoding="utf-8")
    text = '{% from "component.html" import name, box %}' + template
    (folder / "page.html").write_text(text, encoding="utf-8")
    stock = STOCK.overlay(loader=FileSystemLoader(folder))
    return environment(folder).get_template("page.html").render(), stock.get_template("page.html").render()


@pytest.mark.parametrize("template", SAME.values(), ids=SAME)
def test_macros_work_as_in_stock_jinja(template: str, tmp_path: Path) -> None:
    ours, stock = both(tmp_path, template)
    assert ours == stock


REFUSED = {
    "any number of arguments": "{% macro all() %}{{ varargs }}{% endmacro %}",
    "any names of arguments": "{% macro all() %}{{ kwargs }}{% endmacro %}",
    "arguments unpacked": "{{ name(*['a']) }}",
    "a macro in a macro": "{% macro out() %}{% macro within(x) %}{% endmacro %}{% endmacro %}",
    "a component that sees the page": '{% from "component.html" import name with context %}',
}


@pytest.mark.parametrize("template", REFUSED.values(), ids=REFUSED)
def test_what_is_not_handled_is_refused_when_it_is_compiled(template: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateAssertionError):
        both(tmp_path, template)


UNKNOWN = {
    "a name": "{{ nobody }}",
    "a macro": "{{ nobody() }}",
    "an import": '{% from "component.html" import nobody %}{{ nobody }}',
    "a parameter": "{{ name() }}",
}


@pytest.mark.parametrize("template", UNKNOWN.values(), ids=UNKNOWN)
def test_what_nobody_gave_is_an_error(template: str, tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        both(tmp_path, template)


def test_a_field_that_a_view_lacks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        both(tmp_path, "{{ 'x'.nothing }}")


def test_compiled_templates_serve_the_next_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, kept = tmp_path / "page.html", tmp_path / "kept"
    page.write_text("{{ 1 + 1 }}", encoding="utf-8")
    assert environment(tmp_path, kept).get_template("page.html").render() == "2"
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", None)
        assert environment(tmp_path, kept).get_template("page.html").render() == "2"
    page.write_text("{{ 1 + 2 }}", encoding="utf-8")
    assert environment(tmp_path, kept).get_template("page.html").render() == "3"
    for file in kept.iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    assert environment(tmp_path, kept).get_template("page.html").render() == "3"
