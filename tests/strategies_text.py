"""Text that is meant to break a writer."""

from hypothesis import strategies as st

HOSTILE = (
    'a"b',
    "a\\b",
    '"""',
    "'''",
    "\\u0041",
    "a\nb\r\nc\td",
    "\x00\x01\x1f\x7f\x80\x9f",
    "\ud800x\udfff",
    "\ufffe\uffff\ufeff",
    "\u202e\u2066逆\u200b",
    "</script><script>alert(1)</script>",
    "=HYPERLINK(1)",
    "]]>",
    "&amp;<b>",
    "@zh",
    '"@zh .\n<a> <b> <c> .',
    "😀𠮷",
    "\\",
    " . ",
    "^^<x>",
)

hostile = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=30))
