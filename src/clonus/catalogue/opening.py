"""Opening the catalogue that ships with the package, once per process, from its files or from a compiled form of them.

The compiled form holds the files' documents as JSON, and the sets of every rule, under the digest of the very files and code
that it was made from: where one byte of either or of the form differs, the files are read instead.
"""

import gc
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path

import clonus.catalogue
import clonus.knowledge
import clonus.rules
from clonus.catalogue.build import READ_LATER, CatalogueBuilder
from clonus.catalogue.reader import Fields, Items, Node, Scalar, read_bytes
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import ClonusError, Fault, KnowledgeBroken, Place
from clonus.rules.axioms import Listing

KNOWLEDGE = Path(clonus.knowledge.__file__).parent
CODE = (Path(clonus.catalogue.__file__).parent, Path(clonus.rules.__file__).parent)
_COMPILED = "_compiled.json"
_FORM = 3
_KEPT = (".yaml", ".csv", ".tsv")


@cache
def open_catalogue() -> Catalogue:
    """The catalogue of this installation, loaded and checked.

    Raises:
        KnowledgeBroken: if a file of it breaks its shape or its law.

    Example:
        >>> open_catalogue().criteria["hunter"].source
        'dunkley2003'
    """
    return open_folder(KNOWLEDGE)


def open_folder(folder: Path) -> Catalogue:
    """The catalogue of a folder of knowledge, from its compiled form where that was made from these very files."""
    files = read_files(folder)
    digest = digest_of(files)
    with _collector_at_rest():
        compiled = _from_compiled(folder / _COMPILED, digest)
        documents, listings = compiled or (read_documents(files), None)
        return CatalogueBuilder(documents, _tables(files), digest, listings).build()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for garbage while a catalogue is made: everything that is made is kept, and the search takes a third of the time."""
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


def build_catalogue(folder: Path) -> Catalogue:
    """The catalogue of another folder of knowledge, read from its files."""
    files = read_files(folder)
    return CatalogueBuilder(read_documents(files), _tables(files), digest_of(files)).build()


def compile_catalogue(folder: Path = KNOWLEDGE) -> Path:
    """Write the compiled form of a folder that can be opened beside its files, and say where.

    Raises:
        KnowledgeBroken: if a file breaks its shape or its law.
    """
    catalogue, files = build_catalogue(folder), read_files(folder)
    documents = {path: _packed(node) for path, node in read_documents(files).items()}
    soon = {path: None if path.split("/")[0] in READ_LATER else packed for path, packed in documents.items()}
    later = {path: packed for path, packed in documents.items() if path.split("/")[0] in READ_LATER}
    listings = {solver.key: [solver.rule_in, solver.rule_out] if solver.listed else None for solver in catalogue.solvers()}
    target = folder / _COMPILED
    text = "\n".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (soon, listings, later))
    head = json.dumps({"form": _FORM, "files": digest_of(files), "code": code_digest(*CODE), "content": _sum(text)})
    target.write_text(f"{head}\n{text}", encoding="utf-8")
    return target


def code_digest(*folders: Path) -> str:
    """What identifies the code that compiles rules: where it changes, what was compiled before is not used."""
    return digest_of({f"{folder.name}/{path.name}": path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py"))})


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every YAML, CSV and TSV file below a folder, by path, in order."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _KEPT)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def digest_of(files: Mapping[str, bytes]) -> str:
    """What identifies exactly these files."""
    digest = hashlib.sha256()
    for path, content in files.items():
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()}"


def read_documents(files: Mapping[str, bytes]) -> dict[str, Node]:
    """The documents of the YAML files, every fault gathered.

    Raises:
        KnowledgeBroken: if a file cannot be read.
    """
    documents: dict[str, Node] = {}
    faults: list[Fault] = []
    for path, content in files.items():
        if path.endswith(".yaml"):
            try:
                documents[path] = read_bytes(content, path)
            except ClonusError as error:
                faults.extend(error.faults)
    if faults:
        raise KnowledgeBroken(faults)
    return documents


def _tables(files: Mapping[str, bytes]) -> dict[str, str]:
    try:
        return {path: content.decode("utf-8") for path, content in files.items() if path.endswith((".csv", ".tsv"))}
    except UnicodeDecodeError as error:
        raise KnowledgeBroken(Fault(Place("names"), f"a table is not UTF-8 text at byte {error.start}: save it as UTF-8.")) from None


def _from_compiled(path: Path, digest: str) -> tuple[Mapping[str, Node], dict[str, Listing | None]] | None:
    """The documents and listings of a compiled form; None where it is broken, or made from other files or by other code."""
    try:
        head, _, text = path.read_text(encoding="utf-8").partition("\n")
        if json.loads(head) != {"form": _FORM, "files": digest, "code": code_digest(*CODE), "content": _sum(text)}:
            return None
        soon, listings, later = text.split("\n")
        return (
            _Documents(json.loads(soon), later),
            {key: _as_listing(sets) for key, sets in json.loads(listings).items()},
        )
    except (OSError, ValueError):
        return None


class _Documents(Mapping[str, Node]):
    """Documents of a compiled form, each unpacked when it is read; those that stand as None are in the text that is parsed later."""

    def __init__(self, packed: Mapping[str, object], later: str):
        self._packed, self._later = packed, later

    def __getitem__(self, name: str) -> Node:
        return _unpacked(self._packed[name] or self._parsed[name], name)

    @cached_property
    def _parsed(self) -> dict[str, object]:
        parsed: dict[str, object] = json.loads(self._later)
        return parsed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _as_listing(sets: list[list[list[int]]] | None) -> Listing | None:
    if sets is None:
        return None
    rule_in, rule_out = (tuple((one[0], one[1]) for one in side) for side in sets)
    return rule_in, rule_out


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _packed(node: Node) -> object:
    where = [node.place.line, node.place.column]
    match node:
        case Scalar(text, _, plain):
            return [*where, int(plain), text]
        case Items(nodes):
            return [*where, [_packed(inner) for inner in nodes]]
        case Fields(nodes, places):
            keys = {key: [places[key].line, places[key].column, _packed(inner)] for key, inner in nodes.items()}
            return [*where, keys]


def _unpacked(packed: object, name: str) -> Node:
    assert isinstance(packed, list)
    place = Place(name, packed[0], packed[1])
    content = packed[-1]
    if isinstance(content, str):
        return Scalar(content, place, bool(packed[2]))
    if isinstance(content, list):
        return Items(tuple(_unpacked(inner, name) for inner in content), place)
    nodes = {key: _unpacked(inner[2], name) for key, inner in content.items()}
    places = {key: Place(name, inner[0], inner[1]) for key, inner in content.items()}
    return Fields(nodes, places, place)
