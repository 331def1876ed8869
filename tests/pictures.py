"""Pictures for tests."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

__all__ = ["picture"]


def picture(name: str = "picture.png", size: tuple[int, int] = (320, 200)) -> SimpleUploadedFile:
    """A small PNG as a browser would send it."""
    buffer = BytesIO()
    Image.new("RGB", size, "#9cc6bc").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")
