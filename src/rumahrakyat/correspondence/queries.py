"""Reads of who is kept informed."""

from rumahrakyat.correspondence.models import Listener


def channels_of(report_id: int) -> list[str]:
    """The channels on which people hear how a case goes on, each once; people who asked for silence are left out."""
    listeners = Listener.objects.filter(report=report_id, contact_point__stopped_at=None)
    return sorted(set(listeners.values_list("channel", flat=True)))
