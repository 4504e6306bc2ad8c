"""The one row of the chain."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from newretail.chain import well_formed
from newretail.kernel.names import NamesField

THE_ONE = 1


class Chain(models.Model):
    """What the whole chain has in common. There is one row; whatever it leaves open, a store says for itself."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    names = NamesField(most=200)
    slogans = NamesField(most=200, needed=False)
    mark_letter = models.CharField(max_length=2, help_text="stands for the chain where no drawing is given")
    mark_colour = models.CharField(
        max_length=7, default="#14734a", validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )
    mark_png = models.BinaryField(
        null=True, blank=True, editable=False, help_text="512 x 512 pixels, for the first page of a phone"
    )
    mark_svg = models.TextField(blank=True, validators=[well_formed.drawing])

    currency = models.CharField(
        max_length=3,
        validators=[well_formed.currency],
        help_text="ISO 4217; what a store takes unless it says otherwise",
    )
    languages = models.JSONField(
        validators=[well_formed.languages],
        help_text="offered to people, the first where nothing else is asked for",
    )
    label_languages = models.JSONField(
        validators=[well_formed.languages], help_text="on printed labels, the first one large"
    )
    badge_prefix = models.CharField(
        max_length=8, validators=[RegexValidator(r"^[A-Z]{2,8}$")], help_text="how the codes of badges begin"
    )

    demands_passkey = models.BooleanField(
        "passkey demanded of head office",
        default=False,
        help_text="Head office's powers open by a session that has also proved a passkey, and by nothing else: no badge, no token of a "
        "person. Where it is off, a passkey is asked of those who have one. Whoever has none yet adds it under My account.",
    )

    country = models.CharField(
        max_length=2, blank=True, validators=[RegexValidator(r"^[A-Z]{2}$")], help_text="ISO 3166"
    )
    time_zone = models.CharField(max_length=40, default="UTC", validators=[well_formed.time_zone])
    phone_prefix = models.CharField(
        max_length=5, blank=True, validators=[RegexValidator(r"^\+[1-9]\d{0,3}$")]
    )
    address_form = models.CharField(
        max_length=120,
        default="{street}, {district}, {province} {postal_code}",
        validators=[well_formed.address_form],
    )
    tax_notes = NamesField(most=200, needed=False, help_text="what a receipt says about tax")
    week_starts = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text="1 Monday … 7 Sunday (ISO 8601)",
    )
    latitude = models.FloatField(default=0, validators=[well_formed.latitude])
    longitude = models.FloatField(default=0, validators=[well_formed.longitude])
    map_zoom = models.PositiveSmallIntegerField(default=12, help_text="at which the whole chain is seen")
    base_map = models.JSONField(default=dict, blank=True, validators=[well_formed.base_map])

    class Meta:
        verbose_name = "chain"
        verbose_name_plural = "chain"
        constraints = [
            models.CheckConstraint(condition=Q(id=THE_ONE), name="chain_is_one"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="chain_currency_iso"),
            models.CheckConstraint(
                condition=Q(badge_prefix__regex=r"^[A-Z]{2,8}$"), name="chain_badge_prefix"
            ),
            models.CheckConstraint(condition=Q(week_starts__range=(1, 7)), name="chain_week_starts"),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="chain_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return str(self.names) or "chain"
