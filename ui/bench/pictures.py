"""Pictures for the bench: codes on the phone's screen and slips out of the printer."""

from __future__ import annotations

from collections.abc import Callable

import zxingcpp
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

MODULE = 4  # pixels per module of a QR code


class Pictures(QQuickImageProvider):
    """`image://bench/code/<index>`, `…/slip/<number>`, and `…/scene/<number>` for what is before the camera."""

    def __init__(
        self,
        payload: Callable[[int], str],
        slip: Callable[[int], Image.Image],
        scene: Callable[[], Image.Image],
    ) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._payload = payload
        self._slip = slip
        self._scene = scene

    def requestImage(self, picture: str, size: QSize, requested: QSize) -> QImage:
        kind, number, *_ = picture.split("/")
        try:
            match kind:
                case "code":
                    image = qr_picture(self._payload(int(number)))
                case "slip":
                    image = paper_picture(self._slip(int(number)))
                case _:
                    image = paper_picture(self._scene())
        except LookupError:
            image = QImage(1, 1, QImage.Format.Format_Grayscale8)
            image.fill(Qt.GlobalColor.white)
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def qr_picture(payload: str) -> QImage:
    """The code as a phone shows it. Raises `LookupError` when no QR code holds that much."""
    try:
        code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode)
    except ValueError as error:
        raise LookupError from error
    pixels = memoryview(code.to_image(scale=MODULE))  # type: ignore[arg-type]  # it is a buffer; its stub does not say so
    height, width = pixels.shape or (0, 0)
    return QImage(bytes(pixels), width, height, width, QImage.Format.Format_Grayscale8).copy()


def paper_picture(slip: Image.Image) -> QImage:
    """A slip for Qt."""
    pixels = slip.convert("RGBA")
    return QImage(pixels.tobytes(), pixels.width, pixels.height, QImage.Format.Format_RGBA8888).copy()
