# file: shop/create_test_data.py
user = User(name="tester", password="testsysadmin")
