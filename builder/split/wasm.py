"""Reading and writing modules of WebAssembly, as much of it as dividing one in two takes.

All numbers are from the WebAssembly Core Specification 3.0 (https://www.w3.org/TR/wasm-core-3),
chapter 5, *Binary Format*, and, of the exceptions that Emscripten writes, from the "legacy
exception handling" proposal. What is not known here is an error, never a guess.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from neuron_core.engine.wasm import unsigned

FUNCTION, TABLE, MEMORY, GLOBAL, TAG = range(5)
"""What there is a numbering of: the kinds of imports and exports."""
HELD = 5
"""A segment of data or of functions, and a function that is taken as a value: what refers to it
has to be in its module."""

CUSTOM, TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS = range(7)
EXPORTS, START, ELEMENTS, CODE, DATA, DATA_COUNT, TAGS = range(7, 14)
ORDER = [TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, TAGS, GLOBALS]
ORDER += [EXPORTS, START, ELEMENTS, DATA_COUNT, CODE, DATA]

MAGIC = b"\0asm\x01\0\0\0"
FUNCTION_TYPE, FUNCTION_REFERENCE = 0x60, b"\x70"
END = 0x0B


class Reference(NamedTuple):
    """A number in code that counts something of the module: where it begins and ends, and it."""

    kind: int
    begin: int
    end: int
    number: int


class Import(NamedTuple):
    """What a module asks for: from where, its kind, and of which type it has to be."""

    module: str
    name: str
    kind: int
    type: bytes

    def written(self) -> bytes:
        """Return it as it stands in a module."""
        return string(self.module) + string(self.name) + bytes([self.kind]) + self.type


class Export(NamedTuple):
    """What a module gives: a kind, and the number of the one that it gives."""

    name: str
    kind: int
    number: int

    def written(self) -> bytes:
        """Return it as it stands in a module."""
        return string(self.name) + bytes([self.kind]) + unsigned(self.number)


@dataclass(frozen=True)
class Module:
    """A module, section by section; a section is read when it is first asked for."""

    sections: dict[int, bytes]
    custom: list[bytes]

    @classmethod
    def read(cls, code: bytes) -> "Module":
        """Read a module."""
        if not code.startswith(MAGIC):
            raise ValueError("This is no module of WebAssembly, or one of another version.")
        sections, custom, at = {}, [], len(MAGIC)
        while at < len(code):
            kind = code[at]
            size, at = number(code, at + 1)
            content = code[at : at + size]
            if kind == CUSTOM:
                custom.append(content)
            else:
                sections[kind] = content
            at += size
        return cls(sections, custom)

    def written(self) -> bytes:
        """Return the module's bytes; its custom sections come first, as the linker's has to."""
        parts = [(CUSTOM, content) for content in self.custom]
        parts += [(kind, self.sections[kind]) for kind in ORDER if kind in self.sections]
        return MAGIC + b"".join(
            bytes([kind]) + unsigned(len(content)) + content for kind, content in parts
        )

    def but(self, sections: dict[int, bytes], *custom: bytes) -> "Module":
        """Return a module in which some sections are others; an empty one is left out."""
        changed = {kind: one for kind, one in (self.sections | sections).items() if one}
        return Module(changed, [*self.custom, *custom])

    @cached_property
    def types(self) -> list[bytes]:
        """Return the types of functions, as they are written."""
        return self._each(TYPES, after_type)

    @cached_property
    def imports(self) -> list[Import]:
        """Return what the module asks for."""
        found = []
        for one in self._each(IMPORTS, after_import):
            module, at = text(one, 0)
            name, at = text(one, at)
            found.append(Import(module, name, one[at], one[at + 1 :]))
        return found

    @cached_property
    def functions(self) -> list[int]:
        """Return the types of the functions that are not imported."""
        return [number(one, 0)[0] for one in self._each(FUNCTIONS, after_number)]

    @cached_property
    def exports(self) -> list[Export]:
        """Return what the module gives."""
        found = []
        for one in self._each(EXPORTS, after_export):
            name, at = text(one, 0)
            found.append(Export(name, one[at], number(one, at + 1)[0]))
        return found

    @cached_property
    def start(self) -> int | None:
        """Return the function that is called when the module comes to life."""
        return number(self.sections[START], 0)[0] if START in self.sections else None

    @cached_property
    def bodies(self) -> list[bytes]:
        """Return the functions' code, with their locals."""
        return [body[number(body, 0)[1] :] for body in self._each(CODE, after_body)]

    @cached_property
    def references(self) -> list[list[Reference]]:
        """Return what the code of each function refers to."""
        return [list(references(body)) for body in self.bodies]

    @cached_property
    def segments(self) -> list[bytes]:
        """Return what tables are filled with."""
        return self._each(ELEMENTS, after_element)

    @cached_property
    def elements(self) -> set[int]:
        """Return the functions that tables are filled with."""
        found: set[int] = set()
        for one in self.segments:
            at = element_functions(one)
            count, at = number(one, at)
            for _ in range(count):
                function, at = number(one, at)
                found.add(function)
        return found

    @cached_property
    def data(self) -> list[tuple[int, bytes]]:
        """Return what memory is filled with when the module comes to life, and where."""
        found = []
        for one in self._each(DATA, after_data):
            if one[:2] != b"\0\x41":  # of the one memory, at an address that is a constant
                raise ValueError("The data have no address that is known beforehand.")
            address, at = signed_number(one, 2)
            found.append((address, one[number(one, at + 1)[1] :]))
        return found

    def imported(self, kind: int) -> list[Import]:
        """Return the imports of a kind, which are counted before what the module has itself."""
        return [one for one in self.imports if one.kind == kind]

    def described(self, kind: int) -> list[bytes]:
        """Return the types of all of a kind: tables, memories, globals or tags."""
        section, after = {
            TABLE: (TABLES, after_table),
            MEMORY: (MEMORIES, after_limits),
            GLOBAL: (GLOBALS, after_global),
            TAG: (TAGS, after_tag),
        }[kind]
        own = self._each(section, after)
        return [one.type for one in self.imported(kind)] + [
            one[:2] if kind == GLOBAL else one for one in own
        ]

    def _each(self, section: int, after: Callable[[bytes, int], int]) -> list[bytes]:
        content = self.sections.get(section, b"\0")
        count, at = number(content, 0)
        found = []
        for _ in range(count):
            end = after(content, at)
            found.append(content[at:end])
            at = end
        return found


