"""Makes the SVG that matplotlib writes small: the same picture in a quarter of the bytes."""

from __future__ import annotations

import re

HALO = "halo-"
"""Texts whose gid starts so get a white outline behind the letters."""

_DECIMALS = 2
"""Of a coordinate in points: a hundredth of a point cannot be seen."""
_GLYPH = 'transform="scale(0.015625)"'
_GLYPH_UNITS = 4
"""Letters are drawn on a grid of 6,400 units an em, of which a quarter is fine enough."""
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_ATTRIBUTE = re.compile(r"\b(x|y|width|height)=\"([-\d.]+)\"")


def compact(svg: str) -> str:
    """Write the same picture shorter.

    Prologue, comments, layout white space and identifiers that nothing refers to go; paths become relative, with two
    decimals; identifiers become short.

    Parameters
    ----------
    svg : str
        A document as matplotlib's SVG backend writes it, text as paths.

    Returns
    -------
    str
        The document.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = _with_halos(svg)
    svg = re.sub(r"\bd=\"([^\"]*)\"( ?" + re.escape(_GLYPH) + ")?", _short_path, svg)
    svg = _ATTRIBUTE.sub(lambda match: f'{match[1]}="{_rounded(match[2])}"', svg)
    svg = re.sub(r"translate\([^)]*\)", lambda match: _rounded(match[0]), svg)
    svg = re.sub(r"(<use [^>]*?) transform=\"translate\(([-\d.]+) ([-\d.]+)\)\"", _placed, svg)
    svg = re.sub(r"style=\"[^\"]*\"", lambda match: match[0].replace(": ", ":").replace("; ", ";").replace(", ", ","), svg)
    svg = _with_short_identifiers(svg)
    svg = re.sub(r">\s+<", "><", svg)
    svg = re.sub(r"<g>((?:<use [^>]*style=(\"[^\"]*\")/>)(?:<use [^>]*style=\2/>)+)</g>", _styled_once, svg)
    return re.sub(r"<g>(<path [^>]*/>)</g>", r"\1", svg).strip() + "\n"


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda match: _short(float(match[0])), text)


def _short(number: float, decimals: int = _DECIMALS) -> str:
    text = f"{number:.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0.", "-.") or "0"


def _short_path(match: re.Match[str]) -> str:
    """Write a path relative to the point before, which takes the fewest digits; rounding does not add up."""
    factor, decimals = (1 / _GLYPH_UNITS, 0) if match[2] else (1.0, _DECIMALS)
    here = start = (0.0, 0.0)
    parts: list[str] = []
    previous = ""
    for command, text in re.findall(r"([MLQCz])([^MLQCz]*)", match[1]):
        numbers = [round(float(number) * factor, decimals) for number in text.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = [_short(value - origin, decimals) for point in points for value, origin in zip(point, here, strict=True)]
        name = command.lower()
        parts.append(_joined(steps, "" if name == previous and name in "lqc" else name))
        here = points[-1] if points else start
        start = here if name == "m" else start
        previous = name
    scale = f' transform="scale({0.015625 * _GLYPH_UNITS})"' if match[2] else ""
    return f'd="{"".join(parts)}"{scale}'


def _joined(numbers: list[str], command: str) -> str:
    """Put a space only where no command and no minus sign keeps numbers apart."""
    text = command
    for number in numbers:
        number = "0" if number == "-0" else number  # noqa: PLW2901
        text += number if (text == command and command) or number.startswith("-") else f" {number}"
    return text


def _placed(match: re.Match[str]) -> str:
    vertical = "" if match[3] == "0" else f' y="{match[3]}"'
    return f'{match[1]} x="{match[2]}"{vertical}'


def _styled_once(match: re.Match[str]) -> str:
    return f"<g style={match[2]}>" + match[1].replace(f" style={match[2]}", "") + "</g>"


def _with_short_identifiers(svg: str) -> str:
    """Drop identifiers that nothing refers to and number the others in order of appearance."""
    used = dict.fromkeys(re.findall(r"(?:href=\"#|url\(#)([^\")]+)", svg))
    short = {name: f"i{number}" for number, name in enumerate(used)}
    svg = re.sub(r" id=\"([^\"]*)\"", lambda match: f' id="{short[match[1]]}"' if match[1] in short else "", svg)
    return re.sub(r"(href=\"#|url\(#)([^\")]+)", lambda match: match[1] + short[match[2]], svg)


def _with_halos(svg: str) -> str:
    """Put a white outline below marked texts; the letters themselves are defined once, matplotlib's own would copy them."""
    # in units of a letter, a third of the size of the font
    width = round(0.33 * 6400 / _GLYPH_UNITS)
    style = f'style="stroke:#fff;stroke-width:{width};stroke-linejoin:round"'

    def outlined(match: re.Match[str]) -> str:
        letters = re.sub(r"<defs>.*?</defs>", "", match["letters"], flags=re.DOTALL)
        return f"<g {style}>{match['letters']}</g>{letters}"

    return re.sub(rf'<g id="{HALO}[^"]*">(?P<letters>.*?</g>)\s*</g>', outlined, svg, flags=re.DOTALL)
