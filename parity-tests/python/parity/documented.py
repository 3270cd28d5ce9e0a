"""Code that a page of the documentation gives, run as a reader would run it."""

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[3] / "docs"


def documented(page: str, name: str, **imported: Any) -> Any:
    """What a page's Python calls by a name: its block is run with what it is told to have imported."""
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
              if re.search(rf"^(class|def) {name}\b", block, re.MULTILINE)]
    assert len(blocks) == 1, f"docs/{page} has {len(blocks)} Python blocks that define {name}, expected 1"
    scope = dict(imported)
    exec(compile(blocks[0], f"docs/{page}", "exec"), scope)
    return scope[name]
