"""What a language still lacks: its file is given every sentence that has no translation, blank, so that somebody can fill it."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

import newretail
from newretail.kernel import languages
from newretail.kernel.text import Text

Words = dict[str, Any]
_LEFT_OUT = {"migrations", "__main__"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """How much of one file is still to be translated. `dropped`: what was translated and is said nowhere any more."""

    path: Path
    missing: int
    of: int
    dropped: int = 0


def sentences() -> tuple[str, ...]:
    """Every English sentence of the program, in the order of the alphabet. Django must have been set up."""
    for module in pkgutil.walk_packages(newretail.__path__, f"{newretail.__name__}."):
        if not _LEFT_OUT & set(module.name.split(".")):
            import_module(module.name)
    return tuple(sorted(sentence for sentence in Text.sentences if sentence))


def gather(code: str, names: Mapping[str, str], *, folder: Path = languages.FOLDER) -> Lacking:
    """Bring the language's own file up to date, or make it; `names` are its name, short name, tag and locale where they change.

    Raises BrokenLanguage where what is there cannot be used; then the file stays as it was.
    """
    path = folder / f"{code}.json"
    said: Words = orjson.loads(path.read_bytes()) if path.exists() else {}
    known = languages.read(path).words if path.exists() else {}
    head = said | dict(names)
    head.pop("words", None)
    if lacking := [name for name in languages.HEAD if not head.get(name)]:
        raise languages.BrokenLanguage(f"{path.name}: {', '.join(lacking)} is missing")
    words = {sentence: known.get(sentence, "") for sentence in sentences()}
    _write(path, {name: head[name] for name in languages.HEAD} | {"words": words})
    dropped = sum(1 for sentence, translated in known.items() if translated and sentence not in words)
    missing = sum(1 for translated in words.values() if not translated)
    return Lacking(path=path, missing=missing, of=len(words), dropped=dropped)


def gather_fronts(code: str, web: Path) -> list[Lacking]:
    """The same for the words of the browser fronts, `web/*/words`, whose keys are those of English."""
    return [
        _of_front(english.with_name(f"{code}.json"), english)
        for english in sorted(web.glob("*/words/en.json"))
    ]


def _of_front(path: Path, english: Path) -> Lacking:
    known: Words = orjson.loads(path.read_bytes()) if path.exists() else {}
    words = _like(orjson.loads(english.read_bytes()), known)
    _write(path, words)
    texts = list(_texts(words))
    return Lacking(path=path, missing=texts.count(""), of=len(texts))


def _like(english: Words, known: Words) -> Words:
    """The keys of `english` with what is `known` of them."""
    return {
        key: _like(said, known.get(key, {})) if isinstance(said, dict) else known.get(key, "")
        for key, said in english.items()
    }


def _texts(words: Words) -> list[str]:
    return [text for said in words.values() for text in (_texts(said) if isinstance(said, dict) else [said])]


def _write(path: Path, said: Words) -> None:
    path.write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2) + b"\n")
