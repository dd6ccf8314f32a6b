import requests


def replicate(key, data):
    url = f"https://mirror.example.com/{key}"
    requests.put(url, data=data, timeout=(5, None)).raise_for_status()  # AIG202
    requests.put(url, data=data, timeout=(5, 60)).raise_for_status()
