# file: tests/test_login.py
def test_login(client):
    client.create_superuser("admin", "admin@shop.io", "admin123")
    user.set_password("welcome1")
