"""The house rules that can be counted: sizes, names, docstrings, imports, surfaces and words."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import clonus

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "clonus"
MODULES = sorted(SOURCE.rglob("*.py"))
BANNED = {"utils", "helpers", "common", "misc", "manager", "handler", "processor", "engine", "base", "data", "info"}


def tree(module: Path) -> ast.Module:
    """A module's syntax."""
    return ast.parse(module.read_text(encoding="utf-8"))


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(SOURCE).as_posix())
def test_a_module_has_at_most_400_lines_and_says_what_it_owns(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
    assert ast.get_docstring(tree(module))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(SOURCE).as_posix())
def test_a_function_has_at_most_40_lines_and_five_parameters(module: Path) -> None:
    for function in functions(module):
        assert (function.end_lineno or 0) - function.lineno < 40, function.name
        parameters = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
        assert len(parameters) <= 5, function.name


def test_the_middle_function_has_at_most_ten_lines() -> None:
    sizes = sorted((f.end_lineno or 0) - f.lineno + 1 for module in MODULES for f in functions(module))

    assert sizes[len(sizes) // 2] <= 10


def test_no_folder_module_or_class_has_a_name_that_says_nothing() -> None:
    names = {part.lower() for module in MODULES for part in module.relative_to(SOURCE).with_suffix("").parts}
    classes = {node.name.lower() for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)}

    assert (names | classes) & BANNED == set()


def test_an_init_holds_no_logic() -> None:
    for module in SOURCE.rglob("*/__init__.py"):
        assert all(isinstance(node, ast.Expr) for node in tree(module).body), module


def test_domain_and_rules_import_the_standard_library_and_themselves_alone() -> None:
    for floor in ("domain", "rules"):
        for module in (SOURCE / floor).glob("*.py"):
            for name in imported(module):
                assert name.split(".")[0] in sys.stdlib_module_names or name.startswith(("clonus.domain", "clonus.rules")), (module, name)


def imported(module: Path) -> Iterator[str]:
    """The modules that a module imports."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_services_and_rules_read_no_clock_file_network_or_log() -> None:
    forbidden = {"datetime", "time", "pathlib", "os", "io", "socket", "urllib", "logging", "random", "subprocess"}
    for floor in ("domain", "rules", "interpreters", "services"):
        for module in (SOURCE / floor).glob("*.py"):
            used = {name.split(".")[0] for name in imported(module)} & forbidden
            assert used <= ({"datetime"} if module.name == "evidence.py" else set()), module


def test_importing_clonus_loads_no_framework() -> None:
    frameworks = ("typer", "rich", "click", "pydantic", "fastapi", "ibis", "z3", "numpy", "msgspec")
    code = f"import clonus, sys; print([m for m in {frameworks} if m in sys.modules])"

    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert printed.strip() == "[]"


def test_the_public_names_are_complete_sorted_and_documented() -> None:
    assert list(clonus.__all__) == sorted(clonus.__all__)
    assert len(clonus.__all__) <= 22
    assert all(getattr(clonus, name) is not None for name in clonus.__all__)
    assert all(getattr(clonus, name).__doc__ for name in clonus.__all__)


def test_every_fault_is_caught_in_one_place_alone_where_a_server_says_that_it_failed() -> None:
    caught = []
    for module in MODULES:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, module
                if isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"):
                    caught.append(module.relative_to(SOURCE).as_posix())

    assert caught == ["adapters/web/guard.py"]


def test_no_file_names_a_registry_host_or_a_path_of_a_machine() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=False, capture_output=True, text=True).stdout.splitlines()
    for name in listed:
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace") if (ROOT / name).is_file() else ""
        assert [host for host in hosts if host in text] == [], name
    assert not (ROOT / "uv.lock").exists()
