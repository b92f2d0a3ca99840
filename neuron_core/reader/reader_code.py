"""Python that a reader has written: running it, and saying in plain words what is wrong with it."""

import linecache
from dataclasses import asdict, dataclass
from traceback import StackSummary, TracebackException
from typing import Any

from neuron_core.checks import InputError

SCRIPT = "<your script>"
FIRST_LINES, LAST_LINES = 3, 10
"""Of a long traceback, as of functions that call each other, so much is told."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a reader's Python.

    Attributes
    ----------
    problem
        One plain sentence.
    line
        Where in the reader's text, counted from 1, or None if it is in no line of it.
    traceback
        What Python says, of the reader's own lines only.
    """

    problem: str
    line: int | None
    traceback: str

    def plain(self) -> dict[str, Any]:
        """Return it as plain text and numbers."""
        return asdict(self)


class Told(Exception):
    """Something wrong with a reader's Python that has its sentence already."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


def execute(source: str, file: str, namespace: dict[str, Any]) -> None:
    """Run a text in a namespace, with its lines at hand for tracebacks.

    Raises
    ------
    BaseException
        Whatever the text raises.
    """
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec", dont_inherit=True), namespace)


def run_script(source: str) -> Problem | None:
    """Run a text as a program of its own; return what is wrong with it, if anything."""
    try:
        execute(source, SCRIPT, {"__name__": "__main__"})
    except SystemExit:
        return None
    except BaseException as error:
        return problem_of(error, SCRIPT)
    return None


def problem_of(error: BaseException, file: str) -> Problem:
    """Return what is to be told of an error that the reader's text, run under that name, raised.

    An interruption is nobody's mistake: it is raised again.
    """
    if isinstance(error, KeyboardInterrupt):
        raise error
    told = TracebackException.from_exception(error)
    own = [frame for frame in told.stack if frame.filename == file]
    short = own if len(own) <= FIRST_LINES + LAST_LINES else own[:FIRST_LINES] + own[-LAST_LINES:]
    told.stack = StackSummary.from_list(short)
    lines = [frame.lineno for frame in own]
    if isinstance(error, SyntaxError):
        # One that the text raises in a text of its own stands where that was run.
        lines = lines or [error.lineno]
    *says, last = told.format(chain=False)
    sentence = _sentence(error, last.strip())
    if isinstance(error, Told):
        lines = [error.line] if error.line else lines
        says, last = says if own else [], sentence
    return Problem(sentence, lines[-1] if lines else None, "".join([*says, last]))


def _sentence(error: BaseException, said: str) -> str:
    match error:
        case Told() | InputError():
            return str(error)
        case SyntaxError():
            return f"Python cannot read this: {error.msg}."
        case UnboundLocalError():
            return "A name is used here before it has a value."
        case NameError():
            return f"Nothing here is called {error.name}."
        case ModuleNotFoundError():
            return f"There is no module {error.name} here; numpy and neuron_core are there."
        case RecursionError():
            return "A function calls itself again and again, without an end."
        case ZeroDivisionError():
            return "Something is divided by 0 here."
        case MemoryError():
            return "This needs more memory than there is."
    return f"It stops here with {said.rstrip('.')}."
