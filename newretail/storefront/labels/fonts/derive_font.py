"""Derive the font of the labels from Noto Sans CJK: `python derive_font.py NotoSansCJK-Regular.ttc LabelSans.ttf`.

Needed only to make the font anew; wants fontTools. reportlab embeds TrueType outlines only and Noto Sans CJK has cubic ones, so
they are converted. All modern Hangul, all Chinese in mainland forms, kana, Latin, Greek and Cyrillic are kept. The result has a name
of its own.
"""

import sys
from pathlib import Path

from fontTools import subset  # type: ignore
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore
from fontTools.ttLib import TTCollection, TTFont, newTable  # type: ignore

FACE = "Noto Sans CJK SC"
NAME = "Label Sans"
MOST_ERROR = 1.5
"""Thousandths of an em by which a converted outline may leave the original: below a printer's dot at label sizes."""
CHINESE = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
"""Every Chinese character that the source has. A smaller choice always leaves one out that somebody sells: 鱻 stands on fish shops, 𠮷
in a chain's name."""
KEPT_TABLES = ("head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "name", "post", "loca", "glyf")


def characters() -> set[int]:
    """Every character that a label may have to show."""
    kept = {*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x386, 0x3CF), *range(0x400, 0x460)}
    kept |= {
        *range(0x2010, 0x2027),
        *range(0x2030, 0x203C),
        0x20A9,
        0x20AC,
        0x2103,
        0x2116,
        0x2122,
        0x2190,
        0x2192,
    }
    kept |= {*range(0x3000, 0x3020), *range(0x3041, 0x3100), *range(0xFF01, 0xFF5F), 0xFFE5, 0xFFE6}
    kept |= set(range(0xAC00, 0xD7A4)) | set(range(0x3131, 0x318F))
    return kept | {character for block in CHINESE for character in block}


def derive(source: Path, target: Path) -> None:
    """Write the label font beside its source's licence."""
    font = next(each for each in TTCollection(str(source)).fonts if each["name"].getDebugName(4) == FACE)
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    _convert(font)
    for record in (1, 3, 4, 6, 16):
        font["name"].setName(NAME.replace(" ", "") if record == 6 else NAME, record, 3, 1, 0x409)
    for table in set(font.keys()) - set(KEPT_TABLES) - {"GlyphOrder"}:
        del font[table]
    font.save(target)


def _convert(font: TTFont) -> None:
    outlines, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=MOST_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    for glyph in glyphs.values():
        glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics = {name: (font["hmtx"].metrics[name][0], glyphs[name].xMin) for name in order}
    font["maxp"] = _profile(len(order))
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 3.0, [], {}
    font.sfntVersion = "\x00\x01\x00\x00"
    del font["CFF "]


def _profile(glyphs: int) -> object:
    table = newTable("maxp")
    table.tableVersion, table.numGlyphs, table.maxZones = 0x00010000, glyphs, 1
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ):
        setattr(table, field, 0)
    return table


if __name__ == "__main__":
    derive(Path(sys.argv[1]), Path(sys.argv[2]))
