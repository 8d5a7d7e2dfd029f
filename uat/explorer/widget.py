"""The explorer in a notebook: the same page, in a cell, about whatever is at hand.

The widget's module is the page's script and a few lines that mount it; it needs no network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from uat.exceptions import MissingPackageError
from uat.explorer.bundle import NAME, bundle
from uat.explorer.explore import checked_preset
from uat.explorer.scene import Scene

_MODULE = """\
{bundle}
export default {{
  render({{ model, el }}) {{
    const options = {{ ...JSON.parse(model.get("options")), compact: true }};
    const explorer = {name}().mount(el, JSON.parse(model.get("scene")), options);
    return () => explorer.dispose();
  }},
}};
"""


def widget(
    scene: Scene, panels: Sequence[str] | None = None, preset: Mapping[str, Any] | None = None
) -> Any:
    """Return the widget of a scene, an `anywidget.AnyWidget`.

    Parameters
    ----------
    scene : what it holds
    panels : their keys, in the order of the page; None shows all
    preset : names and values of what is shown first, as `uat.explore` takes them

    Raises
    ------
    MissingPackageError
        If anywidget is not installed.
    SettingError
        If the preset is no mapping of names to texts and numbers.
    """
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise MissingPackageError("anywidget", "widget") from None
    options: dict[str, Any] = {"preset": checked_preset(preset or {})}
    if panels is not None:
        options["only"] = list(panels)

    class Explorer(anywidget.AnyWidget):
        """The explorer in a cell."""

        _esm = widget_module()
        scene = traitlets.Unicode().tag(sync=True)
        options = traitlets.Unicode().tag(sync=True)

    return Explorer(scene=json.dumps(scene.to_dict()), options=json.dumps(options))


def widget_module() -> str:
    """Return the module that a notebook loads."""
    return _MODULE.format(bundle=bundle(), name=NAME)
