# What its keys stand for has an end: devices, tenants, users that somebody allowed.
from functools import cache

_devices = {}
_catalogs = {}
_clients = {}


def device(device_id, load):
    if device_id not in _devices:
        _devices[device_id] = load(device_id)
    return _devices[device_id]


def catalog(tenant_id, load):
    if tenant_id not in _catalogs:
        _catalogs[tenant_id] = load(tenant_id)
    return _catalogs[tenant_id]


def client(access_key, session_token, build):
    key = (access_key, session_token)
    if key not in _clients:
        _clients[key] = build(access_key)
    return _clients[key]


@cache
def device_info(device_id: str):
    return device_id.upper()


@cache
def ownership(user: str):
    return {"owner": user}
