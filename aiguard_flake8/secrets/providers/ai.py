"""AI providers."""

from aiguard_flake8.secrets.format import Format

FORMATS = (
    Format(
        type="OpenAI API key",
        family="ai",
        provider="OpenAI",
        shapes=("sk-proj-{w:40-200}", "sk-{A:20}T3BlbkFJ{A:20}"),
        revoke="https://platform.openai.com/api-keys",
        variable="OPENAI_API_KEY",
        docs="https://platform.openai.com/docs/api-reference/authentication",
    ),
    Format(
        type="Anthropic API key",
        family="ai",
        provider="Anthropic",
        shapes=("sk-ant-api03-{w:93}AA",),
        revoke="https://console.anthropic.com/settings/keys",
        variable="ANTHROPIC_API_KEY",
        docs="https://docs.anthropic.com/en/api/overview",
    ),
)
