"""The gateway has a life of its own: it restarts, repeats a seed and ends cleanly."""

import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.alipay_merchant import APP, MERCHANT_KEY, NOON, public_pem, running_gateway


def test_a_restart_forgets_nothing_and_one_seed_repeats(tmp_path: Path) -> None:
    numbers = []
    for name in ("one", "two"):
        with running_gateway(folder=tmp_path / name, seed=5) as merchant:
            merchant.put("/clock", now=NOON)
            numbers.append((merchant.precreate("S0"), merchant.paid("S1")["trade_no"]))
    assert numbers[0] == numbers[1]
    with running_gateway(folder=tmp_path / "one", seed=5) as merchant:
        assert merchant.query("S1")["trade_status"] == "TRADE_SUCCESS"
        assert merchant.get("/wallets/kim")["balance"] == "990.00"
        assert merchant.paid("S2")["trade_no"] != numbers[0][1]


def test_the_command_says_when_it_is_ready_and_ends_cleanly(tmp_path: Path) -> None:
    key_file = tmp_path / "merchant.pem"
    key_file.write_bytes(public_pem(MERCHANT_KEY))
    command = [
        sys.executable,
        "-m",
        "twin",
        "alipay",
        "--folder",
        str(tmp_path / "data"),
        "--app",
        f"{APP}={key_file}",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("alipay gateway ready at http://127.0.0.1:")
        assert httpx.get(line.split()[-1] + "/health").text == "ok\n"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")
    assert (tmp_path / "data" / "alipay_public.pem").read_bytes().startswith(b"-----BEGIN PUBLIC KEY-----")
    assert (tmp_path / "data" / "alipay_private.pem").stat().st_mode & 0o077 == 0
