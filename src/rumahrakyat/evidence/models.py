"""Seals of the record and dossiers taken from it."""

from rumahrakyat.evidence.models_dossiers import Taking
from rumahrakyat.evidence.models_seals import Seal, SealedHead, Verification

__all__ = ["Seal", "SealedHead", "Taking", "Verification"]
