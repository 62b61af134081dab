"""The house keeps its layers and its manners: read from the syntax trees of all modules, none of them run.

Each rule is a function from a module to what breaks it. The rules are tried on small bad modules too, since a checker
that finds nothing proves nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("sociable", "plugins", "scripts", "tests", "bench")
CONFIGURATION = ("pelicanconf", "publishconf")

LAYERS: dict[str, frozenset[str]] = {"errors": frozenset()}
LAYERS["serving"] = LAYERS["model"] = LAYERS["errors"] | {"errors"}
LAYERS["markup"] = LAYERS["contentfile"] = LAYERS["model"] | {"model"}
LAYERS["vocabulary"] = LAYERS["contentfile"] | {"contentfile"}
LAYERS["sources"] = LAYERS["tagging"] = LAYERS["archive"] = LAYERS["vocabulary"] | {"vocabulary", "markup"}
LAYERS["importing"] = LAYERS["archive"] | {"sources", "tagging", "archive"}
"""For each part of the library, lowest first, the parts it may import besides itself."""

FACES = {
    "sociable": {"sociable"},
    "plugins": {"sociable", "plugins"},
    "scripts": {"sociable", "scripts"},
    "bench": {"sociable", "bench"},
    "pelicanconf": {"sociable", "plugins"},
    "publishconf": {"sociable", "plugins", "pelicanconf"},
}
"""For each face of the project, the parts of the project it may import. Tests may import all."""

PEERS = PurePosixPath("bench/peers")
"""What other generators are measured with: sites of their own, whose plugins are theirs."""

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
IMPORTING_CALLS = {"__import__", "import_module", "importlib.import_module"}
LONGEST = 400
FEWEST_WORDS = 3


@dataclass(frozen=True)
class Module:
    """A module's place below the root, and its text."""

    path: PurePosixPath
    source: str

    @property
    def face(self) -> str:
        return self.path.parts[0].removesuffix(".py")

    @property
    def layer(self) -> str:
        """The part of the library it belongs to; empty elsewhere, and for the package itself."""
        part = self.path.parts[1].removesuffix(".py") if self.face == "sociable" else ""
        return "" if part == "__init__" else part

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, str(self.path))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """(line, dotted name) of all that is imported; ``from x import y`` gives ``x.y``."""
        found = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        return found


Found = Iterator[tuple[int, str]]


def layers_point_downwards(module: Module) -> Found:
    if module.face != "sociable":
        return
    if module.layer and module.layer not in LAYERS:
        yield 1, f"{module.layer} is in no layer"
        return
    allowed = LAYERS.get(module.layer, frozenset()) | {module.layer, "__version__"}
    for line, name in module.imports:
        top, _, rest = name.partition(".")
        if top == "sociable" and rest.split(".")[0] not in allowed:
            yield line, f"{module.layer or 'the package'} may not import {name}"


def faces_keep_to_themselves(module: Module) -> Found:
    if module.face not in FACES:
        return
    ours = {*FACES, "tests"}
    for line, name in module.imports:
        top = name.split(".")[0]
        if top in ours - FACES[module.face]:
            yield line, f"{module.face} may not import {top}"


def pelican_has_one_face(module: Module) -> Found:
    if module.path.is_relative_to(PEERS):
        return
    if module.face not in {"plugins", "tests", *CONFIGURATION}:
        yield from ((line, f"imports {name}") for line, name in module.imports if name.split(".")[0] == "pelican")


def the_library_has_no_command_line(module: Module) -> Found:
    if module.face in {"sociable", "plugins"}:
        line_tools = {"argparse", "optparse", "click", "typer"}
        yield from ((line, f"imports {name}") for line, name in module.imports if name.split(".")[0] in line_tools)


def imports_are_absolute_and_named(module: Module) -> Found:
    for node in module.nodes:
        if isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "relative import"
        elif isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            if (module.face, node.module) != ("publishconf", "pelicanconf"):  # Pelican's own way to vary its settings
                yield node.lineno, "imports everything"
        elif module.face != "tests" and isinstance(node, ast.Call) and _called(node) in IMPORTING_CALLS:
            yield node.lineno, "imports by a computed name"


