"""Rules about tables, asked of Django itself."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import ForeignKey, ManyToManyField

# Lowest first; the numbers are the layers of pyproject.toml.
LAYERS = [
    {"regions"},
    {"people"},
    {"organisations"},
    {"reports", "channels"},
    {"correspondence"},
    {"routing", "duty", "duplicates"},
    {"problems"},
    {"oversight"},
    {"web"},
    {"public", "workbench", "watch"},
]
HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}


def test_foreign_keys_point_down_only() -> None:
    culprits = []
    for model in apps.get_models():
        here = HEIGHT.get(model._meta.app_label)
        for field in model._meta.get_fields():
            if here is None or not isinstance(field, ForeignKey | ManyToManyField):
                continue
            other = field.related_model._meta.app_label
            if other != model._meta.app_label and HEIGHT.get(other, -1) >= here:
                culprits.append(f"{model.__name__}.{field.name} -> {other}")
    assert not culprits, "keep the key in the upper layer's table"


def test_no_generic_foreign_keys() -> None:
    culprits = [
        model.__name__ for model in apps.get_models() if model._meta.private_fields and model._meta.app_label in HEIGHT
    ]
    assert not culprits


@pytest.mark.django_db
def test_no_model_is_without_its_migration() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=told)
    except (SystemExit, CommandError):
        pytest.fail(f"run makemigrations:\n{told.getvalue()}")
