"""Credentials that no single provider gives: private keys, JSON Web Tokens, passwords in URLs."""

from aiguard_flake8.secrets.format import Format

_REISSUE = "make a new pair of keys, and replace the public half where it is trusted"

# The shapes below make examples; the patterns find. What a pattern finds is looked at once more in
# `checks.py`.
FORMATS = (
    Format(
        type="Private key",
        family="private-key",
        provider="",
        shapes=(
            "-----BEGIN RSA PRIVATE KEY-----\nMII{b:61}\n{b:64}\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\\nMII{b:61}\\n{b:64}\\n-----END PRIVATE KEY-----\\n",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb{b:64}\n-----END OPENSSH PRIVATE KEY-----",
        ),
        revoke=_REISSUE,
        variable="PRIVATE_KEY",
        docs="https://www.rfc-editor.org/rfc/rfc7468",
        # The header, what encrypted keys say of themselves, and the first line of the key.
        pattern=r"-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
        r"(?:\\?\\[nr]|[\s\"'+,#>|\\]){0,80}"
        r"(?:(?:Proc-Type|DEK-Info|Version|Comment)[^\n\\]{1,80}(?:\\?\\[nr]|[\s\"'+,#>|]){1,80}){0,3}"
        r"(?P<secret>[A-Za-z0-9+/]{40,76})",
        needles=("PRIVATE KEY",),
        floor=3.5,
    ),
    Format(
        type="JSON Web Token",
        family="jwt",
        provider="",
        shapes=("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI{A:48}.{w:43}",),
        revoke="end the session where it was issued, or change the key that signs",
        variable="ACCESS_TOKEN",
        docs="https://www.rfc-editor.org/rfc/rfc7519",
        pattern=r"(?<![A-Za-z0-9_\-.])(?P<secret>eyJ[A-Za-z0-9_\-]{14,2000}\.ey[A-Za-z0-9_\-]{10,8000}"
        r"\.[A-Za-z0-9_\-]{20,1000})(?![A-Za-z0-9_\-])",
        needles=("eyJ",),
    ),
    Format(
        type="Password in a URL",
        family="connection",
        provider="",
        shapes=(
            "postgresql://shop:{A:14}@db.internal:5432/shop",
            "mongodb+srv://shop:{A:14}@cluster0.mongodb.net",
        ),
        revoke="change the password at the service that the address leads to",
        variable="DATABASE_URL",
        docs="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        pattern=r"(?<![A-Za-z0-9+.])(?P<scheme>[a-z][a-z0-9+.\-]{1,24}+)://"
        r"(?P<user>[^\s:/?#@\"'<>\[\]`|\\]{0,64}+):(?P<secret>[^\s/?#\"'<>`|\\]{3,100})@"
        r"(?P<host>[^\s/:?#@\"'<>`|\\),]{1,100})",
        needles=("://",),
        floor=0,
    ),
    Format(
        type="Password in a connection string",
        family="connection",
        provider="",
        shapes=(
            "dsn=host=db.internal dbname=shop user=shop password={A:14}",
            "conn=Server=db.internal;Database=shop;User Id=shop;Password={A:14};",
        ),
        revoke="change the password at the database that the string leads to",
        variable="DATABASE_URL",
        docs="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING",
        # Within a text: the arguments of a call have commas between them.
        pattern=r"(?i:[\"'=:;] ?(?:server|data source|host|hostaddr|driver|dbname|database|user id|"
        r"user|username|uid|initial catalog) ?= ?(?:\{[^{}\n]{1,60}\}|[^\s;=\"'&{},()]{1,80})[; ]"
        r"[^\"'\n&<>,()]{0,250}?(?<![\w\-])(?:password|pwd) ?= ?)"
        r"(?P<secret>[^\s;\"'&{}<>$%,()]{4,100})",
        needles=("assword=", "ASSWORD=", "assword =", "PWD=", "Pwd=", "pwd="),
        floor=0,
    ),
    Format(
        type="Basic authorization header",
        family="connection",
        provider="",
        shapes=("Authorization: Basic c2hvcDpz{A:20}==",),
        revoke="change the password at the service that is called",
        variable="API_PASSWORD",
        docs="https://www.rfc-editor.org/rfc/rfc7617",
        pattern=r"(?<![A-Za-z0-9])[Bb]asic (?P<secret>[A-Za-z0-9+/]{12,200}={0,2})"
        r"(?![A-Za-z0-9+/=])",
        needles=("asic ",),
        floor=2.5,
    ),
    Format(
        type="Bearer token",
        family="connection",
        provider="",
        shapes=("Authorization: Bearer {w:40}",),
        revoke="replace the token at the service that is called",
        variable="API_TOKEN",
        docs="https://www.rfc-editor.org/rfc/rfc6750",
        pattern=r"[Aa]uthorization[\"']?\]?\s{0,4}[:=,]\s{0,4}[fb]?[\"']?"
        r"(?:Bearer|bearer|Token|token) "
        r"(?P<secret>[A-Za-z0-9_\-.~+/]{20,1000}={0,2})(?![A-Za-z0-9_\-.~+/{$])",
        needles=("uthorization",),
        floor=3.5,
    ),
    Format(
        type="Password of a command",
        family="connection",
        provider="",
        shapes=("curl -u shop:{A:14} https://", "CREATE USER shop IDENTIFIED BY '{A:14}'"),
        revoke="change the password at the service that is called",
        variable="API_PASSWORD",
        docs="https://curl.se/docs/manpage.html#-u",
        pattern=r"(?:curl\b[^\n]{0,200}?[ \"'](?:-u|--user)(?:[ =]|[\"'], ?)[\"']?[\w.@+\-]{1,64}:"
        r"(?P<secret>[^\s\"'@:]{4,100})"
        r"|\b(?:sshpass |docker login\b[^\n]{0,200}? |redis-cli\b[^\n]{0,100}? )"
        r"(?:-p|-a|--password)[ =]?[\"']?(?P<secret_switch>[^\s\"'\-][^\s\"']{3,99})"
        r"|\bmysql(?:dump|admin)?(?: [^\n|;]{0,200}?)? -p[\"']?"
        r"(?P<secret_mysql>[^\s\"'\-][^\s\"']{3,99})"
        r"|(?i:IDENTIFIED (?:WITH \S{1,40} )?BY (?:PASSWORD )?)"
        r"[\"'](?P<secret_identified>[^\s\"']{4,100})[\"']"
        r"|(?i:(?:USER|ROLE)\b[^\n]{1,80}? PASSWORD )'(?P<secret_role>[^\s\"']{4,100})')",
        needles=(
            *("curl", "sshpass", "docker login", "redis-cli", "mysql"),
            *("dentified", "DENTIFIED", " PASSWORD ", " password "),
        ),
        floor=0,
    ),
)
