"""Jinja2 for templates that see plain values and macros only, and so can be compiled to plainer Python.

The templates are ordinary ones: stock Jinja2 renders them to the same text (a test says so of every example), some
four times slower. What it does for any template there is, it need not do here:

- an attribute is looked up as an attribute, not as an item too: views are dataclasses;
- a macro is a function that is called, with Python's own arguments, and its text is escaped already;
- a macro whose first value recurs on many pages (``RECURRING``) is called once for it;
- a component is imported once an environment, not once a page;
- ``{{ "x" if y }}`` without ``else`` is an empty text, with no undefined value made for it.

Uses ``code_generator_class``, which Jinja2 documents for this (https://jinja.palletsprojects.com/en/stable/api/), and
the visitor of its version 3.1. Not handled, and refused when a template is compiled: macros with ``varargs`` or
``kwargs``, macros within macros, and imports with context.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import missing
from markupsafe import Markup, escape

from plugins import cache, shape

RECURRING = frozenset({"entry", "foot", "masthead"})
"""Macros whose text is remembered: posts stand in ten listings each, the site on each page, as the very same value."""

RECALLED = 50_000
"""Texts that are remembered of such a macro; about a kilobyte each."""


def environment(folder: Path, kept: Path | None = None) -> Templates:
    """The templates of ``folder``, with autoescape on and nothing in scope but what a page is rendered with.

    What they are compiled to is kept for the next process below ``kept``, if that is given.
    """
    return Templates(
        loader=FileSystemLoader(folder),
        bytecode_cache=_Compiled(kept) if kept else None,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters and noncharacters, which HTML forbids (https://html.spec.whatwg.org/#preprocessing-the-input-stream).
Nobody sees them; old texts have them from a wrong encoding."""
_ASCII_CONTROLS = bytes([*range(9), 11, *range(14, 32), 127])
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_NONCHARACTER = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")


def encoded(page: str) -> bytes:
    """``page`` as it goes into a file: in UTF-8, without what HTML forbids. Looked for in bytes: it is hardly there."""
    data = page.encode()
    has_none = len(data.translate(None, _ASCII_CONTROLS)) == len(data)
    if has_none and not _C1_CONTROL.search(data) and not _NONCHARACTER.search(data):
        return data
    return _FORBIDDEN.sub("", page).encode()


class HTML(str):
    """What a macro has written: as ``Markup`` to all who print it, and made in a third of the time."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def escaped(value: Any) -> str:
    """``value`` as it may stand in HTML, as ``markupsafe`` has it."""
    if type(value) is not str:
        return value if type(value) in _WRITTEN else escape(value)
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    if "'" in value:
        value = value.replace("'", "&#39;")
    return value.replace('"', "&#34;") if '"' in value else value


_WRITTEN = frozenset({HTML, Markup})


class _Generator(CodeGenerator):
    """Compiles templates as this module's docstring says."""

    def write_commons(self) -> None:
        """Have what compiled code calls at hand in every function."""
        super().write_commons()
        self.writeline("escape = environment.escaped")
        self.writeline("html = environment.html")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Look an attribute up."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:
        """Have nothing stand where an ``if`` has no ``else``."""
        if node.expr2 is None:
            node.expr2 = nodes.Const("")
        super().visit_CondExpr(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Call a macro, or one of Jinja2's few functions, as Python would."""
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"{self._parameter(keyword.key) if _is_macro(node) else keyword.key}=")
            self.visit(keyword.value, frame)
            self.write(", ")
        if forward_caller:
            self.write(f"{self._parameter('caller')}=caller")
        self.write(")")
        if node.dyn_args or node.dyn_kwargs:
            self.fail("arguments are given one by one here", node.lineno)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Have a macro's function stand for it, its parameters optional as Jinja2 has them."""
        if macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            self.fail("a macro names its parameters here", macro_ref.node.lineno)
        names = [frame.symbols.ref(argument.name) for argument in macro_ref.node.args]
        if names != [self._parameter(argument.name) for argument in macro_ref.node.args]:
            self.fail("a macro stands in no other here", macro_ref.node.lineno)
        name = getattr(macro_ref.node, "name", "")
        self.write(f"environment.optional(macro, {name!r}, {len(names)}, {macro_ref.accesses_caller!r})")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return a macro's text as HTML, which it is."""
        self.writeline(f"return html(concat({frame.buffer}))")

    def _parameter(self, name: str) -> str:
        """What compiled code calls the parameter ``name`` of a macro."""
        return f"l_1_{name}"

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            self.fail("a component sees what it is given only", node.lineno)
        self.write("environment.component(")
        self.visit(node.template, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _is_macro(node):
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _is_macro(node):
            super()._output_child_post(node, frame, finalize)


def _is_macro(node: nodes.Expr) -> bool:
    """Whether ``node`` calls a macro: something by a bare name that is no function of Jinja2's own."""
    return (
        isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name not in DEFAULT_NAMESPACE
    )


class _Compiled(BytecodeCache):
    """Keeps compiled templates: each for as long as neither it nor this program nor Python changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill ``bucket``, if its template is there as it would be compiled now."""
        data = cache.load(self.folder / bucket.key, _shape(bucket))
        if data:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in ``bucket``."""
        cache.save(self.folder / bucket.key, _shape(bucket), bucket.bytecode_to_string())


def _shape(bucket: Bucket) -> bytes:
    return shape.digest(shape.of_code(), bucket.checksum.encode())


class Templates(Environment):
    """What compiled code finds by the name ``environment``."""

    code_generator_class = _Generator
    escaped = staticmethod(escaped)
    html = HTML

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._components: dict[str, ModuleType] = {}
        self._recalled: list[dict[tuple[Any, ...], tuple[Any, bytes]]] = []

    def forget(self) -> None:
        """Forget the texts of values that recurred: another build has values of its own."""
        for known in self._recalled:
            known.clear()

    def component(self, name: str) -> Any:
        """What the template ``name`` exports."""
        found = self._components.get(name)
        if found is None:
            found = self._components[name] = self.get_template(name).module
        return found

    def optional(self, macro: FunctionType, name: str, parameters: int, has_caller: bool) -> Callable[..., HTML]:
        """``macro``, all of whose parameters may be left out; one of ``RECURRING`` is written once for each value."""
        caller = (self.undefined(name="caller"),) if has_caller else ()
        macro.__defaults__ = (missing,) * parameters + caller
        if name not in RECURRING:
            return macro
        self._recalled.append({})
        return _remembered(macro, self._recalled[-1])


def _remembered(macro: Callable[..., HTML], known: dict[tuple[Any, ...], tuple[Any, bytes]]) -> Callable[..., HTML]:
    """``macro``, whose text is written once for the very same first argument and equal others, and ``known`` then.

    It is known as bytes: a curly quote doubles a text, but hardly its bytes.
    """

    def recalled(value: Any, *others: Any, **named: Any) -> HTML:
        key = (id(value), others, *named.items())
        found = known.get(key)
        if found is None:
            if len(known) >= RECALLED:
                known.clear()
            # The value is held too: else its id could one day be another's.
            found = known[key] = (value, macro(value, *others, **named).encode("utf-8", "surrogatepass"))
        return HTML(found[1].decode("utf-8", "surrogatepass"))

    return recalled
