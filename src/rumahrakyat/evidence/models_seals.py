"""Daily seals of the record, what they sealed, and how the record was verified since."""

from django.db import models


class Seal(models.Model):
    """The seal of one local day: never changed, never deleted (the database refuses).

    `content` is the seal, canonical JSON (`rumahrakyat-seal/1`); `sha256` its digest; the other columns repeat it for
    lists. `nodes`: hashes of the subtrees of `tree.CHUNK` leaves each, 32 bytes after 32 bytes, from which a proof for
    one case is made. `changes`: the stored file with the leaves that are new in this seal.
    """

    serial = models.PositiveIntegerField(unique=True)
    day = models.DateField(unique=True)
    sealed_at = models.DateTimeField()
    late = models.BooleanField()
    cases = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    faults = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    nodes = models.BinaryField()
    changes = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.day} {self.sha256[:12]}"


class SealedHead(models.Model):
    """What the newest seal says of one case: its last entry then, and that entry's hash. `serial`: the seal in which
    this was new. It may only move forward; a case that was sealed once never leaves the tree."""

    number = models.CharField(primary_key=True, max_length=16, db_collation="C")
    last_seq = models.PositiveIntegerField()
    head_hash = models.CharField(max_length=64)
    serial = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.number} {self.last_seq}"


class Verification(models.Model):
    """One run through the whole record by night. `next_id`: where it goes on. `examples`: up to a hundred faults as
    [number, entry, reason]."""

    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    next_id = models.BigIntegerField(default=0)
    cases = models.PositiveBigIntegerField(default=0)
    entries = models.PositiveBigIntegerField(default=0)
    faults = models.PositiveBigIntegerField(default=0)
    examples = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d} {self.faults}"
