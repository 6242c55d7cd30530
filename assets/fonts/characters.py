"""Lists the characters the chart font must have, one text on stdout; the README says how to use it.

The table of general standard Chinese characters (8,105) comes from a JSON or text file given as the argument;
GB 2312 comes from Python's own codec; the rest are ranges. Kana, Cyrillic and Bopomofo of GB 2312 are left out.
"""

import sys

RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9),  # Latin, Greek
    (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x214F),  # punctuation, currency, letter-like
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x2473),  # arrows, mathematics, circled numbers
    (0x2500, 0x25FF), (0x2600, 0x2606), (0x2713, 0x2718),  # boxes, geometry, stars, ticks
    (0x3000, 0x303F), (0xFF00, 0xFFEF),  # Chinese punctuation, full-width forms
]


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                pass


def unwanted(char):
    code = ord(char)
    return 0x3040 <= code <= 0x30FF or 0x400 <= code <= 0x4FF or 0x3100 <= code <= 0x312F


with open(sys.argv[1], encoding="utf-8") as table:
    chars = {char for char in table.read() if ord(char) >= 0x3400}
chars |= {char for char in gb2312() if not unwanted(char)}
chars |= {chr(code) for low, high in RANGES for code in range(low, high + 1)}
chars |= set("㎡㎏℃‰")
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.write("".join(sorted(chars)))
