"""Ids of the stock of blank cards."""

from __future__ import annotations

PREFIX = "blangko"

# The line beside the queue.
CARD = f"{PREFIX}-kartu"
CARD_TICK = f"{PREFIX}-kartu-detak"
CARD_LINE = f"{PREFIX}-kartu-baris"
CARD_TABLE = f"{PREFIX}-kartu-rinci"
CARD_SHOWN = f"{PREFIX}-kartu-tampak"

# The page of the ledger.
TICK = f"{PREFIX}-detak"
CHANGED = f"{PREFIX}-berubah"
SHOWN = f"{PREFIX}-tampak"
SHOWN_LINES = f"{PREFIX}-catatan-tampak"
OUTAGE = f"{PREFIX}-gangguan"
STOCKS = f"{PREFIX}-stok"

ACT = f"{PREFIX}-tindakan"
LOCATION = f"{PREFIX}-lokasi"
BLANK = f"{PREFIX}-jenis"
AMOUNT = f"{PREFIX}-jumlah"
AMOUNT_LABEL = f"{PREFIX}-jumlah-label"
NOTE = f"{PREFIX}-keterangan"
HINT = f"{PREFIX}-petunjuk"
SEEN = f"{PREFIX}-dilihat"
"""Store: location, kind and stock as the form showed them before the blanks were counted."""
SAVE = f"{PREFIX}-simpan"
MESSAGE = f"{PREFIX}-pesan"

FILTER_LOCATION = f"{PREFIX}-saring-lokasi"
FILTER_BLANK = f"{PREFIX}-saring-jenis"
LINES = f"{PREFIX}-catatan"
PAGE = f"{PREFIX}-halaman"
PAGE_TEXT = f"{PREFIX}-halaman-teks"
PAGE_BACK = f"{PREFIX}-mundur"
PAGE_ON = f"{PREFIX}-maju"
