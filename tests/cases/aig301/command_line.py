import sys


def main():
    print(open(sys.argv[1]).read())


if __name__ == "__main__":
    main()
