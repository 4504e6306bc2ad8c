"""People, and the devices and integrations that act in their own name."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from newretail.kernel import clock, languages, text
from newretail.kernel.ids import uuid7
from newretail.kernel.names import NamesField


class Kind(models.TextChoices):
    GUEST = "guest", "guest"
    PERSON = "person", "person"
    DEVICE = "device", "device"
    ERASED = "erased", "erased"


class Purpose(models.TextChoices):
    """What a person may agree to. `terms` is needed to buy; everything else is a free choice."""

    TERMS = "terms", "terms of sale"
    PERSONALISATION = "personalisation", "suggestions from past purchases"
    MARKETING = "marketing", "messages about offers"
    LOCATION = "location", "use of the position of the phone"


class MemberManager(BaseUserManager["Member"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "Member":
        member = self.model(email=email, **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Member":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Member(AbstractBaseUser, PermissionsMixin):
    """Whoever may act here. After erasure the row stays as a pseudonym: an id that no longer leads to a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PERSON)
    email = models.EmailField(null=True, blank=True, unique=True)
    phone = models.CharField(
        max_length=20, null=True, blank=True, unique=True, help_text="E.164, +8613800138000"
    )
    phone_verified = models.BooleanField(default=False)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=8, choices=languages.choices, default=text.language)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may enter the back office", default=False)
    date_joined = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="member_email_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(kind=Kind.DEVICE), name="member_device_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="member_kind_known"),
            models.CheckConstraint(condition=Q(language__regex=r"^[a-z]{2,3}$"), name="member_language_iso"),
            models.CheckConstraint(condition=~Q(email=""), name="member_email_null_if_none"),
            models.CheckConstraint(condition=~Q(phone=""), name="member_phone_null_if_none"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.ERASED)
                | Q(
                    email=None,
                    phone=None,
                    name="",
                    is_active=False,
                    is_staff=False,
                    is_superuser=False,
                    erased_at__isnull=False,
                ),
                name="member_erased_is_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or f"{self.kind} {str(self.id)[-6:]}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self._absent_is_null()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._absent_is_null()
        super().save(*args, **kwargs)

    def _absent_is_null(self) -> None:
        """Two people without an e-mail address are not the same person: absence is NULL, never an empty string."""
        self.email = (self.email or "").strip().lower() or None
        self.phone = (self.phone or "").strip() or None


class Session(AbstractBaseSession):
    """A browser that is signed in, or about to be. Filed by its owner; by real time. `session_data` is signed, not secret."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="sessions")
    agent = models.CharField("browser", max_length=200, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    idle_seconds = models.PositiveIntegerField(null=True, help_text="how long it may lie unused")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from newretail.members.sessions import SessionStore

        return SessionStore

    @property
    def ends_at(self) -> datetime:
        """When it is over if nobody uses it any more: at its fixed end, or sooner as it lies unused."""
        if self.idle_seconds is None:
            return self.expire_date
        return min(self.expire_date, self.last_seen_at + timedelta(seconds=self.idle_seconds))


class Token(models.Model):
    """A bearer token. The secret is shown once; only its SHA-256 is kept (256 random bits need no slow hash)."""

    hash = models.CharField(max_length=64, unique=True, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    scopes = models.JSONField(default=list, blank=True)
    ref = models.CharField(max_length=64, blank=True, help_text="what it was given for and ends with")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="to within five minutes")

    class Meta:
        indexes = [models.Index(fields=["ref"], name="token_by_ref", condition=~Q(ref=""))]

    def __str__(self) -> str:
        return self.label


class Tally(models.Model):
    """How often something was tried in a window of time (`members.limits`). key: a digest of what is counted."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tries}"


class Address(models.Model):
    """Where a member lets things be brought to. WGS 84 degrees."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    latitude = models.FloatField()
    longitude = models.FloatField()
    note = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="address_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.label or self.text


class ConsentText(models.Model):
    """The words that people agree to. A new wording is a new version; an old one is never changed."""

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    version = models.PositiveIntegerField()
    texts = NamesField(most=4000)
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """One agreement, from its granting to its withdrawal. Never deleted while the member is somebody."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    version = models.PositiveIntegerField()
    granted_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"], condition=Q(withdrawn_at=None), name="consent_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("granted_at")),
                name="consent_withdrawn_after_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"
