"""Opening the catalogue that ships with the package, once per process, from its files or from a compiled form of them.

The compiled form holds the files' documents as JSON, under the digest of the very files that it was made from:
where one byte of knowledge/ or of the form differs, the files are read instead.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import clonus.knowledge
from clonus.catalogue.build import CatalogueBuilder
from clonus.catalogue.reader import Fields, Items, Node, Scalar, read_bytes
from clonus.catalogue.shelves import Catalogue
from clonus.domain.errors import ClonusError, Fault, KnowledgeBroken, Place

KNOWLEDGE = Path(clonus.knowledge.__file__).parent
_COMPILED = "_compiled.json"
_FORM = 1


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
    compiled = _from_compiled(folder / _COMPILED, digest)
    return CatalogueBuilder(compiled or read_documents(files), _tables(files), digest, checked=compiled is not None).build()


def build_catalogue(folder: Path) -> Catalogue:
    """The catalogue of another folder of knowledge, read from its files."""
    files = read_files(folder)
    return CatalogueBuilder(read_documents(files), _tables(files), digest_of(files)).build()


def compile_catalogue(folder: Path = KNOWLEDGE) -> Path:
    """Write the compiled form of a folder that can be opened beside its files, and say where.

    Raises:
        KnowledgeBroken: if a file breaks its shape or its law.
    """
    build_catalogue(folder)
    files = read_files(folder)
    documents = {path: _packed(node) for path, node in read_documents(files).items()}
    target = folder / _COMPILED
    text = json.dumps(documents, ensure_ascii=False, separators=(",", ":"))
    head = json.dumps({"form": _FORM, "files": digest_of(files), "documents": _sum(text)})
    target.write_text(f"{head}\n{text}", encoding="utf-8")
    return target


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every YAML and CSV file below a folder, by path, in order."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".csv"))
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
        return {path: content.decode("utf-8") for path, content in files.items() if path.endswith(".csv")}
    except UnicodeDecodeError as error:
        raise KnowledgeBroken(Fault(Place("names"), f"a table is not UTF-8 text at byte {error.start}: save it as UTF-8.")) from None


def _from_compiled(path: Path, digest: str) -> dict[str, Node] | None:
    """The documents of a compiled form; None where it is lacking, broken, altered or made from other files."""
    try:
        head, _, text = path.read_text(encoding="utf-8").partition("\n")
        if json.loads(head) != {"form": _FORM, "files": digest, "documents": _sum(text)}:
            return None
        return {name: _unpacked(document, name) for name, document in json.loads(text).items()}
    except (OSError, ValueError):
        return None


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
