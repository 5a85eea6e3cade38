"""How strong the stored passwords are."""

from __future__ import annotations

import subprocess
import sys

from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

MAKE_ONE = "from dashboard.access.passwords import hash_password; print(hash_password('sandi yang panjang'))"


def test_the_program_hashes_passwords_as_strongly_as_the_library_recommends() -> None:
    made = subprocess.run([sys.executable, "-c", MAKE_ONE], capture_output=True, text=True, check=True)

    assert extract_parameters(made.stdout.strip()) == RFC_9106_LOW_MEMORY
