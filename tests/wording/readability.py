"""How hard a Dutch text is to read: the formula of Flesch as Douma fitted it to Dutch.

Douma, W.H. (1960). De leesbaarheid van landbouwbladen. Bulletin 17, Landbouwhogeschool Wageningen. From 0 (very hard) to 100 (very easy).
"""

import re
from collections.abc import Iterable

# the longest first: what one vowel sound is written as; a dieresis starts a new one
_SOUNDS = "aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|ou|au|ëe|[aeiouyäëïöüáéíóúàèêô]"
_EXCEPTIONS = {"museum": 3, "petroleum": 4, "één": 1}
# as they are read aloud
_READ = ((r"(\d)%-", r"\1 procent "), (r"(\d)%", r"\1 procent"), (r"<(\d)", r"minder dan \1"), (r"\bt/m\b", "tot en met"))


def syllables(word: str) -> int:
    """Count the syllables of a Dutch word; a number is read as one, an abbreviation in capitals letter by letter."""
    if any(character.isdigit() for character in word):
        return 1
    if len(word) > 1 and word.isupper():
        return len(word)
    lower = word.lower()
    return _EXCEPTIONS.get(lower) or max(len(re.findall(_SOUNDS, lower)), 1)


def score(text: str, names: Iterable[str] = ()) -> float:
    """Return the readability of a text; names of places and themes count as one word of one syllable, for nobody chose them."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "X")
    for pattern, read in _READ:
        text = re.sub(pattern, read, text)
    sentences = [part for part in re.split(r"[.!?]+(?:\s+|$)", text) if part.strip()]
    words = [word for sentence in sentences for word in re.findall(r"\d[\d.,-]*|[^\W\d_][\w']*", sentence)]
    per_hundred = 100 * sum(map(syllables, words)) / len(words)
    return 206.84 - 0.77 * per_hundred - 0.93 * len(words) / len(sentences)
