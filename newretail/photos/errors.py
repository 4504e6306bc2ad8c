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


class TooManyPictures(Refusal):
    code = "too_many_pictures"
    status = 429
    text = Text(
        en="Many photos are being looked at right now. Please try again in a moment.",
        ko="지금 처리 중인 사진이 많습니다. 잠시 후 다시 시도해 주세요.",
        zh="当前正在处理的照片较多，请稍后再试。",
    )


class TooManyTries(Refusal):
    code = "too_many_photo_tries"
    status = 429
    text = Text(
        en="None of your last photos could be read. Please try again in an hour, with a photo as your camera makes it.",
        ko="최근에 보내신 사진을 모두 읽을 수 없었습니다. 한 시간 뒤에 카메라로 찍은 원본 사진으로 다시 시도해 주세요.",
        zh="您最近上传的照片均无法读取，请一小时后用相机原图重试。",
    )
