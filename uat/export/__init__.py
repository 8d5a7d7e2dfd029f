"""A model as something that works without this package: a program, a formula, a file.

`export` is the door. One file a language; what they share is the head that says what the model is
(`heads`), the function's name (`names`) and how numbers are written (`literals`).

Every program is a function from points to outputs, and run by itself reads points, one a line,
numbers apart by commas or blanks, from a file or from standard input. Empty lines and a first line
that is not made of finite numbers (a header) are passed over; another line that is not one number
for each input ends it with a message. It prints a line a point, outputs apart by commas.
"""

from uat.export.languages import LANGUAGES, export, needs_file, write

__all__ = ["LANGUAGES", "export", "needs_file", "write"]
