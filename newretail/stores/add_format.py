from collections.abc import Sequence

from newretail.kernel.text import ByLanguage
from newretail.stores.errors import CapabilityUnknown
from newretail.stores.models import Format
from newretail.stores.ways import unknown_capabilities


def add_format(*, code: str, names: ByLanguage, capabilities: Sequence[str]) -> Format:
    """A kind of store with what is switched on in it. One that is there already stays as it is.

    Raises CapabilityUnknown for a word that is not in the registry of capabilities.
    """
    unknown = unknown_capabilities(capabilities)
    if unknown:
        raise CapabilityUnknown(capability=", ".join(unknown))
    added, _ = Format.objects.get_or_create(
        code=code,
        defaults={"names": names, "capabilities": list(capabilities)},
    )
    return added
