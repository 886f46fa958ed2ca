"""Addresses of the offline stand-in for WhatsApp (demo mode)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
