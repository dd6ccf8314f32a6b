# file: app/media.py
import os
import subprocess
from subprocess import run


def convert(source, target):
    subprocess.run(["ffmpeg", "-i", source, target])  # AIG111
    subprocess.call(["convert", source, target])  # AIG111
    run("make thumbnails", shell=True, capture_output=True, timeout=60)  # AIG111
    os.system("make thumbnails")  # AIG111


def checked(source, target, options):
    subprocess.run(["ffmpeg", "-i", source, target], check=True)
    subprocess.run(["ffmpeg", "-i", source, target], check=False)
    subprocess.run(["ffmpeg", "-i", source, target], **options)
    subprocess.check_call(["convert", source, target])
    result = subprocess.run(["ffmpeg", "-i", source, target])
    if result.returncode:
        raise RuntimeError(source)
    if subprocess.call(["convert", source, target]) != 0:
        raise RuntimeError(source)
    return subprocess.run(["ffmpeg", "-i", source, target])


def shows(path):
    os.system("clear")
    subprocess.run(["notepad", path])
    editor = os.environ["EDITOR"]
    subprocess.run([editor, path])
    os.system("cls" if os.name == "nt" else "clear")
    subprocess.run(["xdg-open", path])
    subprocess.run(f"open {path}", shell=True)
    os.system("osascript -e '{}'".format(path))


def stop(name):
    subprocess.run(["docker", "wait", name])


def start(name):
    subprocess.run(["docker", "rm", name])
    try:
        subprocess.check_call(["docker", "run", name])
    except subprocess.CalledProcessError:
        subprocess.run(["docker", "logs", name])
        raise


def given(command, program):
    subprocess.run(command)
    os.system("")
    os.system(f"{program}")


def compare(old, new):
    subprocess.run(["diff", old, new])
    os.system('"${EDITOR:-nano}" ' + old)
    subprocess.run(["systemctl", "--user", "disable", "shop"])


def render(settings, source):
    subprocess.run([settings.encoder, "-i", source])  # AIG111


def prepared(source, target):
    try:
        subprocess.run(["black", source], capture_output=True)
    except OSError:
        print("no black")
    subprocess.run(["ffmpeg", "-i", source, target])
    made = target / "a"
    if not made.exists():
        return None
    try:
        subprocess.run(["unzip", source])  # AIG111
    except Exception:
        raise LookupError(source) from None
    return target


def test_prepared():
    subprocess.run(["make", "thumbnails"])


def main():
    subprocess.run(["make", "thumbnails"])


if __name__ == "__main__":
    main()
