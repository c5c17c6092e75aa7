"""Pictures of every page, dialog and printed document, into the folder named.

They show the demo shop; the documents show seven shops that are hard to print, too.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # the seven shops are those of the tests

LANGUAGES = ("en", "zh_HK", "zh_CN")
THEMES = ("light", "dark")
_SHOP_SCREEN = {
    "name": "shop", "x": 0, "y": 0, "width": 1366, "height": 768,
    "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip


def arguments(words: list[str]) -> argparse.Namespace:
    """Where the pictures go, and which of them are wanted."""
    parser = argparse.ArgumentParser(prog="dev.py shots", description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--only", default="", metavar="WORD", help="scenes with WORD in the name")
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--theme", choices=THEMES)
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Take the pictures; 1 when a scene failed, which is told at the end."""
    options = arguments(words)
    options.folder.mkdir(parents=True, exist_ok=True)
    with _homes() as place:
        failed = _take(options, place)
    print("\n".join([*failed, f"{len(failed)} scenes failed"]))
    return 1 if failed else 0


@contextmanager
def _homes() -> Iterator[Path]:
    """A user's folders of their own, so that nobody's settings are read or changed."""
    place = Path(tempfile.mkdtemp(prefix="shots"))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(place / name.lower())
    screen = place / "screen.json"
    screen.write_text(json.dumps({"screens": [_SHOP_SCREEN]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _take(options: argparse.Namespace, place: Path) -> list[str]:
    import shot_papers
    from shot_scenes import MAIN, START
    from shot_stage import Stage

    stage, failed = Stage(place), []
    languages = [options.lang] if options.lang else LANGUAGES
    for language in languages:
        for theme in [options.theme] if options.theme else THEMES:
            stage.dress(language, theme)
            for number, scene in enumerate((*START, *MAIN), 1):
                if options.only not in scene.name:
                    continue
                target = options.folder / f"{language}-{theme}-{number:02}-{scene.name}.png"
                try:
                    stage.play(scene, target, start=scene in START)
                except Exception:
                    failed.append(f"{target.name}: {traceback.format_exc(limit=-2)}")
                failed += stage.faults(target.name)
        failed += shot_papers.draw(stage.store, options.folder, language, options.only)
    stage.close()
    return failed + shot_papers.draw_seven(options.folder, languages, options.only)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # Qt has nothing left to do, and its end in no particular order may fail
