"""What may go wrong when somebody sends a photo."""

from newretail.kernel.errors import Refusal
from newretail.kernel.text import Text


class NotAPicture(Refusal):
    code = "not_a_picture"
    status = 422
    text = Text(
        en="This is no picture that we can read. A JPEG, PNG or WebP photo will do.",
        ko="읽을 수 없는 사진입니다. JPEG, PNG, WebP 사진을 올려 주세요.",
        zh="无法读取该图片，请上传 JPEG、PNG 或 WebP 照片。",
    )


class TooManyPhotos(Refusal):
    code = "too_many_photos"
    status = 409
    text = Text(
        en="You have {most} photos that belong to nothing yet. Use them, or try again tomorrow.",
        ko="아직 쓰지 않은 사진이 {most}장 있습니다. 먼저 사용하시거나 내일 다시 시도해 주세요.",
        zh="您已有 {most} 张未使用的照片，请先使用，或明天再试。",
    )