def vector(items: Iterable[bytes]) -> bytes:
    """Return a number of items, and they."""
    written = list(items)
    return unsigned(len(written)) + b"".join(written)


def string(name: str) -> bytes:
    """Return a name as it stands in a module."""
    return unsigned(len(name.encode())) + name.encode()


def body(code: bytes) -> bytes:
    """Return a function's code as it stands in a module."""
    return unsigned(len(code)) + code


def number(code: bytes, at: int) -> tuple[int, int]:
    """Return a whole number from 0 up, which begins there, and where it ends."""
    value = shift = 0
    while code[at] >= 128:
        value |= (code[at] & 127) << shift
        shift += 7
        at += 1
    return value | code[at] << shift, at + 1


def signed_number(code: bytes, at: int) -> tuple[int, int]:
    """Return an address: one of 2 GB or more is written as a negative number."""
    value, end = number(code, at)
    bits = 7 * (end - at)
    return (value - (1 << bits) if value >> (bits - 1) else value) & 0xFFFFFFFF, end


def text(code: bytes, at: int) -> tuple[str, int]:
    """Return a name, which begins there, and where it ends."""
    size, at = number(code, at)
    return code[at : at + size].decode(), at + size


def after_number(code: bytes, at: int) -> int:
    """Return where a number ends, of whatever length and sign."""
    while code[at] >= 128:
        at += 1
    return at + 1


def after_numbers(code: bytes, at: int, count: int) -> int:
    """Return where so many numbers end."""
    for _ in range(count):
        at = after_number(code, at)
    return at


def after_type(code: bytes, at: int) -> int:
    """Return where a function's type ends: parameters and results, a byte each."""
    if code[at] != FUNCTION_TYPE:
        raise ValueError(f"This type of function is not known: {code[at]:#x}")
    at += 1
    for _ in range(2):
        size, at = number(code, at)
        at += size
    return at


def after_limits(code: bytes, at: int) -> int:
    """Return where the limits of a table or a memory end."""
    return after_numbers(code, at + 1, 1 + (code[at] & 1))


def after_table(code: bytes, at: int) -> int:
    """Return where the type of a table ends."""
    return after_limits(code, at + 1)


def after_tag(code: bytes, at: int) -> int:
    """Return where the type of a tag ends."""
    return after_number(code, at + 1)


def after_global(code: bytes, at: int) -> int:
    """Return where a global ends: its type, and what it is at first."""
    return after_constant(code, at + 2)


def after_import(code: bytes, at: int) -> int:
    """Return where an import ends."""
    for _ in range(2):
        size, at = number(code, at)
        at += size
    after: list[Callable[[bytes, int], int]] = [
        after_number,
        after_table,
        after_limits,
        lambda _, at: at + 2,
        after_tag,
    ]
    return after[code[at]](code, at + 1)


def after_export(code: bytes, at: int) -> int:
    """Return where an export ends."""
    size, at = number(code, at)
    return after_number(code, at + size + 1)


