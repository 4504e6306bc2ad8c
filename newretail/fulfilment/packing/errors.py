"""What is refused at the conveyor, the packing table and the pickup shelf. Each changes nothing."""

from newretail.kernel.errors import NotFound, Refusal
from newretail.kernel.text import Text


class BagNotReady(Refusal):
    code = "bag_not_ready"
    text = Text(
        en="Bag {tag} cannot be moved there now ({state}).",
        ko="봉투 {tag}은(는) 지금 그곳으로 옮길 수 없습니다({state}).",
        zh="袋子 {tag} 现在不能移到那里（{state}）。",
    )


class PlaceNotFound(NotFound):
    """Details: `what` (conveyor entry, packing station), `name`."""

    code = "place_not_found"
    text = Text(
        en="This store has no place called {name} for bags.",
        ko="이 매장에 {name}(이)라는 봉투 자리가 없습니다.",
        zh="本店没有名为 {name} 的放袋位置。",
    )


class BagsMissing(Refusal):
    """Details: `missing` (tags) and `jobs_open` (how many parts, zones most of them, are not ready)."""

    code = "bags_missing"
    text = Text(
        en="Order {number} is not complete: bags are still missing.",
        ko="주문 {number}이(가) 아직 완전하지 않습니다. 봉투가 더 있습니다.",
        zh="订单 {number} 尚不完整，还缺袋子。",
    )


class WrongBag(Refusal):
    code = "wrong_bag"
    text = Text(
        en="Bag {tag} does not belong to this. Put it back.",
        ko="봉투 {tag}은(는) 여기에 속하지 않습니다. 제자리에 두세요.",
        zh="袋子 {tag} 不属于这里，请放回。",
    )


class WrongCode(Refusal):
    code = "wrong_code"
    text = Text(
        en="That is not the right code. {tries_left} tries left.",
        ko="코드가 맞지 않습니다. {tries_left}번 남았습니다.",
        zh="代码不正确，还可尝试 {tries_left} 次。",
    )


class CodeLocked(Refusal):
    code = "code_locked"
    status = 429
    text = Text(
        en="Too many wrong codes. Try again after {until}, or ask the manager.",
        ko="코드를 여러 번 틀렸습니다. {until} 이후 다시 시도하거나 점장에게 문의하세요.",
        zh="错误次数过多，请在 {until} 之后重试或联系店长。",
    )


class NotLocked(Refusal):
    code = "code_not_locked"
    text = Text(
        en="The code of order {number} is not locked; it can be tried right now.",
        ko="주문 {number}의 코드는 잠겨 있지 않습니다. 지금 입력할 수 있습니다.",
        zh="订单 {number} 的取货码未锁定，可以直接尝试。",
    )


class PutBackNotFound(NotFound):
    code = "put_back_not_found"
    text = Text(
        en="There is nothing to put back under this number.",
        ko="되돌려 놓을 상품이 없습니다.",
        zh="没有该归架任务。",
    )
