"""Who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator

import grimp

from tests.rules.tree import ROOT, nodes, none_of, place, python_files, tree

HEAVY = ("sqlalchemy", "sqlcipher3", "alembic", "numpy", "pandas", "matplotlib", "reportlab")
BROAD = ("Exception", "BaseException")
LIGHT = ("errors", "log", "paths", "settings", "texts")


def test_each_layer_imports_only_to_its_right() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_of_sqlalchemy_the_services_know_the_session_type_only() -> None:
    allowed = {("sqlalchemy.orm", "Session")}
    imports = [
        place(path, node)
        for path, node in nodes("csq_desktop/services")
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module, name in _imported(node)
        if module.split(".")[0] == "sqlalchemy" and (module, name) not in allowed
    ]
    none_of(imports)


def _imported(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    return [(node.module or "", alias.name) for alias in node.names]


# What is found by looking into a folder, or loaded late, is imported by its name. Such an import
# is invisible to the contracts: each place may only reach down, and says why it needs to.
BY_NAME = {
    "csq_desktop/features.py",  # finds the files that features declare, for those who name it here
    "csq_desktop/domain/imports/fields.py",  # a kind of import says in a file of its own what it is
    "csq_desktop/services/case_files/gathering.py",  # a feature has a chapter of a case's file
    "csq_desktop/services/customers/timelines.py",  # a feature knows something of a customer
    "csq_desktop/services/imports/kinds/register.py",  # and in another what is done with its rows
    "csq_desktop/services/requests/copies.py",  # a feature holds something about a customer
    "csq_desktop/services/retention/erasers.py",  # a feature erases what it holds of a customer
    "csq_desktop/services/retention/sources.py",  # and says which of its records are due
    "csq_desktop/services/today/due.py",  # a feature says in a file of its own what waits
    "csq_desktop/storage/records/__init__.py",  # every feature's queries register repairs
    "csq_desktop/storage/schema/revisions.py",  # triggers and search indexes join the metadata
    "csq_desktop/storage/tables/__init__.py",  # every feature's tables join the metadata
    "csq_desktop/ui/customers/commands.py",  # a feature has something to do with a customer
    "csq_desktop/ui/privacy/page.py",  # a feature brings a tab of its own
    "csq_desktop/ui/cases/bulk_step.py",
    "csq_desktop/ui/cases/part.py",  # a feature adds to the page of a case
    "csq_desktop/ui/settings/sections.py",  # a section is loaded when it is first shown
    "csq_desktop/ui/shell/pages.py",  # a page is loaded when it is first shown
}


def test_modules_are_imported_by_a_name_in_a_string_only_where_that_is_needed() -> None:
    places = {
        place(path)
        for path, node in nodes("csq_desktop")
        if isinstance(node, ast.ImportFrom | ast.Import)
        for module, name in _imported(node)
        if (module.split(".")[0] == "importlib" and name in ("import_module", ""))
        or "csq_desktop.features" in (module, f"{module}.{name}")
    }
    assert places == BY_NAME


def test_the_window_asks_a_session_nothing_itself() -> None:
    """What is `object` can be handed on to a service, and nothing can be asked of it."""
    asking = [
        place(path, function)
        for path in python_files("csq_desktop/ui")
        for function in _functions_outside_protocols(tree(path))
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.arg == "session" and ast.unparse(argument.annotation or argument) != "object"
    ]
    none_of(asking)


def _functions_outside_protocols(module: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.iter_child_nodes(module):
        if isinstance(node, ast.FunctionDef):
            yield node
        if not (isinstance(node, ast.ClassDef) and "Protocol" in map(ast.unparse, node.bases)):
            yield from _functions_outside_protocols(node)


def test_the_schemas_history_knows_no_code_of_the_project() -> None:
    imports = [
        place(path, node)
        for path, node in nodes("db/versions", "db/seed")
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module, _ in _imported(node)
        if module.split(".")[0] in ("csq_desktop", "tests")
    ]
    none_of(imports)


def test_of_hypothesis_a_test_sets_nothing_by_itself() -> None:
    """Seeds, phases and the number of examples are those of `tests/exploring.py`."""
    allowed = {("hypothesis", name) for name in ("assume", "example", "given", "strategies")}
    imports = [
        place(path, node)
        for path, node in nodes("tests")
        if isinstance(node, ast.Import | ast.ImportFrom) and path.name != "exploring.py"
        for module, name in _imported(node)
        if module.split(".")[0] == "hypothesis" and (module, name) not in allowed
    ]
    none_of(imports)


def test_no_error_is_swallowed_in_silence() -> None:
    silent = [
        place(path, node)
        for path, node in nodes("csq_desktop", "packaging")
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in BROAD))
        and all(isinstance(line, ast.Pass | ast.Continue) for line in node.body)
    ]
    none_of(silent)


def _loads(modules: Iterable[str]) -> set[str]:
    """The packages that are loaded once these modules of the program are."""
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in run.stdout.split()}


def _present(*names: str) -> set[str]:
    return {f"csq_desktop.{name}" for name in names if (ROOT / f"csq_desktop/{name}.py").exists()}


def test_the_program_starts_without_anything_heavy() -> None:
    assert _loads(_present(*LIGHT, "__main__")) & {*HEAVY, "PySide6", "pydantic"} == set()


def test_the_sign_in_window_loads_qt_and_nothing_heavier() -> None:
    assert _loads(_present("texts", "app")) & set(HEAVY) == set()


def test_the_command_line_knows_no_window() -> None:
    graph = grimp.build_graph("csq_desktop", include_external_packages=True, cache_dir=None)
    upstream = {name for cli in _present("cli") for name in graph.find_upstream_modules(cli)}
    none_of(name for name in upstream if name.startswith(("csq_desktop.ui", "PySide6")))


def test_a_heavy_package_is_imported_where_it_is_needed() -> None:
    early = [
        place(path, node)
        for path in python_files("csq_desktop")
        if "reports" not in path.parts
        for node in tree(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module, _ in _imported(node)
        if module.split(".")[0] in ("pandas", "matplotlib", "reportlab", "alembic", "xlsxwriter")
    ]
    none_of(early)
