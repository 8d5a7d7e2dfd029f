"""The explorer in a notebook: the same page, in a cell, about whatever is at hand.

The widget's module is the page's script and a few lines that mount it; it needs no network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from uat.exceptions import MissingPackageError, SettingError
from uat.explorer.bundle import NAME, program_text
from uat.explorer.explore import FIRST_TARGETS, checked_preset
from uat.explorer.fitted import preset_of_fit, scene_of_fit
from uat.explorer.scene import scene_of
from uat.fits.function_fit import Fit
from uat.fits.table_target import Table
from uat.sweeps.plan import DEFAULT_ACTIVATION
from uat.targets.user_targets import Given

_MODULE = """\
{bundle}
export default {{
  render({{ model, el }}) {{
    const options = {{ ...JSON.parse(model.get("options")), within: true }};
    const explorer = {name}().mount(el, JSON.parse(model.get("scene")), options);
    return () => explorer.dispose();
  }},
}};
"""


def explorer_widget(
    *subjects: Fit | Given | Table | Any,
    activation: str = DEFAULT_ACTIVATION,
    panels: Sequence[str] | None = None,
    preset: Mapping[str, Any] | None = None,
) -> Any:
    """Return the explorer as a widget for a notebook, an `anywidget.AnyWidget`.

    Parameters
    ----------
    subjects : a fit, which is shown first of all; or targets, as `uat.explore` takes them
    activation : of the curves that are stored in the page; a fit has its own
    panels : out of "build", "train", "compare" and "own"; None shows all
    preset : what is shown first: names of the page's address, and their values

    Raises
    ------
    MissingPackageError
        If anywidget is not installed.
    SettingError
        If there are a fit and anything else, a target cannot be shown, or the preset is no mapping
        of names to texts and numbers.

    Examples
    --------
    >>> uat.explorer_widget(uat.fit("sine", width=8))  # the last line of a cell
    """
    fits = [subject for subject in subjects if isinstance(subject, Fit)]
    if fits and len(subjects) > 1:
        raise SettingError("a fit is explored alone, not beside others.", "subjects")
    wanted = checked_preset(preset or {})
    if fits:
        scene = scene_of_fit(fits[0])
        wanted = {**preset_of_fit(fits[0], scene), **wanted}
    else:
        scene = scene_of(subjects or FIRST_TARGETS, activation)
    options = {"preset": wanted, **({} if panels is None else {"only": list(panels)})}
    return _widget_class()(scene=json.dumps(scene.to_dict()), options=json.dumps(options))


def _widget_class() -> Any:
    """Return the class of the widget, which needs a package that not everybody has."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise MissingPackageError("anywidget", "widget") from None

    class Explorer(anywidget.AnyWidget):
        """The explorer in a cell."""

        _esm = widget_module()
        scene = traitlets.Unicode().tag(sync=True)
        options = traitlets.Unicode().tag(sync=True)

    return Explorer


def widget_module() -> str:
    """Return the module that a notebook loads."""
    return _MODULE.format(bundle=program_text(), name=NAME)
