"""How a request's files reach memory: each up to one byte past the limit, so that what is too large is told so.

Django's own handler drops every file, unsaid, of a request whose files are too large together.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers


class FilesInMemory(FileUploadHandler):
    """Keeps each file in memory. A request longer than `PORTAL_REQUEST_LIMIT` bytes is refused unread."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > settings.PORTAL_REQUEST_LIMIT:
            raise RequestDataTooBig("this request is longer than any page of the portal sends")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.PORTAL_UPLOAD_LIMIT + 1 - self.content.tell()
        self.content.write(raw_data[: max(room, 0)])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self.content.tell()
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name,
            self.content_type,
            size,
            self.charset,
            self.content_type_extra,
        )
