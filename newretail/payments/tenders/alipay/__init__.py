"""Alipay's Open API, spoken directly: form requests signed with RSA2, answers verified over their raw bytes."""
