"""HTML that is safe to send: text becomes part of it by `escaped` alone, tags by `tag`."""

import html
from collections.abc import Iterable, Mapping
from typing import Final, NewType

Markup = NewType("Markup", str)
"""HTML in which nothing that a person or the app wrote is live."""

NOTHING: Final = Markup("")
BREAK: Final = Markup("<br>")
_VOID: Final = frozenset({"hr", "input"})
_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")


def escaped(text: str) -> Markup:
    """Return the text as HTML that shows it."""
    return Markup(html.escape(text, quote=True))


def joined(parts: Iterable[Markup], between: Markup = NOTHING) -> Markup:
    """Return the parts one after the other."""
    return Markup(between.join(parts))


def tag(name: str, *content: Markup, attributes: Mapping[str, str | None] | None = None) -> Markup:
    """Return an element; an attribute that is None is left out, an empty one stands alone."""
    written = "".join(
        f' {key}="{escaped(value)}"' if value else f" {key}"
        for key, value in (attributes or {}).items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(content)}</{name}>")


def styled(name: str, css: str, *content: Markup) -> Markup:
    """Return an element of that class."""
    return tag(name, *content, attributes={"class": css})


def link(url: str, label: Markup) -> Markup:
    """Return a link; only web, mail and telephone addresses are live."""
    if not url.lower().startswith(_SCHEMES):
        return label
    return tag(
        "a", label, attributes={"href": url, "target": "_blank", "rel": "noopener noreferrer"}
    )


def icon(name: str) -> Markup:
    """Return a sign of the page's own; it means nothing that is not said in words as well."""
    use = tag("use", attributes={"href": f"/icons.svg#{name}"})
    return tag("svg", use, attributes={"class": "icon", "aria-hidden": "true"})


def lines(text: str) -> Markup:
    """Return plain text with its line breaks."""
    return joined((escaped(line) for line in text.split("\n")), BREAK)
