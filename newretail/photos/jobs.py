"""Old photos are forgotten."""

from newretail.kernel.jobs import duty
from newretail.photos.forget_photos import forget_photos

duty(every_seconds=3600)(forget_photos)
