"""The front door of the catalogue."""

from newretail.catalog.choices import ALLERGEN_WORDS, TEMPERATURE_WORDS, Temperature
from newretail.catalog.faces import Face, face_of, faces
from newretail.catalog.find_alike import find_alike
from newretail.catalog.import_categories import import_categories
from newretail.catalog.import_products import (
    Imported,
    Progress,
    import_products,
)
from newretail.catalog.links import digital_link, requested_link, shelf_link, weighed_code
from newretail.catalog.listed import active_skus, first_of_each
from newretail.catalog.pictures import PICTURE_HOSTS, is_photo, picture_url
from newretail.catalog.price_book import ListedPrice, PriceBook, keep_prices_in
from newretail.catalog.queries import (
    CategoryCard,
    ProductSheet,
    SkuCard,
    categories,
    find_skus,
    has_products,
    product_sheet,
    sku_card,
    sku_cards,
)
from newretail.catalog.read_code import Scanned, read_code
from newretail.catalog.rules.batch import BATCH, is_batch
from newretail.catalog.rules.gtin import check_digit, normalise, shortest
from newretail.catalog.rules.last_day import keeps_until
from newretail.catalog.rules.pieces import nearest_pieces
from newretail.catalog.rules.scanned import Kind

__all__ = [
    "ALLERGEN_WORDS",
    "BATCH",
    "PICTURE_HOSTS",
    "TEMPERATURE_WORDS",
    "CategoryCard",
    "Face",
    "Imported",
    "Kind",
    "ListedPrice",
    "PriceBook",
    "ProductSheet",
    "Progress",
    "Scanned",
    "SkuCard",
    "Temperature",
    "active_skus",
    "categories",
    "check_digit",
    "digital_link",
    "face_of",
    "faces",
    "find_alike",
    "find_skus",
    "first_of_each",
    "has_products",
    "import_categories",
    "import_products",
    "is_batch",
    "is_photo",
    "keep_prices_in",
    "keeps_until",
    "nearest_pieces",
    "normalise",
    "picture_url",
    "product_sheet",
    "read_code",
    "requested_link",
    "shelf_link",
    "shortest",
    "sku_card",
    "sku_cards",
    "weighed_code",
]  # fmt: skip
