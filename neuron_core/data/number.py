r"""Numbers as people write them: 1,234.5 and 1.234,5; 45%; $1.50; (3); 3-; 5 kg; 12 000.

Whether a comma is the decimal sign or groups the thousands cannot be told of ``1,234`` alone.
`shown_by` says what a column shows of it, and `decimal_sign` decides for a file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Flag, auto
from math import isfinite, nan

import numpy as np

from neuron_core.checks import Array

DECIMALS = {".": "point", ",": "comma"}
GAPS = frozenset(
    {"", "na", "n/a", "n.a.", "<na>", "nan", "nat", "null", "(null)", "\\n", "?"}
    | {"#n/a", "#na", "#n/a n/a", "#null!", "#value!", "#div/0!", "#ref!", "#name?", "#num!"}
)
"""How a cell without a value is written, in small letters: by people, spreadsheets, databases, R
and pandas (https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html, `na_values`)."""
GAPS_AMONG_NUMBERS = GAPS | {
    *("none", "missing", "nil", "-nan", "nd", "n.d.", "k.a.", "1.#ind", "-1.#ind", "1.#qnan"),
}
"""Among words, these may be words; so may signs alone, such as - or ***."""

_SYMBOLS = "$€£¥₹₩₽₺₪₫₴₦฿¢"
_CODES = "USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|KRW|TRY|RUB"
_UNITS = (
    "[nµμmcdk]?m[²³23]?|in|ft|yd|mi|[µμmk]?g|lbs?|oz|ha|[mcd]?[lL]|"
    "[nµμm]s|s|sec|min|h|hrs?|d|days?|weeks?|months?|years?|yrs?|"
    "°[CF]?|[kMG]?Hz|[kMG]Wh?|[mk]V|mA|[hkM]?Pa|m?bar|psi|mmHg|"
    "km/h|mph|m/s|[kKMGT]B|dB|px|pp[mb]|k?cal|kJ|rpm|bpm"
)
"""What amounts are measured in: no sign that is as likely a part of a name, such as A or K."""
_MONEY = rf"(?:[A-Z]{{0,3}}[{_SYMBOLS}]|(?:{_CODES})(?![A-Za-z])|kr\.?|zł|Kč|Fr\.|R\$)"
_SAME = {"€": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "R$": "BRL", "zł": "PLN", "Kč": "CZK"}
"""Signs of currencies that stand beside their codes."""
_MINUS = "−–-"  # the hyphen last: they stand in classes of regular expressions
_THIN = " \u00a0\u2009\u202f'\u2019"
"""Spaces and apostrophes that group thousands."""
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+{_MINUS}])?\s*(?P<before>%|{_MONEY})?"
    rf"\s*(?P<within>\()?(?P<inner>[{_MINUS}])?"
    rf"(?P<digits>[.,]\d+|\d[\d.,{_THIN}]*?)(?P<even>[.,][{_MINUS}]{{1,2}})?"
    rf"(?P<power>[eE][+{_MINUS}]?\d+)?"
    rf"\s*(?P<after>%|{_MONEY}|{_UNITS})?(?P<late>[{_MINUS}])?\s*(?P<close>\))?"
)
_WHOLE = {
    decimal: re.compile(
        rf"\d*|\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d{{1,3}}(?:[{_THIN}]\d{{3}})+"
    )
    for decimal, group in ((".", ","), (",", r"\."))
}
_GROUPING = str.maketrans("", "", f".,{_THIN}")
_EVERY_MINUS = str.maketrans(dict.fromkeys(_MINUS, "-"))


class Evidence(Flag):
    """Which decimal signs some cells of a column can only have."""

    NONE = 0
    POINT = auto()
    COMMA = auto()
    BOTH = POINT | COMMA


def _surely(sign: str, other: str) -> re.Pattern[str]:
    """Return what finds, in cells joined by ends of lines, one whose decimal sign that must be."""
    outside = rf"[^\w.,\n]*(?:{_MONEY})?[^\w.,\n]*"
    digits = (
        rf"(?:\d*{sign}(?:\d{{1,2}}|\d{{4,}})"  # not three digits after it
        rf"|0*{sign}\d+|0\d+{sign}\d+|\d{{4,}}{sign}\d+"  # not one to three before it
        rf"|\d*{sign}\d+[eE][+\-−]?\d+"
        rf"|\d{{1,3}}(?:{other}\d{{2,3}})*{other}\d{{3}}{sign}\d+"  # the other sign groups
        rf"|\d{{1,3}}(?:[{_THIN}]\d{{3}})+{sign}\d+"
        rf"|\d{{1,3}}(?:{other}\d{{2,3}})+{other}\d{{3}})"  # the other sign twice
    )
    after = rf"(?:[eE][+\-−]?\d+)?\s*(?:%|{_MONEY}|{_UNITS})?[ ){_MINUS}]*"
    return re.compile(rf"^{outside}{digits}{after}$", re.M)


_SURE = {Evidence.POINT: _surely(r"\.", ","), Evidence.COMMA: _surely(",", r"\.")}
_DOUBTFUL = {
    ".": re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,eE])"),
    ",": re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,eE])"),
}


@dataclass(frozen=True)
class Shown:
    """What a column shows of its decimal sign, and numbers of it that may have either."""

    sure: Evidence = Evidence.NONE
    doubtful_point: str = ""
    doubtful_comma: str = ""

    def own(self, decimal: str) -> str:
        """Return the decimal sign of this column: the file's, unless it can only be the other.

        Files are put together from others: one column may have 1.5, the next one 1,5.
        """
        other = {Evidence.POINT: ".", Evidence.COMMA: ","}
        return other.get(self.sure, decimal)


@dataclass(frozen=True)
class Sign:
    """The decimal sign of a file.

    Attributes
    ----------
    decimal
        A key of `DECIMALS`.
    doubt
        A number of the file that may as well mean something else, where nothing tells; else "".
    """

    decimal: str
    doubt: str = ""


@dataclass(frozen=True)
class Amounts:
    """A column as numbers.

    Attributes
    ----------
    values
        Shape (rows,); not a number where there is a gap, or what is no number.
    wrong
        The places of the cells that are neither numbers nor gaps.
    mixed
        Two units that cannot stand in one column, or none.
    unit
        In which they are, as the file writes it: a currency or what they are measured in; else "".
    """

    values: Array
    wrong: tuple[int, ...] = ()
    mixed: tuple[str, ...] = ()
    unit: str = ""


def might_be_number(cell: str) -> bool:
    """Whether a cell looks like a number, whatever its decimal sign may be.

    Examples
    --------
    >>> [might_be_number(cell) for cell in ("1,5", "$3", "−2", "45 %", "1,", "a1")]
    [True, True, True, True, False, False]
    """
    cell = cell.strip()
    return any(_amount(cell, decimal) is not None for decimal in DECIMALS)


def is_gap(cell: str, among_numbers: bool = False) -> bool:
    """Whether a cell says that there is no value."""
    if among_numbers:
        return cell.lower() in GAPS_AMONG_NUMBERS or not cell.strip(f"-–—.*_ {_SYMBOLS}")
    return cell.lower() in GAPS


def shown_by(cells: Sequence[str]) -> Shown:
    """Return what the cells of one column show of their decimal sign.

    A column of words shows nothing, whatever some of them look like.
    """
    joined = "\n".join(cells)
    if "." not in joined and "," not in joined:
        return Shown()
    sample = [cell for cell in cells[:200] if not is_gap(cell, among_numbers=True)]
    if 2 * sum(map(might_be_number, sample)) <= len(sample):
        return Shown()
    sure = Evidence.NONE
    there = {kind: sign in joined for kind, sign in zip(_SURE, DECIMALS, strict=True)}
    for kind in sorted(_SURE, key=lambda kind: not there[kind]):
        # The other sign, where it groups thousands, can only show this one if it shows not itself.
        if (there[kind] or not sure) and _SURE[kind].search(joined):
            sure |= kind
    if sure:
        return Shown(sure)
    point, comma = (pattern.search(joined) for pattern in _DOUBTFUL.values())
    return Shown(sure, point.group() if point else "", comma.group() if comma else "")


def decimal_sign(columns: Sequence[Shown], separator: str) -> Sign:
    """Return the decimal sign that the columns of a file show.

    What more of them show must be so. Where none must: a point is one, except that it is doubtful
    between semicolons, as such files mostly have commas; a comma is one and doubtful, except in
    files with commas between cells, where it groups thousands.
    """
    points = sum(one.sure is Evidence.POINT for one in columns)
    commas = sum(one.sure is Evidence.COMMA for one in columns)
    if points or commas:
        return Sign("," if commas > points else ".")
    comma = next((one.doubtful_comma for one in columns if one.doubtful_comma), "")
    point = next((one.doubtful_point for one in columns if one.doubtful_point), "")
    if comma and not point:
        return Sign(".") if separator == "," else Sign(",", comma)
    return Sign(".", point if comma or separator == ";" else "")


def amounts(cells: Sequence[str], decimal: str) -> Amounts:
    """Return a column as numbers, at once where all of them are plain."""
    joined = "\n".join(cells)
    plain = joined if decimal == "." else joined.replace(",", ".")
    if "_" not in joined and (decimal == "." or "." not in joined):
        try:
            values = np.array(list(map(float, plain.split("\n"))))
        except ValueError:
            pass
        else:
            if len(values) == len(cells) and np.isfinite(values).all():
                return Amounts(values)
    known = {cell: _amount(cell, decimal) for cell in set(cells)}
    read = [known[cell] for cell in cells]
    values = np.array([nan if one is None else one[0] for one in read])
    gaps = {cell for cell in known if is_gap(cell, among_numbers=True)}
    wrong = tuple(row for row, cell in enumerate(cells) if known[cell] is None and cell not in gaps)
    units = sorted({one[1] for one in known.values() if one and one[0] != 0})
    measured = [unit for unit in units if unit not in ("", "%")]
    mixed = len({*map(_same, measured)}) > 1 or ("%" in units and len(units) > 1)
    return Amounts(values, wrong, tuple(units) if mixed else (), "".join(measured[:1]))


def _same(unit: str) -> str:
    return _SAME.get(unit, unit)


def number(cell: str, decimal: str) -> float | None:
    """Return the value of a cell, or None if it is not a finite number.

    Examples
    --------
    >>> number("1,234.5", "."), number("1.234,5", ","), number("$1.50", "."), number("45%", ".")
    (1234.5, 1234.5, 1.5, 0.45)
    >>> number("12,34", "."), number("nan", "."), number("(1 200)", "."), number("−3", ".")
    (None, None, -1200.0, -3.0)
    """
    found = _amount(cell, decimal)
    return found[0] if found else None


def _amount(cell: str, decimal: str) -> tuple[float, str] | None:
    """Return the value of a cell and its unit, or None if it is not a finite number."""
    found = _AMOUNT.fullmatch(cell)
    if found is None:
        return None
    is_open, before, after = found["open"] or found["within"], found["before"], found["after"]
    if bool(is_open) != bool(found["close"]) or (found["open"] and found["within"]):
        return None
    if found["even"] and not (before or after):  # 5,- is money
        return None
    whole, sign, fraction = found["digits"].rpartition(decimal)
    if not sign:
        whole, fraction = fraction, ""
    if (fraction and not fraction.isdecimal()) or not _WHOLE[decimal].fullmatch(whole):
        return None
    if sign == "," and not fraction:  # some write 1. for 1.0, and nobody 1, for 1,0
        return None
    minuses = [
        bool(is_open),
        (found["sign"] or "+") != "+",
        *map(bool, found.group("inner", "late")),
    ]
    if sum(minuses) > 1 or (before and after):
        return None
    power = int((found["power"] or "e0")[1:].translate(_EVERY_MINUS))
    if "%" in (before, after):  # at once, as 12.3 / 100 is not 0.123 to the last digit
        power -= 2
    digits = f"{whole.translate(_GROUPING)}.{fraction}e{power}"
    value = float(f"{'-' * any(minuses)}{digits}")
    return (value, before or after or "") if isfinite(value) else None
