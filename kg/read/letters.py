"""How common the characters of a text are: what tells Chinese text from rubbish."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")
_PLAIN = re.compile(
    "[\u0020-\u007e\u00b0-\u00b7\u2010-\u2027\u2030-\u206f\u2103\u2160-\u217f\u2460-\u24ff\u2500-\u25ff\u3000-\u303f\uff01-\uff5e]"
)


def common_share(text: str) -> float:
    """Return the share of characters of `text` that are common in Chinese writing, simplified or traditional."""
    common = len(_PLAIN.findall(text)) + sum(is_common(character) for character in _HAN.findall(text))
    return common / max(1, len(text))


def is_common(character: str) -> bool:
    """Tell whether a character is in the first level of GB 2312 or of Big5: the common ones."""
    code = character.encode("gb2312", "ignore")
    if code:
        return 0xB0 <= code[0] <= 0xD7
    code = character.encode("big5", "ignore")
    return bool(code) and 0xA4 <= code[0] <= 0xC6
