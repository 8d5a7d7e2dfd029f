"""A scene as one HTML file that needs nothing else: no network, no other file.

It holds the modules of the page as one script, compressed to a third, and the scene as data. A
content security policy lets this script run, by its hash, and the page's one style; no address of
any kind can be reached. The same scene gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from html import escape
from typing import Any

from uat.explorer.bundle import NAME, program_text
from uat.explorer.scene import Scene

TITLE = "Universal Approximation Explorer"

SCENE_ID = "explorer.scene"
"""Where another page finds the scene of `embedding`."""

# Unpacks the program, a script of the page then, whose hash the policy names, and starts it.
_LOADER = f"""{{
const place = document.getElementById("uat-explorer");
const textOf = (id) => document.getElementById(id).textContent;
const start = async () => {{
const packed = Uint8Array.from(atob(textOf("uat-program")), (letter) => letter.charCodeAt(0));
const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
const script = document.createElement("script");
script.textContent = await new Response(stream).text();
document.head.append(script);
const data = JSON.parse(textOf("uat-data"));
{NAME}().mount(place, data.scene, data.options);
}};
start().catch((error) => {{
place.textContent = "This page does not run in this browser; a newer one may help. " + error;
throw error;
}});
}}
"""
_STYLE = """
html { color-scheme: light dark; }
body { margin: 0; }
noscript { display: block; max-width: 40em; margin: 2em auto; font: 1.1em sans-serif; }
"""
_WITHOUT_SCRIPTS = (
    "This page is a program that your browser runs here, without any network: it needs JavaScript. "
    "Allow scripts for this file, or open it in another browser. From Python, <code>uat fit</code> "
    "and <code>uat gallery</code> show the same networks."
)


def page_html(scene: Scene, options: Mapping[str, Any] | None = None, title: str = TITLE) -> str:
    """Return the page of a scene.

    Parameters
    ----------
    scene : what it holds
    options : those of `mount` in page/mount.js beside `address`: which panels, values at the start
    title : of the window
    """
    script = program_text()
    data = {"scene": scene.to_dict(), "options": {"address": True, **(options or {})}}
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{security(script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
    ]
    body = [
        '<div id="uat-explorer"></div>',
        f"<noscript>{_WITHOUT_SCRIPTS}</noscript>",
        f'<script type="application/json" id="uat-data">{json_in_page(data)}</script>',
        f'<script type="text/plain" id="uat-program">{packed(script)}</script>',
        f"<script>{_LOADER}</script>",
    ]
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(scene.language)}">',
        "<head>", *head, "</head>",
        "<body>", *body, "</body>",
        "</html>",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def embedding(scene: Scene, *, program: bool = False, engine: bool = True) -> str:
    """Return what another page needs to mount the explorer itself.

    Parameters
    ----------
    scene : what it holds, as data under the id `SCENE_ID`
    program, engine : whether the script and the compiled engine come with it; else that page has
        them from elsewhere
    """
    data = json_in_page(scene.to_dict(engine=engine))
    text = f'<script type="application/json" id="{SCENE_ID}">{data}</script>\n'
    return f"{text}<script>\n{program_text()}</script>\n" if program else text


def security(script: str) -> str:
    """Return the content security policy of a page with this script.

    Nothing is loaded from anywhere. Scripts: this one, the one that unpacks it, and WebAssembly.
    Workers: of a blob, which the script makes of its own text. Pictures: those that the page draws.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {hashed(_LOADER)} {hashed(script)} 'wasm-unsafe-eval'",
            f"style-src {hashed(_STYLE)}",
            "worker-src blob:",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def packed(text: str) -> str:
    """Return a text compressed, as letters: deflate, then base64."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def json_in_page(value: object) -> str:
    r"""Return JSON as it may stand in a page: every `<` is written \u003c."""
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def hashed(text: str) -> str:
    """Return the source expression of a text that stands in the page itself."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
