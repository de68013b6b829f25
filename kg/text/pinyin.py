"""How Chinese characters are read, without tones, so that names can be found by their pinyin."""

from __future__ import annotations

from kg import lexicon


def readings(text: str) -> dict[str, str]:
    """Return, for each syllable in order, the characters of `text` that are read so, in the order of the table.

    A character with several readings stands under each of them; ü is written v. Characters that the table
    does not know are left out.

    >>> readings("重庆")
    {'chong': '重', 'qing': '庆', 'tong': '重', 'zhong': '重'}
    """
    wanted = set(text)
    rows = [(row["syllable"], row["characters"]) for row in lexicon.table("pinyin")]
    return {
        syllable: "".join([char for char in characters if char in wanted])
        for syllable, characters in rows
        if not wanted.isdisjoint(characters)
    }
