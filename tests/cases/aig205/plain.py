import time

import httpx
import openai
import requests
from django.db import DatabaseError, models
from sqlalchemy.exc import IntegrityError, OperationalError

client = openai.OpenAI()


def counted_while(url):
    retries = 0
    while retries < 5:  # AIG205
        try:
            response = requests.get(url, timeout=5)
            if response.status_code == 200:
                return response.json()
        except requests.exceptions.RequestException as error:
            retries += 1
            print(f"retry {retries}: {error}")
    return None


async def with_client(url):
    for attempt in range(3):  # AIG205
        async with httpx.AsyncClient() as http:
            try:
                response = await http.get(url)
                response.raise_for_status()
                return response.json()
            except httpx.HTTPError:
                if attempt == 2:
                    raise


def model_answer(prompt):
    max_retries = 3
    for _ in range(max_retries):  # AIG205
        try:
            answer = client.chat.completions.create(model="m", messages=prompt)
            break
        except Exception:
            continue
    return answer


def through_a_function(url):
    for attempt in range(3):  # AIG205
        try:
            return exchange(url)
        except Exception:
            if attempt == 2:
                raise


def exchange(url):
    return requests.post(url, timeout=5)


class Gateway:
    def __init__(self, session):
        self.session = session

    def charge(self, order):
        for attempt in range(1, 4):  # AIG205
            try:
                return self.session.post("/charges", json=order)
            except ConnectionError:
                pass
        raise RuntimeError("no charge")


def retry(times):
    def decorate(func):
        def wrapper(*args):
            for attempt in range(times):  # AIG205
                try:
                    return func(*args)
                except Exception:
                    if attempt == times - 1:
                        raise

        return wrapper

    return decorate


def pauses_in_a_helper(url):
    for attempt in range(3):
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            pause(attempt)


def pause(attempt):
    time.sleep(2**attempt)


def pauses_first(url):
    for attempt in range(3):
        if attempt:
            time.sleep(attempt)
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            continue


def other_hosts(hosts):
    for number in range(len(hosts)):
        try:
            return requests.get(hosts[number], timeout=5)
        except requests.RequestException:
            continue


def hosts_in_turn(hosts):
    for host in hosts:
        try:
            return requests.get(host, timeout=5)
        except requests.RequestException:
            continue


def one_more_try(url):
    for _ in range(2):
        try:
            return requests.get(url, timeout=5)
        except requests.ConnectionError:
            continue


def taken_name(session, make_row):
    for attempt in range(5):
        try:
            session.add(make_row())
            session.commit()
            return
        except IntegrityError:
            session.rollback()


def each_item(urls):
    for number in range(len(urls)):
        try:
            requests.get("https://example.com/ping", timeout=5)
        except requests.RequestException:
            continue


def told_what_was_wrong(messages):
    for attempt in range(3):
        try:
            return client.chat.completions.create(model="m", messages=messages)
        except Exception as error:
            messages.append({"role": "user", "content": str(error)})


def only_timeouts(url):
    for attempt in range(3):
        try:
            return requests.get(url, timeout=30)
        except requests.Timeout:
            continue


def always_leaves(url):
    for attempt in range(3):
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            break


class Reconnecting:
    def send(self, body):
        for attempt in range(3):
            try:
                return self.connection.send(body)
            except OperationalError:
                self.connection = None


def query_is_mended(fix_chain, query):
    retries = 0
    while retries < 3:
        try:
            return fix_chain.invoke(query)
        except Exception:
            retries += 1


class Numbered(models.Model):
    number = models.CharField(unique=True)

    def save(self, **options):
        for attempt in range(10):
            self.number = self.next_number()
            try:
                return super().save(**options)
            except DatabaseError:
                if attempt == 9:
                    raise

    def save_again(self, customer):
        self.customer = customer
        for attempt in range(10):  # AIG205
            try:
                return self.save()
            except DatabaseError:
                if attempt == 9:
                    raise

    def answer(self, gateway):
        for attempt in range(5):  # AIG205
            try:
                self.last = requests.get(gateway, timeout=5)
                return self.last
            except requests.RequestException:
                continue

    def stored(self):
        for attempt in range(5):  # AIG205
            try:
                self.result = self.save()
                return self.result
            except DatabaseError:
                continue


def without_what_was_refused(prompt, system):
    for attempt in range(5):
        options = {"system": system}
        try:
            return client.chat.completions.create(model="m", messages=prompt, extra_body=options)
        except openai.APIError:
            system = None


def patches_what_it_sees(url, read):
    found = read()
    attempts = 0
    while attempts < 5:
        name, version = found
        change = {"name": name, "version": version}
        try:
            return requests.patch(url, json=change, timeout=5)
        except requests.RequestException:
            attempts += 1
            found = read()


def keeps_the_error(url):
    error = None
    for attempt in range(5):  # AIG205
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException as failure:
            error = failure
    raise error


def claims(session, key, owner):
    for attempt in range(3):
        row = session.query(Numbered).filter_by(key=key).first()
        if row is not None:
            return row.owner
        session.add(Numbered(key=key, owner=owner))
        try:
            session.commit()
            return owner
        except Exception:
            session.rollback()
    return None
