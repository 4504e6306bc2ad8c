"""Head office lets a product be sold that an import has held back."""

from django.db import transaction

from newretail.catalog import queries
from newretail.catalog.errors import NotHeldBack, UnknownSku
from newretail.catalog.models import HeldBack, Product


@transaction.atomic
def release_product(*, sku_id: str, age_limit: int | None) -> None:
    """From now on it is sold, from this age on; None to everybody. A person has looked at the pack: the chain maintains the product from
    here, no import holds it back again. A repeat changes nothing.

    Raises UnknownSku, or NotHeldBack for a product that is sold with another age limit.
    """
    product = Product.objects.select_for_update(of=("self",)).filter(skus=sku_id).first()
    if product is None:
        raise UnknownSku(sku=sku_id)
    if not product.held_back:
        if product.age_limit != age_limit:
            raise NotHeldBack(product=product.names.say(), sku_id=sku_id)
        return
    product.held_back, product.age_limit = HeldBack.NOT, age_limit
    product.edited()
    product.save(update_fields=["held_back", "age_limit", "source", "changed_at"])
    codes = list(product.skus.values_list("code", flat=True))
    transaction.on_commit(lambda: queries.forget(codes))
