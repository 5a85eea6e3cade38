"""``/loket/pindai``: a camera's picture in, the request number of its QR code out.

Only for browsers that read no codes themselves. A picture is grey pixels, read in memory and kept nowhere.
"""

from __future__ import annotations

import numpy as np
import zxingcpp
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from dashboard.access.guard import check
from dashboard.access.permissions import Permission
from dashboard.registry.numbers import request_number, scanned_number

PATH = "/loket/pindai"
MOST_PIXELS_A_SIDE = 1280
QR_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
MOST_CODES = 8
"""Codes looked at in one picture; others may lie on the desk."""


def install_scanning_route(server: Flask) -> None:
    """Read codes for those who serve at the counter; what a number stands for is asked elsewhere."""

    @server.post(PATH, endpoint="pindai")
    def scan() -> Response:
        check(Permission.LAYANI_LOKET)
        texts = codes_in(_pixels())
        number = next((found for text in texts if (found := scanned_number(text)) is not None), None)
        # Of other codes nothing is told but that there are any: they may hold anything of anybody.
        return jsonify(nomor=None if number is None else request_number(number), kode_lain=bool(texts))


def codes_in(pixels: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> list[str]:
    """The texts of the QR codes in a grey picture, rows by columns."""
    found = zxingcpp.read_barcodes(pixels, formats=QR_CODES)
    return [code.text for code in found[:MOST_CODES]]


def _pixels() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """The picture of the body, whose width and height stand in the address.

    Raises:
        BadRequest: the body is no such picture.
    """
    width, height = (request.args.get(name, 0, type=int) for name in ("lebar", "tinggi"))
    sides_fit = all(0 < side <= MOST_PIXELS_A_SIDE for side in (width, height))
    if not sides_fit or request.content_length != width * height:
        raise BadRequest("Gambar kamera tidak terbaca.")
    data = np.frombuffer(request.get_data(cache=False), dtype=np.uint8)
    if data.size != width * height:
        raise BadRequest("Gambar kamera tidak terbaca.")
    return data.reshape(height, width)
