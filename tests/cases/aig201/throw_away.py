import requests

answer = requests.get("https://rates.example.com")
print(answer.text)
