"""ARFF, in which Weka keeps tables: attributes, each with its name, and then lines of commas.

Format: https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/
"""

import re

_BEGIN = re.compile(r"(?:\s|%.*\n)*@relation\b", re.IGNORECASE)
_DATA = re.compile(r"^@data\b.*$", re.IGNORECASE | re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"^@attribute\s+('(?:[^'\\]|\\.)*'|\"[^\"]*\"|\S+)", re.IGNORECASE | re.MULTILINE
)


def as_commas(text: str) -> str | None:
    r"""Return such a text as one of commas with a line of names, each row in the line it was in.

    None for any other text.

    Examples
    --------
    >>> as_commas("@relation a\n@attribute 'the size' real\n@attribute b {x,y}\n@data\n1,x\n")
    '\n\n\n"the size","b"\n1,x\n'
    """
    data = _DATA.search(text)
    if not data or not _BEGIN.match(text):
        return None
    names = [name.strip("'\"") for name in _ATTRIBUTE.findall(text[: data.start()])]
    header = ",".join(f'"{name}"' for name in names)
    rows = re.sub(r"(?<![^,\n])'([^',\n]*)'(?![^,\n])", r'"\1"', text[data.end() :])
    return "\n" * text[: data.start()].count("\n") + header + rows
