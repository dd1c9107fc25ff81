"""The process in which one briefing is typeset: reads a job on its standard input, writes the pages to its output.

It knows nothing of the city and imports nothing of this program, so that it starts at once and holds little.
Output: one line of JSON, `{"pages": [bytes of each]}` or `{"error": sentence}`, then the pages one after the other.
"""

import json
import resource
import sys
from typing import Any

import typst

MOST_BYTES = 3_000_000_000
"""Of the address space: fonts are mapped into it, which takes hardly any memory."""
MOST_SECONDS = 60


def main() -> None:
    """One job: {"template", "input", "format", "ppi", "standards", "at"}."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    job = json.load(sys.stdin)
    out = sys.stdout.buffer
    try:
        pages = _typeset(job)
    except Exception as error:  # whatever it is, the parent is told
        out.write(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        return
    out.write(json.dumps({"pages": [len(page) for page in pages]}).encode() + b"\n")
    for page in pages:
        out.write(page)


def _typeset(job: dict[str, Any]) -> list[bytes]:
    more = {"pdf_standards": job["standards"]} if job["format"] == "pdf" else {}
    if job["format"] == "png":
        more["ppi"] = job["ppi"]
    made = typst.compile(
        job["template"].encode(), format=job["format"], sys_inputs={"input": json.dumps(job["input"])}, **more
    )
    return made if isinstance(made, list) else [made]


if __name__ == "__main__":
    main()
