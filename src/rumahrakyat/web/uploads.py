"""A bound on what one request may upload, known before the first byte is stored."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MAX_UPLOAD: Final = 180 * 1024 * 1024  # bytes: ten photos of 15 MB, and the words


class BoundedUpload(FileUploadHandler):
    """First in the row of handlers: refuses a request that announces too much, passes everything else on."""

    def handle_raw_input(
        self, _data: Any, _meta: dict[str, Any], content_length: int, _boundary: str, _encoding: str | None = None
    ) -> None:
        if content_length > MAX_UPLOAD:
            raise RequestDataTooBig(f"{content_length} bytes announced")

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes | None:
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        return None
