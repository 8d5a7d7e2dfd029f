"""Words from outside, made harmless: the function's name, and names within comments.

Names of inputs come from the headers of data files and may hold anything. In a program they stand
in comments only, and only after `clean` has taken from them every character that could end one.
"""

from __future__ import annotations

import re
import unicodedata

from uat.exceptions import SettingError
from uat.export.words import TAKEN

_LONGEST_NAME = 40
_HARMLESS = frozenset(" _-+*.,:;=()[]{}/%°'$#@&^|~!")


def clean(text: str, longest: int = 100) -> str:
    r"""Return a line of text that is harmless in the comments and strings of every language.

    Left are letters, digits and what cannot end or continue a comment or a string, open a tag of
    an HTML page or be half of a C trigraph: no control character, no \ " ` < > ?, and no * beside
    a /. Whatever else there is becomes an underscore; what is longer than `longest` characters is
    cut.
    """
    letters = unicodedata.normalize("NFC", " ".join(text.split()))
    safe = "".join(x if x.isalnum() or x in _HARMLESS else "_" for x in letters)
    safe = safe.replace("*/", "* /").replace("/*", "/ *")
    return safe if len(safe) <= longest else safe[: longest - 3] + "..."


def function_name(name: str) -> str:
    """Return the name as one that a function may have in every language.

    Letters lose their accents, whatever else is no letter or digit of ASCII becomes an underscore,
    and a name that begins with a digit or is taken by a language gets the word network. What is
    longer than 40 characters is cut.

    Raises
    ------
    SettingError
        If nothing is left.
    """
    letters = unicodedata.normalize("NFKD", name)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    word = re.sub(r"[^A-Za-z0-9]+", "_", bare)[:_LONGEST_NAME].strip("_")
    if not word:
        raise SettingError(f"a function cannot be called {name!r}: give it a name with letters.")
    if word[0].isdigit():
        return f"network_{word}"
    return f"{word}_network" if word in TAKEN else word