def imports_stand_at_the_top(module: Module) -> Found:
    """But for those that save start-up time and say so, beside or above; tests may import what is slow where it's used."""
    if module.face == "tests":
        return
    lines = module.source.split("\n")
    for function in module.nodes:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                beside = " ".join(line.partition("#")[2] for line in lines[max(0, node.lineno - 2) : node.lineno])
                if not re.search("start-?up", beside):
                    yield node.lineno, "import inside a function, and no word of start-up time"


def only_the_outer_faces_touch_the_path(module: Module) -> Found:
    if module.face in {"scripts", *CONFIGURATION}:
        return
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.path":
            yield node.lineno, "touches sys.path"
    yield from ((line, "touches sys.path") for line, name in module.imports if name == "sys.path")


def the_library_neither_prints_nor_exits(module: Module) -> Found:
    if module.face not in {"sociable", "plugins"}:
        return
    refused = {"input", "exit", "quit", "sys.exit", "os._exit", "os.abort"}
    if module.path != PurePosixPath("plugins/strict.py"):  # it ends a build, and says why
        refused |= {"print", "sys.stdout", "sys.stderr", "SystemExit"}
    for node in module.nodes:
        if isinstance(node, ast.Call) and _called(node) in refused:
            yield node.lineno, f"calls {_called(node)}"
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in refused:
            yield node.lineno, f"raises {node.exc.id}"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in refused & {"sys.stdout", "sys.stderr"}:
            yield node.lineno, f"uses {ast.unparse(node)}"
    yield from ((line, f"imports {name}") for line, name in module.imports if name in {"sys.exit", "sys.stdout"})


def nothing_goes_through_a_shell(module: Module) -> Found:
    for node in module.nodes:
        if isinstance(node, ast.Call):
            if _called(node) in {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}:
                yield node.lineno, f"calls {_called(node)}"
            for keyword in node.keywords:
                is_off = isinstance(keyword.value, ast.Constant) and not keyword.value.value
                if keyword.arg == "shell" and not is_off:
                    yield node.lineno, "runs a shell"


def exceptions_are_caught_by_name(module: Module) -> Found:
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            for each in caught:
                name = ast.unparse(each).removeprefix("builtins.") if each else "everything"
                if name in {"everything", "Exception", "BaseException"}:
                    yield node.lineno, f"catches {name}"


def receivers_of_signals_are_functions(module: Module) -> Found:
    """Blinker holds a receiver weakly: a lambda, a partial or a bound method connected in register() never runs."""
    if module.face != "plugins":
        return
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            bound = [arg for arg in node.args[:1] if not isinstance(arg, ast.Name)]
            if any(not isinstance(arg, ast.Attribute) or ast.unparse(arg).startswith("self.") for arg in bound):
                yield node.lineno, "connects what is no function of a module"


def plugins_are_module_objects(module: Module) -> Found:
    """Pelican only logs an error for a name it cannot load, and exits 0."""
    if module.face not in CONFIGURATION:
        return
    for node in module.nodes:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["PLUGINS"]:
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant):
                    yield part.lineno, f"names the plugin {part.value!r} by a string"


def modules_are_named_for_what_they_hold(module: Module) -> Found:
    for part in module.path.parts:
        name = part.removesuffix(".py").removeprefix("test_")
        if name in VAGUE:
            yield 1, f"is called {name}"


def modules_say_what_they_are_for_and_are_short(module: Module) -> Found:
    """A flat table or a state machine may be long where its docstring says that it is one."""
    docstring = ast.get_docstring(module.tree) or ""
    if not docstring:
        yield 1, "has no docstring"
    lines = module.source.count("\n")
    if module.face != "tests" and lines > LONGEST and not re.search("flat table|state machine", docstring):
        yield 1, f"has {lines} lines"


def a_test_is_called_by_a_sentence(module: Module) -> Found:
    if module.face != "tests":
        return
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            words = [word for word in node.name.removeprefix("test").split("_") if word]
            if len(words) < FEWEST_WORDS:
                yield node.lineno, f"{node.name} is no sentence"


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)


RULES: list[Callable[[Module], Found]] = [
    layers_point_downwards,
    faces_keep_to_themselves,
    pelican_has_one_face,
    the_library_has_no_command_line,
    imports_are_absolute_and_named,
    imports_stand_at_the_top,
    only_the_outer_faces_touch_the_path,
    the_library_neither_prints_nor_exits,
    nothing_goes_through_a_shell,
    exceptions_are_caught_by_name,
    receivers_of_signals_are_functions,
    plugins_are_module_objects,
    modules_are_named_for_what_they_hold,
    modules_say_what_they_are_for_and_are_short,
    a_test_is_called_by_a_sentence,
]


