from __future__ import annotations

from dataclasses import dataclass

import pytest

from uat.core.registry import Registry
from uat.exceptions import SettingError, UnknownNameError


@dataclass(frozen=True)
class Tool:
    name: str
    weight: int = 1


def tools():
    return Registry("tool", [Tool("saw"), Tool("hammer")], {"mallet": "hammer"})


def test_it_is_a_mapping_in_the_order_of_its_rows_without_aliases():
    registry = tools()
    assert list(registry) == ["saw", "hammer"]
    assert len(registry) == 2
    assert registry["mallet"] is registry["hammer"]
    assert "mallet" in registry
    assert "axe" not in registry
    assert repr(registry) == "<tools: saw, hammer>"


def test_an_alias_has_a_canonical_name_and_a_stranger_keeps_its_own():
    registry = tools()
    assert [registry.canonical(name) for name in ("mallet", "saw", "axe")] == [
        "hammer", "saw", "axe",
    ]  # fmt: skip
    assert registry.aliases == {"mallet": "hammer"}


@pytest.mark.parametrize("name", ["hamer", "", None, 3, ["saw"]])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(UnknownNameError, match="unknown tool"):
        tools().named(name)


def test_what_is_registered_comes_last_and_is_known_here_only():
    registry = tools()
    registry.register(Tool("axe"))
    assert list(registry) == ["saw", "hammer", "axe"]
    assert {name: registry.portable(name) for name in ("saw", "mallet", "axe", "drill")} == {
        "saw": True,
        "mallet": True,
        "axe": False,
        "drill": False,
    }


@pytest.mark.parametrize("name", ["saw", "mallet"])
@pytest.mark.parametrize("replace", [False, True])
def test_what_is_built_in_is_never_replaced(name, replace):
    with pytest.raises(SettingError, match=f"{name} is built in: give the tool another name"):
        tools().register(Tool(name, 7), replace=replace)


def test_what_was_registered_is_replaced_only_on_purpose():
    registry = tools()
    registry.register(Tool("axe"))
    registry.register(Tool("axe"))
    with pytest.raises(SettingError, match="another tool is registered as axe"):
        registry.register(Tool("axe", 2))
    assert registry["axe"].weight == 1
    registry.register(Tool("axe", 2), replace=True)
    assert registry["axe"].weight == 2
