"""A drawing in as few bytes as show the same: what a report carries is mostly its figures.

Matplotlib writes coordinates to a millionth of a point, names every group, and repeats the style of each mark. Here
coordinates are kept to a hundredth of a point, a path's steps are told from where the last one ended, names that
nothing refers to go, and what all marks of a group share is told once. No shape, colour or letter is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
#: Parts of a point that are kept: a hundredth is a ten-thousandth of the width of a phone.
PARTS = 100
REFERENCE = re.compile(r"#([\w.-]+)")
NUMBER = re.compile(r"-?\d+\.\d{3,}")
LETTER_AT = re.compile(r"translate\((-?[\d.]+)[ ,](-?[\d.]+)\)")
PLACE = re.compile(r"translate\([^)]*\)")
STEP = re.compile(r"([MLQCz])([^MLQCz]*)")
PAIRS = {"M": 1, "L": 1, "Q": 2, "C": 3}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: An opacity holds for a group as a whole, and the ends of lines are set for every mark by the rule on top: neither is
#: handed down from a group to its marks.
NOT_HANDED_DOWN = re.compile(r"(^|;)(opacity|clip-path|filter|mask|stroke-line)")


def lean(drawing: bytes) -> bytes:
    """Return an SVG that looks the same in fewer bytes; the same bytes for the same drawing.

    Parameters
    ----------
    drawing : bytes
        SVG as Matplotlib writes it, text as paths.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        It is no XML.
    """
    root = ElementTree.fromstring(drawing)  # noqa: S314 - written by Matplotlib a moment ago
    _gather_definitions(root)
    for element in root.iter():
        _shorten(element)
    _rename(root)
    _flatten(root)
    return "".join(_written(root, top=True)).encode("utf-8")


def _gather_definitions(root: ElementTree.Element) -> None:
    """Put what is referred to in one place, which plays no part in how it looks; what is not drawn goes."""
    kept = ElementTree.Element(f"{SVG}defs")
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}defs":
                kept.extend(child)
            if child.tag in (f"{SVG}defs", f"{SVG}metadata"):
                parent.remove(child)
    root.insert(0, kept)


def _shorten(element: ElementTree.Element) -> None:
    for name, value in list(element.items()):
        if name == "d":
            element.set(name, short_path(value))
        elif name == "style":
            element.set(name, re.sub(r"\s*([:;,])\s*", r"\1", value).strip(";"))
        elif name in ("x", "y", "width", "height"):
            element.set(name, _rounded(value))
        elif name == "transform":
            # A scale stays as it is: some are themselves smaller than a hundredth.
            element.set(name, PLACE.sub(lambda found: _rounded(found[0]), value))
    if element.tag == f"{SVG}use":
        place = LETTER_AT.fullmatch(element.get("transform", ""))
        if place:
            del element.attrib["transform"]
            element.attrib |= {
                name: f"{round(float(at))}"
                for name, at in zip("xy", place.groups(), strict=True)
                if round(float(at))
            }


def _rounded(text: str) -> str:
    return NUMBER.sub(lambda found: _number(round(float(found[0]) * PARTS)), text)


def _rename(root: ElementTree.Element) -> None:
    """Give what is referred to a name of a letter or two, and take the names of everything else."""
    used = dict.fromkeys(
        name
        for element in root.iter()
        for value in (element.get(f"{XLINK}href", ""), element.get("clip-path", ""), element.get("style", ""))
        if "url(" in value or value.startswith("#")
        for name in REFERENCE.findall(value)
    )
    held = {element.get("id") for element in root.iter()}
    short = {name: f"{_word(at)}" for at, name in enumerate(name for name in used if name in held)}

    def renamed(found: re.Match[str]) -> str:
        return f"#{short.get(found[1], found[1])}"

    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in short:
            element.set("id", short[name])
        for key in (f"{XLINK}href", "clip-path", "style"):
            value = element.get(key, "")
            if "url(" in value or value.startswith("#"):
                element.set(key, REFERENCE.sub(renamed, value))


def _word(number: int) -> str:
    word = LETTERS[number % 26]
    return word if number < 26 else _word(number // 26 - 1) + word


def _flatten(element: ElementTree.Element) -> None:
    """Drop groups that say nothing, and say once what all marks of a group share."""
    children: list[ElementTree.Element] = []
    for child in element:
        _flatten(child)
        if child.tag == f"{SVG}g" and not child.attrib:
            children += list(child)
        elif child.tag != f"{SVG}g" or len(child):
            children.append(child)
    element[:] = children
    styles = {child.get("style") for child in children}
    shared = next(iter(styles)) if len(styles) == 1 and len(children) > 1 else None
    if (
        element.tag == f"{SVG}g"
        and shared
        and not element.get("style")
        and not NOT_HANDED_DOWN.search(shared)
    ):
        element.set("style", shared)
        for child in children:
            del child.attrib["style"]


def _written(element: ElementTree.Element, *, top: bool = False) -> Iterator[str]:
    tag = element.tag.removeprefix(SVG)
    names = {name.replace(XLINK, "xlink:"): value for name, value in element.items()}
    if top:
        names = {
            "xmlns": SVG.strip("{}"),
            "xmlns:xlink": XLINK.strip("{}"),
            **names,
        }
    yield f"<{tag}{''.join(f' {name}={quoteattr(value)}' for name, value in names.items())}"
    text = (element.text or "").strip()
    if not len(element) and not text:
        yield "/>"
        return
    yield f">{text.replace('&', '&amp;').replace('<', '&lt;')}"
    for child in element:
        yield from _written(child)
    yield f"</{tag}>"


@lru_cache(maxsize=1024)
def short_path(d: str) -> str:
    """Return the data of a path with each step told from where the last ended, to a hundredth.

    Places are rounded first and steps taken between rounded places, so that no error adds up. A path with other
    commands than Matplotlib's M, L, Q, C and z comes back as it is.
    """
    if re.search(r"[^MLQCz\d\s.eE+-]", d):
        return d
    out: list[str] = []
    at = start = (0, 0)
    last = ""
    for command, text in STEP.findall(d):
        if command == "z":
            out.append("z")
            at, last = start, "z"
            continue
        values = [round(float(value) * PARTS) for value in text.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        for first in range(0, len(points), PAIRS[command]):
            group = points[first : first + PAIRS[command]]
            letter, numbers = _step(command if first == 0 else command.replace("M", "L"), group, at)
            # A command goes without its letter after one of its kind, and a line after a move.
            joined = letter == last or (letter == "l" and last == "m")
            out.append(_run(numbers, after=joined) if joined else letter + _run(numbers, after=False))
            at, last = group[-1], letter
            if letter == "m":
                start = at
    return "".join(out)


def _step(command: str, group: list[tuple[int, int]], at: tuple[int, int]) -> tuple[str, list[int]]:
    """Return the letter and the numbers of one step from `at`, along an axis where it lies along one."""
    moves = [value - origin for point in group for value, origin in zip(point, at, strict=True)]
    if command == "L" and moves[1] == 0:
        return "h", moves[:1]
    if command == "L" and moves[0] == 0:
        return "v", moves[1:]
    return command.lower(), moves


def _run(numbers: list[int], *, after: bool) -> str:
    """Return numbers one after another; a minus sign parts them as well as a blank."""
    text = ""
    for number in numbers:
        written = _number(number)
        text += f"{' ' if (text or after) and not written.startswith('-') else ''}{written}"
    return text


def _number(parts: int) -> str:
    """Return hundredths as a decimal number without idle noughts: 50 is .5, -120 is -1.2."""
    whole, rest = divmod(abs(parts), PARTS)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return f"{'-' if parts < 0 else ''}{whole if whole or not rest else ''}{decimals}"
