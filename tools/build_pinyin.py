"""Write kg/lexicon/pinyin.tsv from pypinyin: python tools/build_pinyin.py.

Every character of GB 2312 and of the names in the gazetteer with all its readings, without tones. Run it when
the gazetteer has new characters; needs `pip install pypinyin` (MIT), which the package itself does not.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

LEXICON = Path(__file__).resolve().parents[1] / "kg" / "lexicon"
HEAD = """# How characters are read, without tones, ü as v: the page finds names by their pinyin (ljfl, lajifenlei).
# Made by tools/build_pinyin.py from pypinyin (MIT); characters of GB 2312 and of the gazetteer, a character with several readings in several rows.
# Rows of your own lexicon replace a syllable as a whole.
"""
EXAMPLES = {"chong": "重庆", "xia": "厦门", "jie": "街道", "la": "垃圾分类"}


def gb2312() -> set[str]:
    """Return the Chinese characters of GB 2312."""
    found = set()
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def main() -> None:
    """Write the table."""
    characters = gb2312()
    for path in sorted((LEXICON / "gazetteer").glob("*.tsv.gz")):
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
        characters |= {char for char in text if "\u4e00" <= char <= "\u9fff"}
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for char in sorted(characters):
        for syllable in sorted({reading.replace("ü", "v") for reading in pinyin(char, style=Style.NORMAL, heteronym=True)[0]}):
            if syllable.isascii() and syllable.isalpha():
                rows[syllable].append(char)
    lines = [f"{syllable}\t{''.join(rows[syllable])}\t{EXAMPLES.get(syllable, '')}" for syllable in sorted(rows)]
    table = f"{HEAD}syllable\tcharacters\texample\n" + "\n".join(lines) + "\n"
    (LEXICON / "pinyin.tsv").write_text(table, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
