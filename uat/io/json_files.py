"""What is saved as JSON: text and files over the plain values of an object.

No digit is lost: Python writes the shortest text that reads back as the same float.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from uat.checks import check_path
from uat.exceptions import ModelFileError
from uat.io.files import write_text


class JsonFile:
    """An object that tells itself as plain values and is made from them again."""

    __slots__ = ()

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return the object as plain JSON values; floats keep every bit."""

    @classmethod
    @abstractmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the object that `to_dict` told."""

    def to_json(self) -> str:
        """Return the object as JSON text; `from_json` gives back an equal one.

        Raises
        ------
        ModelFileError
            If a parameter is not finite.
        """
        return json.dumps(self.to_dict(), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the object written by `to_json`.

        Raises
        ------
        ModelFileError
            If the text is not JSON, or not that of such an object.
        """
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise ModelFileError(f"this is not JSON: {problem}") from None
        return cls.from_dict(values)

    def save(self, path: str | Path) -> None:
        """Write the object to a JSON file.

        Raises
        ------
        ModelFileError
            If a parameter is not finite.
        OutputError
            If the file cannot be written.
        """
        write_text(check_path(path), self.to_json() + "\n")

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the object in a file that `save` wrote.

        Raises
        ------
        ModelFileError
            If the file cannot be read or holds none; the message names the file, in one line.
        """
        try:
            return cls.from_json(check_path(path).read_text(encoding="utf-8"))
        except OSError as problem:
            raise ModelFileError(f"{path}: {problem.strerror or problem}") from problem
        except UnicodeDecodeError as problem:
            raise ModelFileError(f"{path}: this is not JSON: it is no text.") from problem
        except (ValueError, ModelFileError) as problem:
            # A path with a null character is a ValueError.
            raise ModelFileError(f"{path}: {' '.join(str(problem).split())}") from problem
