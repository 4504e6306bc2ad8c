"""Why a receiver gave no answer is said in words, in the reader's language, and by a code for programs."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newretail.kernel import text
from newretail.kernel.events import publish
from newretail.webhooks import causes, post
from newretail.webhooks.causes import Cause
from newretail.webhooks.models import Delivery, Endpoint
from tests.webhooks.test_deliveries import busy

Behaviour = Callable[[socket.socket], object]


@contextmanager
def behaving(behaviour: Behaviour) -> Iterator[int]:
    """The port of something that takes one connection and treats it so."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take_one() -> None:
            line, _ = server.accept()
            with line:
                behaviour(line)

        thread = threading.Thread(target=take_one, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        thread.join(timeout=5)


def cause_at(url: str) -> Cause:
    answer = post.post(url, body=b"{}", headers={})
    assert answer.status is None and answer.detail
    return answer.cause


def hang_up(line: socket.socket) -> None:
    line.recv(4096)


def talk_nonsense(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"220 mail.example ready\r\n\r\n")


def be_silent(line: socket.socket) -> None:
    while line.recv(4096):
        pass


@pytest.mark.parametrize(
    ("behaviour", "cause"),
    [
        (hang_up, Cause.BROKEN_OFF),
        (talk_nonsense, Cause.NO_HTTP),
        (be_silent, Cause.NO_ANSWER),
    ],
)
def test_a_receiver_that_does_not_answer_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, cause: Cause
) -> None:
    monkeypatch.setattr(post, "ANSWER_SECONDS", 0.2)
    with behaving(behaviour) as port:
        assert cause_at(f"http://127.0.0.1:{port}/") is cause


def test_what_is_no_host_and_what_listens_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert cause_at(f"http://127.0.0.1:{port}/") is Cause.REFUSED
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert cause_at("http://no-such-receiver.example/") is Cause.NAME_UNKNOWN


def test_a_name_that_no_name_server_would_take(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cause_at(f"http://{'a' * 70}.example/") is Cause.NAME_UNKNOWN


def test_a_port_without_tls_and_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    with behaving(talk_nonsense) as port:
        assert cause_at(f"https://127.0.0.1:{port}/") is Cause.TLS
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "receiver.pem"))

    def greet(line: socket.socket) -> None:
        with pytest.raises(OSError):
            context.wrap_socket(line, server_side=True).recv(1)

    with behaving(greet) as port:
        assert cause_at(f"https://127.0.0.1:{port}/") is Cause.CERTIFICATE


def self_signed(path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .issuer_name(name)
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def test_every_cause_has_words_in_every_language() -> None:
    for cause in Cause:
        said = set()
        for language in ("en", "ko", "zh"):
            with text.speaking(language):
                said.add(causes.words(cause))
        assert len(said) == (1 if cause is Cause.NONE else 3), cause
        assert not any("{" in each for each in said)


@pytest.mark.django_db
def test_the_log_says_it_in_the_readers_language(endpoint, erp, as_integration, work) -> None:
    Endpoint.objects.update(url="http://127.0.0.1:9/hook")
    publish(busy())
    work()
    attempt = Delivery.objects.get().log.get()
    assert (attempt.status, attempt.cause) == (None, "connection_refused") and "Errno" in attempt.detail
    address, client = f"/api/v1/webhooks/{endpoint.id}/deliveries", as_integration(erp)
    for language, words in (("en", "refused"), ("ko", "거부"), ("zh", "拒绝")):
        [sent] = client.get(address, headers={"accept-language": language}).json()
        assert words in sent["log"][0]["error"] and sent["log"][0]["cause"] == "connection_refused"
