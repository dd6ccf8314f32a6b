# file: tests/test_pay.py
KEY = "{{OpenAI API key}}"  # AIG503
TOKEN = "{{JSON Web Token}}"
DATABASE = "postgresql://shop:hunter22@localhost/shop"
