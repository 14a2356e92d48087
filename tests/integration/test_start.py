"""What a server imports before it is ready: an import of LangChain alone takes 0.8 s."""

from __future__ import annotations

import subprocess
import sys


def test_a_server_starts_without_importing_langchain_or_chroma() -> None:
    slow = "{'langchain_core', 'chromadb'} & set(sys.modules)"
    command = [sys.executable, "-c", f"import sys, assistant.api.app; print({slow})"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
