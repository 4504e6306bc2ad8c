"""A loopback Alipay gateway: the Open API's wire format, its own keys, wallets, bills and fault switches.

A merchant's client cannot tell it from the real gateway except by its URL and its keys.
"""
