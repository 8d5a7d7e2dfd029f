"""The files of a user's module: its own folder's, whatever is loaded, and nothing installed."""

from pathlib import Path

import numpy as np

from uat.targets.source_files import files_beside, is_installed

FILES = {
    "a.py": "import b, numpy, nothing.there\nfrom pack import deep as other\n",
    "b.py": "import a\n",
    "c.py": "",
    "broken.py": "import c (\n",
    "uses_broken.py": "import broken\n",
    "pack/__init__.py": "from . import sister\nfrom .. import c\n",
    "pack/deep.py": "from .sister import x\nfrom .low.er import *\n",
    "pack/sister.py": "",
    "pack/low/er.py": "from ..sister import x\nfrom ... import c\n",
}


def beside(folder, module, file):
    return [path.relative_to(folder).as_posix() for path in files_beside(module, folder / file)]


def test_imports_are_followed_within_the_folder(tmp_path):
    (tmp_path / "pack" / "low").mkdir(parents=True)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    pack = ["pack/__init__.py", "pack/deep.py", "pack/low/er.py", "pack/sister.py"]
    assert beside(tmp_path, "a", "a.py") == ["b.py", "c.py", *pack]
    assert beside(tmp_path, "b", "b.py") == ["a.py", "c.py", *pack]
    assert beside(tmp_path, "pack.deep", "pack/deep.py") == [
        "c.py", "pack/__init__.py", "pack/low/er.py", "pack/sister.py"
    ]  # fmt: skip
    assert beside(tmp_path, "pack", "pack/__init__.py") == ["c.py", "pack/sister.py"]
    assert beside(tmp_path, "c", "c.py") == []
    assert beside(tmp_path, "uses_broken", "uses_broken.py") == ["broken.py"]


def test_what_is_installed_is_no_users_own(tmp_path):
    file = Path(np.__file__)
    assert is_installed(file)
    assert files_beside("numpy", file) == []
    assert not is_installed(tmp_path / "a.py")
    (tmp_path / "a.py").write_text("import uat.version\n")
    (tmp_path / "uat").mkdir()
    (tmp_path / "uat" / "version.py").touch()
    assert beside(tmp_path, "a", "a.py") == []
