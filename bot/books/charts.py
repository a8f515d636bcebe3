"""The monthly report's pictures, each with what it shows in words.

Pillow brings its own typeface, so that a picture is the same on every machine. A picture is drawn
at twice its size, for screens with fine dots. Colours are told apart by their brightness too.
"""

import io
from collections.abc import Sequence
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from bot.books.report import Report
from bot.register.rights import RULES

_SIZE: Final = (1600, 900)
_EDGE: Final = 70
_INK, _GREY, _LINE, _PAPER = "#1d1c1d", "#616061", "#d9d9d9", "#ffffff"
_DARK, _LIGHT = "#1b4f8a", "#8fc1ea"
_FONT: Final = 30
_THOUSAND: Final = 1_000


class Picture(NamedTuple):
    """A picture, with what it shows for who cannot see it."""

    name: str
    alt: str
    png: bytes


class Bars(NamedTuple):
    """Bars side by side for each of some labels: a series has a name and a value for each."""

    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[int]]]


def pictures(report: Report) -> tuple[Picture, ...]:
    """Return the pictures of a report; one that would be empty is left out."""
    found = []
    if report.by_right:
        found.append(_by_right(report))
    if any(it.received or it.closed for it in report.flow):
        found.append(_flow(report))
    return tuple(found)


def _by_right(report: Report) -> Picture:
    names = [RULES[right].name for right, _ in report.by_right]
    counts = [count for _, count in report.by_right]
    title = f"What was asked for, {report.month.name}"
    said = ", ".join(f"{name} {count}" for name, count in zip(names, counts, strict=True))
    return Picture("rights.png", f"{title}: {said}.", _lying(title, names, counts))


def _flow(report: Report) -> Picture:
    title = f"Received and closed, twelve months to {report.month.first:%B %Y}"
    bars = Bars(
        labels=[f"{it.first:%b}\n{it.first:%Y}" for it in report.flow],
        series=(
            ("received", [it.received for it in report.flow]),
            ("closed", [it.closed for it in report.flow]),
        ),
    )
    said = "; ".join(f"{it.first:%b %Y} {it.received} and {it.closed}" for it in report.flow)
    return Picture("months.png", f"{title}: {said}.", _standing(title, bars))


def _lying(title: str, names: Sequence[str], counts: Sequence[int]) -> bytes:
    """Draw lying bars, one below the other, each with its name before it and its number behind."""
    image, pen = _sheet(title)
    left, right, top, bottom = 480, _SIZE[0] - 150, 170, _SIZE[1] - _EDGE
    step = min((bottom - top) / len(names), 110)
    most = max(counts)
    for place, (name, count) in enumerate(zip(names, counts, strict=True)):
        middle = top + step * (place + 0.5)
        end = left + (right - left) * count / most
        pen.text((left - 24, middle), name, _INK, _font(_FONT), anchor="rm")
        pen.rectangle((left, middle - step * 0.34, end, middle + step * 0.34), fill=_DARK)
        pen.text((end + 16, middle), f"{count:,}", _INK, _font(_FONT), anchor="lm")
    pen.line((left, top, left, top + step * len(names)), fill=_LINE, width=3)
    return _png(image)


def _standing(title: str, bars: Bars) -> bytes:
    """Draw standing bars, side by side for each label, each with its number above it."""
    image, pen = _sheet(title)
    left, right, top, bottom = _EDGE, _SIZE[0] - _EDGE, 260, _SIZE[1] - 140
    step = (right - left) / len(bars.labels)
    most = max(max(values) for _, values in bars.series) or 1
    wide = step * 0.38
    for number, ((name, values), colour) in enumerate(
        zip(bars.series, (_DARK, _LIGHT), strict=True)
    ):
        _key(pen, (left + number * 260, 150), name, colour)
        for place, value in enumerate(values):
            begin = left + step * (place + 0.5) + wide * (number - 1)
            high = bottom - (bottom - top) * value / most
            pen.rectangle((begin + 2, high, begin + wide - 2, bottom), fill=colour)
            at = (begin + wide / 2, high - 8)
            pen.text(at, _short(value), _GREY, _font(22), anchor="mb")
    for place, label in enumerate(bars.labels):
        at = (left + step * (place + 0.5), bottom + 16)
        pen.multiline_text(at, label, _INK, _font(26), anchor="ma", align="center")
    pen.line((left, bottom, right, bottom), fill=_GREY, width=3)
    return _png(image)


def _key(pen: ImageDraw.ImageDraw, at: tuple[float, float], name: str, colour: str) -> None:
    across, down = at
    pen.rectangle((across, down, across + 36, down + 36), fill=colour)
    pen.text((across + 52, down + 18), name, _INK, _font(_FONT), anchor="lm")


def _short(value: int) -> str:
    """Return a number that fits above a bar; none above an empty one."""
    if value < _THOUSAND:
        return str(value) if value else ""
    return f"{value / _THOUSAND:.1f}k"


def _sheet(title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", _SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((_EDGE, 50), title, _INK, _font(44))
    return image, pen


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
