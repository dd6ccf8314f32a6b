# file: shop_workbench/settings.py
SECRET_KEY = "Shhhhh"
