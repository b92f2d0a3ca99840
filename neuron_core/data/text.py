"""The text of a file, from its bytes; and what is no text, told by its first bytes."""

import re
from contextlib import suppress
from typing import Any

from neuron_core import checks
from neuron_core.checks import InputError
from neuron_core.data.encoding import most_likely

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western Europe)",
    "mac_roman": "Mac Roman (Western Europe)",
    "cp850": "DOS 850 (Western Europe)",
    "cp1250": "Windows-1250 (Central Europe)",
    "iso8859_2": "ISO 8859-2 (Central Europe)",
    "cp852": "DOS 852 (Central Europe)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp874": "Windows-874 (Thai)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp949": "EUC-KR (Korean)",
}
"""What a reader may say that a file is written in, as Python names it, and as people do."""

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WESTERN = dict(
    zip(range(0x80, 0xA0), "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ", strict=True)  # noqa: RUF001
)
"""Where Windows-1252 is not Latin-1, as https://encoding.spec.whatwg.org has both. Python's own
table is in a module that a page would have to fetch first."""
_END_OF_DOS = "\x1a"
_INVISIBLE = "\x1a\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
UNKNOWN = "\ufffd"
"""What stands for bytes that are nothing in an encoding."""
_LOOKED_AT = 4096
_LONGEST_DIRECTORY = 200_000
"""So many bytes at the end of a ZIP archive are searched for the names in it."""

_SAVE_AS = "save its sheet as CSV in the program that it is from, and open that file"
_UNPACK = "unpack it, and open the table that is in it"
_COPY = "copy the table out of it and paste it into the page"
_EXPORT = "export its table as CSV with the program that it is from, and open that file"
_UNLOCK = "save it without the password in the program that it is from, and open that file"
_OFFICE = "a workbook or document of Office 97-2003"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_STARTS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE, _SAVE_AS),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"%PDF-", "a PDF", _COPY),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", ""),
    (b"\xff\xd8\xff", "a picture (JPEG)", ""),
    (b"GIF8", "a picture (GIF)", ""),
    (b"II*\0", "a picture (TIFF)", ""),
    (b"MM\0*", "a picture (TIFF)", ""),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"ARROW1", "an Arrow file", _EXPORT),
    (b"FEA1", "a Feather file", _EXPORT),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", _EXPORT),
    (b"\x93NUMPY", "an array of NumPy", "write it with numpy.savetxt, and open that file"),
    (b"SQLite format 3\0", "an SQLite database", _EXPORT),
    (b"RDX", "data of R", "write them with write.csv, and open that file"),
    (b"$FL2", "data of SPSS", _EXPORT),
    (b"<stata_dta>", "data of Stata", _EXPORT),
    (b"MATLAB ", "data of MATLAB", _EXPORT),
    (b"\x80\x04\x95", "an object of Python (pickle)", _EXPORT),
    (b"\x80\x05\x95", "an object of Python (pickle)", _EXPORT),
    (b"ORC", "an ORC file", _EXPORT),
    (b"Obj\x01", "an Avro file", _EXPORT),
    (bytes(12) + b"\xc2\xea\x81\x60", "data of SAS", _EXPORT),
    (b"\x72\x02\x01\0", "data of Stata", _EXPORT),
    (b"\x73\x02\x01\0", "data of Stata", _EXPORT),
    (b"{\\rtf", "a document (RTF)", _COPY),
    (b"ID3", "a sound", ""),
    (b"OggS", "a sound", ""),
    (b"\x7fELF", "a program", ""),
)
"""How kinds of files begin, what they are, and what a reader can do; nothing where nothing helps.
From https://en.wikipedia.org/wiki/List_of_file_signatures"""
_IN_ZIP = (
    (b"xl/workbook.xml", "a workbook (.xlsx)", _SAVE_AS, b"xl/workbook.xml"),
    (b"xl/workbook.bin", "a workbook (.xlsb)", _SAVE_AS, b""),
    (b"xl/work", "a workbook (.xlsx)", _SAVE_AS, b"xl/workbook.xml"),
    (b"opendocument.spreadsheet", "a workbook (.ods)", _SAVE_AS, b"content.xml"),
    (b"word/document", "a document of Word", _COPY, b""),
    (b"ppt/slides", "slides", "", b""),
    (b".npy", "arrays of NumPy (.npz)", "write one with numpy.savetxt, and open that file", b""),
    (b"", "a ZIP archive", _UNPACK, b""),
)
"""A name in an archive that tells what it is; what it is, what to do, and a name it must have."""
_ZIP, _END_OF_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_MARKUP = (
    (re.compile(r"<svg\b", re.I), "a picture (SVG)"),
    (re.compile(r"<\?xml\b|<[\w:]+ xmlns", re.I), "XML"),
    (
        re.compile(
            r"<(!--|!doctype\b|/?(html|head|body|meta|div|p|span|table|thead|tr|td|th)\b)", re.I
        ),
        "a web page",
    ),
)


