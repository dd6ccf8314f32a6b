"""Databases and data platforms as a service."""

from functools import partial

from aiguard_flake8.secrets.format import known

_cloud = partial(known, "cloud")

FORMATS = (
    _cloud(
        "Databricks token",
        "dapi{h:32}",
        "dapi{h:32}-{d:1}",
        "dose{h:32}",
        "dkea{h:32}",
        revoke="the developer page of your Databricks settings",
        variable="DATABRICKS_TOKEN",
        docs="https://docs.databricks.com/aws/en/dev-tools/auth/pat",
    ),
    _cloud(
        "Supabase key",
        "sbp_{h:40}",
        "sbp_oauth_{h:40}",
        "sbp_v0_{h:40}",
        "sb_secret_{w:22}_{w:8}",
        "sb_secret_{w:31-40}",
        revoke="https://supabase.com/dashboard/account/tokens",
        variable="SUPABASE_SECRET_KEY",
        docs="https://supabase.com/docs/guides/api/api-keys",
    ),
    _cloud(
        "PlanetScale token",
        "pscale_tkn_{w:32-64}",
        "pscale_oauth_{w:32-64}",
        "pscale_pw_{w:32-64}",
        revoke="https://app.planetscale.com",
        variable="PLANETSCALE_SERVICE_TOKEN",
        docs="https://planetscale.com/docs/concepts/service-tokens",
    ),
    _cloud(
        "Neon API key",
        "napi_{a:40-80}",
        "npg_{A:12-40}",
        revoke="https://console.neon.tech/app/settings/api-keys",
        variable="NEON_API_KEY",
        docs="https://neon.com/docs/manage/api-keys",
    ),
    _cloud(
        "Aiven token",
        "AVNS_{w:19}",
        revoke="https://console.aiven.io",
        variable="AIVEN_TOKEN",
        docs="https://aiven.io/docs/platform/howto/create_authentication_token",
    ),
    _cloud(
        "Qdrant API key",
        "{uuid}|{w:54}",
        revoke="https://cloud.qdrant.io",
        variable="QDRANT_API_KEY",
        docs="https://qdrant.tech/documentation/cloud/authentication/",
        context=("qdrant",),
    ),
    _cloud(
        "Confluent Cloud secret",
        "{b:64}",
        revoke="https://confluent.cloud/settings/api-keys",
        variable="CONFLUENT_API_SECRET",
        docs="https://docs.confluent.io/cloud/current/security/authenticate/workload-identities/service-accounts/api-keys/overview.html",
        provider="Confluent Cloud",
        context=("confluent", "kafka", "sasl"),
    ),
    _cloud(
        "MongoDB Atlas secret",
        "mdb_sa_sk_{w:40}",
        revoke="https://cloud.mongodb.com",
        variable="MONGODB_ATLAS_CLIENT_SECRET",
        docs="https://www.mongodb.com/docs/atlas/configure-api-access/",
        provider="MongoDB Atlas",
    ),
)
