"""One page of a PDF as a picture, made in a process of its own.

Files come from outside and may be built to exhaust whoever reads them, so that the reading process is
given little memory and little time, and takes nobody with it. A picture also keeps the page's policy
strict: no plug-in, no script of the document, and zoom and rotation are ours.

``python -m dashboard.desk.pdf_page FILE PAGE`` writes ``{"pages": 2}``, a line end, and the PNG.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MOST_MEMORY_BYTES = 1024 * 1024 * 1024
MOST_SECONDS = 10
PIXELS_PER_INCH = 144.0
WIDTH = "595pt"
"""Of the picture, whatever the page's own size: an A4 sheet, at 144 pixels to the inch."""

TEMPLATE = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(read("/{name}", encoding: none), format: "pdf", page: {page}, width: {width})"""
NO_SUCH_PAGE = 1_000_000


class PdfUnreadable(ValueError):
    """No picture can be made: damaged, locked with a password, or too heavy."""


@dataclass(frozen=True)
class PdfPage:
    """A page as PNG, and how many there are."""

    png: bytes
    pages: int


def pdf_page(path: Path, page: int) -> PdfPage:
    """The page (from 1) of a PDF; past the end, the last one.

    Raises:
        PdfUnreadable: no picture can be made of it.
    """
    command = [sys.executable, "-m", "dashboard.desk.pdf_page", str(path), str(page)]
    try:
        made = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, capture_output=True, timeout=MOST_SECONDS, check=True, cwd=Path(__file__).parents[2]
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        raise PdfUnreadable("Berkas PDF ini tidak dapat ditampilkan.") from failure
    facts, _, png = made.stdout.partition(b"\n")
    return PdfPage(png, int(json.loads(facts)["pages"]))


def main(path: Path, page: int) -> None:
    """Write the page to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    pages = _count_pages(path)
    sys.stdout.buffer.write(json.dumps({"pages": pages}).encode() + b"\n")
    sys.stdout.buffer.write(_picture(path, min(max(page, 1), pages)))


def _count_pages(path: Path) -> int:
    """The number of pages, which typst tells when asked for one that cannot be there."""
    import typst

    try:
        _picture(path, NO_SUCH_PAGE)
    except typst.TypstError as refusal:
        told = re.search(r"(\d+) pages?", " ".join(refusal.hints))
        if told:
            return int(told[1])
        raise
    raise PdfUnreadable("a PDF of a million pages")


def _picture(path: Path, page: int) -> bytes:
    import typst

    template = TEMPLATE.format(name=path.name, page=page, width=WIDTH).encode()
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs want one type for both paths
        template, format="png", ppi=PIXELS_PER_INCH, root=path.parent, ignore_system_fonts=True
    )
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