def decoded(source: Any, encoding: str | None = None) -> tuple[str, str]:
    r"""Return the text of a file, and the name in `ENCODINGS` of what it is written in.

    A mark at its start says what it is; UTF-16 without one is known by its zeros. What is UTF-8,
    but for a few bytes, is that, since text in any other encoding hardly ever is; of all else, a
    library tells (see `encoding.most_likely`), unless `encoding` says it. What an encoding does
    not have is U+FFFD then. Ends of lines are ``\n``.

    Raises
    ------
    InputError
        If it is a file of another kind, which is named, or neither text nor bytes.

    Examples
    --------
    >>> decoded("Größe".encode("cp1252"))
    ('Größe', 'cp1252')
    """
    if encoding is not None:
        checks.one_of(encoding, "encoding", ENCODINGS)
    if isinstance(source, str):
        text, found = source, "utf-8"
    elif isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        _refuse_other_kinds(content)
        text, found = _text(content, encoding)
    else:
        raise InputError(f"file: {checks.shown(source)} is not text.")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip(_END_OF_DOS + "\0 ") if text.endswith((_END_OF_DOS, "\0")) else text
    _refuse_markup(text)
    return text, found


def _text(content: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is None:
        encoding = _by_bytes(content) or ("utf-8" if _is_utf_8(content) else most_likely(content))
    if encoding == "cp1252":
        return content.decode("latin-1").translate(_WESTERN), encoding
    found = content.decode(encoding, errors="replace")
    return found, encoding.removesuffix("-le").removesuffix("-be")


def _is_utf_8(content: bytes) -> bool:
    """Whether bytes are UTF-8, or were: a copy may have been cut, a line put in by another program.

    Other encodings have sequences that are valid in UTF-8 by chance, but more that are not.
    """
    if content.isascii():
        return True
    text = content.decode("utf-8", errors="replace")
    wrong = text.count(UNKNOWN) - content.count(UNKNOWN.encode())
    return not wrong or sum(not sign.isascii() for sign in text) - wrong > 2 * wrong


def _by_bytes(content: bytes) -> str | None:
    """Return what the first bytes say that the text is written in, if they do."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    start = content[:_LOOKED_AT]
    if b"\0" not in start:
        return None
    half = max(1, len(start) // 2)
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # Of digits, separators and ends of lines, every second byte is 0, and of nothing the other.
        if start[1 - place :: 2].count(0) <= 0.1 * half < start[place::2].count(0):
            with suppress(UnicodeDecodeError):
                text = start[: len(start) // 2 * 2].decode(encoding)
                if all(sign.isprintable() or sign.isspace() or sign in _INVISIBLE for sign in text):
                    return encoding
    raise InputError(
        "This file is not text: it has bytes that no text has. "
        "A table is needed, such as a CSV file; programs with tables can write one."
    )


def reader_for(content: bytes, encoding: str | None = None) -> str:
    """Return what is needed to read a file: ``"workbooks"``, ``"encodings"`` or nothing."""
    if is_workbook(content):
        return "workbooks"
    if encoding is not None or content.isascii():
        return ""
    try:
        _refuse_other_kinds(content)
        is_said = _by_bytes(content) is not None or _is_utf_8(content)
    except InputError:
        return ""
    return "" if is_said else "encodings"


def is_workbook(content: bytes) -> bool:
    """Whether the first and last bytes are those of a whole workbook (.xlsx)."""
    if not content.startswith(_ZIP):
        return False
    named, kind = _in_zip(content)
    return kind is _IN_ZIP[0] and kind[3] in named and _END_OF_ZIP in content[-_LONGEST_DIRECTORY:]


def _in_zip(content: bytes) -> tuple[bytes, tuple[bytes, str, str, bytes]]:
    """Return where the names in a ZIP archive stand, and which row of `_IN_ZIP` they tell."""
    named = content[:_LOOKED_AT] + content[-_LONGEST_DIRECTORY:]
    return named, next(kind for kind in _IN_ZIP if kind[0] in named)


def _refuse_other_kinds(content: bytes) -> None:
    """Raise `InputError` where the first bytes say that it is a file of another kind."""
    if content.startswith(_ZIP):
        named, (_, what, do, needed) = _in_zip(content)
        if _END_OF_ZIP not in content[-_LONGEST_DIRECTORY:] or needed not in named:
            raise InputError(
                f"This is {what}, and it is damaged: a part of it is missing. "
                "Fetch it again, or save it again in the program that it is from."
            )
        raise _not_a_table(what, do)
    for start, what, do in _STARTS:
        if content.startswith(start):
            if what == _OFFICE and _LOCKED in content:
                what, do = "a workbook or document with a password", _UNLOCK
            raise _not_a_table(what, do)
    if content.startswith(b"RIFF") and content[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise _not_a_table("a picture, a sound or a film", "")
    if content[4:8] == b"ftyp":
        raise _not_a_table("a picture (HEIC), a sound or a film", "")
    if content.startswith(b"BM") and b"\0" in content[:14]:
        raise _not_a_table("a picture (BMP)", "")
    if content[257:262] == b"ustar":
        raise _not_a_table("a tar archive", _UNPACK)


def _refuse_markup(text: str) -> None:
    """Raise `InputError` where the text is that of a web page or JSON."""
    start = text[:_LOOKED_AT].lstrip()
    for mark, what in _MARKUP:
        if mark.match(start):
            raise _not_a_table(what, "" if what.startswith("a picture") else _COPY)
    if start.startswith(("{", "[{", "[[")) or (start.startswith("[") and '"' in start[:3]):
        raise _not_a_table(
            "JSON",
            "write its table as CSV and open that file; "
            "a saved experiment opens if its name ends in .json",
        )


def _not_a_table(what: str, do: str) -> InputError:
    return InputError(
        f"This is {what}, not a table as text. "
        + (f"{do[0].upper()}{do[1:]}." if do else "A table is needed, such as a CSV file.")
    )
