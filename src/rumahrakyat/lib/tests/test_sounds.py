"""The length of a recording, from the files that telephones and chats really make."""

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.lib.sounds import seconds


def wav(length: int, rate: int = 8000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(2 * rate * length))
    return file.getvalue()


def ogg_page(position: int, content: bytes) -> bytes:
    return b"OggS\x00\x00" + struct.pack("<q", position) + bytes(12) + b"\x01" + bytes([len(content)]) + content


OPUS = ogg_page(0, b"OpusHead\x01\x01") + ogg_page(48_000 * 21, b"x" * 40)
VORBIS = ogg_page(0, b"\x01vorbis" + bytes(4) + b"\x01" + struct.pack("<I", 44_100)) + ogg_page(44_100 * 7, b"x")
AMR = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50 * 12
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + b"\xff\xfb\x90\x00" + bytes(128_000 // 8 * 5 - 4)


@pytest.mark.parametrize(
    ("data", "length"), [(wav(3), 3), (wav(61, 16000), 61), (OPUS, 21), (VORBIS, 7), (AMR, 12), (MP3, 5)]
)
def test_the_length_is_read_from_the_file(data: bytes, length: int) -> None:
    assert seconds(data) == length


def test_a_sound_shorter_than_a_second_lasts_one() -> None:
    assert seconds(b"#!AMR\n" + b"\x3c" + bytes(31)) == 1


@given(st.binary(max_size=300), st.sampled_from([b"", b"OggS", b"RIFF0000WAVE", b"#!AMR\n", b"ID3", b"\xff\xfb"]))
def test_no_bytes_are_an_error(data: bytes, head: bytes) -> None:
    found = seconds(head + data)
    assert found is None or found > 0
