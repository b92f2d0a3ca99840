"""Functions of this package as text that needs nothing but NumPy: their own sources.

A function is written down as it stands in its module, after all that it uses from there: other
functions and constants, wherever in the package they are. What serves the package alone is left
out: types, the names under which a recording notes values, and what can never happen.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from inspect import getsource
from itertools import accumulate, pairwise
from sys import modules
from typing import Any

import numpy as np

NAMING = "named"
"""See `recording.named`: what it is given is what it gives back."""

type Known = Mapping[str, bool]
"""Conditions, as a source writes them, whose truth is known."""


class Sources:
    """What has been taken, in the order in which it has to stand.

    Attributes
    ----------
    imports
        Lines with which the text has to begin.
    """

    def __init__(self) -> None:
        self.imports: set[str] = set()
        self._texts: list[str] = []
        self._homes: dict[str, str] = {}

    def take(self, function: Callable[..., Any], known: Known | None = None) -> str:
        """Take a function and all that it uses; return what it is called in the text.

        Of conditions that are `known`, what can never happen is left out.

        Raises
        ------
        TypeError
            If its source cannot be taken, or another thing of its name has been.
        """
        name = getattr(function, "__name__", "")
        if isinstance(function, np.ufunc):
            return f"np.{name}"
        module = getattr(function, "__module__", "")
        if name not in _definitions(module):
            raise TypeError(f"{function!r} is no function of a module.")
        self._take(module, name, known or {})
        return name

    @property
    def text(self) -> str:
        """All that has been taken; nothing, if nothing has."""
        blocks = [text.startswith("def ") for text in self._texts]
        between = ["\n\n\n" if one or other else "\n" for one, other in pairwise(blocks)]
        parts = zip(self._texts, [*between, "\n"], strict=False)
        return "".join(f"{text}{space}" for text, space in parts)

    def _take(self, module: str, name: str, known: Known) -> None:
        node = _definitions(module)[name]
        if isinstance(node, ast.Import | ast.ImportFrom):
            home = getattr(node, "module", None)
            if home in modules and home.partition(".")[0] == __name__.partition(".")[0]:
                self._take(home, name, known)
            elif name != "np":
                self.imports.add(ast.get_source_segment(getsource(modules[module]), node) or "")
            return
        if name in self._homes:
            if self._homes[name] != module:
                raise TypeError(f"{name} is a name of {module} and of {self._homes[name]}.")
            return
        self._homes |= dict.fromkeys(_names_of(node), module)
        text = _Plain(module, node, known).text
        for used in _used(ast.parse(text)):
            if used in _definitions(module):
                self._take(module, used, {})
        if text.startswith(TUPLE):
            self.imports.add("from collections import namedtuple")
        self._texts.append(text)


TUPLE = "# Several values with names.\n"
SIGNATURE = re.compile(r"\Adef \w+\(\n.*?\n\):", re.DOTALL)
WIDTH = 100


def _on_one_line(signature: re.Match[str]) -> str:
    """Return a function's first lines as one, if there is room: they had types in them."""
    line = " ".join(signature[0].split()).replace("( ", "(").replace(", )", ")").replace(" )", ")")
    return line if len(line) <= WIDTH else signature[0]


