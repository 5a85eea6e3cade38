"""A made-up log of any size, to measure an import.

python tests/registry/importing/made_up_log.py /tmp/log 1000000
python -m dashboard import --mapping /tmp/log/peta.toml /tmp/log/log.csv
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
from pathlib import Path

MAPPING = """
name = "log_buatan"
[columns]
case = "kasus"
activity = "kegiatan"
timestamp = "waktu"
[statuses]
terima = "VERIFIKASI"
tolak = "DITOLAK"
proses = "PROSES"
selesai = "SELESAI"
ambil = "DIAMBIL"
[attributes.layanan]
column = "layanan"
[attributes.kecamatan]
column = "kecamatan"
[attributes.kanal]
column = "kanal"
"""


def write_log(folder: Path, events: int, seed: int = 1) -> None:
    """Write ``log.csv`` of at least ``events`` rows, and ``peta.toml``, its mapping."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peta.toml").write_text(MAPPING)
    with (folder / "log.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kasus", "kegiatan", "waktu", "layanan", "kecamatan", "kanal"])
        rows = case = 0
        while rows < events:
            case += 1
            at = dt.datetime(2023, 1, 2) + dt.timedelta(minutes=rng.randrange(1_000_000))
            about = (
                rng.choice(["KK", "KIA"]),
                f"32.75.{rng.randrange(1, 13):02d}",
                rng.choice(["aplikasi", "loket"]),
            )
            start = ["terima", "periksa", "tolak", "terima"] if rng.random() < 0.15 else ["terima", "periksa"]
            for activity in [*start, "proses", "selesai", "ambil"]:
                writer.writerow([f"{case:08d}", activity, at.isoformat(), *about])
                at += dt.timedelta(minutes=rng.randrange(1, 4000))
                rows += 1


if __name__ == "__main__":
    write_log(Path(sys.argv[1]), int(sys.argv[2]))
