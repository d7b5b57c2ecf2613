"""What MkDocs is told when somebody types `mkdocs` at the root: which command to type in its place.

The mkdocs.yml there is what every edition starts from, and no site itself. MkDocs runs this file
(`hooks`) before it does anything; an edition's own mkdocs.yml does not have it.
"""

import sys
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).parent.parent))  # MkDocs runs this file without its package

from samloft.catalogue import say
from samloft.cli import language_of
from samloft.console import OURS, program_of


def on_config(config: Any) -> NoReturn:
    """Say what to type. Raises SystemExit, always."""
    root = Path(config["config_file_path"]).parent
    names = sorted(path.parent.name for path in root.glob("networks/*/network.yml"))
    told = say(language_of([]), "mkdocs_typed", name=names[0] if names else "NETWORK")
    raise SystemExit(told.replace(OURS, program_of(root)))
