"""The gallery: a sweep's records turned into a folder of figures, tables and an index to read."""

from __future__ import annotations

from uat.gallery.plan import affordable
from uat.gallery.render import STORE_NAME, Gallery, check_index, render_gallery

__all__ = ["STORE_NAME", "Gallery", "affordable", "check_index", "render_gallery"]
