// Names found by their pinyin: whole syllables or first letters, mixed, as an input method takes them (ljfl, lajifl).

let readingsOf = null; // character -> its readings

function pinyinReadings() {
  if (readingsOf) return readingsOf;
  readingsOf = new Map();
  for (const [syllable, characters] of Object.entries(DATA.pinyin || {})) {
    const spellings = syllable.includes("v") ? [syllable, syllable.replace("v", "u")] : [syllable]; // lü is typed lv or lu
    for (const char of characters) readingsOf.set(char, [...(readingsOf.get(char) || []), ...spellings]);
  }
  return readingsOf;
}

/** Whether `letters` from `from` on spell the characters from `at` on; the last syllable may be unfinished. */
function spells(letters, from, characters, at) {
  if (from === letters.length) return true;
  if (at === characters.length) return false;
  const char = characters[at];
  if (char === letters[from] && spells(letters, from + 1, characters, at + 1)) return true;
  return (pinyinReadings().get(char) || []).some((reading) => {
    const rest = letters.slice(from);
    if (reading.startsWith(rest)) return true;
    const pieces = [reading, /^[zcs]h/.test(reading) ? reading.slice(0, 2) : null, reading[0]];
    return pieces.some((piece) => piece && rest.startsWith(piece) && spells(letters, from + piece.length, characters, at + 1));
  });
}

/** 2 where `letters` spell the beginning of a name, 1 where they spell a part of it, else 0. */
function pinyinScore(letters, characters) {
  if (spells(letters, 0, characters, 0)) return 2;
  for (let at = 1; at < characters.length; at += 1) if (spells(letters, 0, characters, at)) return 1;
  return 0;
}
