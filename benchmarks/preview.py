"""How long it takes from a saved lesson to the reloaded page, in Chromium: `serve agder`."""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PORT = 8137
LOADED = """
    () => (performance.timeOrigin
           + performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd) / 1000
"""


def main() -> None:
    """Save a lesson again and again; print the median, the fastest and the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=20)
    saves = parser.parse_args().saves
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "kurs"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "site", "tests"))
        (root / ".venv").symlink_to(ROOT / ".venv")
        took = measure(root, saves)
    print(
        f"{saves} saves: median {statistics.median(took):.2f} s, "
        f"fastest {min(took):.2f} s, slowest {max(took):.2f} s"
    )


def measure(root: Path, saves: int) -> list[float]:
    """Return the seconds from each save to the page's own reload being ready."""
    lesson = root / "modules/ki/02-sprakmodeller.md"
    text = lesson.read_text(encoding="utf-8")
    serving = subprocess.Popen(
        [sys.executable, "build.py", "serve", "agder", "--port", str(PORT)],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    took: list[float] = []
    try:
        assert serving.stdout
        serving.stdout.readline()  # it says where it serves
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{PORT}/agder/ki/02-sprakmodeller/")
            for number in range(saves):
                page.wait_for_timeout(1000)
                word = f"Lagret{number}"
                saved = time.time()
                lesson.write_text(text.replace("\n## ", f"\n{word}.\n\n## ", 1), encoding="utf-8")
                page.get_by_text(word).wait_for(timeout=30_000)
                took.append(page.evaluate(LOADED) - saved)
            browser.close()
    finally:
        serving.terminate()
        serving.wait()
    return took


if __name__ == "__main__":
    main()
