# file: shop/settings.py
"""Settings of the shop, tested in tests/test_settings.py."""
SECRET_KEY = "Shhhhh24"  # AIG523
