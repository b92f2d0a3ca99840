"""An assembler of WebAssembly: as much of it as a training takes.

All numbers are from the WebAssembly Core Specification 2.0 (https://www.w3.org/TR/wasm-core-2),
chapter 5, *Binary Format*: its sections 5.2 (integers), 5.4 (instructions) and 5.5 (modules).
Instructions are bytes, and code is what comes of adding them; an instruction takes from the stack
what those before it have left there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

I32, F64 = b"\x7f", b"\x7c"
BLOCK, LOOP, IF, ELSE, END = b"\x02\x40", b"\x03\x40", b"\x04\x40", b"\x05", b"\x0b"
IF_F64 = b"\x04\x7c"
"""One of two branches, either of which leaves a number."""
SELECT = b"\x1b"
"""From two numbers and a condition, the first number if it holds, else the second."""
EQUAL_I32, DIFFERENT_I32, IS_ZERO = b"\x46", b"\x47", b"\x45"
ADD_I32, SUBTRACT_I32, MULTIPLY_I32, OR = b"\x6a", b"\x6b", b"\x6c", b"\x72"
EQUAL, DIFFERENT, LESS, GREATER, AT_MOST, AT_LEAST = (bytes([code]) for code in range(0x61, 0x67))
ABSOLUTE, NEGATIVE, CEIL, FLOOR, TRUNCATE, NEAREST, ROOT, ADD, SUBTRACT, MULTIPLY, DIVIDE = (
    bytes([code]) for code in range(0x99, 0xA4)
)
AS_NUMBER = b"\xb8"
"""A condition as 1.0 or 0.0."""
COPY = b"\xfc\x0a\0\0"
"""From a target, a source and a number of bytes: all of them are copied."""


def unsigned(number: int) -> bytes:
    """Return a whole number from 0 up in LEB128."""
    if number < 128:
        return bytes([number])
    return bytes([number & 127 | 128]) + unsigned(number >> 7)


def signed(number: int) -> bytes:
    """Return a whole number in signed LEB128."""
    if -64 <= number < 64:
        return bytes([number & 127])
    return bytes([number & 127 | 128]) + signed(number >> 7)


def get(local: int) -> bytes:
    """Leave a local."""
    return b"\x20" + unsigned(local)


def put(local: int) -> bytes:
    """Take what becomes of a local."""
    return b"\x21" + unsigned(local)


def integer(number: int) -> bytes:
    """Leave a whole number."""
    return b"\x41" + signed(number)


def number(value: float) -> bytes:
    """Leave a number."""
    return b"\x44" + np.float64(value).tobytes()


def load(offset: int) -> bytes:
    """Take an address, leave the float64 that stands so many bytes behind it."""
    return b"\x2b\x03" + unsigned(offset)


def load_i32(offset: int) -> bytes:
    """Take an address, leave the 32-bit integer that stands so many bytes behind it."""
    return b"\x28\x02" + unsigned(offset)


def store(offset: int, itemsize: int = 8) -> bytes:
    """Take an address and a number, and write it so many bytes behind: a float64 or a float32."""
    return (b"\x39\x03" if itemsize == 8 else b"\xb6\x38\x02") + unsigned(offset)


def call(function: int) -> bytes:
    """Call a function: imported ones are counted first, from 0."""
    return b"\x10" + unsigned(function)


def leave_if(depth: int = 0) -> bytes:
    """Take a condition; if it holds, leave so many blocks and the next, or begin a loop anew."""
    return b"\x0d" + unsigned(depth)


def go(depth: int = 0) -> bytes:
    """Leave so many blocks and the next, or begin a loop anew."""
    return b"\x0c" + unsigned(depth)


@dataclass
class Function:
    """A function that is written: what it takes, its locals, its code.

    Attributes
    ----------
    takes
        How many 32-bit integers: its first locals.
    gives
        The type of what it leaves, or nothing.
    """

    takes: int = 0
    gives: bytes = b""
    code: bytearray = field(default_factory=bytearray)
    _kinds: list[bytes] = field(default_factory=list)
    _free: list[int] = field(default_factory=list)

    def local(self, kind: bytes) -> int:
        """Return a local that nobody uses."""
        for local in self._free:
            if self._kinds[local - self.takes] == kind:
                self._free.remove(local)
                return local
        self._kinds.append(kind)
        return self.takes + len(self._kinds) - 1

    def release(self, locals: Iterable[int]) -> None:
        """Let others use them."""
        self._free.extend(locals)

    @property
    def type(self) -> bytes:
        """What it takes and leaves."""
        return _type(I32 * self.takes, self.gives)

    @property
    def body(self) -> bytes:
        """Its locals and its code."""
        body = _vector(b"\x01" + kind for kind in self._kinds) + self.code + END
        return unsigned(len(body)) + body


def module(
    imported: Sequence[tuple[str, int]], functions: Sequence[Function], exported: str
) -> bytes:
    """Return a module that works on the host's memory.

    Parameters
    ----------
    imported
        Functions of numbers that the host has in its `env`: the name, and how many each takes.
    functions
        Its own, counted after the imported ones. The last one is exported under a name.
    """
    types = [_type(F64 * takes, F64) for _, takes in imported] + [one.type for one in functions]
    known = list(dict.fromkeys(types))
    places = [unsigned(known.index(one)) for one in types]
    outside = [_text("env") + _text("memory") + b"\x02\0\0"]
    outside += [
        _text("env") + _text(name) + b"\0" + place
        for (name, _), place in zip(imported, places, strict=False)
    ]
    sections = {
        1: known,
        2: outside,
        3: places[len(imported) :],
        7: [_text(exported) + b"\0" + unsigned(len(types) - 1)],
        10: [one.body for one in functions],
    }
    code = b"\0asm\x01\0\0\0"
    for name, items in sections.items():
        content = _vector(items)
        code += bytes([name]) + unsigned(len(content)) + content
    return code


def _type(takes: bytes, gives: bytes) -> bytes:
    return b"\x60" + unsigned(len(takes)) + takes + unsigned(len(gives)) + gives


def _vector(items: Iterable[bytes]) -> bytes:
    items = list(items)
    return unsigned(len(items)) + b"".join(items)


def _text(name: str) -> bytes:
    return unsigned(len(name)) + name.encode()
