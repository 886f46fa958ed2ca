import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_OPEN = models.Q(("stage__in", ["closed", "merged", "referred", "rejected"]), _negated=True)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_joined"),
        ("people", "0003_notices_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="report", name="report_words"),
        migrations.AddField(
            model_name="report",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("answer_due_at__isnull", False), ("assignee__isnull", False)),
                fields=["assignee", "answer_due_at", "id"],
                name="report_owed_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(_OPEN, ("assignee__isnull", False)),
                fields=["assignee", "stage"],
                name="report_open_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("title", "place_words", "text", config="indonesian"),
                name="report_stems",
            ),
        ),
    ]
