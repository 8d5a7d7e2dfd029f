"""Files are written whole or not at all."""

from __future__ import annotations

import pytest

from uat.exceptions import OutputError
from uat.io.files import check_place, file_stem, prepare_folder, replacing, write_text


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("two_tones", "two_tones"),
        ("exp(-x^2)*sin(5*x)", "exp_x_2_sin_5_x"),
        ("Größe λ 正", "Gro_e"),
        ("../..", "target"),
        ("con", "con_"),
        ("LPT1", "LPT1_"),
        ("console", "console"),
        ("n" * 300, "n" * 80),
    ],
)
def test_the_name_of_a_file_is_one_on_any_system(name, stem):
    assert file_stem(name) == stem


def test_what_was_written_is_in_place_and_nothing_else(tmp_path):
    with replacing(tmp_path / "file.txt") as part:
        part.write_bytes(b"new")
        assert part.parent == tmp_path
        assert not (tmp_path / "file.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
    assert (tmp_path / "file.txt").read_bytes() == b"new"


def write_half(path, problem):
    with replacing(path) as part:
        part.write_bytes(b"half of the n")
        raise problem


@pytest.mark.parametrize("problem", [ValueError("mine"), KeyboardInterrupt()])
def test_a_failure_half_way_leaves_the_old_file_as_it_was(problem, tmp_path):
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")
    with pytest.raises(type(problem)):
        write_half(path, problem)
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_and_is_said_in_one_line(tmp_path):
    path = tmp_path / "file.txt"
    path.write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        write_half(path, OSError(28, "No space left on device"))
    assert str(caught.value) == f"{path} cannot be written: No space left on device."
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
    assert path.read_bytes() == b"old"


def test_a_file_that_was_not_there_is_not_there_after_a_failure(tmp_path):
    with pytest.raises(ValueError, match="mine"):
        write_half(tmp_path / "file.txt", ValueError("mine"))
    assert not any(tmp_path.iterdir())


def test_text_is_unicode_with_unix_line_ends(tmp_path):
    write_text(tmp_path / "file.txt", "Erdős\nrun\n")
    assert (tmp_path / "file.txt").read_bytes() == "Erdős\nrun\n".encode()


def test_text_in_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"file\.txt cannot be written: No such file"):
        write_text(tmp_path / "missing" / "file.txt", "text")


def test_a_directory_is_not_replaced_by_a_file(tmp_path):
    (tmp_path / "file.txt").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "file.txt", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_a_folder_is_made_with_those_above_it_and_kept_as_it_is(tmp_path):
    folder = tmp_path / "one" / "two"
    prepare_folder(folder)
    (folder / "kept").touch()
    prepare_folder(folder)
    assert [path.name for path in folder.iterdir()] == ["kept"]


@pytest.mark.parametrize("inside", [".", "folder"])
def test_a_file_in_place_of_a_folder_is_refused(inside, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"cannot be written: ") as caught:
        prepare_folder(tmp_path / "file" / inside)
    assert "\n" not in str(caught.value)
    assert (tmp_path / "file").read_bytes() == b"mine"


class TestPlaces:
    @pytest.mark.parametrize("name", ["x.png", "new/x.png", "new/dir/deeper/x.png"])
    def test_where_a_file_can_be_created_nothing_is_left_behind(self, name, tmp_path):
        check_place(tmp_path / name)
        assert not any(tmp_path.iterdir())

    @pytest.mark.parametrize("name", ["file/x.png", "file/a/b/x.png"])
    def test_a_file_in_the_way_is_named(self, name, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(OutputError, match=r"file\S* cannot be written: Not a directory\."):
            check_place(tmp_path / name)

    @pytest.mark.parametrize("name", ["{}.png", "{}/x.png", "new/{}/x.png", "new/{}.png"])
    def test_a_name_that_is_too_long_is_refused(self, name, tmp_path):
        with pytest.raises(OutputError, match="File name too long"):
            check_place(tmp_path / name.format("n" * 300))

    def test_a_name_whose_unfinished_file_has_too_long_a_one_is_refused(self, tmp_path):
        check_place(tmp_path / ("n" * 249))
        with pytest.raises(OutputError, match="File name too long"):
            check_place(tmp_path / ("n" * 250))