class _Plain:
    """A statement of a module as text, without what serves the package alone.

    Places are counted in bytes, as `ast` does.
    """

    def __init__(self, module: str, node: ast.stmt, known: Known) -> None:
        self._source, self._lines = _text(module)
        self._known = known
        self._cuts: list[tuple[int, int, bytes]] = []
        if isinstance(node, ast.ClassDef):
            self.text = self._named_tuple(node)
            return
        self._look(node)
        self.text = SIGNATURE.sub(_on_one_line, self._written(*self._span(node)).decode(), count=1)

    def _named_tuple(self, node: ast.ClassDef) -> str:
        """Return a `NamedTuple` without its types.

        Raises
        ------
        TypeError
            If it is another class, which no program gets.
        """
        fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
        if not fields or [self._segment(base) for base in node.bases] != ["NamedTuple"]:
            raise TypeError(f"{node.name} is a class.")
        names = ", ".join(f'"{self._segment(one.target)}"' for one in fields)
        defaults = ", ".join(self._segment(one.value) for one in fields if one.value)
        more = f", defaults=[{defaults}]" * bool(defaults)
        return f'{TUPLE}{node.name} = namedtuple("{node.name}", [{names}]{more})'

    def _segment(self, node: ast.AST) -> str:
        """Return the text of a node; `ast.unparse` has a module that the page had to fetch."""
        return self._source[slice(*self._span(node))].decode()

    def _look(self, node: ast.AST) -> None:
        """Note what is to be cut out of a node."""
        for one in ast.iter_child_nodes(node):
            self._look(one)
            if _is_naming(one):
                part = one.args[0]  # type: ignore[attr-defined]
                is_operand = isinstance(node, ast.BinOp) and isinstance(part, ast.BinOp)
                self._keep(one, part, in_brackets=is_operand)
        if isinstance(node, ast.stmt) and _is_void(node):
            self._cut_lines(node)
        elif isinstance(node, ast.FunctionDef):
            self._look_at_types(node)
        elif isinstance(node, ast.AnnAssign) and node.value:
            self._cut(self._span(node.target)[1], self._span(node.annotation)[1])
        elif isinstance(node, ast.If | ast.IfExp):
            self._fold(node)

    def _look_at_types(self, node: ast.FunctionDef) -> None:
        every = [*node.args.posonlyargs, *node.args.args]
        defaults = [None] * (len(every) - len(node.args.defaults)) + [*node.args.defaults]
        pairs = [*zip(every, defaults, strict=True)]
        pairs += zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        for arg, default in pairs:
            if arg.annotation:
                begin = self._span(arg)[0] + len(arg.arg.encode())
                if default:
                    self._cut(begin, self._span(default)[0], b"=")
                else:
                    self._cut(begin, self._span(arg.annotation)[1])
        if node.returns:
            begin, end = self._span(node.returns)
            self._cut(self._source.rindex(b" ->", 0, begin), end)

    def _fold(self, node: ast.If | ast.IfExp) -> None:
        truth = self._known.get(self._segment(node.test))
        if truth is None:
            return
        if isinstance(node, ast.IfExp):
            self._keep(node, node.body if truth else node.orelse)
        elif not node.orelse and not truth:
            self._cut_lines(node)
        elif not node.orelse:
            first = next(one for one in node.body if not _is_void(one))
            self._cut(self._span(node)[0], self._span(first)[0])
            for line in range(first.lineno, node.body[-1].end_lineno or 0):
                begin = self._lines[line] + node.col_offset
                self._cut(begin, begin + 4)

    def _keep(self, whole: ast.AST, part: ast.AST, in_brackets: bool = False) -> None:
        (begin, end), (first, last) = self._span(whole), self._span(part)
        self._cut(begin, first, b"(" * in_brackets)
        self._cut(last, end, b")" * in_brackets)

    def _cut_lines(self, node: ast.stmt) -> None:
        self._cut(self._lines[node.lineno - 1], self._lines[node.end_lineno or 0])

    def _cut(self, begin: int, end: int, instead: bytes = b"") -> None:
        self._cuts.append((begin, end, instead))

    def _span(self, node: Any) -> tuple[int, int]:
        begin = self._lines[node.lineno - 1] + node.col_offset
        return begin, self._lines[node.end_lineno - 1] + node.end_col_offset

    def _written(self, begin: int, end: int) -> bytes:
        parts = []
        for first, last, instead in sorted(self._cuts, key=lambda cut: (cut[0], -cut[1])):
            if first < begin:  # within a longer one
                continue
            parts += [self._source[begin:first], instead]
            begin = last
        return b"".join([*parts, self._source[begin:end]])


@cache
def _text(module: str) -> tuple[bytes, list[int]]:
    """Return a module's text, and where each of its lines begins."""
    text = getsource(modules[module]).encode()
    return text, [0, *accumulate(map(len, text.splitlines(keepends=True)))]


@cache
def _definitions(module: str) -> dict[str, ast.stmt]:
    """Return the statements of a module that give its names their values."""
    tree = ast.parse(getsource(modules[module])) if module in modules else ast.Module([], [])
    return {name: node for node in tree.body for name in _names_of(node)}


def _names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [one.asname or one.name for one in node.names]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return [one.id for one in ast.walk(node) if _is_stored(one)]  # type: ignore[attr-defined]
    return []


def _used(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a text reads and does not set itself."""
    own = {one.id for one in ast.walk(tree) if _is_stored(one)}  # type: ignore[attr-defined]
    own |= {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Name) and one.id not in own:
            yield one.id


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _is_naming(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == NAMING


def _is_void(node: ast.stmt) -> bool:
    """Whether a statement does nothing but give names to values."""
    if isinstance(node, ast.For | ast.If):
        return not node.orelse and all(map(_is_void, node.body))
    return isinstance(node, ast.Expr) and _is_naming(node.value)
