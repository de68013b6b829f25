"""Normal forms: the keys by which names meet. A key is never shown; labels keep their own characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from kg import lexicon

# Blanks, format characters, quotes, brackets, separators: two spellings of a name differ in them only.
_NOISE = re.compile(
    r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\"'“”‘’「」『』《》〈〉<>()\[\]{}【】〔〕、,;:!?。·•・…]+"
)
# Between digits or Latin letters these tell things apart (8+16 is not 816, 15-8 is not 158), elsewhere they do not.
_JOINT = re.compile(r"(?<![0-9a-z])[-—–―~_/.]+|[-—–―~_/.]+(?![0-9a-z])")
_SEPARATED_DIGITS = re.compile(r"(?<=[0-9])[\s、,;:·•・]+(?=[0-9])")
_OUTER = re.compile(r"^[\s“”‘’\"'「」『』]+|[\s“”‘’\"'「」『』]+$")
_NUMERAL = "[0-9〇零一二两三四五六七八九十百千]"
_LEAD = re.compile(f"{_NUMERAL}{{1,4}}")
_SYMBOLS = re.compile(r"[0-9a-z]{1,6}(?:[-+*.][0-9a-z]{1,6}){0,5}\+?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?(?=[^0-9])")
_LISTED = re.compile(r"[、,;]")
_BRACKETED = re.compile(r"[^()]{3,}\(([^()0-9一二三四五六七八九十]{2,12})\)")
_QUOTED = re.compile(r"[“‘]([^“”‘’\n]{2,16})[”’]")
_PAIRED = re.compile(f"({_NUMERAL})([^0-9]{{1,2}}?)({_NUMERAL})")


class Suffix(NamedTuple):
    """An ending that does not make another thing (`same`) or makes a variant of it (`variant`)."""

    text: str
    same: bool
    least: int  # characters that must be left in front


@lru_cache(maxsize=1 << 15)  # most names stand in many reports
def normal(name: str) -> str:
    """Return the key of a name: width, case, quotes, blanks and separators folded; digits keep their boundaries.

    `污水"零直排"区` and `污水零直排区` meet; `4+` and `14+7`, `3、4` and `34` do not.
    """
    if name and min(name) >= "\u4e00" and max(name) <= "\u9fff":
        return name  # most are Chinese characters alone, which nothing folds
    key = _folded(name)
    while (again := _folded(key)) != key:  # what noise kept apart may combine: A´ and a bare accent
        key = again
    return key


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = _SEPARATED_DIGITS.sub("-", folded)
    folded = _NOISE.sub("", folded)
    return _JOINT.sub("", folded) or folded or name


def display(name: str) -> str:
    """Return a name as a label: without quotes and blanks around it, with one kind of quotes inside."""
    stripped = _OUTER.sub("", name)
    if stripped.count("“") != stripped.count("”"):
        stripped = stripped.replace("“", "").replace("”", "")
    return stripped or name


def without_year(name: str) -> str:
    """Return the name without a year in front (2021年排水管网整治), unless each year has one of its own (计划, 方案)."""
    folded = unicodedata.normalize("NFKC", name)
    match = _YEAR.match(folded)
    bare = folded[match.end() :] if match else name
    return name if len(bare) < 4 or bare.endswith(_dated_nouns()) else bare


@lexicon.cached
def _dated_nouns() -> tuple[str, ...]:
    return lexicon.column("dated_nouns", "noun")


def in_order(name: str) -> str:
    """Return a list of three or more phrases of one length in the order of their characters, other names as they are.

    品质、活力、温暖、善治 and 品质、温暖、活力、善治 are one formulation.
    """
    parts = _LISTED.split(unicodedata.normalize("NFKC", display(name)))
    if len(parts) < 3 or len({len(part) for part in parts}) > 1 or len(parts[0]) < 2:
        return name
    return "、".join(sorted(parts))


def inner_names(name: str, surface: str) -> tuple[str, ...]:
    """Return the short names that stand in brackets in `name`, or in quotation marks within a longer `surface`."""
    bracketed = _BRACKETED.fullmatch(unicodedata.normalize("NFKC", name))
    quoted = _QUOTED.findall(surface)
    inner = [bracketed[1]] if bracketed else []
    inner += [one for one in quoted if len(quoted) == 1 and len(one) + 2 < len(surface)]
    return tuple(one for one in inner if not is_generic(normal(one)) and normal(one) != normal(name))


@lexicon.cached
def prefixes() -> tuple[tuple[str, int], ...]:
    """Return the declared prefixes of variants with how many characters must follow, longest first."""
    rows = lexicon.table("variant_prefixes")
    return tuple(sorted(((normal(row["prefix"]), int(row["min"])) for row in rows), key=lambda item: (-len(item[0]), item[0])))


def without_prefix(key: str, places: tuple[str, ...] = ()) -> str | None:
    """Return the key without the longest declared prefix or name of a place in front, None when it has neither."""
    named = sorted(((normal(place), 3) for place in places), key=lambda item: (-len(item[0]), item[0]))
    for prefix, least in (*named, *prefixes()):
        if key.startswith(prefix) and len(key) - len(prefix) >= least:
            return key[len(prefix) :]
    return None


@lexicon.cached
def suffixes() -> dict[str, Suffix]:
    """Return the declared endings by their text."""
    rows = lexicon.table("variant_suffixes")
    found = [Suffix(normal(row["suffix"]), row["effect"] == "same", int(row["min"])) for row in rows]
    return {suffix.text: suffix for suffix in found}


@lexicon.cached
def _longest_ending() -> int:
    return max(map(len, suffixes()), default=0)


@lexicon.cached
def _last_letters() -> tuple[str, ...]:
    return tuple(sorted({text[-1:] for text in suffixes()}))


def without_ending(key: str, *, same: bool) -> tuple[str, str] | None:
    """Return the key without its longest declared ending of the given effect, and that ending; else None."""
    declared = suffixes()
    if not key.endswith(_last_letters()):
        return None
    for start in range(max(1, len(key) - _longest_ending()), len(key)):
        suffix = declared.get(key[start:])
        if suffix is not None and suffix.same is same and start >= suffix.least:
            return key[:start], suffix.text
    return None


@lexicon.cached
def _generic_words() -> dict[str, frozenset[str]]:
    """Return the measure words, the generic nouns and the generic whole names."""
    rows = lexicon.table("initiative_generic")
    return {role: frozenset(normal(row["word"]) for row in rows if row["role"] == role) for role in ("measure", "noun", "plain")}


def is_generic(key: str) -> bool:
    """Tell whether a name is one that any office may coin: 五张清单, 三项制度, 1+8, 四个带头, 七步法; 责任清单.

    A numeral with a measure word or with at most two characters of content; several numerals each with
    content (四认四亮, 五单双评) are distinctive. 一 and 零 count nothing (一张图, 零上门). Bare generic nouns are generic too.
    """
    words = _generic_words()
    measures, nouns = words["measure"], words["noun"]
    if key in nouns or key in words["plain"] or _SYMBOLS.fullmatch(key):
        return True
    symbol = _SYMBOLS.match(key)
    if symbol and any(sign in symbol[0] for sign in "+-*"):
        return _is_thin(key[symbol.end() :], nouns)
    lead = _LEAD.match(key)
    if not lead or lead[0] in ("一", "零") or _PAIRED.match(key):
        return False
    rest = key[lead.end() :]
    if rest[:1] in measures:
        return _is_thin(rest[1:], nouns)
    return _is_thin(rest, nouns)


def _is_thin(rest: str, nouns: frozenset[str]) -> bool:
    """Tell whether what follows the numeral is two characters of content at most, generic nouns aside."""
    longest = max((len(noun) for noun in nouns if rest.endswith(noun)), default=0)
    return len(rest) - longest <= 2
