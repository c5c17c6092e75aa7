"""The table of packages in resources/licences/THIRD_PARTY.md, from what is locked and installed."""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from csq_desktop.services.settings.licences import listing, shipped_parts

ROOT = Path(__file__).resolve().parent.parent
HEAD = "| Package | Version | Licence |\n|---|---|---|\n"
PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


def locked_versions(lock: str) -> dict[str, str]:
    """The version of each package that a lock names; `a or b` where it depends on the Python."""
    versions: dict[str, list[str]] = {}
    for package, version in re.findall(r"^([a-z0-9][\w.-]*)==([^\s;]+)", lock, re.M):
        versions.setdefault(package, []).append(version)
    return {package: " or ".join(numbers) for package, numbers in versions.items()}


def runtime_packages(project: Mapping[str, object]) -> set[str]:
    """What the program needs on any platform to run, what those need included; not the tools."""
    described = project["project"]
    assert isinstance(described, dict)
    waiting = [Requirement(line) for line in described["dependencies"]]
    packages: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        package = canonicalize_name(requirement.name)
        if package not in packages:
            packages.add(package)
            waiting += _needs(package, requirement.extras)
    return packages


def _needs(package: str, extras: set[str]) -> Iterator[Requirement]:
    try:
        lines = requires(package) or []
    except PackageNotFoundError:  # locked for another platform
        return
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        settings = [{**on, "extra": extra} for on in PLATFORMS for extra in ("", *extras)]
        if marker is None or any(map(marker.evaluate, settings)):
            yield requirement


def declared(package: str) -> str:
    """The licence that the installed package declares as an SPDX expression; empty without one."""
    try:
        expressions: list[str] = metadata(package).get_all("License-Expression") or []
    except PackageNotFoundError:
        return ""
    return expressions[0] if expressions else ""


def table(packages: Mapping[str, str], licences: Mapping[str, str]) -> str:
    """The table as it ought to stand; a licence that is written there already stays."""
    rows = [
        f"| {package} | {version} | {licences.get(package) or declared(package)} |\n"
        for package, version in sorted(packages.items())
    ]
    return HEAD + "".join(rows)


def shipped_packages() -> dict[str, str]:
    """The locked versions of what the program needs to run."""
    versions = locked_versions((ROOT / "requirements.lock").read_text("utf-8"))
    needed = runtime_packages(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8")))
    return {package: version for package, version in versions.items() if package in needed}


def faults() -> list[str]:
    """Every way in which the listing differs from what is shipped; empty when it is right."""
    text = listing().read_text("utf-8")
    written = {part.name: part.licence for part in shipped_parts()}
    packages = shipped_packages()
    unlike = [
        f"{package}: {written[package]} is written, {declared(package)} is declared"
        for package in packages
        if package in written and declared(package) not in ("", written[package])
    ]
    lacking = [f"{part.name}: has no licence" for part in shipped_parts() if not part.licence]
    if table(packages, written) not in text:
        lacking.append("the table is not that of requirements.lock: run dev.py licences")
    return lacking + unlike


def main() -> int:
    """Write the table anew and list what somebody must still fill in."""
    text = listing().read_text("utf-8")
    before, _, after = text.partition(HEAD)
    rest = after.partition("\n\n")[2]
    written = {part.name: part.licence for part in shipped_parts()}
    fresh = table(shipped_packages(), written)
    listing().write_text(f"{before}{fresh}\n{rest}", "utf-8")
    print("\n".join([*faults(), f"{listing().name} is written"]))
    return 1 if faults() else 0


if __name__ == "__main__":
    sys.exit(main())
