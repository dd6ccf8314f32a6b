# file: shop/app_unittest_utils/tools.py
config.tool_secret = "shopsecret1"
