import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("channels", "0006_calls"),
        ("organisations", "0004_reference"),
        ("reports", "0009_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wanted",
                    models.CharField(
                        choices=[
                            ("none", "no answer"),
                            ("all", "every answer"),
                            ("done", "only answers that declare a case done"),
                            ("public", "only answers that everybody may read"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Waiting"),
                            ("verification", "Verification"),
                            ("assigned", "Passed on"),
                            ("field_check", "Field check"),
                            ("in_progress", "Work in progress"),
                            ("resolved", "Done"),
                            ("closed", "Closed"),
                            ("waiting_reporter", "Waiting for the reporter"),
                            ("rejected", "Not taken up"),
                            ("referred", "Referred"),
                            ("merged", "Merged"),
                        ],
                        max_length=16,
                    ),
                ),
                ("sealed", models.TextField()),
                ("sealed_final", models.TextField(blank=True)),
                ("sealed_reason", models.TextField(blank=True)),
                ("next_on", models.DateField(blank=True, null=True)),
                ("seen_seq", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for approval"),
                            ("sent", "sent"),
                            ("returned", "sent back"),
                            ("moved", "the case moved meanwhile"),
                            ("used", "answered anew"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProposalFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("blob", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=60)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="writing.proposal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StaffAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(blank=True, max_length=16)),
                ("words_hash", models.CharField(max_length=64)),
                ("sealed", models.TextField(blank=True)),
                ("media", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("done", "recorded"),
                            ("needs_proof", "waits for a photo or a reason"),
                            ("needs_yes", "waits for a yes"),
                            ("dropped", "replaced"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.message"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=60, null=True, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("answer", "answer"),
                            ("ask", "question to the citizen"),
                            ("refer", "referral"),
                            ("reject", "not taken up"),
                        ],
                        default="answer",
                        max_length=8,
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("categories", models.JSONField(default=list)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Waiting"),
                            ("verification", "Verification"),
                            ("assigned", "Passed on"),
                            ("field_check", "Field check"),
                            ("in_progress", "Work in progress"),
                            ("resolved", "Done"),
                            ("closed", "Closed"),
                            ("waiting_reporter", "Waiting for the reporter"),
                            ("rejected", "Not taken up"),
                            ("referred", "Referred"),
                            ("merged", "Merged"),
                        ],
                        max_length=16,
                    ),
                ),
                ("next_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("task", models.CharField(blank=True, max_length=200)),
                ("task_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("number", models.PositiveIntegerField(default=1)),
                ("active", models.BooleanField(default=True)),
                ("used", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "owner",
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
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="writing.template"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["organisation", "made_at"], name="proposal_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["report", "-made_at"], name="proposal_of_case"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("report",), name="proposal_one_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="staffanswer",
            index=models.Index(fields=["account", "report", "-at"], name="staff_answer_latest"),
        ),
        migrations.AddIndex(
            model_name="template",
            index=models.Index(
                condition=models.Q(("active", True)), fields=["-used", "name"], name="template_most_used"
            ),
        ),
        migrations.AddConstraint(
            model_name="template",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation", None), ("owner", None), _connector="OR"), name="template_one_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.UniqueConstraint(fields=("template", "number"), name="template_version_once"),
        ),
    ]
