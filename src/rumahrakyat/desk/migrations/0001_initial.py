"""Face to face: queue numbers, counters, receipts, the day of a service point."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0009_links"),
        ("organisations", "0004_reference"),
        ("people", "0005_tour"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("note", models.CharField(blank=True, max_length=80)),
                ("prefers", models.CharField(blank=True, max_length=1)),
                ("active", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("closed", "not open"), ("open", "open for people"), ("break", "on a break")],
                        default="closed",
                        max_length=6,
                    ),
                ),
                ("since", models.DateTimeField(blank=True, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counters",
                        to="organisations.servicepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Kiosk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kiosks",
                        to="organisations.servicepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PointSetup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=24, unique=True)),
                ("ahead", models.BooleanField(default=True)),
                ("ahead_most", models.PositiveSmallIntegerField(default=40)),
                ("grace_minutes", models.PositiveSmallIntegerField(default=15)),
                ("early_minutes", models.PositiveSmallIntegerField(default=30)),
                ("last_minutes", models.PositiveSmallIntegerField(default=15)),
                ("minutes_each", models.PositiveSmallIntegerField(default=6)),
                ("calls", models.PositiveSmallIntegerField(default=3)),
                ("bring", models.CharField(blank=True, max_length=200)),
                ("voice", models.BooleanField(default=True)),
                (
                    "service_point",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="setup",
                        to="organisations.servicepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Queue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.CharField(max_length=1)),
                ("name", models.CharField(max_length=60)),
                ("note", models.CharField(blank=True, max_length=120)),
                ("after", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queues",
                        to="organisations.servicepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.CharField(max_length=1)),
                ("day", models.DateField()),
                ("last", models.PositiveSmallIntegerField(default=0)),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.servicepoint"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("letter", models.CharField(max_length=1)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "taken ahead, not there yet"),
                            ("waiting", "waiting"),
                            ("called", "called"),
                            ("serving", "being served"),
                            ("aside", "did not come when called"),
                            ("done", "served"),
                            ("cancelled", "cancelled"),
                            ("lapsed", "closed at the end of the day"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("kiosk", "kiosk"), ("message", "message"), ("officer", "officer")], max_length=7
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("case", "a report was made"),
                            ("referred", "told where to go"),
                            ("informed", "question answered"),
                        ],
                        max_length=8,
                    ),
                ),
                ("once", models.CharField(max_length=80, unique=True)),
                ("secret", models.CharField(max_length=32, unique=True)),
                ("channel", models.CharField(blank=True, max_length=24)),
                ("taken_at", models.DateTimeField()),
                ("expected_at", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("order_at", models.DateTimeField()),
                ("calls", models.PositiveSmallIntegerField(default=0)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("served_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "contact_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.contactpoint",
                    ),
                ),
                (
                    "counter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tickets",
                        to="desk.counter",
                    ),
                ),
                (
                    "for_counter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.counter",
                    ),
                ),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="organisations.servicepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued_at", models.DateTimeField()),
                ("sealed_secret", models.TextField(blank=True)),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "the telephone number or e-mail address of the report"),
                            ("name", "the name of the report"),
                            ("asked", "questions about the report that only its reporter can answer"),
                        ],
                        max_length=7,
                    ),
                ),
                ("once", models.CharField(max_length=40, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="desk_receipts", to="reports.report"
                    ),
                ),
                (
                    "service_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisations.servicepoint",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.ticket",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32, unique=True)),
                ("sealed", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="desk.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeskIntake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("said", "said aloud"),
                            ("thumb", "thumb print on the printed slip"),
                            ("signed", "signature on the printed slip"),
                        ],
                        max_length=6,
                    ),
                ),
                ("read_back", models.BooleanField(default=False)),
                ("cannot_read", models.BooleanField(default=False)),
                ("sealed_helper", models.TextField(blank=True)),
                ("paper_on", models.DateField(blank=True, null=True)),
                ("late_reason", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "counter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.counter",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="desk_intake", to="reports.report"
                    ),
                ),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.servicepoint"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="intakes",
                        to="desk.ticket",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("letter", models.CharField(max_length=1)),
                ("again", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.servicepoint"
                    ),
                ),
                (
                    "counter",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="desk.counter"),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="called", to="desk.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("reason", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="organisations.servicepoint",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("service_point", "day"), name="desk_closure_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.UniqueConstraint(fields=("service_point", "number"), name="desk_counter_number"),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.UniqueConstraint(fields=("officer",), name="desk_counter_one_officer"),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officer", None), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("officer__isnull", False)),
                    _connector="OR",
                ),
                name="desk_counter_open_with_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="queue",
            constraint=models.UniqueConstraint(fields=("service_point", "letter"), name="desk_queue_letter"),
        ),
        migrations.AddConstraint(
            model_name="queue",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter__regex", "^[A-Z]$")), name="desk_queue_is_a_letter"
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("service_point", "letter", "day"), name="desk_series_once"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["service_point", "day", "state", "order_at"], name="desk_ticket_line"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("state__in", ["booked", "waiting", "called", "serving", "aside"])),
                fields=["day"],
                name="desk_ticket_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                fields=("service_point", "day", "letter", "number"), name="desk_ticket_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contact_point__isnull", False), models.Q(("state", "cancelled"), _negated=True)),
                fields=("service_point", "day", "contact_point"),
                name="desk_ticket_one_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["called", "serving"])),
                fields=("counter",),
                name="desk_ticket_one_at_counter",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["report", "-id"], name="desk_receipt_newest"),
        ),
        migrations.AddConstraint(
            model_name="intakedraft",
            constraint=models.UniqueConstraint(fields=("ticket",), name="desk_draft_once"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["service_point", "day", "-id"], name="desk_call_newest"),
        ),
    ]
