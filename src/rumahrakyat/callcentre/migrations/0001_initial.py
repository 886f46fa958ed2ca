import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("channels", "0006_calls"),
        ("people", "0005_tour"),
        ("reports", "0009_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("missed", models.PositiveSmallIntegerField(default=1)),
                ("first_missed_at", models.DateTimeField()),
                ("last_missed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be called back"),
                            ("reached", "reached"),
                            ("texted", "told by SMS"),
                            ("helped", "helped meanwhile"),
                            ("unreached", "not reached after all attempts"),
                            ("silent", "wants no calls, or the number is wrong"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_backs", to="people.contactpoint"
                    ),
                ),
                (
                    "first_call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_back", to="channels.call"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("busy", "Busy or switched off"),
                            ("texted", "Told by SMS"),
                            ("wrong", "Wrong number, or wants no calls"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sealed_note", models.TextField(blank=True)),
                ("key", models.CharField(max_length=32, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="callcentre.callback"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CallDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_words", models.TextField(blank=True)),
                ("token", models.CharField(max_length=32)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="channels.call"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CallWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "New report registered"),
                            ("added", "Added to a case"),
                            ("status", "Told how a case stands"),
                            ("referred", "Told where to turn"),
                            ("no_speech", "Nobody spoke"),
                            ("wrong_number", "Wrong number"),
                            ("abusive", "Abusive caller"),
                            ("dropped", "The line broke"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sealed_notes", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="work", to="channels.call"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MissedCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="missed", to="channels.call"
                    ),
                ),
                (
                    "call_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="callcentre.callback"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "Ready"), ("away", "Not ready"), ("after", "Finishing a call")],
                        default="away",
                        max_length=5,
                    ),
                ),
                ("extension", models.CharField(blank=True, max_length=80)),
                ("since", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presence",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(condition=models.Q(("state", "open")), fields=["next_at", "id"], name="call_back_open"),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("contact_point",), name="call_back_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="calldraft",
            constraint=models.UniqueConstraint(fields=("call", "account"), name="call_draft_once"),
        ),
        migrations.AddIndex(
            model_name="callwork",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["account", "opened_at"], name="call_unsettled"
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("extension", ""), _negated=True), fields=("extension",), name="extension_once"
            ),
        ),
    ]