@cache
def modules() -> tuple[Module, ...]:
    """All modules, each taken apart once for all rules."""
    files = [*ROOT.glob("*.py"), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))]
    return tuple(
        Module(PurePosixPath(file.relative_to(ROOT).as_posix()), file.read_text(encoding="utf-8"))
        for file in sorted(files)
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Callable[[Module], Found]) -> None:
    broken = [f"{module.path}:{line}: {what}" for module in modules() for line, what in rule(module)]
    assert not broken, "\n".join(broken)


def test_the_rules_see_the_library_and_its_faces() -> None:
    seen = {(module.face, module.layer) for module in modules()}
    assert {("sociable", layer) for layer in ("errors", "model", "contentfile", "vocabulary", "markup")} <= seen
    assert ("tests", "") in seen


BAD = [
    (layers_point_downwards, "sociable/errors.py", "from sociable.model import Post", "errors may not import sociable.model.Post"),
    (layers_point_downwards, "sociable/contentfile/posts.py", "import sociable.vocabulary", "may not import sociable.vocabulary"),
    (layers_point_downwards, "sociable/markup/render.py", "from sociable import contentfile", "may not import sociable.contentfile"),
    (layers_point_downwards, "sociable/sources/wxr.py", "def f():\n    from sociable.archive import folder", "may not import sociable.archive"),
    (layers_point_downwards, "sociable/__init__.py", "from sociable import model", "the package may not import sociable.model"),
    (layers_point_downwards, "sociable/extras/x.py", "", "extras is in no layer"),
    (faces_keep_to_themselves, "plugins/blog.py", "from scripts import serve", "plugins may not import scripts"),
    (faces_keep_to_themselves, "scripts/serve.py", "import plugins.blog", "scripts may not import plugins"),
    (faces_keep_to_themselves, "sociable/model.py", "from plugins import blog", "sociable may not import plugins"),
    (faces_keep_to_themselves, "plugins/blog.py", "import pelicanconf", "plugins may not import pelicanconf"),
    (faces_keep_to_themselves, "sociable/model.py", "from tests.awkward import texts", "sociable may not import tests"),
    (pelican_has_one_face, "sociable/model.py", "import pelican", "imports pelican"),
    (pelican_has_one_face, "scripts/serve.py", "from pelican.utils import slugify", "imports pelican.utils.slugify"),
    (the_library_has_no_command_line, "sociable/importing/run.py", "import argparse", "imports argparse"),
    (imports_are_absolute_and_named, "sociable/model.py", "from .errors import Problem", "relative import"),
    (imports_are_absolute_and_named, "tests/test_x.py", "from . import conftest", "relative import"),
    (imports_are_absolute_and_named, "sociable/model.py", "from datetime import *", "imports everything"),
    (imports_are_absolute_and_named, "plugins/blog.py", "importlib.import_module(name)", "imports by a computed name"),
    (imports_stand_at_the_top, "sociable/model.py", "def f():\n    import re", "no word of start-up time"),
    (imports_stand_at_the_top, "sociable/model.py", "class A:\n    def f(self):\n        import re  # slow", "no word of start-up"),
    (only_the_outer_faces_touch_the_path, "plugins/blog.py", "import sys\nsys.path.insert(0, '')", "touches sys.path"),
    (only_the_outer_faces_touch_the_path, "tests/test_x.py", "from sys import path", "touches sys.path"),
    (the_library_neither_prints_nor_exits, "sociable/model.py", "print('x')", "calls print"),
    (the_library_neither_prints_nor_exits, "plugins/blog.py", "sys.exit(1)", "calls sys.exit"),
    (the_library_neither_prints_nor_exits, "plugins/blog.py", "raise SystemExit(1)", "calls SystemExit"),
    (the_library_neither_prints_nor_exits, "sociable/model.py", "raise SystemExit", "raises SystemExit"),
    (the_library_neither_prints_nor_exits, "sociable/model.py", "sys.stderr.write('x')", "uses sys.stderr"),
    (the_library_neither_prints_nor_exits, "sociable/model.py", "from sys import exit", "imports sys.exit"),
    (nothing_goes_through_a_shell, "scripts/serve.py", "subprocess.run(x, shell=True)", "runs a shell"),
    (nothing_goes_through_a_shell, "sociable/model.py", "subprocess.run(x, shell=wanted)", "runs a shell"),
    (nothing_goes_through_a_shell, "scripts/serve.py", "os.system('ls')", "calls os.system"),
    (exceptions_are_caught_by_name, "sociable/model.py", "try:\n    f()\nexcept Exception:\n    pass", "catches Exception"),
    (exceptions_are_caught_by_name, "scripts/serve.py", "try:\n    f()\nexcept:\n    pass", "catches everything"),
    (exceptions_are_caught_by_name, "plugins/blog.py", "try:\n    f()\nexcept (KeyError, BaseException) as e:\n    pass", "catches BaseException"),
    (receivers_of_signals_are_functions, "plugins/blog.py", "signals.initialized.connect(lambda p: None)", "no function"),
    (receivers_of_signals_are_functions, "plugins/blog.py", "signals.initialized.connect(self.begin)", "no function"),
    (receivers_of_signals_are_functions, "plugins/blog.py", "signals.initialized.connect(partial(f, 1))", "no function"),
    (plugins_are_module_objects, "pelicanconf.py", "PLUGINS = [blog, 'plugins.tags']", "'plugins.tags' by a string"),
    (modules_are_named_for_what_they_hold, "sociable/markup/utils.py", "", "is called utils"),
    (modules_are_named_for_what_they_hold, "tests/test_helpers.py", "", "is called helpers"),
    (modules_are_named_for_what_they_hold, "plugins/common/x.py", "", "is called common"),
    (modules_say_what_they_are_for_and_are_short, "sociable/model.py", "x = 1", "has no docstring"),
    (modules_say_what_they_are_for_and_are_short, "plugins/blog.py", '"""Doc."""' + "\n" * 401, "has 401 lines"),
    (a_test_is_called_by_a_sentence, "tests/test_x.py", "def test_parse():\n    pass", "test_parse is no sentence"),
    (a_test_is_called_by_a_sentence, "tests/test_x.py", "class TestX:\n    def test_it_works(self):\n        pass", "no sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "source", "what"), BAD, ids=[f"{bad[0].__name__}-{bad[3]}" for bad in BAD])
def test_a_module_that_breaks_a_rule_is_found(
    rule: Callable[[Module], Found], path: str, source: str, what: str
) -> None:
    [(line, found)] = rule(Module(PurePosixPath(path), source))
    assert what in found
    assert 1 <= line <= source.count("\n") + 1


def test_every_rule_is_tried_on_a_bad_module() -> None:
    assert {bad[0] for bad in BAD} == set(RULES)


GOOD = {
    "sociable/importing/run.py": "from sociable.sources import wxr\nfrom sociable.archive.folder import read",
    "sociable/vocabulary/lookup.py": "from sociable.vocabulary.pages import Principle\nfrom sociable.contentfile import parse",
    "sociable/markup/render.py": "def render():\n    # pelican aside, bs4 is the slowest: start-up time\n    import bs4",
    "sociable/markup/render_2.py": "def render():\n    import bs4  # start-up: 80 ms",
    "plugins/strict.py": "from plugins import build\nprint('x', file=sys.stderr)\nraise SystemExit(1)",
    "sociable/markup/entities.py": "\n" * 401,
    "plugins/blog.py": "import pelican\nsignals.initialized.connect(begin)\nsignals.initialized.connect(module.begin)",
    "scripts/serve.py": "import sys\nsys.path.insert(0, '')\nprint('x', file=sys.stderr)\nsys.exit(main())",
    "pelicanconf.py": "import sys\nsys.path.insert(0, '')\nfrom plugins import blog\nPLUGINS = [blog]",
    "publishconf.py": "from pelicanconf import *  # noqa: F403",
    "tests/test_x.py": "from plugins import blog\ndef test_posts_come_back():\n    from pelican import signals",
    "sociable/model.py": "try:\n    f()\nexcept (OSError, ValueError):\n    raise\nsubprocess.run(x, shell=False)",
}


@pytest.mark.parametrize("path", GOOD)
def test_a_module_that_keeps_the_rules_is_left_alone(path: str) -> None:
    module = Module(PurePosixPath(path), f'"""A flat table of things."""\n{GOOD[path]}\n')
    assert [found for rule in RULES for found in rule(module)] == []