def after_body(code: bytes, at: int) -> int:
    """Return where a function ends."""
    size, at = number(code, at)
    return at + size


def after_data(code: bytes, at: int) -> int:
    """Return where a segment of data ends."""
    kind, at = number(code, at)
    if kind == 0:
        at = after_constant(code, at)
    elif kind != 1:
        raise ValueError("Data of another memory are not known.")
    return after_body(code, at)


def after_element(code: bytes, at: int) -> int:
    """Return where a segment of functions ends."""
    count, at = number(code, element_functions(code, at))
    return after_numbers(code, at, count)


def element_functions(code: bytes, at: int = 0) -> int:
    """Return where the functions of a segment begin."""
    kind, at = number(code, at)
    if kind > 3:
        raise ValueError("Segments that are filled by expressions are not known.")
    if kind == 2:
        at = after_number(code, at)
    if not kind & 1:
        at = after_constant(code, at)
    return at + 1 if kind else at


def after_constant(code: bytes, at: int) -> int:
    """Return where an expression ends that is computed when the module comes to life."""
    while code[at] != END:
        operation = code[at]
        at = _AFTER[operation](code, at + 1)
    return at + 1


def after_locals(code: bytes) -> int:
    """Return where the locals of a function end."""
    count, at = number(code, 0)
    for _ in range(count):
        at = after_number(code, at) + 1
    return at


def references(code: bytes) -> Iterator[Reference]:
    """Yield what a function's code refers to, in the order in which it stands there."""
    at, end = after_locals(code), len(code)
    while at < end:
        operation = code[at]
        at += 1
        if operation in _PLAIN:
            continue
        if operation in _REFERS:
            kind = _REFERS[operation]
            if operation in _TYPED_FIRST:
                at = after_number(code, at)
            one, after = number(code, at)
            yield Reference(kind, at, after, one)
            at = after
        elif operation == _MORE:
            more, at = number(code, at)
            for kind in _REFERS_MORE.get(more, ()):
                one, after = number(code, at)
                yield Reference(kind, at, after, one)
                at = after
            if more > max(_REFERS_MORE):
                raise ValueError(f"The operation 0xfc {more} is not known.")
        else:
            at = _AFTER[operation](code, at)


def _after_memory(code: bytes, at: int) -> int:
    """Alignment and offset; with a flag, the number of a memory stands between them."""
    if code[at] & 0x40:
        raise ValueError("Several memories are not known.")
    return after_numbers(code, at, 2)


def _after_block(code: bytes, at: int) -> int:
    return after_number(code, at)  # a type, or the number of one: both end as numbers do


def _after_labels(code: bytes, at: int) -> int:
    count, at = number(code, at)
    return after_numbers(code, at, count + 1)


def _after_types(code: bytes, at: int) -> int:
    count, at = number(code, at)
    return at + count


_MORE = 0xFC
_PLAIN = {0, 1, 5, END, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, *range(0x45, 0xC5)}
"""Operations with nothing behind them: arithmetic, comparisons, ends, catch_all."""
_REFERS = {
    **dict.fromkeys((0x10, 0x12), FUNCTION),  # call, return_call
    **dict.fromkeys((0x11, 0x13), TABLE),  # call_indirect, return_call_indirect
    **dict.fromkeys((0x23, 0x24), GLOBAL),
    **dict.fromkeys((0x25, 0x26), TABLE),
    **dict.fromkeys((0x07, 0x08), TAG),  # catch, throw
    0xD2: HELD,  # ref.func
}
_TYPED_FIRST = {0x11, 0x13}
_REFERS_MORE: dict[int, tuple[int, ...]] = {
    **dict.fromkeys(range(8), ()),  # conversions that saturate
    8: (HELD, MEMORY),
    9: (HELD,),
    10: (MEMORY, MEMORY),
    11: (MEMORY,),
    12: (HELD, TABLE),
    13: (HELD,),
    14: (TABLE, TABLE),
    **dict.fromkeys((15, 16, 17), (TABLE,)),
}
_AFTER: dict[int, Callable[[bytes, int], int]] = {
    **dict.fromkeys((0x02, 0x03, 0x04, 0x06), _after_block),
    **dict.fromkeys((0x09, 0x0C, 0x0D, 0x18), after_number),  # rethrow, br, br_if, delegate
    0x0E: _after_labels,
    0x1C: _after_types,
    **dict.fromkeys((0x20, 0x21, 0x22, 0x23, 0x3F, 0x40, 0x41, 0x42, 0xD2), after_number),
    **dict.fromkeys(range(0x28, 0x3F), _after_memory),
    0x43: lambda _, at: at + 4,
    0x44: lambda _, at: at + 8,
    **dict.fromkeys((0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E), lambda _, at: at),  # in constants
    0xD0: lambda _, at: at + 1,
}
