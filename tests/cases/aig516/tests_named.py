# file: crm/tests_tasks.py
user.set_password("password")
