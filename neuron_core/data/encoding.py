"""What a text is written in, where its bytes do not say: told by a library.

chardet tells (0BSD, https://chardet.readthedocs.io). It is imported here alone, and only for a text
that is not UTF-8: a page fetches it then.
"""

WESTERN = "cp1252"
_CANDIDATES = (
    *(WESTERN, "mac-roman", "cp850", "cp1250", "iso8859-2", "cp852", "cp1257"),
    *("cp1251", "koi8-r", "cp866", "cp1253", "cp1254", "cp1255", "cp1256", "cp874"),
    *("cp932", "euc_jis_2004", "gb18030", "big5hkscs", "cp949"),
)
"""The encodings of `text.ENCODINGS` that have no mark of their own, as chardet calls them."""
_OURS = {"mac-roman": "mac_roman", "iso8859-2": "iso8859_2", "koi8-r": "koi8_r"} | {
    "euc_jis_2004": "euc_jp",
    "big5hkscs": "big5",
}
_MOST = 20_000
"""So many bytes of lines that are not ASCII are enough to tell."""
_FEW, _SURE = 3, 0.01
"""Of fewer bytes beyond ASCII nothing can be told, such as of one é, nor below that confidence."""
_AS_LIKELY = 0.8
"""Windows-1252 is by far the most frequent, and taken where it is nearly as likely as the best.
Both were chosen with the texts of `tests/core/test_encodings.py`."""


def most_likely(content: bytes) -> str:
    """Return what a text is most likely written in, a key of `text.ENCODINGS`.

    Without chardet, that is Windows-1252.
    """
    lines = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_MOST]
    if sum(byte > 0x7F for byte in lines) < _FEW:
        return WESTERN
    try:
        from chardet import detect_all
    except ImportError:
        return WESTERN
    found = detect_all(
        lines, ignore_threshold=True, compat_names=False, include_encodings=_CANDIDATES
    )
    likely = {str(one["encoding"]): float(one["confidence"] or 0) for one in found}
    best = max(likely, key=lambda name: likely[name])
    if likely[best] < _SURE or likely.get(WESTERN, 0) >= _AS_LIKELY * likely[best]:
        return WESTERN
    return _OURS.get(best, best) if best in _CANDIDATES else WESTERN
