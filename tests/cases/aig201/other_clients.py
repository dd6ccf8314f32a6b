import paramiko
import urllib3

pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=5))


def rates(url):
    return pool.request("GET", url)


def restart(host):
    with paramiko.SSHClient() as ssh:
        ssh.connect(host, username="deploy")
        ssh.exec_command("systemctl restart shop")
