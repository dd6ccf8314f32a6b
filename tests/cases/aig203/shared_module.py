import psycopg2

orders = psycopg2.connect(host="orders-db.internal")  # AIG203
