"""Whether a reader's functions may remember something from one call to the next."""

import ast
from collections.abc import Iterator
from types import FunctionType, ModuleType

MODULES = ("numpy", "math")
# fmt: off
BUILTINS = frozenset({
    "abs", "all", "any", "bool", "divmod", "enumerate", "filter", "float", "int", "isinstance",
    "len", "list", "map", "max", "min", "pow", "print", "range", "reversed", "round", "set",
    "sorted", "str", "sum", "tuple", "zip", "ValueError",
})
# fmt: on
"""Those through which nothing can be kept."""
CHANCE = "random"
"""What draws numbers has this name, in NumPy and in Python; it remembers how many it has drawn."""

_KEEP = (ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.ClassDef, ast.Yield)
_FIXED = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.operator, ast.unaryop, ast.Load)


def may_remember(source: str) -> bool:
    """Return whether a text is not seen to be one whose functions depend on their arguments alone.

    That is seen of a text that imports nothing but `MODULES`, has no names of its own but those of
    functions and of numbers or texts, and whose functions use only these, `BUILTINS`, and what they
    are given or make themselves. Whatever is more may remember.
    """
    text = ast.parse(source)
    modules, functions, fixed = set(), {}, set()
    for line in text.body:
        match line:
            case ast.Import(names) if all(one.name in MODULES for one in names):
                modules |= {one.asname or one.name for one in names}
            case ast.FunctionDef(name=name):
                functions[name] = line
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_fixed(value):
                fixed.add(name)
            case ast.Expr(ast.Constant()):
                pass
            case _:
                return True
    return any(
        _may_remember(one, frozenset(modules), frozenset(functions), frozenset(fixed))
        for one in functions.values()
    )


def _may_remember(
    function: ast.FunctionDef,
    modules: frozenset[str],
    functions: frozenset[str],
    fixed: frozenset[str],
) -> bool:
    nodes = list(ast.walk(function))
    arguments = [one for node in nodes if isinstance(node, ast.arguments) for one in _all_of(node)]
    own = {one.arg for one in arguments}
    own |= {one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    own |= {one.name for one in nodes if isinstance(one, ast.FunctionDef) and one is not function}
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    looked_into = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        match node:
            case ast.FunctionDef(decorator_list=[_, *_]):
                return True
            case ast.arguments(defaults=defaults, kw_defaults=more):
                if not all(one is None or _is_fixed(one) for one in (*defaults, *more)):
                    return True
            case ast.Attribute(attr=name) if name == CHANCE or name.startswith("__"):
                return True
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del())
                | ast.Subscript(ctx=ast.Store() | ast.Del())
            ):
                if _root(node) not in own:
                    return True
            case ast.Name(id=name, ctx=ast.Load()) if name not in own | fixed | BUILTINS:
                # A function that is only called, and a module that is only looked into, cannot be
                # given another name, under which something could be written into them.
                if not (
                    (name in functions and id(node) in called)
                    or (name in modules and id(node) in looked_into)
                ):
                    return True
            case ast.Name(id=name) if name.startswith("__"):
                return True
            case _ if isinstance(node, _KEEP):
                return True
    return False


def read_by(functions: list[FunctionType], names: dict[str, object]) -> list[str]:
    """Return which of the names that hold no function or module some functions may look at."""
    read = {name for one in functions for name in one.__code__.co_names}
    kinds = (FunctionType, ModuleType, type)
    return [name for name, value in names.items() if name in read and not isinstance(value, kinds)]


def _is_fixed(value: ast.expr) -> bool:
    return all(isinstance(node, _FIXED) for node in ast.walk(value))


def _all_of(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (one for one in (arguments.vararg, arguments.kwarg) if one)


def _root(node: ast.expr) -> str | None:
    """Return the name at the beginning of ``name.part[place].part``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
